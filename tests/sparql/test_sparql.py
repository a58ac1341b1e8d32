"""SPARQL: answers as plain values, no PREFIX lines needed, one clear line for what cannot be answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from records import sample_records

from kg.errors import InputError, QueryError
from kg.rdf import to_store, write_rdf
from kg.sparql import SparqlTable, load_store, render_table, sparql


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write_rdf(sample_records(), folder)
    return folder


def as_json(table: SparqlTable) -> Any:
    return json.loads(table.serialize(ox.QueryResultsFormat.JSON))


BY_HARDWARE = """SELECT ?h (COUNT(?r) AS ?n) (MAX(?v) AS ?most) (SAMPLE(?none) AS ?nothing)
    { ?r kg:hardware ?h ; kg:quantity/qudt:numericValue ?v } GROUP BY ?h ORDER BY DESC(?n) ?h LIMIT 2"""


def test_select_gives_plain_values(folder: Path) -> None:
    table = sparql(folder, BY_HARDWARE)
    base = "https://w3id.org/kg-abstracts/id/"
    assert table.columns == ("h", "n", "most", "nothing")
    assert len(table) == 2
    assert list(table) == [
        (f"{base}hardware-xilinx-zcu104", 3, 76.1, None),
        (f"{base}hardware-raspberry-pi-5", 2, 12.5, None),
    ]
    assert [type(value) for value in table.rows[0]] == [str, int, float, type(None)]


def test_a_folder_a_file_and_a_store_answer_alike(folder: Path) -> None:
    sources = [
        folder,
        folder / "graph.nt",
        str(folder / "graph.ttl"),
        load_store(folder),
        to_store(sample_records()),
    ]
    answers = [sparql(source, BY_HARDWARE).rows for source in sources]
    assert all(answer == answers[0] for answer in answers)


def test_what_beats_vllm_with_its_sentence(folder: Path) -> None:
    query = """SELECT ?title ?value ?quote {
        ?result kg:baseline [ skos:prefLabel "vLLM" ] ; kg:sense "gain" ;
            kg:hardware/skos:broader* id:hardware-nvidia-a100 ;
            kg:reportedIn/dcterms:title ?title ; kg:quantity/qudt:numericValue ?value ;
            prov:wasDerivedFrom/oa:hasSelector/oa:exact ?quote }"""
    title = "PagePool: Sharing KV Cache Pages across Requests"
    assert sparql(folder, query).rows == [(title, 4.1, "up to 4.1x higher throughput than vLLM")]


def test_ask(folder: Path) -> None:
    yes, no = sparql(folder, "ASK { ?s a kg:Hardware }"), sparql(folder, "ASK { ?s a kg:Rule, kg:Task }")
    assert (yes.rows, no.rows) == ([(True,)], [(False,)])
    assert (render_table(yes), render_table(no)) == ("yes", "no")
    assert as_json(yes) == {"head": {}, "boolean": True}


def test_construct(folder: Path) -> None:
    table = sparql(folder, "CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s a kg:Task ; skos:prefLabel ?l }")
    assert table.columns == ("subject", "predicate", "object")
    assert [row[2] for row in table.rows] == ["semantic segmentation"]
    assert render_table(table).endswith('id:task-semantic-segmentation rdfs:label "semantic segmentation" .\n')
    assert b"semantic segmentation" in table.serialize(ox.RdfFormat.JSON_LD)


def test_table_is_aligned_and_short(folder: Path) -> None:
    assert render_table(sparql(folder, BY_HARDWARE)).splitlines() == [
        "h                           n  most  nothing",
        "--------------------------  -  ----  -------",
        "id:hardware-xilinx-zcu104   3  76.1",
        "id:hardware-raspberry-pi-5  2  12.5",
    ]


def test_json_is_the_w3c_form(folder: Path) -> None:
    answer = as_json(sparql(folder, BY_HARDWARE))
    assert answer["head"] == {"vars": ["h", "n", "most", "nothing"]}
    first = answer["results"]["bindings"][0]
    assert first["n"] == {
        "type": "literal",
        "value": "3",
        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
    }
    assert first["h"]["type"] == "uri"
    assert "nothing" not in first


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("true", True),
        ("'x'@en", "x"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("'many'^^xsd:integer", "many"),
        ("7", 7),
    ],
)
def test_values_of_literals(folder: Path, literal: str, value: object) -> None:
    row = sparql(folder, f"SELECT ?x {{ BIND({literal} AS ?x) }}").rows[0]
    assert row == (value,)
    assert type(row[0]) is type(value)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * {", "where it ends"),
        ("", "where it ends"),
        ("SELECT ?x WHERE {\n ?x nowhere:thing ?y }", "line 2"),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "line 1"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "stay on this machine"),
        ("SELECT * { service silent ?where { ?s ?p ?o } }", "stay on this machine"),
    ],
)
def test_a_query_that_cannot_be_answered(folder: Path, query: str, said: str) -> None:
    with pytest.raises(QueryError, match=said) as caught:
        sparql(folder, query)
    assert len(str(caught.value).splitlines()) == 1


def test_an_answer_that_is_too_long_is_refused_and_leaves_nothing_behind(folder: Path) -> None:
    everything = "SELECT * { ?s ?p ?o }"
    with pytest.raises(QueryError, match=r"more than 1,000 rows; .* LIMIT"):  # and no complaint of the engine's
        sparql(folder, everything, max_rows=1000)
    assert len(sparql(folder, f"{everything} LIMIT 1000", max_rows=1000)) == 1000


def test_relative_iris_stand_below_the_base(folder: Path) -> None:
    query = "SELECT ?x { BIND(<here> AS ?x) }"
    assert sparql(folder, query, base_iri="http://127.0.0.1/sparql").rows == [("http://127.0.0.1/here",)]
    with pytest.raises(QueryError, match="line 1"):
        sparql(folder, query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s rdfs:label 'SERVICE' }",
        'SELECT * { ?s rdfs:label "a \\" SERVICE" }',
        "SELECT * { ?s rdfs:label ?service } # SERVICE of a kind",
        "SELECT * { ?s <http://x.y/SERVICE> ?o }",
    ],
)
def test_the_word_service_alone_is_no_offence(folder: Path, query: str) -> None:
    assert len(sparql(folder, query).columns) > 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("graph.nt", "broken\n", "no valid RDF"), ("graph.csv", "a,b\n", "is named none of"), (None, "", "kg build")],
)
def test_a_source_that_cannot_be_read(tmp_path: Path, name: str | None, content: str, said: str) -> None:
    if name:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        sparql(tmp_path / name if name else tmp_path, "ASK {}")
