"""Ways through papers, and what lies around a thing."""

from __future__ import annotations

import json

import networkx as nx
import pytest
from records import PaperBuilder
from shore_records import shore_records

from kg.errors import QueryError, UnknownNameError
from kg.model import Concept, Extraction, Source
from kg.query import KnowledgeGraph

WIDE = Concept("hardware-board", "board")


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(shore_records())


def paper(title: str, *names: str, introduces: str = "") -> Extraction:
    """A paper that names things, each a method."""
    builder = PaperBuilder(title, " and ".join(names) + ".", Source("a.txt", 1))
    for name in names:
        builder.entity("Method", f"method-{name.lower()}", name, [name], introduced=name == introduces)
    return builder.record()


def test_a_path_leads_through_papers(g: KnowledgeGraph) -> None:
    found = g.path("Limpet", "RTX 3090")
    assert found.labels == (
        "Limpet",
        "Limpet: Holding On in TPUs",
        "Barge",
        "Driftwood: Four Bits Ashore",
        "NVIDIA RTX 3090",
    )
    assert found.keys[0] == "method-limpet"
    assert [(step.relation, step.outgoing) for step in found.steps] == [
        ("introduces", False), ("compares_with", True), ("compares_with", False), ("runs_on", True),
    ]  # fmt: skip
    assert found.steps[1].evidence.text == "loses 2 points"
    assert g.evidence(found.steps[0]) == [found.steps[0].evidence]
    for step in found.steps:
        edge = (step.source, step.target) if step.outgoing else (step.target, step.source)
        assert g.nx.has_edge(*edge, step.relation)


def test_a_path_is_the_same_from_either_end(g: KnowledgeGraph) -> None:
    for a, b in (("Limpet", "RTX 3090"), ("Orca", "H200"), ("TPU v4", "Llama 3 8B")):
        assert g.path(a, b).keys == g.path(b, a).keys[::-1]


def test_what_few_papers_name_ties_closer_than_what_all_do() -> None:
    crowd = [paper(f"Filler {place}", "Everything") for place in range(9)]
    ends = [paper("One", "Alpha", "Everything", "Rare"), paper("Two", "Omega", "Everything", "Rare")]
    assert KnowledgeGraph([*crowd, *ends]).path("Alpha", "Omega").labels[2] == "Rare"


def test_what_is_introduced_ties_closer_than_what_is_mentioned() -> None:
    ends = [paper("One", "Alpha", "Beta", "Coined", introduces="Coined"), paper("Two", "Omega", "Beta", "Coined")]
    assert KnowledgeGraph(ends).path("Alpha", "Omega").labels[2] == "Coined"


def test_a_detour_through_rare_things_is_taken_round_a_hub_and_longest_forbids_it() -> None:
    crowd = [paper(f"Filler {place}", "Everything") for place in range(2000)]
    way = [
        paper("One", "Alpha", "Everything", "Left"),
        paper("Two", "Left", "Right"),
        paper("Three", "Right", "Omega", "Everything"),
    ]
    g = KnowledgeGraph([*crowd, *way])
    assert [g.path("Alpha", "Omega").labels[place] for place in (2, 4)] == ["Left", "Right"]
    assert g.path("Alpha", "Omega", longest=4).labels == ("Alpha", "One", "Everything", "Three", "Omega")
    with pytest.raises(QueryError, match="no path of up to 3 steps leads from 'Alpha' to 'Omega'"):
        g.path("Alpha", "Omega", longest=3)


def test_hubs_are_tied_by_a_paper_of_both() -> None:
    crowd = [paper(f"{name} {place}", name) for place in range(700) for name in ("Alpha", "Omega")]
    g = KnowledgeGraph([*crowd, paper("Zone", "Alpha", "Omega")])
    assert g.path("Alpha", "Omega").labels == ("Alpha", "Zone", "Omega")


def test_what_is_left_out_of_a_hub_at_first_is_found_all_the_same() -> None:
    crowd = [paper(f"Filler {place}", "Alpha") for place in range(700)]
    g = KnowledgeGraph([*crowd, paper("Yard", "Alpha", "Tie"), paper("Zone", "Tie", "Omega")])
    assert g.path("Alpha", "Omega").labels == ("Alpha", "Yard", "Tie", "Zone", "Omega")
    assert g.path("Zone", "Filler 7").labels[-2] == "Alpha"


def test_a_family_is_a_way(g: KnowledgeGraph) -> None:
    found = g.path("NVIDIA A100", "Orca")
    assert found.labels[:3] == ("NVIDIA A100", "NVIDIA A100 80GB", "Kelp: Batching by the Tide")
    assert (found.steps[0].relation, found.steps[0].outgoing) == ("broader", False)
    cards = [
        PaperBuilder(name, f"{name}.")
        .entity("Hardware", f"hardware-{name.lower()}", name, [name], broader=(WIDE,))
        .record()
        for name in ("Fin", "Gill")
    ]
    assert KnowledgeGraph(cards).path("Fin", "Gill").labels == ("Fin", "board", "Gill")


def test_papers_and_results_are_ends_too(g: KnowledgeGraph) -> None:
    assert len(g.path("Island", "Lighthouse").steps) == 1
    result = g.results(baseline="Orca")[0]
    found = g.path(result, "TPU v4")
    assert (found.keys[0], found.steps[0].relation, found.steps[0].outgoing) == (result.key, "has_result", False)
    assert g.path("TPU v4", result).keys == found.keys[::-1]


def test_no_path_is_told(g: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="no path of up to 6 steps leads from 'Lighthouse' to 'Kelp'"):
        g.path("Lighthouse", "Kelp")
    with pytest.raises(QueryError, match="both ends"):
        g.path("Kelp", "kelp")
    with pytest.raises(UnknownNameError):
        g.path("Kelp", "Kelb")


def test_a_path_shows_itself(g: KnowledgeGraph) -> None:
    found = g.path("Limpet", "GSM8K")
    assert repr(found).splitlines() == [
        "<Path: 2 steps from Limpet to GSM8K>",
        "  by               to                          sentence",
        "                   Limpet",
        "  <-introduces-    Limpet: Holding On in TPUs  Limpet: Holding On in TPUs",
        "  -evaluates_on->  GSM8K                       It is 0.8x as fast as Kelp, loses 2 points of accuracy agai…",
    ]
    told = json.loads(found.json())
    assert told["labels"] == list(found.labels)
    assert told["steps"][1]["evidence"]["text"] == "GSM8K"
    assert "&lt;-introduces-" in found._repr_html_()


def test_around_a_thing_entities_come_first_then_papers_that_name_it_most(g: KnowledgeGraph) -> None:
    found = g.neighbourhood("Kelp")
    assert (found.center.label, found.center.hop) == ("Kelp", 0)
    assert [(node.kind, node.label.split(":")[0]) for node in found.nodes][:4] == [
        ("method", "Kelp"), ("method", "serving engine"), ("paper", "Driftwood"), ("paper", "Kelp"),
    ]  # fmt: skip
    assert {node.kind for node in found.nodes} == {"method", "paper", "result"}
    assert {node.hop for node in found.nodes[1:]} == {1}
    assert {node.key for node in found.nodes} == {
        "method-kelp",
        *g.nx.predecessors("method-kelp"),
        *g.nx.successors("method-kelp"),
    }


def test_edges_and_the_graph_of_a_neighbourhood_are_those_among_its_nodes(g: KnowledgeGraph) -> None:
    for name, hops in (
        ("Kelp", 1),
        ("GSM8K", 2),
        ("Limpet: Holding On in TPUs", 2),
        (g.results(baseline="Orca")[0], 1),
    ):
        found = g.neighbourhood(name, hops)
        assert {edge[:3] for edge in found.edges} == set(found.nx.edges(keys=True))
        assert set(found.nx) == {node.key for node in found.nodes}
        far = nx.single_source_shortest_path_length(found.nx.to_undirected(), found.center.key)
        assert far == {node.key: node.hop for node in found.nodes}
    found.nx.clear()
    assert len(g.nx) > 0


def test_hubs_are_cut_short(g: KnowledgeGraph) -> None:
    assert [node.label.split(":")[0] for node in g.neighbourhood("Kelp", top=2).nodes] == [
        "Kelp",
        "serving engine",
        "Driftwood",
    ]
    assert len(g.neighbourhood("Kelp", 2, top=2).nodes) <= 1 + 2 + 4


def test_kinds_keep_papers_as_ties(g: KnowledgeGraph) -> None:
    found = g.neighbourhood("Kelp", 2, kinds=["dataset"])
    assert {node.kind for node in found.nodes[1:]} == {"paper", "dataset"}
    assert "GSM8K" in {node.label for node in found.nodes}
    assert {node.kind for node in g.neighbourhood("Kelp", 2, kinds="Hardware").nodes[1:]} == {"paper", "hardware"}


def test_what_lies_around_shows_itself(g: KnowledgeGraph) -> None:
    found = g.neighbourhood("GSM8K")
    assert repr(found).splitlines()[0] == "<Neighbourhood: 3 nodes around GSM8K, 4 edges>"
    assert repr(found).splitlines()[3].split()[:2] == ["1", "paper"]
    told = json.loads(found.json())
    assert told["center"] == "dataset-gsm8k"
    assert {edge["relation"] for edge in told["edges"]} == {"mentions", "evaluates_on", "has_result", "dataset"}
    assert "Limpet" in found._repr_html_()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"kinds": ["gpu"]}, "no kind of node is called 'gpu'"),
        ({"hops": 0}, "must be 1 or more"),
        ({"top": 0}, "must be"),
    ],
)
def test_what_cannot_be_around(g: KnowledgeGraph, arguments: dict[str, int], says: str) -> None:
    with pytest.raises(QueryError, match=says):
        g.neighbourhood("Kelp", **arguments)
