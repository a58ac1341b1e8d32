"""records.jsonl: one record a line, the same bytes for the same records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from kg.errors import InputError
from kg.model import Extraction

__all__ = ["encode_record", "read_records", "write_records"]

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Extraction)


def encode_record(record: Extraction) -> bytes:
    """One line of JSON, fields in the order of `kg.model.Extraction`, line feed included."""
    return _ENCODER.encode(record) + b"\n"


def write_records(records: Iterable[Extraction], out: IO[bytes]) -> int:
    """Write each record as a line; returns how many."""
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007 - the count is what is returned
        out.write(encode_record(record))
    return count


def read_records(path: Path) -> Iterator[Extraction]:
    """The records of a file, in order. Raises InputError with the line of the first that is none."""
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield _decode(line, path, number)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error


def _decode(line: bytes, path: Path, number: int) -> Extraction:
    try:
        return _DECODER.decode(line)
    except msgspec.MsgspecError as error:
        raise InputError(str(path), f"is no record of `kg extract`: {error}", number) from error
