"""Which results a question means: its names found in an index, its numbers and words made into tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import get_args

from kg.errors import QueryError
from kg.model import Result, Sense
from kg.query.index import RecordIndex
from kg.query.meant import Meant, Names, each_name, family_keys, metric_key, slot_meant

__all__ = ["as_number", "results_holding", "results_meant"]

_SENSES: tuple[Sense, ...] = get_args(Sense)

_Test = Callable[[Result], bool]


def results_meant(
    index: RecordIndex, slots: Mapping[str, Names | None], metric: Names | None = None, least: float | None = None,
    least_confidence: float | None = None, sense: str | Iterable[str] | None = None,
    devices: frozenset[str] | None = None,
) -> list[str]:  # fmt: skip
    """Return the keys of the results that hold all that is given, in the order of papers and of their text.

    Raises UnknownNameError for a name that nothing has, QueryError for a number or a word that is none.
    """
    found = [_in_slot(index, slot, names) for slot, names in slots.items() if names is not None]
    if metric is not None:
        found.append(_of_metric(index, metric))
    if devices is not None:
        found.append(results_holding(index, "hardware", Meant(devices, frozenset())))
    tests = _tests(least, least_confidence, sense)
    keys: Iterable[str] = index.results
    if found:
        keys = sorted(set.intersection(*found), key=index.place_of_result.__getitem__)
    return [key for key in keys if all(test(index.results[key][1]) for test in tests)]


def results_holding(index: RecordIndex, slot: str, meant: Meant) -> set[str]:
    """Return the results whose slot holds what is meant, alone or among others."""
    linked, spelled = index.linked[slot], index.spelled[slot]
    found = {result for key in meant.keys for result in linked.get(key, ())}
    return found.union(*(spelled.get(name, ()) for name in meant.spelled))


def as_number(name: str, given: object) -> float:
    """Return what is given as a number; raises QueryError where it is none."""
    try:
        number = float(given)  # type: ignore[arg-type]  # what is no number is what is looked for
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number):
        raise QueryError(f"{name} must be a number, and {given!r} is none")
    return number


def _in_slot(index: RecordIndex, slot: str, names: Names) -> set[str]:
    """Results with any of the names in a slot; one whose subject is the model itself is a result of that model."""
    meant = slot_meant(index, slot, names)
    slots = (slot, "subject") if slot == "model" else (slot,)
    return set().union(*(results_holding(index, each, meant) for each in slots))


def _of_metric(index: RecordIndex, names: Names) -> set[str]:
    found = {key for entity in family_keys(index, "metric", names) for key in index.linked["metric"].get(entity, ())}
    metrics = {metric_key(name) for name in each_name(names)} - {None}
    return found.union(*(index.measured.get(str(metric), ()) for metric in metrics))


def _tests(least: float | None, least_confidence: float | None, sense: str | Iterable[str] | None) -> list[_Test]:
    tests = []
    if sense is not None:
        tests.append(_sense_test((sense,) if isinstance(sense, str) else tuple(sense)))
    if least is not None:
        tests.append(_least_test(as_number("least", least)))
    if least_confidence is not None:
        tests.append(_confidence_test(as_number("least_confidence", least_confidence)))
    return tests


def _sense_test(senses: tuple[str, ...]) -> _Test:
    for sense in senses:
        if sense not in _SENSES:
            raise QueryError(f"no sense is called {sense!r}; the senses are {', '.join(_SENSES)}")
    return lambda result: result.sense in senses


def _least_test(least: float) -> _Test:
    def at_least(result: Result) -> bool:
        factor = result.normal is not None and result.normal.unit == "x"
        return (result.normal.value if factor and result.normal else result.value) >= least

    return at_least


def _confidence_test(least: float) -> _Test:
    if not 0 <= least <= 1:
        raise QueryError(f"least_confidence runs from 0 to 1; {least:g} is outside")
    return lambda result: result.confidence is not None and result.confidence >= least
