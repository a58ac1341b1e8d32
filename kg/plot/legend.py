"""What fillings and arrows of dots mean, over the axes, in as many lines as it takes."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.axes import Axes

from kg.plot.canvas import SMALL, marker, write
from kg.plot.lettering import text_width

__all__ = ["SHAPE_OF", "legend_height", "legend_lines", "write_legend"]

# What limits a number: one that is at most what is stated points to less.
SHAPE_OF = {"up to": "left", "at least": "right"}

_EDGE, _SIGN, _BETWEEN = 14, 11, 18  # left of the first sign, from a sign to its word, from there to the next sign
_LINE = 19


class _Part(NamedTuple):
    shape: str
    filled: bool
    word: str


def legend_lines(width: float, fills: tuple[str, str]) -> list[list[_Part]]:
    """The parts of a legend by line; `fills` says what filled and hollow dots are."""
    parts = [_Part("dot", True, fills[0]), _Part("dot", False, fills[1])]
    parts += [_Part(shape, False, word) for word, shape in SHAPE_OF.items()]
    lines: list[list[_Part]] = [[]]
    used = 0.0
    for part in parts:
        if lines[-1] and _EDGE + used + _need(part) > width:
            lines.append([])
            used = 0.0
        lines[-1].append(part)
        used += _need(part)
    return lines


def legend_height(lines: list[list[_Part]]) -> float:
    """The pixels a legend takes."""
    return _LINE * len(lines) + 12


def write_legend(axes: Axes, left: float, colour: str, lines: list[list[_Part]]) -> None:
    """Write a legend over axes that stand `left` pixels from the edge."""
    for number, line in enumerate(lines):
        x, above = _EDGE - left, legend_height(lines) - 10 - _LINE * number
        for part in line:
            share = x / axes.bbox.width
            marker(axes, share, 1, part.shape, colour, filled=part.filled, shift=(0, above), data=False)
            write(axes, share, 1, part.word, size=SMALL, colour="quiet", shift=(_SIGN, above), data=False)
            x += _need(part)


def _need(part: _Part) -> float:
    return _SIGN + text_width(part.word, SMALL) + _BETWEEN
