"""Edges read off the index are those of the graph, for every node and in both directions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from records import rival_records, sample_records
from shore_records import shore_records

from kg.errors import QueryError
from kg.model import Extraction
from kg.query import KnowledgeGraph
from kg.query.edges import edges_from, edges_to
from kg.query.index import RecordIndex


@pytest.mark.parametrize("records", [sample_records, rival_records, shore_records])
def test_edges_are_those_of_the_graph(records: Callable[[], list[Extraction]]) -> None:
    g, index = KnowledgeGraph(records()), RecordIndex(records())
    drawn = {
        (source, target, relation, data["count"]) for source, target, relation, data in g.nx.edges(keys=True, data=True)
    }
    leaving = [edge for key in g.nx.nodes for edge in edges_from(index, key)]
    arriving = [edge for key in g.nx.nodes for edge in edges_to(index, key)]
    assert set(leaving) == set(arriving) == drawn
    assert len(leaving) == len(arriving) == len(drawn)


@pytest.mark.parametrize("records", [sample_records, rival_records, shore_records])
def test_what_an_edge_stands_on_begins_with_what_the_graph_shows(records: Callable[[], list[Extraction]]) -> None:
    g = KnowledgeGraph(records())
    for edge in g.nx.edges(keys=True):
        data, places = g.nx.edges[edge], g.evidence(edge)
        first = places[0]
        assert (first.paper, first.section, first.start, first.end) == tuple(
            data[name] for name in ("paper", "section", "start", "end")
        )
        assert edge[2] == "broader" or len(places) == data["count"]


def test_questions_about_one_thing_build_no_graph() -> None:
    g = KnowledgeGraph(shore_records())
    (
        g.evidence("Kelp"),
        g.neighbours("Kelp"),
        g.neighbourhood("Kelp", 2),
        g.path("Limpet", "H200"),
        g.cooccurring("Kelp"),
    )
    g.evidence(("paper-island", "method-lighthouse", "mentions"))
    g.papers(hardware="A100"), g.beats("Kelp"), g.compare("Kelp", "Barge"), g.matrix("method", "hardware")
    assert "nx" not in vars(g)
    assert len(g.neighbourhood("Kelp").nx) > 0
    assert "nx" in vars(g)


@pytest.mark.parametrize("edge", [("nowhere", "method-kelp", "mentions"), ("method-kelp", "method-orca", "broader")])
def test_an_edge_that_is_not_there_is_told(edge: tuple[str, str, str]) -> None:
    with pytest.raises(QueryError, match="the graph has no edge"):
        KnowledgeGraph(shore_records()).evidence(edge)
