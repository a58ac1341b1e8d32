"""What figures take: rows of plain values, each with the keys of what it stands on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

__all__ = [
    "Amount", "Bar", "Bars", "Basis", "Cell", "Dot", "DotRow", "Dots", "Grid", "Heading", "Mark", "Pair", "Rows",
    "Scatter",
]  # fmt: skip


class Basis(NamedTuple):
    """What a mark stands on, by keys: results, or the papers that name the entities (each with its family)."""

    papers: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    results: tuple[str, ...] = ()


class Heading(NamedTuple):
    """What stands over and under a figure: its name in an address, in a list and over it, and what it counts.

    `empty` is said in place of a figure that has nothing to show.
    """

    name: str
    short: str
    title: str
    caption: str
    empty: str


@dataclass(frozen=True)
class Bar:
    """A thing and how many papers name it; `also` counts the papers that name only members of its family.

    `depth` indents what belongs to the row above; `note` stands beside the number.
    """

    key: str
    label: str
    papers: int
    basis: Basis
    also: int = 0
    depth: int = 0
    note: str = ""

    @property
    def total(self) -> int:
        """All papers of the bar."""
        return self.papers + self.also

    @property
    def said(self) -> str:
        """The bar in words."""
        parts = f", {self.papers} by its own name" if self.also else ""
        return f"{self.label}: {_papers(self.total)}{parts}{f', {self.note}' if self.note else ''}"


@dataclass(frozen=True)
class Cell:
    """A pair of things, how many papers name both, and how many would if the two had nothing to do with each other.

    `row_papers` and `column_papers` are how many papers name each of the two.
    """

    row: int
    column: int
    row_label: str
    column_label: str
    key: str
    papers: int
    expected: float
    row_papers: int
    column_papers: int
    basis: Basis

    @property
    def is_gap(self) -> bool:
        """Whether no paper names both, where one paper or more was to be expected."""
        return not self.papers and self.expected >= 1

    @property
    def label(self) -> str:
        """The two names."""
        return f"{self.row_label} × {self.column_label}"

    @property
    def said(self) -> str:
        """The pair in words; an empty one says what its emptiness stands on."""
        if self.papers:
            return f"{self.label}: {_papers(self.papers)}"
        return (
            f"{self.label}: {'a gap, ' if self.is_gap else ''}no paper names both; {_papers(self.row_papers)} "
            f"{'names' if self.row_papers == 1 else 'name'} the first, {self.column_papers} the second, "
            f"{self.expected:.1f} expected by chance"
        )


class Amount(NamedTuple):
    """A number as it is drawn: from `value` to `high`, with what limits it ("up to", "at least", …)."""

    value: float
    high: float | None = None
    limit: str | None = None


@dataclass(frozen=True)
class Dot:
    """One result: its amount, how it reads, and whether it compares with the other results of its row."""

    key: str
    label: str
    amount: Amount
    compares: bool
    basis: Basis

    @property
    def said(self) -> str:
        """The result in words."""
        return self.label


@dataclass(frozen=True)
class DotRow:
    """Results under one label; one that `compares` holds results of one setting, joined by a line."""

    label: str
    compares: bool
    dots: tuple[Dot, ...]


@dataclass(frozen=True)
class Pair:
    """A speed and a quality of one paper; `together` where one sentence states both."""

    key: str
    label: str
    name: str
    speed: Amount
    quality: Amount
    together: bool
    basis: Basis

    @property
    def said(self) -> str:
        """The pair in words."""
        return self.label


Mark = Bar | Cell | Dot | Pair


@dataclass(frozen=True)
class Rows(ABC):
    """All that one figure takes."""

    heading: Heading

    @property
    @abstractmethod
    def marks(self) -> Sequence[Mark]:
        """What is drawn, in order: the number of a mark is its place here."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The names of the columns of `table`."""

    @abstractmethod
    def table(self) -> list[tuple[str, ...]]:
        """The numbers behind the figure as text, a row each mark."""

    @abstractmethod
    def plain(self) -> list[dict[str, Any]]:
        """The numbers behind the figure, a dict each mark."""


@dataclass(frozen=True)
class Bars(Rows):
    """Bars, the longest first; `colour` is a name of the palette, `unit` what the numbers count."""

    rows: tuple[Bar, ...]
    colour: str

    @property
    def has_families(self) -> bool:
        """Whether any bar has papers by members of its family alone."""
        return any(row.also for row in self.rows)

    @property
    def marks(self) -> Sequence[Bar]:
        return self.rows

    @property
    def columns(self) -> tuple[str, ...]:
        split = ("by its own name", "by a member only") if self.has_families else ()
        return ("name", "papers", *split, *(("also",) if any(row.note for row in self.rows) else ()))

    def table(self) -> list[tuple[str, ...]]:
        split = self.has_families
        noted = any(row.note for row in self.rows)
        return [
            (f"{'– ' * row.depth}{row.label}", str(row.total), *((str(row.papers), str(row.also)) if split else ()),
             *((row.note,) if noted else ()))
            for row in self.rows
        ]  # fmt: skip

    def plain(self) -> list[dict[str, Any]]:
        return [
            {"key": row.key, "label": row.label, "papers": row.total, "own": row.papers, "family": row.also,
             "depth": row.depth}
            for row in self.rows
        ]  # fmt: skip


@dataclass(frozen=True)
class Grid(Rows):
    """A heat map: cells row by row."""

    rows: tuple[str, ...]
    across: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def marks(self) -> Sequence[Cell]:
        return self.cells

    @property
    def columns(self) -> tuple[str, ...]:
        return ("", *self.across)

    def table(self) -> list[tuple[str, ...]]:
        counts = {(cell.row, cell.column): cell.papers for cell in self.cells}
        return [
            (label, *(str(counts.get((row, column), "")) for column in range(len(self.across))))
            for row, label in enumerate(self.rows)
        ]

    def plain(self) -> list[dict[str, Any]]:
        return [
            {"row": cell.row_label, "column": cell.column_label, "papers": cell.papers,
             "expected": round(cell.expected, 4), "gap": cell.is_gap}
            for cell in self.cells
        ]  # fmt: skip


@dataclass(frozen=True)
class Dots(Rows):
    """Rows of dots over one logarithmic axis, which `axis` names."""

    rows: tuple[DotRow, ...]
    axis: str
    colour: str

    @property
    def marks(self) -> Sequence[Dot]:
        return [dot for row in self.rows for dot in row.dots]

    @property
    def columns(self) -> tuple[str, ...]:
        return ("row", "factor", "stated", "compares")

    def table(self) -> list[tuple[str, ...]]:
        return [
            (row.label, spelled(dot.amount), dot.label, "yes" if dot.compares else "")
            for row in self.rows
            for dot in row.dots
        ]

    def plain(self) -> list[dict[str, Any]]:
        return [
            {"row": row.label, "factor": dot.amount.value, "high": dot.amount.high, "limit": dot.amount.limit,
             "compares": dot.compares, "label": dot.label, "result": dot.key}
            for row in self.rows
            for dot in row.dots
        ]  # fmt: skip


@dataclass(frozen=True)
class Scatter(Rows):
    """Speed against quality, a dot each pair."""

    pairs: tuple[Pair, ...]

    @property
    def marks(self) -> Sequence[Pair]:
        return self.pairs

    @property
    def columns(self) -> tuple[str, ...]:
        return ("system", "speed", "quality", "stated", "one sentence")

    def table(self) -> list[tuple[str, ...]]:
        return [
            (pair.name, spelled(pair.speed), signed(pair.quality), pair.label, "yes" if pair.together else "")
            for pair in self.pairs
        ]

    def plain(self) -> list[dict[str, Any]]:
        return [
            {"system": pair.name, "speed": pair.speed.value, "speed_high": pair.speed.high,
             "speed_limit": pair.speed.limit, "quality": pair.quality.value, "quality_limit": pair.quality.limit,
             "one_sentence": pair.together,
             "label": pair.label, "results": list(pair.basis.results)}
            for pair in self.pairs
        ]  # fmt: skip


def spelled(amount: Amount) -> str:
    """An amount as people write it: `up to 2.4x`, `1.1–2x`."""
    ends = [amount.value, *([] if amount.high is None else [amount.high])]
    number = "–".join(f"{round(end, 2):g}" for end in ends)
    return f"{amount.limit} {number}x" if amount.limit else f"{number}x"


def signed(amount: Amount) -> str:
    """A change as people write it: `up to −0.6`, `+3`."""
    number = f"{round(amount.value, 2):+g}".replace("-", "−")
    return f"{amount.limit} {number}" if amount.limit else number


def _papers(count: int) -> str:
    return f"{count:,} {'paper' if count == 1 else 'papers'}"
