"""Counting hits: what precision, recall and F1 are made of, and who is paired with whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.workbench.alike import is_within, squeeze

__all__ = ["NONE", "Pairing", "Tally", "match_up", "pair_names"]

Wanted = TypeVar("Wanted")
Offered = TypeVar("Offered")
Names = frozenset[str]  # the folded names of one thing


@dataclass(frozen=True)
class Tally:
    """How many things were right, how many the gold has, and how many were found."""

    hits: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.hits + other.hits, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        return _ratio(self.hits, self.found)

    @property
    def recall(self) -> float:
        return _ratio(self.hits, self.gold)

    @property
    def f1(self) -> float:
        precision, recall = self.precision, self.recall
        return _ratio(2 * precision * recall, precision + recall)

    @property
    def exact(self) -> bool:
        """Nothing is missing and nothing is too much."""
        return self.hits == self.gold == self.found


NONE = Tally()


@dataclass(frozen=True)
class Pairing:
    """The positions of gold things that nothing found was paired with, and of found ones the other way round."""

    tally: Tally
    missing: tuple[int, ...]
    extra: tuple[int, ...]


def match_up(
    wanted: Sequence[Wanted],
    offered: Sequence[Offered],
    same: Callable[[Wanted, Offered], bool],
    fit: Callable[[Wanted, Offered], int] = lambda *_: 0,
) -> list[tuple[int, int]]:
    """Pair positions one to one: each wanted thing, in order, takes the best fitting free one that is the same."""
    left = list(range(len(offered)))
    pairs = []
    for position, thing in enumerate(wanted):
        candidates = [other for other in left if same(thing, offered[other])]
        if candidates:
            best = max(candidates, key=lambda other: fit(thing, offered[other]))
            left.remove(best)
            pairs.append((position, best))
    return pairs


def pair_names(
    gold: Sequence[Names], found: Sequence[Names], *, free: Names = frozenset(), partial: bool = False
) -> Pairing:
    """Pair things that share a name, then, if `partial`, those of which one's name stands within the other's.

    What is left over counts against recall or precision, unless a word of `free` names it.
    """
    pairs = _pairs(list(map(squeeze, gold)), list(map(squeeze, found)), Names.isdisjoint)
    if partial:
        open_gold, open_found = _left(gold, pairs, 0), _left(found, pairs, 1)
        more = _pairs([gold[n] for n in open_gold], [found[n] for n in open_found], _apart)
        pairs += [(open_gold[mine], open_found[yours]) for mine, yours in more]
    missing = tuple(n for n in _left(gold, pairs, 0) if not gold[n] & free)
    extra = tuple(n for n in _left(found, pairs, 1) if not found[n] <= free)
    hits = len(pairs)
    return Pairing(Tally(hits, hits + len(missing), hits + len(extra)), missing, extra)


def _pairs(gold: list[Names], found: list[Names], apart: Callable[[Names, Names], bool]) -> list[tuple[int, int]]:
    return match_up(gold, found, lambda mine, yours: not apart(mine, yours))


def _apart(names: Names, others: Names) -> bool:
    return not any(is_within(name, other) for name in names for other in others)


def _left(things: Sequence[object], pairs: Iterable[tuple[int, int]], side: int) -> list[int]:
    taken = {pair[side] for pair in pairs}
    return [position for position in range(len(things)) if position not in taken]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
