"""Sides that take turns over the same papers, so that a busy machine slows all of them.

Seconds are those of the processor. The first round warms up: in it every side meets its words for the first time. Of
the others the median counts: of a side's seconds, and of the ratio of two sides within one round.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

__all__ = ["Rounds", "Side", "measured", "over"]

_TURN = 20  # papers: long enough to measure, short enough for the machine to be the same for all sides

Side = Callable[[int, int], float]  # from this paper to before that one: seconds of the processor
Item = TypeVar("Item")


def over(run: Callable[[Item], object], items: Sequence[Item]) -> Side:
    """A side that works in this process: `run` for each item."""

    def side(first: int, after: int) -> float:
        turn = items[first:after]
        began = time.thread_time()
        for item in turn:
            run(item)
        return time.thread_time() - began

    return side


@dataclass(frozen=True)
class Rounds:
    """Seconds by side: those of the first round, and those of each that counts."""

    papers: int
    first: Mapping[str, float]
    counted: Sequence[Mapping[str, float]]

    def micros(self, side: str) -> float:
        """Microseconds a paper."""
        return 1e6 * median(times[side] for times in self.counted) / self.papers

    def ratio(self, side: str, beside: str) -> float:
        """How many times as long the one takes."""
        return median(times[side] / times[beside] for times in self.counted)

    def first_ratio(self, side: str, beside: str) -> float:
        """The same for the first round alone."""
        return self.first[side] / self.first[beside]


def measured(sides: Mapping[str, Side], papers: int, rounds: int) -> Rounds:
    """All sides over all papers, for one round that warms up and so many that count."""
    first, *counted = [_one_round(sides, papers) for _ in range(rounds + 1)]
    return Rounds(papers, first, counted)


def _one_round(sides: Mapping[str, Side], papers: int) -> dict[str, float]:
    spent = dict.fromkeys(sides, 0.0)
    for first in range(0, papers, _TURN):
        for name, side in sides.items():
            spent[name] += side(first, min(first + _TURN, papers))
    return spent
