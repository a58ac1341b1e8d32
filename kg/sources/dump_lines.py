"""The trending-papers dump with one line a title and one line an abstract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from kg.sources.dump import Unit, content_lines, looks_like_dump, pairs, sets_papers_apart
from kg.sources.raw import Line, RawPaper, Report

__all__ = ["name", "read", "recognise"]

name = "trending dump in lines"


def recognise(head: str) -> bool:
    """True if the lines of `head` look like titles and abstracts in turn."""
    lines = list(content_lines(map(Line, count(1), head.split("\n")), name))
    return not sets_papers_apart(lines) and looks_like_dump(head, list(_units(lines)))


def read(lines: Iterable[Line], file: str, report: Report) -> Iterator[RawPaper]:
    """Yield the papers of a dump in lines; blank lines say nothing."""
    return pairs(_units(content_lines(lines, file)), file, report)


def _units(lines: Iterable[Line]) -> Iterator[Unit]:
    return (Unit(line.number, line.text) for line in lines if line.text)
