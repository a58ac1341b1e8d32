"""Figures from rows: what a figure takes (`rows`), and how it is drawn (`draw`, with matplotlib, loaded when needed).

Nothing here knows a graph: rows come from a query, each with what it stands on, so that whoever shows a figure can lead
from a mark to its evidence. A mark of row 3 has the gid `mark-3`, its parts `mark-3-label` and the like.
"""

from __future__ import annotations

from kg.plot.rows import Amount, Bar, Bars, Basis, Cell, Dot, DotRow, Dots, Grid, Heading, Mark, Pair, Rows, Scatter

__all__ = [
    "Amount", "Bar", "Bars", "Basis", "Cell", "Dot", "DotRow", "Dots", "Grid", "Heading", "Mark", "Pair", "Rows",
    "Scatter",
]  # fmt: skip
