"""`draw`: a figure for any rows, by what they are."""

from __future__ import annotations

from matplotlib.figure import Figure

from kg.plot.bars import draw_bars
from kg.plot.canvas import TITLE, blank, drawn_with_defaults, rendered
from kg.plot.dots import draw_dots
from kg.plot.heat import draw_grid
from kg.plot.lettering import fitted
from kg.plot.palette import PALETTE
from kg.plot.rows import Bars, Dots, Grid, Rows, Scatter
from kg.plot.scatter import draw_scatter

__all__ = ["WIDTH", "draw", "rendered"]

WIDTH = 720.0
_TITLE_ROOM = 34.0


def draw(rows: Rows, width: float = WIDTH, *, titled: bool = True) -> Figure:
    """Draw rows over `width` pixels, with their title over them or, where that stands elsewhere, without.

    The figure belongs to nobody else: no window, no state of pyplot. Where there are no rows it says so.
    """
    with drawn_with_defaults():
        top = _TITLE_ROOM if titled else 8.0
        figure = _drawn(rows, width, top) if rows.marks else blank(rows.heading.empty, width)
        if titled and rows.marks:
            high = figure.get_size_inches()[1] * figure.dpi
            wide = figure.get_size_inches()[0] * figure.dpi
            figure.text(8 / wide, 1 - 18 / high, fitted(rows.heading.title, wide - 16, TITLE), fontsize=TITLE,
                        color=PALETTE["ink"], va="center", fontweight="bold", parse_math=False)  # fmt: skip
        return figure


def _drawn(rows: Rows, width: float, top: float) -> Figure:
    if isinstance(rows, Bars):
        return draw_bars(rows, width, top)
    if isinstance(rows, Grid):
        return draw_grid(rows, width, top)
    if isinstance(rows, Dots):
        return draw_dots(rows, width, top)
    assert isinstance(rows, Scatter)
    return draw_scatter(rows, width, top)
