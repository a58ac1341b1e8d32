"""Does the confidence of results mean what it says? Stated confidence against how often results are right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.model import Extraction, Result, amount_of
from kg.workbench.alike import fold, is_within, title_key
from kg.workbench.gold import GoldPaper
from kg.workbench.judge_results import SCORED_SLOTS, pair_results

__all__ = ["Calibration", "Rate", "calibrate"]

_BIN = 0.1


@dataclass(frozen=True)
class Rate:
    """How many were found and how many of them are right; `stated` is their mean confidence, None where unstated."""

    found: int
    right: int
    stated: float | None

    @property
    def measured(self) -> float:
        return self.right / self.found if self.found else 0.0


@dataclass(frozen=True)
class Calibration:
    """Rates by stated confidence in steps of a tenth, by what a metric is known by, and by what bound a slot.

    A result is right if value, range, unit and metric are the gold's; a slot of a right result, if its name is.
    """

    results: Mapping[str, Rate]  # "0.8 to 0.9"
    slots: Mapping[str, Rate]
    by_metric: Mapping[tuple[str, str], Rate]  # metric_by, kind of amount
    by_bond: Mapping[tuple[str, str], Rate]  # slot, what bound it


class _Counts:
    """Right and found, with the sum of what was stated, by any key."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, ...], list[tuple[bool, float | None]]] = defaultdict(list)

    def add(self, key: tuple[str, ...], right: bool, stated: float | None) -> None:
        self._rows[key].append((right, stated))

    def rates(self) -> dict[tuple[str, ...], Rate]:
        return {key: _rate(rows) for key, rows in sorted(self._rows.items())}


def _rate(rows: list[tuple[bool, float | None]]) -> Rate:
    stated = [value for _, value in rows if value is not None]
    mean = sum(stated) / len(stated) if len(stated) == len(rows) else None
    return Rate(len(rows), sum(right for right, _ in rows), mean)


def calibrate(gold: Iterable[GoldPaper], records: Iterable[Extraction]) -> Calibration:
    """Compare the confidence of the results of each gold paper with what the annotator read."""
    by_title = {title_key(record.title): record for record in records}
    results, slots, metrics, bonds = _Counts(), _Counts(), _Counts(), _Counts()
    for paper in gold:
        record = by_title.get(title_key(paper.title))
        pairs, offered = pair_results(paper.results, record.results if record else ())
        right = {id(found): wanted for wanted, found in pairs}
        for found in offered:
            is_right = id(found) in right
            results.add((_bin(found.confidence),), is_right, found.confidence)
            metrics.add((found.metric_by or "unstated", amount_of(found)), is_right, found.confidence)
        for wanted, found in pairs:
            first = {bond.slot: bond for bond in reversed(found.bound)}  # several names of a slot are one answer
            for slot in filter(first.__contains__, SCORED_SLOTS):
                sure, holds = first[slot].confidence, _agrees(getattr(wanted, slot), found, slot)
                slots.add((_bin(sure),), holds, sure)
                bonds.add((slot, first[slot].by), holds, sure)
    return Calibration(
        {key[0]: rate for key, rate in results.rates().items()},
        {key[0]: rate for key, rate in slots.rates().items()},
        {(key[0], key[1]): rate for key, rate in metrics.rates().items()},
        {(key[0], key[1]): rate for key, rate in bonds.rates().items()},
    )


def _agrees(wanted: str | None, found: Result, slot: str) -> bool:
    return bool(wanted) and is_within(fold(wanted or ""), fold(getattr(found, slot) or ""))


def _bin(confidence: float | None) -> str:
    if confidence is None:
        return "unstated"
    low = min(int(confidence / _BIN + 1e-9), 9) * _BIN
    return f"{low:.1f} to {low + _BIN:.1f}"
