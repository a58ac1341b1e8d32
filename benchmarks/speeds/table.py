"""One table in sections, for a terminal and for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

__all__ = ["Row", "Section", "as_markdown", "as_text", "at_least", "at_most", "put_into", "times"]

BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"
_HEADS = ("", "measured", "ratio", "limit")


@dataclass(frozen=True)
class Row:
    """What was measured; `ratio` to something that the name or its section tells, `limit` with what became of it."""

    name: str
    measured: str
    ratio: str = ""
    limit: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str]:
        return self.name, self.measured, self.ratio, self.limit


@dataclass
class Section:
    """Rows under a heading."""

    title: str
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, measured: str, ratio: str = "", limit: str = "") -> None:
        self.rows.append(Row(name, measured, ratio, limit))


def times(ratio: float) -> str:
    """A ratio as it is shown."""
    return f"{ratio:.2f} x" if ratio < 10 else f"{ratio:,.0f} x"


def at_most(value: float, limit: float, unit: str = "x") -> str:
    """The limit, and whether the value keeps it."""
    return f"≤ {limit:g} {unit}: {_verdict(value <= limit)}"


def at_least(value: float, limit: float, unit: str = "x") -> str:
    """The limit, and whether the value keeps it."""
    return f"≥ {limit:g} {unit}: {_verdict(value >= limit)}"


def _verdict(kept: bool) -> str:
    return "kept" if kept else "MISSED"


def as_text(sections: Iterable[Section]) -> str:
    """The table in columns of one width."""
    sections = list(sections)
    every = [row.cells for section in sections for row in section.rows]
    widths = [max(map(len, column)) for column in zip(_HEADS, *every, strict=True)]
    lines = [_line(_HEADS, widths)]
    for section in sections:
        lines += ["", section.title, *(_line(row.cells, widths) for row in section.rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    name, *others = cells
    columns = [f"{cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True)]
    return "  ".join([f"  {name:<{widths[0]}}", *columns]).rstrip()


def as_markdown(sections: Iterable[Section]) -> str:
    """The same table for a page: a heading is a row in bold letters."""
    lines = ["| | measured | ratio | limit |", "| --- | ---: | ---: | ---: |"]
    for section in sections:
        lines.append(f"| **{section.title}** | | | |")
        lines += [f"| {' | '.join((_indented(row.name), *row.cells[1:]))} |" for row in section.rows]
    return "\n".join(lines) + "\n"


def _indented(name: str) -> str:
    """The name with spaces that a page keeps."""
    own = name.lstrip(" ")
    return "&emsp;" * ((len(name) - len(own)) // 2) + own


def put_into(page: str, content: str) -> str:
    """The page with the content between its two marks; ValueError where it has none."""
    marked = re.compile(f"({re.escape(BEGIN)}\n).*?({re.escape(END)})", re.DOTALL)
    if not marked.search(page):
        raise ValueError(f"has no lines {BEGIN} and {END} to write between")
    return marked.sub(lambda found: f"{found[1]}\n{content}\n{found[2]}", page)
