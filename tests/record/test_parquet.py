"""Records as Parquet come back as they were, and are columns to whatever reads Parquet."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from shore_records import shore_records

from kg.errors import InputError
from kg.model import Extraction
from kg.record import Extractor, encode_record
from kg.record.parquet import read_parquet, read_parquet_papers, write_parquet
from kg.sample import sample_path
from kg.sources import read_papers


@pytest.fixture(scope="module")
def records(extractor: Extractor) -> list[Extraction]:
    return [*shore_records(), *extractor.extract(read_papers([sample_path()])[:40])]


def test_what_comes_back_is_what_went_in(records: list[Extraction], tmp_path: Path) -> None:
    file = tmp_path / "it's.parquet"
    assert write_parquet([(record, ()) for record in records], file) == len(records)
    assert list(read_parquet(file)) == records
    read = slice(len(shore_records()), None)  # those by hand have whole numbers where the extractor has decimals
    assert list(map(encode_record, read_parquet(file)))[read] == list(map(encode_record, records))[read]
    wanted = records[3].id
    assert list(read_parquet(file, {wanted})) == [records[3]]
    assert list(tmp_path.iterdir()) == [file]


def test_the_same_records_are_the_same_bytes(records: list[Extraction], tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_parquet([(record, ("Other.",)) for record in records], tmp_path / f"{name}.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_papers_come_with_their_other_versions(records: list[Extraction], tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    write_parquet([(records[0], ("Eins “zwei”.", "Two.")), (records[1], ())], file)
    papers = [(paper.id, paper.title, paper.abstract, paper.source) for paper, _ in read_parquet_papers(file)]
    assert papers == [(record.id, record.title, record.abstract, record.source) for record in records[:2]]
    assert [versions for _, versions in read_parquet_papers(file)] == [("Eins “zwei”.", "Two."), ()]


def test_columns_have_the_types_of_the_fields(records: list[Extraction], tmp_path: Path) -> None:
    write_parquet([(record, ()) for record in records], tmp_path / "a.parquet")
    asked = "SELECT e.key, len(e.mentions) FROM (SELECT unnest(entities) AS e FROM read_parquet($file))"
    counted = duckdb.execute(asked, {"file": str(tmp_path / "a.parquet")}).fetchall()
    assert counted == [(e.key, len(e.mentions)) for record in records for e in record.entities]
    asked = "SELECT sum(r.value) FROM (SELECT unnest(results) AS r FROM read_parquet($file))"
    (total,) = duckdb.execute(asked, {"file": str(tmp_path / "a.parquet")}).fetchone() or ()
    assert total == pytest.approx(sum(result.value for record in records for result in record.results))


@pytest.mark.parametrize("content", [b"", b"PAR1", b'{"id": "paper-a"}\n' * 100])
def test_what_is_no_such_file_is_named(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "broken.parquet"
    file.write_bytes(content)
    with pytest.raises(InputError, match=r"broken\.parquet: is no Parquet file of `kg extract --shards`"):
        list(read_parquet(file))
