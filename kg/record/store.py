"""records.jsonl: one record a line, the same bytes for the same records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from sys import intern
from typing import IO, Any

import msgspec
from msgspec.structs import force_setattr

from kg.errors import InputError
from kg.model import SLOTS, Extraction

__all__ = ["RecordFile", "decode_record", "encode_record", "read_records", "write_records"]

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Extraction)
_REPEATED_BY_RESULTS = ("rule", "metric", "unit", "metric_entity_key", *(f"{slot}_key" for slot in SLOTS))


def encode_record(record: Extraction) -> bytes:
    """One line of JSON, fields in the order of `kg.model.Extraction`, line feed included."""
    return _ENCODER.encode(record) + b"\n"


def decode_record(line: bytes) -> Extraction:
    """The record of a line that `encode_record` made."""
    return _DECODER.decode(line)


def write_records(records: Iterable[Extraction], out: IO[bytes]) -> int:
    """Write each record as a line; returns how many."""
    count = 0
    for count, record in enumerate(records, 1):  # noqa: B007 - the count is what is returned
        out.write(encode_record(record))
    return count


class RecordFile:
    """The records of a file, read anew each time one goes through them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Extraction]:
        return read_records(self._path)


def read_records(path: Path) -> Iterator[Extraction]:
    """The records of a file, in order. Raises InputError with the line of the first that is none."""
    shared = _Shared()
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                record = _decode(line, path, number)
                shared.put_into(record)
                yield record
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error


def _decode(line: bytes, path: Path, number: int) -> Extraction:
    try:
        return _DECODER.decode(line)
    except msgspec.MsgspecError as error:
        raise InputError(str(path), f"is no record of `kg extract`: {error}", number) from error


class _Shared:
    """Lets what many records repeat (keys, names, ids of rules, chains) be one object: a third of the memory less.

    Equal values take the place of each other before anything else sees the record, so that it stays what it is.
    """

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}

    def put_into(self, record: Extraction) -> None:
        for source in record.source:
            _intern(source, ("file",))
        for entity in record.entities:  # these are most, so without the loops of _intern
            force_setattr(entity, "key", intern(entity.key))
            force_setattr(entity, "name", intern(entity.name))
            if entity.broader:
                force_setattr(entity, "broader", self._values.setdefault(entity.broader, entity.broader))
            if entity.facts is not None:
                force_setattr(entity, "facts", self._values.setdefault(entity.facts, entity.facts))
            for mention in entity.mentions:
                force_setattr(mention, "text", intern(mention.text))
                force_setattr(mention, "rule", intern(mention.rule))
        for result in record.results:
            _intern(result, _REPEATED_BY_RESULTS)
            for bond in result.bound:
                _intern(bond, ("key",))


def _intern(struct: msgspec.Struct, names: Sequence[str]) -> None:
    for name in names:
        text = getattr(struct, name)
        if text is not None:
            force_setattr(struct, name, intern(text))
