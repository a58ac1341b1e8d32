"""Which systems are reported better than a thing, or worse, by a number, and what each of these numbers stands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from kg.query.answers import Hits, Table, counted
from kg.query.evidence import result_hit
from kg.query.filters import results_holding
from kg.query.hits import ResultHit
from kg.query.index import RecordIndex
from kg.query.meant import Meant, Name, side_meant
from kg.query.numbers.judge import Side, compared_pairs, is_on, judged_side, side
from kg.query.numbers.results import Results
from kg.query.rows import json_row

__all__ = ["Rival", "Rivals", "rivals"]

Way = Literal["beats", "beaten_by"]


@dataclass(frozen=True, repr=False)
class Rival:
    """A system that stands on the other side of `results`.

    Its key is that of its entity; a name that is none has one within its paper only (`kelp in paper-…`).
    """

    key: str
    label: str
    results: tuple[ResultHit, ...]

    @property
    def papers(self) -> int:
        return len({hit.evidence.paper for hit in self.results})

    def __repr__(self) -> str:
        said = "; ".join(_said(hit) for hit in self.results)
        return f"<Rival {self.label!r} ({self.key}): {said}>"


class Rivals(Hits[Rival]):
    """Systems with the results that speak for or against them: those whose numbers compare first, best first.

    Numbers that do not compare rank nobody: such systems follow in the order of papers. `results` has all numbers, and
    its `groups()` tell what compares with what.
    """

    noun = "system"
    columns = ("system", "result", "measure", "vs", "setting", "paper")
    fields = ("key", "label", "papers", "results")

    def __init__(self, found: Iterable[Rival], results: Results, heading: str) -> None:
        super().__init__(found, lambda rival: rival)
        self.results, self.heading = results, heading

    @property
    def counts(self) -> str:
        return f"{self.heading}: {counted(len(self), self.noun)}, {self.results.counts}"

    def tables(self, most: int | None = None) -> list[Table]:
        """Return one table, a row a result."""
        rows = [
            (rival.label, hit.amount, hit.measure, hit.baseline or "", hit.setting, hit.evidence.title)
            for rival in self
            for hit in rival.results
        ]
        return [Table("", self.columns, rows[:most], len(rows[most:]) if most else 0)]

    def row(self, hit: Rival) -> dict[str, Any]:
        results = [json_row(result) for result in hit.results]
        return {"key": hit.key, "label": hit.label, "papers": hit.papers, "results": results}


def rivals(index: RecordIndex, name: Name, better: Way) -> Rivals:
    """Return what `beats` a thing (or what it is reported better than: `beaten_by` it), by any metric.

    A result counts whichever way round its paper states it. Raises UnknownNameError for a name that nothing has.
    """
    meant = side_meant(index, name)
    found: dict[str, list[ResultHit]] = {}
    labels: dict[str, str] = {}
    for hit, winner in _judged(index, meant, better):
        for key, label in _others(hit, winner, meant, better).items():
            found.setdefault(key, []).append(hit)
            labels.setdefault(key, index.labels.get(key, label))
    used = {hit.key: hit for of_rival in found.values() for hit in of_rival}
    ordered = sorted(used.values(), key=lambda hit: index.place_of_result[hit.key])
    results = Results(ordered, index.labels, index.classes, "value")
    place = {hit.key: number for number, hit in enumerate(results)}
    systems = [Rival(key, labels[key], tuple(sorted(of_rival, key=lambda hit: place[hit.key])))
               for key, of_rival in found.items()]  # fmt: skip
    systems.sort(key=lambda rival: (place[rival.results[0].key], rival.label, rival.key))
    return Rivals(systems, results, "better" if better == "beats" else "worse")


def _judged(index: RecordIndex, meant: Meant, better: Way) -> Iterable[tuple[ResultHit, Side]]:
    """The results that have the thing on the side that is worse, or for `beaten_by` better, each with the better side.

    Hits are made of these alone: what is compared often has many results.
    """
    sides: tuple[tuple[Side, Side], ...] = (("subject", "baseline"), ("baseline", "subject"))
    found: dict[str, Side] = {}
    for own, other in sides:
        wanted = other if better == "beats" else own
        held = results_holding(index, own, meant)
        found.update((key, wanted) for key in held if judged_side(*index.results[key]) == wanted)
    for key in sorted(found, key=index.place_of_result.__getitem__):
        yield result_hit(key, *index.results[key]), found[key]


def _others(hit: ResultHit, winner: Side, meant: Meant, better: Way) -> dict[str, str]:
    """The systems on the other side of a result, with their names, where the sides are as asked for."""
    loser: Side = "baseline" if winner == "subject" else "subject"
    own, other = (loser, winner) if better == "beats" else (winner, loser)
    names = side(hit, other)
    pairs = (dict(zip(("subject", "baseline"), pair, strict=True)) for pair in compared_pairs(hit))
    return {
        pair[other]: names[pair[other]]
        for pair in pairs
        if is_on(hit, own, pair[own], meant) and not is_on(hit, other, pair[other], meant)
    }


def _said(hit: ResultHit) -> str:
    return f"{hit.amount} {hit.measure} ({hit.evidence.title!r})"
