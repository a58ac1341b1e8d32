"""`kg export`, `kg build --base`, `kg store` and `kg sparql` as they are typed."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cli.command import complaint, contents, kg
from cli.conftest import Done

from kg.rdf import FORMATS, read_rdf
from kg.record import read_records
from kg.sparql import is_fresh

pytestmark = pytest.mark.slow

Warm = Callable[..., Done]
DEVICES = "SELECT ?label WHERE { ?d a kg:Hardware ; skos:prefLabel ?label } ORDER BY ?label LIMIT 3"


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Path:
    """A built folder that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "own"))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_file_is_written_in_the_format_that_it_is_named_for(name: str, built: Path, tmp_path: Path) -> None:
    file = tmp_path / f"graph{FORMATS[name].suffix}"
    done = kg("export", built, "-o", file)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert read_rdf(file) == list(read_records(built / "records.jsonl"))
    assert kg("export", built, "--format", name).stdout == file.read_bytes()


def test_turtle_and_ntriples_are_those_of_the_build(built: Path) -> None:
    assert kg("export", built).stdout == (built / "graph.ttl").read_bytes()
    assert kg("export", built, "--format", "ntriples").stdout == (built / "graph.nt").read_bytes()


def test_the_base_is_given_once_and_kept(warm: Warm, dump: Path, tmp_path: Path) -> None:
    out, base = tmp_path / "out", "https://example.org/lab/"
    assert warm("build", dump, "-o", out, "--base", base).returncode == 0
    assert f"<{base}hardware-nvidia-a100>" in (out / "graph.nt").read_text(encoding="utf-8")
    assert json.loads((out / "build.json").read_bytes())["base"] == base
    exported = warm("export", out, "--format", "ntriples").stdout
    assert exported == (out / "graph.nt").read_bytes()
    elsewhere = warm("export", out, "--format", "ntriples", "--base", "urn:x:lab/").stdout
    assert b"<urn:x:lab/hardware-nvidia-a100>" in elsewhere
    assert base.encode() not in elsewhere


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-o", "graph.csv"), "is named for no format of RDF (.ttl, .nt, .jsonld, .rdf, .trig, .nq)"),
        (("--base", "lab/"), "base IRI 'lab/' must be absolute"),
    ],
)
def test_an_export_that_cannot_be_made(words: tuple[str, ...], said: str, own: Path) -> None:
    before = contents(own)
    assert said in complaint(kg("export", own, *words, cwd=own))
    assert contents(own) == before


def test_a_base_that_is_no_iri_stops_a_build_before_it_begins(dump: Path, tmp_path: Path) -> None:
    assert "base IRI" in complaint(kg("build", dump, "-o", tmp_path / "out", "--base", "https://exa mple.org/"))
    assert not (tmp_path / "out").exists()


def test_a_store_answers_as_the_files_do(own: Path) -> None:
    from_file = kg("sparql", own, DEVICES)
    done = kg("store", own)
    assert done.returncode == 0
    assert done.stdout.decode() == f"{own / 'store'}: {len((own / 'graph.nt').read_bytes().splitlines()):,} triples\n"
    assert is_fresh(own)
    assert kg("sparql", own, DEVICES).stdout == from_file.stdout


def test_a_store_of_an_earlier_build_is_not_used(own: Path) -> None:
    assert kg("store", own).returncode == 0
    lines = (own / "graph.nt").read_text(encoding="utf-8").splitlines(keepends=True)
    (own / "graph.nt").write_text("".join(line for line in lines if "prefLabel" not in line), encoding="utf-8")
    done = kg("sparql", own, DEVICES)
    assert done.stdout.split() == [b"label", b"-----"]
    assert done.stderr.decode() == f"kg: {own / 'store'} is of an earlier build and not used; run `kg store {own}`\n"
    assert kg("store", own).returncode == 0
    assert kg("sparql", own, DEVICES).stderr == b""


def test_a_store_takes_graphs_of_ones_own(own: Path) -> None:
    more = own / "more.nq"
    more.write_text("<urn:x:a> <urn:x:is> <urn:x:b> <urn:x:notes> .\n", encoding="utf-8")
    assert kg("store", own, "--also", more).returncode == 0
    asked = kg("sparql", own, "ASK FROM <urn:x:notes> { <urn:x:a> ?is ?b }")
    assert asked.stdout == b"yes\n"


def test_a_store_that_cannot_be_made_leaves_the_one_that_was_there(own: Path) -> None:
    assert kg("store", own).returncode == 0
    before = kg("sparql", own, DEVICES).stdout
    broken = own / "broken.nt"
    broken.write_text("nonsense\n", encoding="utf-8")
    assert "broken.nt:1: is no valid RDF" in complaint(kg("store", own, "--also", broken))
    assert kg("sparql", own, DEVICES).stdout == before
    assert not [path for path in own.iterdir() if path.name.startswith(".")]


def test_a_folder_without_a_graph_has_no_store(tmp_path: Path) -> None:
    assert "there is no graph.nt here" in complaint(kg("store", tmp_path))


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml"])
def test_an_answer_in_the_formats_of_the_w3c(name: str, built: Path) -> None:
    labels = kg("sparql", built, DEVICES).stdout.decode().splitlines()[2:]
    assert len(labels) == 3
    written = kg("sparql", built, DEVICES, "--format", name).stdout.decode()
    if name == "csv":
        read = [row[0] for row in csv.reader(io.StringIO(written))][1:]
    elif name == "tsv":
        read = [line.strip('"') for line in written.splitlines()[1:]]
    elif name == "json":
        read = [row["label"]["value"] for row in json.loads(written)["results"]["bindings"]]
    else:
        space = "{http://www.w3.org/2005/sparql-results#}"
        read = [node.text or "" for node in ElementTree.fromstring(written).iter(f"{space}literal")]
    assert read == labels


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("CONSTRUCT WHERE { ?s a kg:Hardware }", "csv", "the answer is triples"),
        (DEVICES, "turtle", "the answer is rows"),
    ],
)
def test_a_format_that_has_no_place_for_an_answer(query: str, name: str, said: str, built: Path) -> None:
    assert said in complaint(kg("sparql", built, query, "--format", name))


def test_the_folder_may_be_left_out(own: Path, tmp_path: Path) -> None:
    own.rename(tmp_path / "outputs")
    assert kg("sparql", DEVICES, cwd=tmp_path).stdout == kg("sparql", "outputs", DEVICES, cwd=tmp_path).stdout


@pytest.mark.parametrize("words", [(), ("a", "b", "c")])
def test_a_query_is_needed_and_one_is_enough(words: tuple[str, ...]) -> None:
    done = kg("sparql", *words)
    assert done.returncode == 2
    assert b"give a folder and a query, or --list" in done.stderr
