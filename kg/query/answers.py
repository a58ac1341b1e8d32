"""What answers have in common: tables for a terminal, a notebook and a page, JSON for a program, frames for pandas."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any, ClassVar, NamedTuple, TypeVar, overload

from kg.query.rows import data_frame, json_text

__all__ = ["Answer", "Hits", "Listing", "Table", "counted"]

T = TypeVar("T")
_K = TypeVar("_K")

_LINES = 20  # of a repr, below its heading
_WIDTH = 120
_ROWS = 200  # of a table in a notebook
_WIDEST = 60  # characters of a column in a repr
_NUMBER = re.compile(r"[\d.,]*x?")


class Table(NamedTuple):
    """Cells as text under columns; `more` counts the rows that were left out below."""

    heading: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    more: int = 0

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold nothing but numbers: those are flush right."""
        cells = [[row[place] for row in self.rows] for place in range(len(self.columns))]
        return tuple(any(column) and all(map(_NUMBER.fullmatch, column)) for column in cells)

    def lines(self) -> Iterator[str]:
        """Yield the columns' names and each row, aligned."""
        shown = [self.columns, *(tuple(map(_cut, row)) for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
        right = self.numeric
        for row in shown:
            cells = zip(row, widths, right, strict=True)
            yield "  ".join(cell.rjust(width) if flush else cell.ljust(width) for cell, width, flush in cells).rstrip()

    def html(self) -> str:
        """Return an HTML table, all text escaped."""
        caption = f"<caption>{escape(self.heading)}</caption>" if self.heading else ""
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        rows = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in self.rows)
        more = f"<p>… {self.more} more</p>" if self.more else ""
        return f"<table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>{more}"


class Answer(ABC):
    """An answer that shows itself: as aligned text, as HTML in a notebook, as JSON."""

    @property
    @abstractmethod
    def counts(self) -> str:
        """What it holds, in a few words."""

    @abstractmethod
    def tables(self, most: int | None = None) -> list[Table]:
        """Return it as tables of at most so many rows each, or of all."""

    def fitted(self, width: int, most: int | None = None) -> list[Table]:  # noqa: ARG002 - for tables that can be folded
        """Return it as tables for so many characters a line."""
        return self.tables(most)

    @abstractmethod
    def plain(self) -> Any:
        """Return it as plain lists and dicts."""

    def json(self) -> str:
        """Return it as JSON."""
        return json_text(self.plain())

    def __repr__(self) -> str:
        lines = [f"<{type(self).__name__}: {self.counts}>"]
        for table in self.fitted(_WIDTH, _LINES):
            lines += [table.heading] if table.heading else []
            lines += [f"  {line}" for line in table.lines()] if table.rows else []
            lines += [f"  … {table.more} more"] if table.more else []
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Show tables in a notebook; all text is escaped."""
        tables = [table.html() for table in self.tables(_ROWS) if table.rows]
        return "\n".join([f"<p>{escape(self.counts)}</p>", *tables])


class Hits(Answer, Sequence[T]):
    """Hits in order, each made when it is first looked at: equal to a list of the same hits."""

    noun: ClassVar[str] = "hit"
    columns: ClassVar[tuple[str, ...]] = ()
    # A frame has the keys of `row` as columns; these are for an answer without rows.
    fields: ClassVar[tuple[str, ...]] = ()

    def __init__(self, items: Iterable[_K], make: Callable[[_K], T]) -> None:
        """`make` turns an item into its hit."""
        self._items = tuple(items)
        self._make: Callable[[Any], T] = make
        self._made: dict[int, T] = {}

    def _hit(self, place: int) -> T:
        if place not in self._made:
            self._made[place] = self._make(self._items[place])
        return self._made[place]

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        places = range(len(self._items))[index]
        return self._hit(places) if isinstance(places, int) else [self._hit(place) for place in places]

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, (list, tuple, Hits)) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # like a list, which it stands in for

    @property
    def counts(self) -> str:
        """How many hits there are: `3 papers`."""
        return counted(len(self), self.noun)

    def plain(self) -> list[dict[str, Any]]:
        """Return a dict for each hit, its evidence included."""
        return [self.row(hit) for hit in self]

    def frame(self) -> Any:
        """Return a pandas DataFrame, one row a hit in this order. Raises KgError where pandas is missing."""
        return data_frame([self.row(hit) for hit in self], self.fields)

    @abstractmethod
    def row(self, hit: T) -> dict[str, Any]:
        """Return a hit as plain lists and dicts."""


class Listing(Hits[T]):
    """Hits that are shown as one table, a row each."""

    def tables(self, most: int | None = None) -> list[Table]:
        """Return one table, a row a hit."""
        shown = self[:most]
        return [Table("", self.columns, [self.cells(hit) for hit in shown], len(self) - len(shown))]

    @abstractmethod
    def cells(self, hit: T) -> tuple[str, ...]:
        """Return the row of a hit in the table."""


def counted(count: int, noun: str) -> str:
    """Say a count with its noun: `1 paper`, `2 papers`."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else noun if noun.endswith("ware") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else plural}"


def _cut(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
