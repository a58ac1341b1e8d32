"""Every format holds the same graph, reads back as the same records, and gives the same bytes each time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import rdflib
from networkx.utils import graphs_equal
from records import sample_records

import kg
from kg.errors import InputError, OutputError
from kg.graph import build_graph
from kg.rdf import FORMATS, PREFIXES, export_rdf, read_rdf
from kg.rdf.formats.jsonld import context

NAMES = sorted(FORMATS)
RDFLIB_NAMES = {
    "turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml", "trig": "trig", "nquads": "nquads",
}  # fmt: skip
QUADS = ("trig", "nquads")


def exported(name: str, base: str = PREFIXES["id"]) -> bytes:
    out = io.BytesIO()
    export_rdf(sample_records(), out, name, base=base, version="1.0")
    return out.getvalue()


def quads_of(name: str) -> set[tuple[Any, ...]]:
    """What rdflib's own parser reads."""
    graph = rdflib.Dataset() if name in QUADS else rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what rdflib itself has deprecated
        graph.parse(data=exported(name), format=RDFLIB_NAMES[name])
        return set(graph.quads() if isinstance(graph, rdflib.Dataset) else graph)


@pytest.mark.parametrize("name", NAMES)
def test_every_format_holds_the_same_triples(name: str) -> None:
    whole = quads_of("ntriples")
    assert len(whole) > 500
    assert {quad[:3] for quad in quads_of(name)} == whole  # no node is blank: equal sets are equal graphs


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("base", [PREFIXES["id"], "https://example.org/a#"])
def test_every_format_reads_back_as_the_same_records_and_graph(name: str, base: str, tmp_path: Any) -> None:
    file = tmp_path / f"graph{FORMATS[name].suffix}"
    file.write_bytes(exported(name, base))
    again = read_rdf(file)
    assert again == sorted(sample_records(), key=lambda record: record.id)
    assert graphs_equal(build_graph(again), build_graph(sample_records()))


@pytest.mark.parametrize("name", NAMES)
def test_every_format_gives_the_same_bytes_in_another_process(name: str) -> None:
    code = (
        "import sys, msgspec, kg.rdf, kg.model\n"
        "records = msgspec.json.decode(sys.stdin.buffer.read(), type=list[kg.model.Extraction])\n"
        "kg.rdf.export_rdf(records, sys.stdout.buffer, sys.argv[1], version='1.0')"
    )
    data = msgspec.json.encode(sample_records()[::-1])
    done = subprocess.run([sys.executable, "-c", code, name], input=data, capture_output=True, check=True)
    assert done.stdout == exported(name)


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes_of(inner)


def test_json_ld_is_plain_json_with_all_of_a_paper_in_one_object() -> None:
    document = json.loads(exported("jsonld"))
    nodes = list(nodes_of(document["@graph"]))
    assert not [node for node in nodes if "@value" in node or set(node) == {"@id"}]  # the context tells every type
    papers = [node for node in document["@graph"] if "schema:ScholarlyArticle" in node["@type"]]
    assert len(papers) == len(sample_records())
    paper = next(node for node in papers if node["title"].startswith("PagePool"))
    (result, *_) = paper["results"]
    assert result["quantity"]["numericValue"] == "4.1"  # an exact decimal, which a JSON number is not
    assert result["baseline"] == ["id:software-vllm"]
    assert result["bonds"][0]["slot"] == "subject"
    (position, quote) = result["wasDerivedFrom"]["hasSelector"]
    text = paper["abstract"]["value"]
    assert text[position["start"] : position["end"]] == quote["exact"] == "up to 4.1x higher throughput than vLLM"
    assert {part["@type"][0] for part in paper["parts"]} == {"kg:Mention", "kg:Contribution"}


def test_the_context_names_each_property_once() -> None:
    told = context(PREFIXES["id"])
    iris = [term["@id"] if isinstance(term, dict) and "@id" in term else term for term in told.values()]
    properties = [iri for iri in iris if isinstance(iri, str) and ":" in iri and "/" not in iri]
    assert len(properties) > 80
    assert len(set(properties)) == len(properties)


@pytest.mark.parametrize("name", QUADS)
def test_what_a_run_read_is_a_graph_of_its_own(name: str) -> None:
    quads = quads_of(name)
    (run,) = [quad[0] for quad in quads if quad[2] == rdflib.URIRef(PREFIXES["kg"] + "ExtractionRun")]
    assert {quad[3] for quad in quads} == {run}


def test_a_character_that_xml_cannot_hold_is_refused() -> None:
    record = msgspec.structs.replace(
        sample_records()[0], title="Kelp \x0b at work", entities=(), introduces=(), results=()
    )
    with pytest.raises(OutputError, match=r"U\+000B, which no XML can hold"):
        export_rdf([record], io.BytesIO(), "rdfxml")


def test_a_file_of_several_runs_is_refused(tmp_path: Any) -> None:
    file, whole = tmp_path / "two.nq", exported("nquads")
    file.write_bytes(whole + whole.replace(b"run_", b"run_other"))
    with pytest.raises(InputError, match="holds the graphs of several runs"):
        read_rdf(file)


def test_a_graph_is_loaded_from_rdf_as_from_records(tmp_path: Any) -> None:
    file = tmp_path / "graph.jsonld"
    file.write_bytes(exported("jsonld"))
    graph, records = kg.load(file), kg.KnowledgeGraph(sample_records())
    assert graph.records == records.records
    assert graphs_equal(graph.nx, records.nx)
