"""Cells: methods against hardware, and the pairs that nobody has tried."""

from __future__ import annotations

from kg.plot.rows import Basis, Cell, Grid, Heading
from kg.query.hits import EntityHit
from kg.query.index import RecordIndex
from kg.query.ties.matrix import Matrix

__all__ = ["pair_grid"]

_HEADING = Heading(
    "{rows}-{columns}", "{Rows} × {columns}", "{Rows} × {columns}, and the gaps",
    "How many papers name both, families included. A gap is a pair that no paper names, though one paper or more would "
    "if the two had nothing to do with each other: papers that name the one times papers that name the other, by the "
    "{papers} papers in all. It may be a chance, or a pair that makes no sense.",
    "No paper here names both {rows} and {columns}.",
)  # fmt: skip


def pair_grid(index: RecordIndex, matrix: Matrix, kinds: tuple[str, str]) -> Grid:
    """The cells of a matrix, the empty ones too, but not those of a thing and its own family."""
    gaps = {(gap.row, gap.column): gap.expected for gap in matrix.gaps()}
    papers = {hit.key: _papers(index, hit) for hit in (*matrix.rows, *matrix.columns)}
    cells = [
        _cell(index, matrix, (row, column), gaps, papers)
        for row in range(len(matrix.rows))
        for column in range(len(matrix.columns))
        if (pair := (matrix.rows[row].key, matrix.columns[column].key)) in matrix.cells or pair in gaps
    ]
    names = {"rows": kinds[0], "columns": kinds[1], "Rows": kinds[0].capitalize(), "papers": f"{len(index.records):,}"}
    heading = Heading(*(part.format(**names) for part in _HEADING))
    labels = [tuple(hit.label for hit in hits) for hits in (matrix.rows, matrix.columns)]
    return Grid(heading, labels[0], labels[1], tuple(cells) if matrix.cells else ())


def _papers(index: RecordIndex, hit: EntityHit) -> int:
    return len(index.papers_of(index.family((hit.key,))))


def _cell(
    index: RecordIndex, matrix: Matrix, place: tuple[int, int], gaps: dict[tuple[str, str], float],
    papers: dict[str, int],
) -> Cell:  # fmt: skip
    row, column = matrix.rows[place[0]], matrix.columns[place[1]]
    both = matrix.cells.get((row.key, column.key), ())
    by_chance = papers[row.key] * papers[column.key] / len(index.records)
    return Cell(
        *place, row.label, column.label, f"{row.key} {column.key}", len(both),
        gaps.get((row.key, column.key), by_chance), papers[row.key], papers[column.key],
        Basis(tuple(index.by_title(both)), (row.key, column.key)),
    )  # fmt: skip
