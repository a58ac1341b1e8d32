"""What the page's script reads: marks with their evidence, every result, and each sentence once.

What repeats (sentences, papers, rules) is a number into a list; offsets count UTF-16 units, as JavaScript does. Keys
that stand in an address are without halves of characters, which no address holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.model import Extraction
from kg.query import Evidence, KnowledgeGraph, ResultHit, Results
from kg.query.figures.plots import Plot
from kg.view.embed import plain, utf16_offset

__all__ = ["MOST_PLACES", "report_data"]

MOST_PLACES = 50  # of evidence of one mark; the explorer has all
_SLOTS = ("subject", "baseline", "hardware", "model", "dataset", "task")


class _Numbered:
    """Gives each value the number of its place in a list."""

    def __init__(self) -> None:
        self._number: dict[Any, int] = {}

    def __call__(self, value: Any) -> int:
        return self._number.setdefault(value, len(self._number))

    def __iter__(self) -> Any:
        return iter(self._number)


class _Packing:
    """The lists that everything in the page counts into."""

    def __init__(self, records: Iterable[Extraction]) -> None:
        self._texts = {record.id: (record.title, record.abstract) for record in records}
        self.papers, self.sentences, self.rules, self.places = _Numbered(), _Numbered(), _Numbered(), _Numbered()

    def place(self, spots: Sequence[Evidence]) -> int:
        """The number of a place: a sentence of a paper, with one span or several of it."""
        first = spots[0]
        paper = self.papers((first.paper, first.title))
        rule = self.rules(", ".join(dict.fromkeys(spot.rule for spot in spots)))
        spans = sorted({self._span(spot) for spot in spots})
        section = int(first.section == "abstract")
        sentence = self.sentences(first.sentence)
        return self.places((paper, section, sentence, rule, *(end for span in spans for end in span)))

    def _span(self, spot: Evidence) -> tuple[int, int]:
        """Where the evidence stands in its sentence."""
        whole = self._texts[spot.paper][spot.section == "abstract"]
        # Of sentences that read alike it is the last one that begins before the evidence.
        begin = whole.rfind(spot.sentence, 0, spot.start + len(spot.sentence))
        start, end = (min(max(0, place - begin), len(spot.sentence)) for place in (spot.start, spot.end))
        return utf16_offset(spot.sentence, start), utf16_offset(spot.sentence, end)

    def lists(self) -> dict[str, Any]:
        """The lists themselves."""
        return {
            "papers": list(self.papers), "sentences": list(self.sentences), "rules": list(self.rules),
            "places": list(self.places),
        }  # fmt: skip


def report_data(graph: KnowledgeGraph, plots: Sequence[Plot], explorer: str | None) -> dict[str, Any]:
    """All that the page knows beside its drawings. `explorer` is the address of the other page, from this one."""
    packing = _Packing(graph.records)
    results = graph.results()
    numbers = {hit.key: number for number, hit in enumerate(results)}
    columns = _result_columns(results, packing)
    labels = {hit.key: hit.label for hit in graph.entities()}
    figures = {plot.rows.heading.name: _marks(plot, packing, numbers, labels) for plot in plots}
    return {"explorer": explorer, **packing.lists(), "figures": figures, "results": columns}


def _marks(plot: Plot, packing: _Packing, numbers: dict[str, int], labels: dict[str, str]) -> list[dict[str, Any]]:
    return [_mark(plot, place, packing, numbers, labels) for place in range(len(plot))]


def _mark(plot: Plot, place: int, packing: _Packing, numbers: dict[str, int], labels: dict[str, str]) -> dict[str, Any]:
    """A mark: its name in an address, what it says, what it stands on, of how many, and its things in the explorer."""
    mark = plot.rows.marks[place]
    basis = mark.basis
    told: dict[str, Any] = {"key": plain(mark.key), "said": mark.said}
    nodes = dict.fromkeys(key for key in (*basis.entities, mark.key) if key in labels)
    told["nodes"] = [(key, labels[key]) for key in nodes]
    if basis.results:
        return {**told, "of": len(basis.results), "results": [numbers[key] for key in basis.results[:MOST_PLACES]]}
    by_sentence = _by_sentence(plot.evidence(place, MOST_PLACES))
    return {**told, "of": len(basis.papers), "places": [packing.place(spots) for spots in by_sentence]}


def _by_sentence(spots: Iterable[Evidence]) -> list[list[Evidence]]:
    """Places in the order given, those of one sentence together."""
    found: dict[tuple[str, str, str], list[Evidence]] = {}
    for spot in spots:
        found.setdefault((spot.paper, spot.section, spot.sentence), []).append(spot)
    return list(found.values())


def _result_columns(results: Results, packing: _Packing) -> dict[str, list[Any]]:
    rows = [_result_row(results, hit, packing) for hit in results]
    names = (
        "key", "amount", "measure", "metric", "sense", *_SLOTS, "factor", "high", "unit", "confidence", "group", "rank",
        "place",
    )  # fmt: skip
    return {name: [row[name] for row in rows] for name in names}


def _result_row(results: Results, hit: ResultHit, packing: _Packing) -> dict[str, Any]:
    row = results.row(hit)
    normal = hit.normal
    return {
        "key": plain(hit.key), "amount": hit.amount, "measure": hit.measure, "metric": hit.metric, "sense": hit.sense,
        **{slot: getattr(hit, slot) for slot in _SLOTS}, "factor": normal and normal.value,
        "high": normal and normal.high, "unit": normal and normal.unit, "confidence": hit.confidence,
        "group": row["group"] if row["rank"] is not None else None, "rank": row["rank"],
        "place": packing.place([hit.evidence]),
    }  # fmt: skip
