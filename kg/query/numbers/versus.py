"""Two things against each other: what papers report of one compared with the other, and of both in one setting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal

from kg.errors import QueryError
from kg.query.answers import Answer, Table, counted
from kg.query.evidence import result_hit
from kg.query.filters import results_holding
from kg.query.hits import EntityHit, ResultHit
from kg.query.index import RecordIndex
from kg.query.meant import Meant, Name, main_key, side_meant
from kg.query.numbers.comparable import Setting, rank_key, setting_of
from kg.query.numbers.judge import judged_side, side
from kg.query.papers import entity_hit
from kg.query.rows import json_row

__all__ = ["Comparison", "MetricGroup", "Verdict", "compare"]


@dataclass(frozen=True, repr=False)
class Verdict:
    """What papers say of the two: one result that sets one against the other, or one of each in the same setting.

    `winner` is the key of the one that is better here, None where that is not said.
    """

    how: Literal["direct", "beside"]
    winner: str | None
    winner_label: str | None
    results: tuple[ResultHit, ...]

    def __repr__(self) -> str:
        said = " against ".join(f"{hit.amount} {hit.measure} ({hit.evidence.title!r})" for hit in self.results)
        return f"<{self.winner_label or 'neither'} better: {said}>"


@dataclass(frozen=True)
class MetricGroup:
    """All verdicts by one metric: those of direct comparisons first, then in the order of papers."""

    metric: str
    verdicts: tuple[Verdict, ...]


class Comparison(Answer):
    """All that is reported of `a` against `b`, their families included, in `groups` by metric, the largest first.

    A walk over it yields its `results`.
    """

    def __init__(self, a: EntityHit, b: EntityHit, groups: Iterable[MetricGroup]) -> None:
        self.a, self.b, self.groups = a, b, tuple(groups)

    @property
    def results(self) -> tuple[ResultHit, ...]:
        """The results of all verdicts, each once."""
        hits = {hit.key: hit for verdict in self.verdicts for hit in verdict.results}
        return tuple(hits.values())

    def __iter__(self) -> Iterator[ResultHit]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts of all groups."""
        return tuple(verdict for group in self.groups for verdict in group.verdicts)

    def wins(self, name: str) -> int:
        """Return in how many verdicts one of the two, by key or label, is better."""
        return sum(name in (verdict.winner, verdict.winner_label) for verdict in self.verdicts)

    @property
    def counts(self) -> str:
        tally = ", ".join(f"{hit.label} better in {self.wins(hit.key)}" for hit in (self.a, self.b))
        return f"{self.a.label} and {self.b.label}: {counted(len(self.verdicts), 'comparison')}, {tally}"

    def tables(self, most: int | None = None) -> list[Table]:
        """Return a table for each metric, a row a result."""
        columns = ("better", "result", "measure", "subject", "vs", "setting", "paper")
        tables = []
        for group in self.groups:
            rows = [_cells(verdict, hit) for verdict in group.verdicts for hit in verdict.results]
            heading = group.metric.replace("_", " ")
            tables.append(Table(heading, columns, rows[:most], len(rows[most:]) if most else 0))
        return tables

    def plain(self) -> dict[str, Any]:
        """Return both sides and the groups as plain lists and dicts."""
        sides = {name: {"key": hit.key, "label": hit.label} for name, hit in (("a", self.a), ("b", self.b))}
        groups = [
            {"metric": group.metric, "verdicts": [_verdict_row(verdict) for verdict in group.verdicts]}
            for group in self.groups
        ]
        return {**sides, "groups": groups}


def compare(index: RecordIndex, a: Name, b: Name) -> Comparison:
    """Return what is reported of two things; of a thing and a member of its family, what is of the member is its own.

    Raises QueryError where both are the same, UnknownNameError for a name that nothing has.
    """
    hits = entity_hit(index, main_key(index, a)), entity_hit(index, main_key(index, b))
    if hits[0].key == hits[1].key:
        raise QueryError(f"{hits[0].label!r} cannot be compared with itself; name two things")
    one, other = _apart(*(side_meant(index, hit) for hit in hits))
    direct = list(_direct(index, hits, one, other))
    met = {hit.key for verdict in direct for hit in verdict.results}
    verdicts = [*direct, *_beside(index, hits, one, other, met)]
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.results[0].metric, []).append(verdict)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return Comparison(*hits, (MetricGroup(metric, tuple(found)) for metric, found in ordered))


def _apart(one: Meant, other: Meant) -> tuple[Meant, Meant]:
    """Two sides without a thing in common: what belongs to both belongs to the narrower."""
    if one.keys >= other.keys:
        return one._replace(keys=one.keys - other.keys), other
    return one, other._replace(keys=other.keys - one.keys)


def _direct(index: RecordIndex, hits: tuple[EntityHit, EntityHit], one: Meant, other: Meant) -> Iterator[Verdict]:
    forth = results_holding(index, "subject", one) & results_holding(index, "baseline", other)
    back = results_holding(index, "subject", other) & results_holding(index, "baseline", one)
    for key in sorted(forth | back, key=index.place_of_result.__getitem__):
        hit = result_hit(key, *index.results[key])
        subject, baseline = hits if key in forth else hits[::-1]
        winner = (
            None
            if key in forth & back
            else {"subject": subject, "baseline": baseline}.get(judged_side(*index.results[key]) or "")
        )
        yield _verdict("direct", winner, hit)


def _beside(
    index: RecordIndex, hits: tuple[EntityHit, EntityHit], one: Meant, other: Meant, met: set[str]
) -> Iterator[Verdict]:
    """Pairs of results that share their setting but for the two things, wherever those stand."""
    for slot in _roles(hits):
        held = [results_holding(index, slot, meant) - met for meant in (one, other)]
        if not all(held):
            continue
        found = [_by_setting(index, slot, keys) for keys in held]
        for shared in (setting for setting in found[0] if setting in found[1]):
            for pair in product(found[0][shared], found[1][shared]):
                ranks = [rank_key(hit) for hit in pair]
                winner = None if ranks[0] == ranks[1] else hits[ranks[1] < ranks[0]]
                yield _verdict("beside", winner, *pair)


def _roles(hits: tuple[EntityHit, EntityHit]) -> tuple[str, ...]:
    """The slots in which two things may stand beside each other."""
    kinds = {hit.kind for hit in hits}
    return ("subject", *(slot for slot in ("hardware", "model") if kinds == {slot}))


def _by_setting(index: RecordIndex, slot: str, keys: Iterable[str]) -> dict[object, list[ResultHit]]:
    found: dict[object, list[ResultHit]] = {}
    for key in sorted(keys, key=index.place_of_result.__getitem__):
        hit = result_hit(key, *index.results[key])
        setting = setting_of(hit, index.classes)
        if setting.missing is None:
            found.setdefault(_shared(setting, hit, slot), []).append(hit)
    return found


def _shared(setting: Setting, hit: ResultHit, slot: str) -> object:
    if slot == "hardware":
        return replace(setting, hardware=()), tuple(sorted(side(hit, "subject")))
    if slot == "model":
        return replace(setting, model=()), tuple(sorted(side(hit, "subject")))
    return setting


def _verdict(how: Literal["direct", "beside"], winner: EntityHit | None, *results: ResultHit) -> Verdict:
    return Verdict(how, winner.key if winner else None, winner.label if winner else None, results)


def _cells(verdict: Verdict, hit: ResultHit) -> tuple[str, ...]:
    slots = (verdict.winner_label, hit.amount, hit.measure, hit.subject, hit.baseline, hit.setting, hit.evidence.title)
    return tuple(cell or "" for cell in slots)


def _verdict_row(verdict: Verdict) -> dict[str, Any]:
    return {"how": verdict.how, "winner": verdict.winner, "results": [json_row(hit) for hit in verdict.results]}
