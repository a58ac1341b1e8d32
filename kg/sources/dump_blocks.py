"""The trending-papers dump with blank lines between titles and abstracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from kg.sources.dump import Unit, content_lines, looks_like_dump, pairs, sets_papers_apart
from kg.sources.raw import Line, RawPaper, Report

__all__ = ["name", "read", "recognise"]

name = "trending dump in blocks"


def recognise(head: str) -> bool:
    """True if blank lines part what look like titles and abstracts."""
    lines = list(content_lines(map(Line, count(1), head.split("\n")), name))
    return sets_papers_apart(lines) and looks_like_dump(head, list(_units(lines)))


def read(lines: Iterable[Line], file: str, report: Report) -> Iterator[RawPaper]:
    """Yield the papers of a dump in blocks; the lines of a block are one text."""
    return pairs(_units(content_lines(lines, file)), file, report)


def _units(lines: Iterable[Line]) -> Iterator[Unit]:
    block: list[Line] = []
    for line in lines:
        if line.text:
            block.append(line)
        elif block:
            yield _unit(block)
            block = []
    if block:
        yield _unit(block)


def _unit(block: list[Line]) -> Unit:
    return Unit(block[0].number, " ".join(line.text for line in block))
