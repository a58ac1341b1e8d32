"""Two kinds of things against each other: how many papers tie each pair, and which pairs nobody has tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from kg.errors import QueryError
from kg.query.answers import Answer, Listing, Table, counted
from kg.query.hits import EntityHit
from kg.query.index import RecordIndex
from kg.query.meant import checked_kind
from kg.query.papers import entity_hit
from kg.query.rows import data_frame

__all__ = ["Gap", "Gaps", "Level", "Matrix", "matrix", "shown_entities"]

Level = Literal["entity", "family"]


@dataclass(frozen=True, repr=False)
class Gap:
    """A pair without papers, and how many there would be if the two had nothing to do with each other."""

    row: str
    column: str
    row_label: str
    column_label: str
    expected: float

    def __repr__(self) -> str:
        return f"<Gap {self.row_label!r} and {self.column_label!r}: {self.expected:.2f} papers expected>"


class Gaps(Listing[Gap]):
    """The empty pairs of a matrix, those first of which most papers were to be expected."""

    noun = "gap"
    columns = ("row", "column", "expected")
    fields = ("row", "column", "row_label", "column_label", "expected")

    def cells(self, hit: Gap) -> tuple[str, ...]:
        return hit.row_label, hit.column_label, f"{hit.expected:.2f}"

    def row(self, hit: Gap) -> dict[str, Any]:
        return asdict(hit)


class Matrix(Answer):
    """Papers by pair: `cells[row.key, column.key]` has the keys of the papers that mention both.

    `rows` and `columns` are entities, most papers first; a paper of a member of a family is one of that family. Pairs
    of fewer papers than were asked for have no cell.
    """

    def __init__(
        self, rows: Sequence[EntityHit], columns: Sequence[EntityHit], cells: Mapping[tuple[str, str], tuple[str, ...]],
        gaps: Sequence[Gap],
    ) -> None:  # fmt: skip
        self.rows, self.columns, self.cells = tuple(rows), tuple(columns), dict(cells)
        self._gaps = tuple(gaps)

    @property
    def counts(self) -> str:
        papers = {paper for cell in self.cells.values() for paper in cell}
        pairs = f"{len(self.cells)} of {len(self.rows) * len(self.columns)} pairs have papers"
        sides = f"{counted(len(self.rows), 'row')}, {counted(len(self.columns), 'column')}"
        return f"{sides}, {counted(len(papers), 'paper')}; {pairs}"

    def count(self, row: EntityHit, column: EntityHit) -> int:
        """Return how many papers a pair has."""
        return len(self.cells.get((row.key, column.key), ()))

    def gaps(self) -> Gaps:
        """Return the pairs without a cell, those first of which most papers were to be expected.

        A pair of a thing and its own family is none.
        """
        return Gaps(self._gaps, lambda gap: gap)

    def tables(self, most: int | None = None) -> list[Table]:
        """Return one table of counts; where there are none it is left blank."""
        heads = ("", *(hit.label for hit in self.columns))
        rows = [
            (row.label, *(str(self.count(row, column) or "") for column in self.columns)) for row in self.rows[:most]
        ]
        return [Table("", heads, rows, len(self.rows) - len(rows))]

    def fitted(self, width: int, most: int | None = None) -> list[Table]:
        """Return the table; where the names of its columns take too much room, they are numbered and named below."""
        (table,) = self.tables(most)
        labels = max((len(hit.label) for hit in self.rows), default=0)
        if labels + sum(len(name) + 2 for name in table.columns) <= width:
            return [table]
        numbers = tuple(str(place) for place in range(1, len(self.columns) + 1))
        names = Table("", ("", "column"), list(zip(numbers, table.columns[1:], strict=True)))
        return [table._replace(columns=("", *numbers)), names]

    def plain(self) -> dict[str, Any]:
        """Return rows, columns, cells and gaps as plain lists and dicts."""
        named = [[{"key": hit.key, "label": hit.label} for hit in hits] for hits in (self.rows, self.columns)]
        cells = [{"row": row, "column": column, "papers": papers} for (row, column), papers in self.cells.items()]
        gaps = [{"row": gap.row, "column": gap.column, "expected": round(gap.expected, 4)} for gap in self._gaps]
        return {"rows": named[0], "columns": named[1], "cells": cells, "gaps": gaps}

    def frame(self) -> Any:
        """Return a pandas DataFrame of counts, labels as index and columns. Raises KgError where pandas is missing."""
        counts = [{column.key: self.count(row, column) for column in self.columns} for row in self.rows]
        frame = data_frame(counts, [column.key for column in self.columns])
        frame.index = [hit.label for hit in self.rows]
        frame.columns = [hit.label for hit in self.columns]
        return frame


def matrix(index: RecordIndex, kinds: tuple[str, str], least: int, top: int, level: Level) -> Matrix:
    """Return the pairs of two kinds, the `top` entities of each. Raises QueryError for what no kind or level is."""
    if level not in get_args(Level):
        raise QueryError(f"no level is called {level!r}; the levels are {', '.join(get_args(Level))}")
    if least < 1 or top < 1:
        raise QueryError("least and top must be 1 or more")
    rows, columns = (shown_entities(index, checked_kind(kind), level)[:top] for kind in kinds)
    families = {key: index.family((key,)) for key in {*rows, *columns}}
    papers = {key: index.papers_of(family) for key, family in families.items()}
    cells: dict[tuple[str, str], tuple[str, ...]] = {}
    gaps: list[Gap] = []
    for row in rows:
        for column in columns:
            if row in families[column] or column in families[row]:
                continue
            both = papers[row] & papers[column]
            if len(both) >= least:
                cells[row, column] = tuple(sorted(both))
            else:
                expected = len(papers[row]) * len(papers[column]) / len(index.records)
                gaps.append(Gap(row, column, index.labels[row], index.labels[column], expected))
    gaps.sort(key=lambda gap: -gap.expected)
    hits = [[entity_hit(index, key) for key in keys] for keys in (rows, columns)]
    return Matrix(hits[0], hits[1], cells, gaps)


def shown_entities(index: RecordIndex, kind: str, level: Level) -> list[str]:
    """Return the entities of a kind that a matrix may show, most papers first."""
    own = {key: item.papers for key, item in index.entities.items() if item.kind == kind}
    if level == "entity":
        found = {key: papers for key, papers in own.items() if papers}
    else:
        tops = {top for key in own if not index.wider.get(key) for top in _tops(index, key)}
        found = {key: len(index.papers_of(index.family((key,)))) for key in tops}
    return sorted((key for key in found if found[key]), key=lambda key: (-found[key], index.labels[key], key))


def _tops(index: RecordIndex, root: str) -> list[str]:
    """A root that most papers name itself stands for its family; of any other its members right below stand."""
    papers = len(index.papers_of(index.family((root,))))
    return [root] if 2 * index.entities[root].papers >= papers else list(index.narrower.get(root, ()))
