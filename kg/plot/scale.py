"""A logarithmic axis of factors: how far it goes, and where its lines stand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import floor, log10

from matplotlib.axes import Axes

from kg.plot.canvas import SMALL, rule, write

__all__ = ["draw_scale", "ticks_of"]

_STEPS = (1, 2, 5)
_ROOM = 46  # pixels between two lines that have their number


def draw_scale(axes: Axes, factors: Iterable[float], label: str) -> None:
    """Set the x axis to hold all factors from 1 on, with a line and a number at each tick, and its label below."""
    most = max([2.0, *factors])
    axes.set_xscale("log")
    axes.set_xlim(0.97, most * 1.06)
    low, high = axes.get_ylim()
    for tick in ticks_of(most, axes.bbox.width):
        rule(axes, (tick, tick), (low, high), "axis" if tick == 1 else "line")
        write(axes, tick, low, f"{tick:,.10g}x", align="center", size=SMALL, colour="quiet", shift=(0, -11))
    write(axes, 0.5, 0, label, align="center", size=SMALL, colour="quiet", shift=(0, -29), data=False)


def ticks_of(most: float, width: float) -> list[float]:
    """Round factors from 1 to `most`, as many as have room side by side."""
    decades = log10(most * 1.1)
    for steps in (_STEPS, (1, 3), (1,)):
        every = [step * 10.0**power for power in range(floor(decades) + 1) for step in steps]
        ticks = [tick for tick in every if tick <= most]
        if (len(ticks) - 1) * _ROOM <= width and _least_gap(steps) * width / decades >= _ROOM:
            return ticks
    return [10.0**power for power in range(0, floor(decades) + 1, max(1, round(_ROOM * decades / width + 0.5)))]


def _least_gap(steps: tuple[int, ...]) -> float:
    """The shortest way between two ticks, in decades."""
    places = [log10(step) for step in (*steps, 10)]
    return min(after - before for before, after in pairwise(places))
