"""The formats that are understood, in the order they are asked. A new one is a module, and a name below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from kg.sources import dump_blocks, dump_lines, json_records
from kg.sources.raw import Line, RawPaper, Report

__all__ = ["FORMATS", "Format", "format_of"]


class Format(Protocol):
    """A module that reads one kind of file."""

    name: str

    def recognise(self, head: str) -> bool:
        """True if a text that begins with `head` is of this format; judged by content alone, never raises."""

    def read(self, lines: Iterable[Line], file: str, report: Report) -> Iterator[RawPaper]:
        """Yield the papers; `file` is for messages, `report` takes what cannot be used."""


# Formats with marks of their own come first; the dumps are plain text, recognised by its shape.
FORMATS: tuple[Format, ...] = (json_records, dump_blocks, dump_lines)


def format_of(head: str) -> Format | None:
    """The first format that recognises `head`, the beginning of a text, or None."""
    return next((candidate for candidate in FORMATS if candidate.recognise(head)), None)
