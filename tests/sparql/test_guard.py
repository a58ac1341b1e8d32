"""What no engine gets to see: queries that would leave this machine, or that would end the process that asks them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.sparql import sparql
from kg.sparql.ask import GraphChoice

HERE = "https://example.org/here"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(f"<urn:x:a> <urn:x:b> <urn:x:c> <{HERE}> .".encode(), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.mark.parametrize(
    "query",
    [
        f"ASK FROM <{HERE}> {{ <urn:x:a> ?b ?c }}",
        "PREFIX x: <https://example.org/> ASK FROM x:here { <urn:x:a> ?b ?c }",
        "prefix : <https://example.org/> ask from named :here { graph ?g { <urn:x:a> ?b ?c } }",
        "ASK { GRAPH ?g { <urn:x:a> ?b ?c } } # FROM <https://example.org/elsewhere>",
        "SELECT ('FROM <https://example.org/elsewhere>' AS ?from) {}",
    ],
)
def test_graphs_that_are_here_may_be_named(query: str, store: ox.Store) -> None:
    assert len(sparql(store, query)) == 1


@pytest.mark.parametrize(
    "query",
    [
        "ASK FROM <https://example.org/elsewhere> {}",
        "ASK FROM NAMED <https://example.org/elsewhere> {}",
        f"ASK FROM <{HERE}> FROM <https://example.org/elsewhere> {{}}",
        "PREFIX x: <https://example.org/> ASK from x:elsewhere {}",
        "PREFIX : <https://example.org/> ASK # where from\nFROM\n:elsewhere {}",
    ],
)
def test_graphs_that_are_not_are_refused_by_name(query: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"FROM <https://example\.org/elsewhere>: there is no graph of this name here"):
        sparql(store, query)


def test_graphs_that_the_caller_chooses_take_the_place_of_from(store: ox.Store) -> None:
    query = "ASK FROM <https://example.org/elsewhere> { <urn:x:a> ?b ?c }"
    assert sparql(store, query, graphs=GraphChoice(default=(HERE,))).rows == [(True,)]
    assert sparql(store, query, graphs=GraphChoice(default=("urn:x:none",))).rows == [(False,)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 100_000 + "}" * 100_000,
        "SELECT * { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }",
        "ASK { ?s ?p " + "[ ?p " * 100_000 + "[]" + "]" * 100_000 + " }",
        "ASK { ?s " + "/".join(["<urn:x:b>"] * 50_000) + " ?o }",
        "ASK { ?s " + "(^" * 100_000 + "<urn:x:b>" + ")" * 100_000 + " ?o }",
        "ASK { FILTER(" + "!" * 100_000 + "true) }",
        "ASK {}" + " " * 1_000_000,
    ],
    ids=["groups", "brackets", "nodes", "path", "inverse", "not", "long"],
)
def test_what_would_overflow_the_engine_is_refused(query: str, store: ox.Store) -> None:
    with pytest.raises(QueryError, match="a query may"):
        sparql(store, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * " + "{" * 150 + "}" * 150,
        "ASK { ?s " + "/".join(["<urn:x:b>"] * 200) + " ?o }",
        "ASK { ?s ?p ?o FILTER(?o != '" + "({[!/" * 2_000 + "') }",
    ],
    ids=["groups", "path", "text"],
)
def test_what_a_person_may_write_is_answered(query: str, store: ox.Store) -> None:
    assert sparql(store, query).form in ("ask", "select")


def test_an_answer_is_never_cut_without_a_word(store: ox.Store) -> None:
    three = "SELECT ?x { VALUES ?x { 1 2 3 } }"
    assert len(sparql(store, three, max_rows=3)) == 3
    with pytest.raises(QueryError, match="more than 2 rows; narrow the query or give it a LIMIT"):
        sparql(store, three, max_rows=2)


def test_an_endless_query_can_be_stopped_by_hand(tmp_path: Path) -> None:
    """Ctrl-C reaches a process whose engine is busy."""
    (tmp_path / "graph.nt").write_text(
        "".join(f"<urn:x:{n}> <urn:x:b> <urn:x:{n + 1}> .\n" for n in range(2_000)), encoding="ascii"
    )
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    process = subprocess.Popen([sys.executable, "-m", "kg", "sparql", str(tmp_path), endless])
    time.sleep(3)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=5) != 0
