"""A result that names several baselines in RDF: a link to each, each bond with its entity, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from records import rival_records

from kg.errors import InputError
from kg.model import Extraction
from kg.rdf import read_rdf, write_rdf
from kg.sparql import sparql


@pytest.fixture(scope="module")
def rivals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rivals")
    write_rdf(rival_records(), folder)
    return folder


def with_main(key: str | None) -> list[Extraction]:
    """The rivals with another main baseline of the first result, which names Orca and vLLM."""
    record, *others = rival_records()
    first = replace(record.results[0], baseline_key=key)
    return [replace(record, results=(first, *record.results[1:])), *others]


def test_a_result_is_linked_to_each_baseline_and_so_is_its_paper(rivals: Path) -> None:
    links = "SELECT ?n { ?r dcterms:identifier '%s-1' ; kg:baseline/skos:prefLabel ?n } ORDER BY ?n"
    key = "result-kestrel-serving-from-the-edge-of-the-batch"
    assert sparql(rivals, links % key).rows == [("Orca",), ("vLLM",)]
    compared = 'SELECT ?n { ?p dcterms:title ?t ; kg:comparesWith/skos:prefLabel ?n FILTER STRSTARTS(?t, "Kestrel") }'
    assert sorted(sparql(rivals, compared).rows) == [("Orca",), ("TGI",), ("vLLM",)]


def test_a_bond_is_linked_to_what_its_name_is(rivals: Path) -> None:
    query = """SELECT ?text ?name ?sure { ?b a kg:Bond ; kg:slot "baseline" ; kg:inResult/kg:position 1 ;
        kg:inResult/kg:baselineText "Orca and vLLM" ; kg:position ?place ; kg:confidence ?sure ;
        oa:hasBody/skos:prefLabel ?name ; oa:hasTarget/oa:hasSelector/oa:exact ?text } ORDER BY ?place"""
    assert sparql(rivals, query).rows == [("Orca", "Orca", 0.9), ("vLLM", "vLLM", 0.7)]
    unlinked = 'SELECT ?b { ?b a kg:Bond ; oa:hasTarget/oa:hasSelector/oa:exact "Plover" MINUS { ?b oa:hasBody ?x } }'
    assert len(sparql(rivals, unlinked)) == 1


@pytest.mark.parametrize(
    ("main", "recorded"),
    [
        ("software-orca", 0),  # that of the first bond
        ("software-tgi", 0),  # the one that no bond names
        ("software-vllm", 1),
        (None, 1),
    ],
)
def test_the_main_baseline_is_written_only_where_it_cannot_be_told(
    main: str | None, recorded: int, tmp_path: Path
) -> None:
    records = with_main(main)
    write_rdf(records, tmp_path)
    for name in ("graph.nt", "graph.ttl"):
        assert read_rdf(tmp_path / name) == sorted(records, key=lambda record: record.id)
    assert (tmp_path / "graph.nt").read_text(encoding="utf-8").count("ns#asRecorded>") == recorded
    again = tmp_path / "again"
    again.mkdir()
    write_rdf(read_rdf(tmp_path / "graph.ttl"), again)
    assert (again / "graph.nt").read_bytes() == (tmp_path / "graph.nt").read_bytes()


def test_several_baselines_without_their_bonds_are_refused(rivals: Path, tmp_path: Path) -> None:
    lines = (rivals / "graph.nt").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "graph.nt"
    path.write_text("".join(line for line in lines if "ns#Bond>" not in line), encoding="utf-8")
    with pytest.raises(InputError, match="several things as baseline"):
        read_rdf(path)


def test_the_bonds_of_an_older_record_come_back_without_keys(tmp_path: Path) -> None:
    record = rival_records()[0]
    results = []
    for result in record.results:
        bound = tuple(replace(bond, key=None) for bond in result.bound)
        results.append(replace(result, bound=bound))
    old = replace(record, results=tuple(results))
    write_rdf([old], tmp_path)
    assert read_rdf(tmp_path / "graph.nt") == [old]
    assert len(sparql(tmp_path, "SELECT ?r { ?r kg:baseline ?b }")) == 2
    assert sparql(tmp_path, "ASK { ?b a kg:Bond ; oa:hasBody ?e }").rows == [(False,)]
