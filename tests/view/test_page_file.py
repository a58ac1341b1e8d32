"""The page as a file: what stands in it, that it is the same each time, that nothing in it can run."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from records import sample_records
from view.elsewhere import printed_elsewhere
from view.graphs import GraphMaker, hostile_graph, random_graph, small_graph
from view.outline import Outline

import kg.view.explorer.page
from kg.errors import KgError, OutputError, UnknownNameError
from kg.graph import build_graph
from kg.view import page_html, write_page


def test_the_same_graph_in_another_order_and_process_gives_the_same_page() -> None:
    graph = random_graph(60, 120)
    turned: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    here = page_html(graph)
    assert page_html(turned) == here
    code = (
        "import sys; from view.graphs import random_graph; from kg.view import page_html;"
        "sys.stdout.buffer.write(page_html(random_graph(60, 120)).encode())"
    )
    assert printed_elsewhere(code) == here


def test_the_graph_is_only_read() -> None:
    graph = small_graph()
    before = nx.node_link_data(graph, edges="edges")
    page_html(graph)
    assert nx.node_link_data(graph, edges="edges") == before


def test_the_policy_names_exactly_the_scripts_and_the_style_of_the_page() -> None:
    outline = Outline(page_html(small_graph()))
    assert outline.policy.startswith("default-src 'none'")
    assert "unsafe" not in outline.policy
    assert "http" not in outline.policy
    assert outline.allowed() == outline.hashes()
    assert len(outline.hashes()) == 3


def test_no_element_asks_for_anything() -> None:
    outline = Outline(page_html(small_graph()))
    for tag, attrs in outline.elements:
        assert not {"src", "srcset", "data", "action", "style"} & set(attrs), tag
        assert not any(name.startswith("on") for name in attrs), tag
        assert attrs.get("href") in (None, "data:,")


def test_hostile_text_adds_no_element_and_stays_whole_in_the_data() -> None:
    calm, wild = (
        Outline(page_html(small_graph())),
        Outline(page_html(hostile_graph(), title="</title><script>x()</script>")),
    )
    assert [tag for tag, _ in wild.elements] == [tag for tag, _ in calm.elements]
    labels = wild.json("whole")["nodes"]["label"]
    assert set(labels) == {data["label"] for _, data in hostile_graph().nodes(data=True)}


def test_each_abstract_stands_once() -> None:
    assert page_html(small_graph()).count("engine Quill pages its cache") == 1


def test_offsets_count_utf16_units_and_cut_out_the_evidence() -> None:
    graph = small_graph()
    whole = Outline(page_html(graph)).json("whole")
    edges, papers = whole["edges"], whole["papers"]
    assert len(edges["from"]) == graph.number_of_edges()
    cut = set()
    for paper, section, start, end in zip(edges["paper"], edges["section"], edges["start"], edges["end"], strict=True):
        units = papers["abstract" if section else "title"][paper].encode("utf-16-le")
        cut.add(units[2 * start : 2 * end].decode("utf-16-le"))
    assert cut == {data["quote"] for *_, data in graph.edges(data=True)}


def test_evidence_without_its_paper_keeps_its_quote() -> None:
    graph = small_graph()
    graph.remove_node("paper-quill")
    edges = Outline(page_html(graph)).json("whole")["edges"]
    kept = {edges["quote"][str(row)] for row, paper in enumerate(edges["paper"]) if paper < 0}
    assert kept == {"A100", "up to 3.5x higher throughput"}


def test_results_and_passing_mentions_are_not_drawn_at_first() -> None:
    start = Outline(page_html(small_graph())).json("start")
    drawn = {node["id"]: node for node in start["nodes"]}
    assert "method-quill" in drawn
    assert not any(node["group"] == "result" for node in drawn.values())
    ties = {(edge["from"], edge["to"]): edge["relation"] for edge in start["edges"]}
    assert ties["paper-quill", "method-quill"] == "introduces"
    assert ties["paper-blot", "software-vllm"] == "compares_with"


@pytest.mark.parametrize("top", [1, 50, 80, 150, 320])
def test_no_more_than_top_nodes_are_drawn(top: int) -> None:
    assert len(Outline(page_html(random_graph(120, 200), top=top)).json("start")["nodes"]) == top


@pytest.mark.parametrize("name", ["hardware-nvidia-a100", "nvidia a100", "A100 GPU"])
def test_around_takes_key_label_or_alias_and_puts_it_in_the_middle(name: str) -> None:
    start = Outline(page_html(small_graph(), around=name)).json("start")
    assert start["centre"] == "hardware-nvidia-a100"
    middle = next(node for node in start["nodes"] if node["id"] == start["centre"])
    assert (middle["x"], middle["y"]) == (0, 0)
    assert {"paper-quill", "paper-blot", "hardware-gpu"} <= {node["id"] for node in start["nodes"]}


def test_around_a_result_draws_it_with_what_it_is_about() -> None:
    start = Outline(page_html(small_graph(), around="result-quill-1")).json("start")
    assert {"result-quill-1", "paper-quill", "method-quill"} <= {node["id"] for node in start["nodes"]}


def test_an_unknown_name_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"nearest: .*a100"):
        page_html(small_graph(), around="A1000")


@pytest.mark.parametrize("papers", [0, 1])
def test_a_graph_with_next_to_nothing_gives_a_page(papers: int) -> None:
    make = GraphMaker()
    for number in range(papers):
        make.paper(f"paper-{number}", "Alone", "Nothing is named here.")
    assert len(Outline(page_html(make.graph)).json("start")["nodes"]) == papers


def test_the_file_holds_the_page(tmp_path: Path) -> None:
    write_page(small_graph(), tmp_path / "graph.html", title="Mine & yours")
    html = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert html == page_html(small_graph(), title="Mine & yours")
    assert "<title>Mine &amp; yours</title>" in html


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        write_page(small_graph(), tmp_path / "nowhere" / "graph.html")


@pytest.mark.slow
def test_the_page_of_five_thousand_nodes_is_under_three_megabytes() -> None:
    graph = random_graph(620, 3800)
    assert 5000 <= len(graph) <= 5300
    assert graph.number_of_edges() > 7000
    assert len(page_html(graph).encode("utf-8")) < 3_000_000


def test_a_graph_too_large_for_a_page_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = build_graph(sample_records())
    monkeypatch.setattr(kg.view.explorer.page, "MOST_NODES", 10)
    with pytest.raises(KgError, match=r"nodes are too many for one page .*kg build --from SHARDS --about NAME"):
        page_html(graph)
    write_page(graph, tmp_path / "graph.html")
    told = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "too many for one page" in told
    assert len(told) < 500
