"""Dots over a logarithmic axis, a row each label: no dot covers another."""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kg.plot.canvas import SMALL, TEXT, box, frame, marker, new_figure, rule, write
from kg.plot.legend import SHAPE_OF, legend_height, legend_lines, write_legend
from kg.plot.lettering import shown, text_width
from kg.plot.rows import Dot, DotRow, Dots
from kg.plot.scale import draw_scale

__all__ = ["draw_dots"]

_DOT = 5.2  # half the width of a dot
_LEVEL = 13.5  # from one dot to that over it
_PAD = 12  # of a row, above and below its dots together
_AXIS = 46
_SLIM = 480  # where there is less width than this, a label stands over its row
_LABEL = 19


class _Place(NamedTuple):
    dot: Dot
    level: int


def draw_dots(dots: Dots, width: float, top: float) -> Figure:
    """Draw rows of dots over `width` pixels."""
    over = float(_LABEL) if width < _SLIM else 0.0
    left = 14.0 if over else min(0.4 * width, max(text_width(shown(row.label), TEXT) for row in dots.rows)) + 24
    right = 22.0
    ends = [end for dot in dots.marks for end in (dot.amount.value, dot.amount.high or 1)]
    decades = log10(max(2.0, *ends) * 1.06 / 0.97)
    pixels = (width - left - right) / decades
    placed = [_stacked(row, pixels) for row in dots.rows]
    heights = [over + _PAD + _LEVEL * (1 + max((place.level for place in row), default=0)) for row in placed]
    legend = legend_lines(width, ("compares with others of its row", "stands alone"))
    head = top + legend_height(legend)
    figure = new_figure(width, head + sum(heights) + _AXIS)
    axes = frame(figure, left, head, right, _AXIS)
    axes.set_ylim(sum(heights), 0)
    for shaded, (start, high) in enumerate(zip(_starts(heights), heights, strict=True)):
        if shaded % 2:
            box(axes, 0, start, 1, high, "empty").set_transform(axes.get_yaxis_transform())
    draw_scale(axes, ends, dots.axis)
    _write_rows(axes, dots, placed, heights, (left, over, width))
    write_legend(axes, left, dots.colour, legend)
    return figure


def _write_rows(
    axes: Axes, dots: Dots, placed: list[list[_Place]], heights: list[float], sizes: tuple[float, float, float]
) -> None:
    """Each row with its label; `sizes` are the pixels left of the axes, those over a row for its label, and all."""
    left, over, width = sizes
    number = 0
    for row, places, start, high in zip(dots.rows, placed, _starts(heights), heights, strict=True):
        middle, room = (start + over / 2 + 3, width - 24) if over else (start + high / 2, left - 20)
        write(axes, 0.97, middle, row.label, room=room, shift=(8 - left, 0), size=SMALL if over else TEXT)
        _draw_row(axes, row, places, start + high - _PAD / 2 - _LEVEL / 2, dots.colour, number)
        number += len(row.dots)


def _starts(heights: list[float]) -> list[float]:
    return [sum(heights[:place]) for place in range(len(heights))]


def _stacked(row: DotRow, pixels: float) -> list[_Place]:
    """Each dot at the lowest level where it has room; `pixels` is how wide a decade is drawn."""
    ends: list[float] = []
    placed: dict[str, _Place] = {}
    for dot in sorted(row.dots, key=lambda dot: (dot.amount.value, dot.key)):
        low = log10(dot.amount.value) * pixels
        high = log10(dot.amount.high or dot.amount.value) * pixels
        level = next((level for level, end in enumerate(ends) if end <= low), len(ends))
        ends[level : level + 1] = [high + 2 * _DOT + 3]
        placed[dot.key] = _Place(dot, level)
    return [placed[dot.key] for dot in row.dots]


def _draw_row(axes: Axes, row: DotRow, places: list[_Place], floor: float, colour: str, first: int) -> None:
    if row.compares and len(row.dots) > 1:
        ordered = sorted(places, key=lambda place: place.dot.amount.value)
        heights = [floor - place.level * _LEVEL for place in ordered]
        rule(axes, [place.dot.amount.value for place in ordered], heights, colour, width=1.2)
    for number, (dot, level) in enumerate(places, first):
        gid, y, amount = f"mark-{number}", floor - level * _LEVEL, dot.amount
        if amount.high is not None:
            rule(axes, (amount.value, amount.high), (y, y), colour, width=2.2, gid=f"{gid}-range")
            marker(axes, amount.high, y, "dot", colour, gid=f"{gid}-high", size=2.6)
        shape = SHAPE_OF.get(amount.limit or "", "dot")
        marker(axes, amount.value, y, shape, colour, gid=gid, size=_DOT, filled=dot.compares)
