"""A span that some rule takes for an entity, and the one policy that settles overlaps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from enum import IntEnum

import msgspec

from kg.model import EntityType

__all__ = ["Candidate", "Lost", "Rank", "settle"]


class Rank(IntEnum):
    """How much a finder's word counts where two claim the same characters."""

    HEAD = 1  # a head noun with whatever stands before it
    CONTEXT = 2  # a name by the company it keeps
    SHAPE = 3  # an open pattern
    TERM = 4  # a known thing
    ABBREVIATION = 5  # defined in this paper
    COINED = 6  # introduced by this paper

    __hash__ = int.__hash__  # an Enum's own is Python, and candidates are hashed all the time


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """Characters [start, end) of a paper's text, taken for an entity of `type` by `rule`.

    `key` is the known thing's id; None for a name that only this text gives. Composition adds `grown` characters to
    the rule's own match; `variant` is the part of them that makes it a thing of its own.
    """

    start: int
    end: int
    type: EntityType
    rule: str
    rank: Rank
    key: str | None = None
    variant: str = ""
    grown: int = 0

    def overlaps(self, other: Candidate) -> bool:
        return self.start < other.end and other.start < self.end


class Lost(msgspec.Struct, frozen=True, gc=False):
    """A candidate that was not kept, and the one that was kept instead."""

    candidate: Candidate
    winner: Candidate

    @property
    def reason(self) -> str:
        """Why, in words; only those who explain ask."""
        return _reason(self.candidate, self.winner)


def settle(candidates: Iterable[Candidate]) -> tuple[list[Candidate], list[Lost]]:
    """Longest first, then higher rank, then the less composed, then leftmost, then by rule id.

    What overlaps something kept is lost. The order is total, so the outcome does not depend on the order in which
    finders ran.
    """
    kept: list[Candidate] = []  # by place, as are the two lists of where these begin and end
    starts: list[int] = []
    ends: list[int] = []
    lost: list[Lost] = []
    before: Candidate | None = None
    for candidate in sorted(candidates, key=_precedence):
        if candidate == before:
            continue  # two rules, one claim
        before = candidate
        at = bisect_right(ends, candidate.start)
        if at < len(kept) and starts[at] < candidate.end:
            lost.append(Lost(candidate, kept[at]))
            continue
        kept.insert(at, candidate)
        starts.insert(at, candidate.start)
        ends.insert(at, candidate.end)
    return kept, lost


def _precedence(c: Candidate) -> tuple[int, int, int, int, str, str, str, str]:
    return (c.start - c.end, -c.rank, c.grown, c.start, c.rule, c.type, c.key or "", c.variant)


def _reason(loser: Candidate, winner: Candidate) -> str:
    longer = (winner.end - winner.start) - (loser.end - loser.start)
    if longer:
        return f"overlaps a match that is {longer} characters longer"
    same = "same span" if winner.start == loser.start else "same length"
    if winner.rank != loser.rank:
        return f"{same}, and {winner.rank.name.lower()} counts more than {loser.rank.name.lower()}"
    if winner.grown != loser.grown:
        return f"{same} and rank, and the rule of the other matches more of it"
    if winner.start != loser.start:
        return f"{same} and rank, and the other stands further left"
    return f"{same} and rank, and the other comes first in the order of rule ids"
