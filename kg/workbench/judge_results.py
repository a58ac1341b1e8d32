"""Results against gold results: which number is which, and how far their settings agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.model import SLOTS, Result
from kg.workbench.alike import equal_numbers, fold, is_within, same_family, same_quantity, unit_sign
from kg.workbench.gold import GoldResult
from kg.workbench.tally import NONE, Tally, match_up

__all__ = ["NO_RESULTS", "SCORED_SLOTS", "ResultFigures", "judge_results", "pair_results"]

SCORED_SLOTS = tuple(slot for slot in SLOTS if slot != "task")

AnyResult = TypeVar("AnyResult", GoldResult, Result)


@dataclass(frozen=True)
class ResultFigures:
    """The counts of results; `slots` and `sense` are over the results that are strictly the same."""

    strict: Tally = NONE  # value, range, unit and metric key
    family: Tally = NONE  # the metric key may be another of its family
    values: Tally = NONE  # the value alone
    sense: Tally = NONE
    slots: Mapping[str, Tally] = field(default_factory=lambda: dict.fromkeys(SCORED_SLOTS, NONE))

    def __add__(self, other: ResultFigures) -> ResultFigures:
        return ResultFigures(
            self.strict + other.strict, self.family + other.family, self.values + other.values,
            self.sense + other.sense, {slot: tally + other.slots[slot] for slot, tally in self.slots.items()},
        )  # fmt: skip


NO_RESULTS = ResultFigures()


def judge_results(
    gold: Sequence[GoldResult], found: Sequence[Result]
) -> tuple[ResultFigures, list[GoldResult], list[Result]]:
    """The figures of one paper, then the gold results that were not found, and the found ones the gold has not."""
    wanted, offered, strict = _matched(gold, found)
    family = match_up(wanted, offered, _same_by_family)
    values = match_up(wanted, offered, lambda mine, yours: equal_numbers(mine.value, yours.value))
    pairs = [(wanted[mine], offered[yours]) for mine, yours in strict]
    agreeing = sum(mine.sense == yours.sense for mine, yours in pairs)
    figures = ResultFigures(
        Tally(len(strict), len(wanted), len(offered)),
        Tally(len(family), len(wanted), len(offered)),
        Tally(len(values), len(wanted), len(offered)),
        Tally(agreeing, len(pairs), len(pairs)),
        {slot: sum((_slot_tally(slot, *pair) for pair in pairs), NONE) for slot in SCORED_SLOTS},
    )
    hit, used = {mine for mine, _ in strict}, {yours for _, yours in strict}
    missing = [result for position, result in enumerate(wanted) if position not in hit]
    return figures, missing, [result for position, result in enumerate(offered) if position not in used]


def pair_results(
    gold: Sequence[GoldResult], found: Sequence[Result]
) -> tuple[list[tuple[GoldResult, Result]], list[Result]]:
    """The gold results with the found ones that are strictly the same, and all found ones, each counted once."""
    wanted, offered, strict = _matched(gold, found)
    return [(wanted[mine], offered[yours]) for mine, yours in strict], offered


def _matched(
    gold: Sequence[GoldResult], found: Sequence[Result]
) -> tuple[list[GoldResult], list[Result], list[tuple[int, int]]]:
    wanted, offered = _distinct(gold), _distinct(found)
    return wanted, offered, match_up(wanted, offered, _same, _agreeing_slots)


def _distinct(results: Iterable[AnyResult]) -> list[AnyResult]:
    """What an abstract gives twice for the same thing counts once, where it stands first."""
    first: dict[tuple[object, ...], AnyResult] = {}
    for result in results:
        of, on = fold(result.subject or ""), fold(result.dataset or "")
        first.setdefault((result.metric, result.value, result.high, unit_sign(result.unit), of, on), result)
    return list(first.values())


def _same(wanted: GoldResult, found: Result) -> bool:
    return wanted.metric == found.metric and same_quantity(wanted, found)


def _same_by_family(wanted: GoldResult, found: Result) -> bool:
    return same_family(wanted.metric, found.metric) and same_quantity(wanted, found)


def _agreeing_slots(wanted: GoldResult, found: Result) -> int:
    """In how many slots both have the same name: it decides between equal numbers."""
    slots = ((getattr(wanted, slot), getattr(found, slot)) for slot in SCORED_SLOTS)
    return sum(bool(mine) and fold(mine) == fold(yours or "") for mine, yours in slots)


def _slot_tally(slot: str, wanted: GoldResult, found: Result) -> Tally:
    mine, yours = getattr(wanted, slot) or "", getattr(found, slot) or ""
    hit = bool(mine and yours) and is_within(fold(mine), fold(yours))
    return Tally(int(hit), int(bool(mine)), int(bool(yours)))
