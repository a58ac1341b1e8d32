"""RDF of more records than fit into memory: they are read anew for each pass, and nothing of a paper is kept."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from records import rival_records, sample_records

import kg.rdf.export
import kg.sorting
from kg.errors import InputError
from kg.graph import build_graph, without_namesakes, write_graph_json
from kg.model import Extraction
from kg.rdf import write_rdf
from kg.rdf.statements import statements
from kg.record import read_records, write_records
from kg.sorting import SortedLines, sorted_lines

LONG = "x" * 100_000


class FromFile:
    """The records of a file, which is read from its beginning each time."""

    def __init__(self, path: Path) -> None:
        self.path, self.times = path, 0

    def __iter__(self) -> Iterator[Extraction]:
        self.times += 1
        return read_records(self.path)


class Long:
    """So many papers with abstracts of 100 KB, made anew each time."""

    def __init__(self, papers: int) -> None:
        self.papers = papers

    def __iter__(self) -> Iterator[Extraction]:
        record = sample_records()[0]
        for number in range(self.papers):
            yield replace(record, id=f"paper-{number:04}", abstract=f"{record.abstract} {number} {LONG}")


@pytest.fixture
def source(tmp_path: Path) -> FromFile:
    path = tmp_path / "records.jsonl"
    with path.open("wb") as out:
        write_records(sorted(sample_records() + rival_records(), key=lambda record: record.id), out)
    return FromFile(path)


@pytest.fixture
def few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files for what would fit into memory, and more of them than are opened at once."""
    monkeypatch.setattr(kg.rdf.export, "SortedLines", partial(SortedLines, 10_000))
    monkeypatch.setattr(kg.sorting, "_OPEN", 3)


@pytest.mark.usefixtures("few_lines")
def test_records_of_a_file_give_the_bytes_of_those_in_memory(source: FromFile, tmp_path: Path) -> None:
    for name, records in (("held", list(source)[::-1]), ("streamed", source)):
        (tmp_path / name).mkdir()
        apart = without_namesakes(records)
        write_rdf(apart, tmp_path / name, version="1.0")
        write_graph_json(build_graph(apart), tmp_path / name / "graph.json")
    written = sorted(path.name for path in (tmp_path / "held").iterdir())
    assert written == ["graph.json", "graph.nt", "graph.ttl"]
    for name in written:
        assert (tmp_path / "streamed" / name).read_bytes() == (tmp_path / "held" / name).read_bytes()


def test_the_file_is_read_three_times_and_no_more(source: FromFile, tmp_path: Path) -> None:
    write_rdf(without_namesakes(source), tmp_path)
    assert source.times == 3  # what is contested, what papers share, and the papers


@pytest.mark.usefixtures("few_lines")
def test_nothing_is_left_of_an_export_that_fails(source: FromFile, tmp_path: Path) -> None:
    with source.path.open("ab") as out:
        write_records([sample_records()[0]], out)
    (tmp_path / "out").mkdir()
    with pytest.raises(InputError, match="two records"):
        write_rdf(source, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_records_and_their_statements_are_not_held() -> None:
    papers = Long(60)
    tracemalloc.start()
    try:
        size = sum(map(len, sorted_lines(map(str.encode, statements(papers)), held=100_000)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > papers.papers * len(LONG)
    assert peak < size / 3


def test_a_graph_is_made_of_one_look_at_sorted_records(source: FromFile) -> None:
    build_graph(source)
    assert source.times == 1
