"""What the first picture holds: the kinds asked for and the papers that tie them, or what surrounds a node."""

from __future__ import annotations

import json
import re

import networkx as nx
import pytest
from view.graphs import GraphMaker, random_graph, small_graph

from kg.errors import QueryError
from kg.view import page_html
from kg.view.explorer.choose import checked_kinds, first_picture
from kg.view.style import KINDS


def start_of(html: str) -> dict:
    found = re.search(r'<script id="start" type="application/json">(.*?)</script>', html)
    assert found is not None
    return json.loads(found[1])


def kinds_in(graph: nx.MultiDiGraph[str], picture: nx.Graph[str]) -> set[str]:
    return {graph.nodes[key]["kind"] for key in picture}


@pytest.mark.parametrize("asked", [["hardware"], ["hardware", "method"], ["Dataset", "TASK"], ["result", "software"]])
@pytest.mark.parametrize("around", [None, "Thing 2"])
def test_only_kinds_asked_for_and_papers_that_tie_them(asked: list[str], around: str | None) -> None:
    graph = random_graph(120, 200)
    picture, centre = first_picture(graph, around, 60, checked_kinds(asked))
    assert kinds_in(graph, picture) - {graph.nodes[key]["kind"] for key in [centre] if key} <= {
        "paper", *(kind.lower() for kind in asked),
    }  # fmt: skip
    assert 20 < len(picture) <= 60
    papers = [key for key in picture if graph.nodes[key]["kind"] == "paper"]
    assert len(papers) >= 3
    if around is None:
        assert len(papers) <= 20
        assert min(dict(picture.degree()).values()) >= 1
        assert min(picture.degree(key) for key in papers) >= 2


def test_papers_that_tie_what_others_leave_loose_come_first() -> None:
    make = GraphMaker()
    for number, names in enumerate([("A1", "B2", "C3")] * 4 + [("D4", "E5")]):
        paper = make.paper(f"paper-{number}", f"Work {number}", f"It runs on {', '.join(names)}.")
        for name in names:
            make.entity(paper, "hardware", name)
    picture, _ = first_picture(make.graph, None, 7, checked_kinds(["hardware"]))
    assert sorted(picture) == [
        "hardware-a1",
        "hardware-b2",
        "hardware-c3",
        "hardware-d4",
        "hardware-e5",
        "paper-0",
        "paper-4",
    ]


def test_papers_alone_can_be_asked_for() -> None:
    graph = random_graph(30, 40)
    picture, _ = first_picture(graph, None, 10, checked_kinds(["paper"]))
    assert kinds_in(graph, picture) == {"paper"}
    assert len(picture) == 10


def test_a_kind_that_nothing_is_of_leaves_an_empty_picture() -> None:
    graph = small_graph()
    graph.remove_nodes_from([key for key, kind in graph.nodes(data="kind") if kind == "task"])
    assert start_of(page_html(graph, kinds=["task"]))["nodes"] == []


def test_the_page_says_which_kinds_are_shown_in_the_order_of_the_legend() -> None:
    everything = [kind.name for kind in KINDS]
    assert start_of(page_html(small_graph()))["kinds"] == everything[:-1]
    assert start_of(page_html(small_graph(), kinds=[]))["kinds"] == everything[:-1]
    assert start_of(page_html(small_graph(), kinds=["Method", "hardware"]))["kinds"] == ["paper", "method", "hardware"]
    start = start_of(page_html(small_graph(), kinds=["result"]))
    assert start["kinds"] == ["paper", "result"]


def test_results_are_drawn_where_they_are_asked_for() -> None:
    start = start_of(page_html(small_graph(), kinds=["result", "method", "software"]))
    assert "result-quill-1" in {node["id"] for node in start["nodes"]}
    assert ("result-quill-1", "software-vllm", "baseline") in {
        (edge["from"], edge["to"], edge["relation"]) for edge in start["edges"]
    }


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(QueryError, match=r"^no kind is called 'gpu'; the kinds are paper, method, .*, result$"):
        page_html(small_graph(), kinds=["hardware", "gpu"])


def test_the_neighbours_of_a_hub_leave_room_for_what_they_have_in_common() -> None:
    graph = random_graph(200, 300)
    hub = max((key for key in graph if graph.nodes[key]["kind"] == "method"), key=lambda key: (graph.degree(key), key))
    picture, centre = first_picture(graph, hub, 60)
    assert centre == hub
    assert len(picture) == 60
    assert 20 <= picture.degree(hub) <= 40
