"""Bars with their names on the left and their numbers at the end."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kg.plot.canvas import SMALL, TEXT, box, frame, new_figure, write
from kg.plot.lettering import shown, text_width
from kg.plot.rows import Bar, Bars

__all__ = ["draw_bars"]

_ROW, _THICK = 25, 15  # height of a row and of its bar
_GAP = 10  # between a name and its bar
_INDENT = 14
_EDGE = 8  # left of names
_LEGEND = 26


def draw_bars(bars: Bars, width: float, top: float) -> Figure:
    """Draw bars over `width` pixels, `top` pixels below the upper edge."""
    most = max(bar.total for bar in bars.rows)
    ends = {bar.key: _end_of(bar) for bar in bars.rows}
    left = _names_width(bars, 0.46 * width) + _EDGE + _GAP
    right = max(text_width(end, SMALL) for end in ends.values()) + 12
    legend = _LEGEND if bars.has_families else 0
    figure = new_figure(width, top + legend + _ROW * len(bars.rows) + 6)
    axes = frame(figure, left, top + legend, right, 6)
    axes.set_xlim(0, most)
    axes.set_ylim(len(bars.rows), 0)
    if legend:
        _write_legend(axes, bars.colour, left, width)
    for number, bar in enumerate(bars.rows):
        _draw_bar(axes, number, bar, bars.colour, left, width)
        write(axes, bar.total, number + 0.5, ends[bar.key], size=SMALL, colour="quiet", shift=(6, 0),
              gid=f"mark-{number}-end")  # fmt: skip
    return figure


def _end_of(bar: Bar) -> str:
    return f"{bar.total:,}{f' · {bar.note}' if bar.note else ''}"


def _names_width(bars: Bars, most: float) -> float:
    return min(most, 1 + max(text_width(shown(bar.label), TEXT) + _INDENT * bar.depth for bar in bars.rows))


def _draw_bar(axes: Axes, number: int, bar: Bar, colour: str, left: float, width: float) -> None:
    """One row; all of it can be pressed, from edge to edge."""
    gid, upper, thick = f"mark-{number}", number + (1 - _THICK / _ROW) / 2, _THICK / _ROW
    pixel = axes.get_xlim()[1] / axes.bbox.width
    box(axes, -left * pixel, number + 0.02, width * pixel, 0.96, None, gid=f"{gid}-reach")
    indent = _INDENT * bar.depth
    write(axes, 0, number + 0.5, bar.label, room=left - _GAP - _EDGE - indent, shift=(_EDGE + indent - left, 0),
          gid=f"{gid}-name", colour="quiet" if bar.depth else "ink")  # fmt: skip
    if bar.papers:
        box(axes, 0, upper, bar.papers, thick, colour, gid=gid)
    if bar.also:
        box(axes, bar.papers, upper, bar.also, thick, f"{colour}-wide", gid=f"{gid}-wide")


def _write_legend(axes: Axes, colour: str, left: float, width: float) -> None:
    """What the two shades of a bar are, over the bars; where there is little room, from the left edge."""
    words = ("names it", "names only a member of its family")
    start = 0.0 if width - left > 340 else _EDGE - left
    for word, shade in zip(words, (colour, f"{colour}-wide"), strict=True):
        pixel = axes.get_xlim()[1] / axes.bbox.width
        box(axes, start * pixel, -0.86, 11 * pixel, 0.44, shade)
        write(axes, 0, -0.64, word, size=SMALL, colour="quiet", shift=(start + 17, 0))
        start += 17 + text_width(word, SMALL) + 10
