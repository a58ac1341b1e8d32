"""What `kg evaluate` prints: the figures as a table or as JSON, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from kg.workbench.calibration import Calibration, Rate
from kg.workbench.differences import Difference
from kg.workbench.evaluate import Evaluation, Figures
from kg.workbench.tally import Tally

__all__ = ["calibration_card", "calibration_json", "scorecard", "scorecard_json"]

_WIDTH = 28  # of the first column
_SIDES = ("missing", "extra")


def scorecard(evaluation: Evaluation, kind: str | None = None, most: int = 3) -> str:
    """The figures, of one kind or of all, then `most` differences of each kind and side."""
    lines = [f"{'':{_WIDTH}}    P      R      F1    gold  found  F1 if partial"]
    lines += _entity_lines(evaluation.figures, kind)
    lines += _other_lines(evaluation.figures, kind)
    if kind is None:
        lines += ["", f"papers without a fault: {evaluation.figures.papers_right} of {evaluation.papers}"]
    if most:
        lines += _difference_lines(evaluation, kind, most)
    return "\n".join(lines)


def scorecard_json(evaluation: Evaluation, kind: str | None = None, most: int | None = None) -> str:
    """The same as JSON, every figure to three digits; differences are all unless `most` says how many of a side."""
    told = {
        "papers": evaluation.papers,
        "papers_without_record": [paper.title for paper in evaluation.unmatched],
        **_figures_json(evaluation.figures, kind),
        "differences": [shown for group in _groups(evaluation, kind) for shown in islice(group, most)],
    }
    if kind is None:
        told["papers_without_fault"] = evaluation.figures.papers_right
    return msgspec.json.format(msgspec.json.encode(told), indent=1).decode()


def _entity_lines(figures: Figures, kind: str | None) -> Iterator[str]:
    for type_, tally in figures.entities.items():
        if kind in (None, type_):
            yield _line(type_, tally, figures.partial[type_])
    if kind is None:
        yield _line("the first four types", figures.main_types)
        yield _line("all types", figures.all_types)


def _other_lines(figures: Figures, kind: str | None) -> Iterator[str]:
    results = figures.results
    if kind in (None, "introduces"):
        yield _line("introduces", figures.introduces)
    if kind in (None, "results"):
        yield _line("results", results.strict)
        yield _line("results, metric by family", results.family)
        yield from (_line(f"  their {slot}", tally) for slot, tally in results.slots.items())
        yield f"  sense right {results.sense.recall:.3f}; values found, of any metric {results.values.recall:.3f}"


def _line(name: str, tally: Tally, partial: Tally | None = None) -> str:
    figures = f"{tally.precision:.3f}  {tally.recall:.3f}  {tally.f1:.3f}  {tally.gold:>5}  {tally.found:>5}"
    return f"{name:<{_WIDTH}}{figures}" + (f"  {partial.f1:.3f}" if partial else "")


def _groups(evaluation: Evaluation, kind: str | None) -> Iterator[list[Difference]]:
    """What differs, kind by kind in the order of the table, what is missing before what is too much."""
    kinds = [*evaluation.figures.entities, "introduces", "results"] if kind is None else [kind]
    for one in kinds:
        for side in _SIDES:
            group = [found for found in evaluation.differences if (found.kind, found.side) == (one, side)]
            if group:
                yield group


def _difference_lines(evaluation: Evaluation, kind: str | None, most: int) -> Iterator[str]:
    heading = ""
    for group in _groups(evaluation, kind):
        if group[0].kind != heading:
            heading = group[0].kind
            yield f"\n{heading}"
        yield from (f"  {shown}" for shown in group[:most])
        if len(group) > most:
            yield f"  {group[0].side:<7}  and {len(group) - most} more"


def _figures_json(figures: Figures, kind: str | None) -> dict[str, Any]:
    if kind == "introduces":
        return {"introduces": _rounded(figures.introduces)}
    if kind == "results":
        return _results_json(figures)
    types = [type_ for type_ in figures.entities if kind in (None, type_)]
    told: dict[str, Any] = {
        "entities": {type_: _rounded(figures.entities[type_]) for type_ in types},
        "entities_partial": {type_: _rounded(figures.partial[type_]) for type_ in types},
    }
    if kind is None:
        told["main_types"], told["all_types"] = _rounded(figures.main_types), _rounded(figures.all_types)
        told["introduces"] = _rounded(figures.introduces)
        told |= _results_json(figures)
    return told


def _results_json(figures: Figures) -> dict[str, Any]:
    results = figures.results
    return {
        "results": _rounded(results.strict),
        "results_family": _rounded(results.family),
        "results_value_recall": round(results.values.recall, 3),
        "results_sense": round(results.sense.recall, 3),
        "result_slots": {slot: _rounded(tally) for slot, tally in results.slots.items()},
    }


def _rounded(tally: Tally) -> dict[str, float]:
    figures = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    counts = {"gold": tally.gold, "found": tally.found}
    return {**{name: round(figure, 3) for name, figure in figures.items()}, **counts}


def calibration_card(measured: Calibration) -> str:
    """Stated confidence beside how often results and slots are right, then the rates by how they were read."""
    lines = [f"{'':{_WIDTH}}  found  right  measured  stated"]
    for title, rates in _tables(measured):
        lines += ["", title, *(_rate_line(name, rate) for name, rate in rates.items())]
    return "\n".join(lines)


def calibration_json(measured: Calibration) -> str:
    """The same as JSON."""
    told = {
        title: {
            name: {"found": rate.found, "right": rate.right, "measured": round(rate.measured, 3), "stated": rate.stated}
            for name, rate in rates.items()
        }
        for title, rates in _tables(measured)
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=1).decode()


def _tables(measured: Calibration) -> Iterator[tuple[str, dict[str, Rate]]]:
    yield "results by confidence", dict(measured.results)
    yield "slots by confidence", dict(measured.slots)
    yield "results by what their metric is known by", {" ".join(key): rate for key, rate in measured.by_metric.items()}
    yield "slots by what bound them", {" ".join(key): rate for key, rate in measured.by_bond.items()}


def _rate_line(name: str, rate: Rate) -> str:
    stated = "" if rate.stated is None else f"{rate.stated:>8.3f}"
    return f"  {name:<{_WIDTH - 2}}  {rate.found:>5}  {rate.right:>5}  {rate.measured:>8.3f}{stated}"
