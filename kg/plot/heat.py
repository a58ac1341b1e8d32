"""A heat map of counts, with the pairs that nobody has tried."""

from __future__ import annotations

from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kg.plot.canvas import SMALL, TEXT, box, frame, new_figure, write
from kg.plot.lettering import shown, text_width
from kg.plot.palette import heat_step, shades_for
from kg.plot.rows import Cell, Grid

__all__ = ["draw_grid"]

_CELL_HIGH = 28
_WIDEST_NAME, _LONGEST_HEAD = 200, 150
_SLIM = 480  # where there is less width than this, names leave room for cells
_SLIM_NAME, _SLIM_HEAD = 104, 112
_TURN = 48  # degrees
_RIGHT = 74.0
_LEGEND = 34


def draw_grid(grid: Grid, width: float, top: float) -> Figure:
    """Draw a heat map; cells share what `width` leaves, but are never so narrow that counts do not fit."""
    widest, longest = (_SLIM_NAME, _SLIM_HEAD) if width < _SLIM else (_WIDEST_NAME, _LONGEST_HEAD)
    left = min(widest, max(text_width(shown(name), TEXT) for name in grid.rows)) + 18
    most = max(cell.papers for cell in grid.cells)
    shades, legend = shades_for(most), _legend_of(shades_for(most))
    wide = max(30.0, text_width(f"{most:,}", SMALL) + 8, (width - left - _RIGHT) / len(grid.across))
    # The last head leans out; and where there are few columns, the legend is wider than they are.
    right = max(_RIGHT, sum(map(_legend_width, legend)) - wide * len(grid.across) + 4)
    head = min(longest, max(text_width(shown(name), TEXT) for name in grid.across)) * 0.76 + 22
    width = left + wide * len(grid.across) + right
    figure = new_figure(width, top + head + _CELL_HIGH * len(grid.rows) + _LEGEND)
    axes = frame(figure, left, top + head, right, _LEGEND)
    axes.set_xlim(0, len(grid.across))
    axes.set_ylim(len(grid.rows), 0)
    for number, name in enumerate(grid.rows):
        write(axes, 0, number + 0.5, name, room=left - 18, align="right", shift=(-8, 0))
    for number, name in enumerate(grid.across):
        write(axes, number + 0.5, 0, name, room=longest, turned=_TURN, shift=(2, 7))
    for number, cell in enumerate(grid.cells):
        _draw_cell(axes, number, cell, shades)
    _write_legend(axes, wide, legend)
    return figure


def _draw_cell(axes: Axes, number: int, cell: Cell, shades: tuple[int, ...]) -> None:
    gid, step = f"mark-{number}", heat_step(cell.papers, shades)
    inset = 0.03
    x, y, side = cell.column + inset, cell.row + inset, 1 - 2 * inset
    if step:
        box(axes, x, y, side, side, f"heat-{step}", gid=gid)
        write(axes, cell.column + 0.5, cell.row + 0.5, f"{cell.papers:,}", align="center", size=SMALL,
              colour=f"on-heat-{step}", gid=f"{gid}-count")  # fmt: skip
    elif cell.is_gap:
        box(axes, x + 0.03, y + 0.04, side - 0.06, side - 0.08, "empty", gid=gid, edge="gap", dashed=True)
        write(axes, cell.column + 0.5, cell.row + 0.5, "gap", align="center", size=SMALL, colour="gap",
              gid=f"{gid}-gap")  # fmt: skip
    else:
        box(axes, x, y, side, side, "empty", gid=gid)


def _legend_of(shades: tuple[int, ...]) -> list[str]:
    """What stands beside each shade, and last beside a gap."""
    spans = [str(least) if after - least == 1 else f"{least:,}–{after - 1:,}" for least, after in pairwise(shades)]
    return [*spans, f"{shades[-1]:,} or more", "a gap"]


def _legend_width(words: str) -> float:
    return 20 + text_width(words, SMALL) + 12


def _write_legend(axes: Axes, wide: float, legend: list[str]) -> None:
    """The shades and their counts, below the map."""
    low, unit, start = axes.get_ylim()[0], 1 / wide, 0.0
    for step, words in enumerate(legend, 1):
        gap = step == len(legend)
        shade = "empty" if gap else f"heat-{step}"
        box(axes, start * unit, low + 0.6, 14 * unit, 0.42, shade, edge="gap" if gap else None, dashed=gap)
        write(axes, start * unit, low + 0.81, words, size=SMALL, colour="quiet", shift=(20, 0))
        start += _legend_width(words)
