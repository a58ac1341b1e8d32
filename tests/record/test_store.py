"""records.jsonl: one line a record; a line that is none is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Entity, Extraction, Mention, Source
from kg.record import read_records
from kg.record.store import encode_record

A100 = Mention("A100", "abstract", 3, 7, "hardware-nvidia-a100")
DEVICE = Entity("hardware-nvidia-a100", "Hardware", "NVIDIA A100", (A100,))
RECORD = Extraction("paper-x", "Titel ä", "An A100\tand “quotes”.", (Source("dump.txt", 12),), (), (DEVICE,), ())


def test_a_line_has_the_fields_of_a_record_in_order() -> None:
    line = json.loads(encode_record(RECORD))

    assert list(line) == ["id", "title", "abstract", "source", "introduces", "entities", "results"]
    assert line["entities"][0]["mentions"] == [
        {"text": "A100", "section": "abstract", "start": 3, "end": 7, "rule": "hardware-nvidia-a100"}
    ]
    assert line["source"] == [{"file": "dump.txt", "line": 12}]


def test_the_same_record_is_the_same_bytes() -> None:
    assert encode_record(RECORD) == encode_record(RECORD)
    assert "Titel ä" in encode_record(RECORD).decode()


@pytest.mark.parametrize("bad", ["not json", "[]", '{"id": "paper-y"}', "", '{"id": 5, "title": "", "abstract": ""}'])
def test_a_line_that_is_no_record_is_named(tmp_path: Path, bad: str) -> None:
    path = tmp_path / "records.jsonl"
    path.write_bytes(encode_record(RECORD) + bad.encode() + b"\n")
    records = read_records(path)

    assert next(records) == RECORD
    with pytest.raises(InputError, match=r"records\.jsonl:2: ") as told:
        next(records)
    assert told.value.line == 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        list(read_records(tmp_path / "nowhere.jsonl"))
