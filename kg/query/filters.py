"""Which results and papers a question means: the names, numbers and words of a filter, made into tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import isfinite
from typing import get_args

from kg.errors import QueryError, UnknownNameError
from kg.graph.slots import names_of
from kg.model import ENTITY_TYPES, METRIC_KEYS, Extraction, Result, Sense
from kg.query.index import RecordIndex, unlinked
from kg.text.spelling import squeezed

__all__ = ["KINDS", "ResultTest", "family_keys", "metric_key", "result_tests"]

KINDS = tuple(type_.lower() for type_ in ENTITY_TYPES)
_SENSES: tuple[Sense, ...] = get_args(Sense)
_KEY_OF_METRIC = {squeezed(key): key for key in METRIC_KEYS}

ResultTest = Callable[[Extraction, Result], bool]


def result_tests(
    index: RecordIndex, slots: Mapping[str, str | None], metric: str | Iterable[str] | None = None,
    least: float | None = None, least_confidence: float | None = None, sense: str | Iterable[str] | None = None,
) -> list[ResultTest]:  # fmt: skip
    """Return one test for each filter that is given; a result, given with its paper, must pass them all.

    Raises UnknownNameError for a name that nothing has, QueryError for a number or a word that is none.
    """
    tests = [_slot_test(index, slot, name) for slot, name in slots.items() if name is not None]
    if metric is not None:
        tests.append(_metric_test(index, _several(metric)))
    if sense is not None:
        tests.append(_sense_test(_several(sense)))
    if least is not None:
        tests.append(_least_test(_number("least", least)))
    if least_confidence is not None:
        tests.append(_confidence_test(_number("least_confidence", least_confidence)))
    return tests


def metric_key(name: str) -> str | None:
    """Return the metric key that a name spells (`model size`, `Top-1`), or None."""
    return _KEY_OF_METRIC.get(squeezed(name))


def family_keys(index: RecordIndex, kind: str | None, name: str) -> frozenset[str]:
    """Return the keys of a name and all that is narrower; a metric key needs no entity of that name."""
    try:
        return index.family(index.names.resolve(name, kind))
    except UnknownNameError as error:
        if kind != "metric":
            raise
        if metric_key(name) is not None:
            return frozenset()
        raise UnknownNameError(name, error.nearest, f"metric keys: {' '.join(sorted(METRIC_KEYS))}") from error


def _several(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _slot_test(index: RecordIndex, slot: str, name: str) -> ResultTest:
    """Test whether a slot holds the name, alone or among others: by a link to its family, or unlinked by spelling."""
    wanted = squeezed(name)
    try:
        keys = family_keys(index, slot if slot in KINDS else None, name)
    except UnknownNameError:
        if wanted not in index.slot_surfaces.get(slot, ()):
            raise
        keys = frozenset()
    slots = (slot, "subject") if slot == "model" else (slot,)

    def holds(record: Extraction, result: Result) -> bool:
        linked = (name.key for slot in slots for name in names_of(record, result, slot))
        return not keys.isdisjoint(linked) or any(wanted in unlinked(record, result, slot) for slot in slots)

    return holds


def _metric_test(index: RecordIndex, names: tuple[str, ...]) -> ResultTest:
    entities = frozenset(key for name in names for key in family_keys(index, "metric", name))
    metrics = {metric_key(name) for name in names}
    return lambda _, result: result.metric in metrics or result.metric_entity_key in entities


def _sense_test(senses: tuple[str, ...]) -> ResultTest:
    for sense in senses:
        if sense not in _SENSES:
            raise QueryError(f"no sense is called {sense!r}; the senses are {', '.join(_SENSES)}")
    return lambda _, result: result.sense in senses


def _least_test(least: float) -> ResultTest:
    def at_least(_: Extraction, result: Result) -> bool:
        factor = result.normal is not None and result.normal.unit == "x"
        return (result.normal.value if factor and result.normal else result.value) >= least

    return at_least


def _confidence_test(least: float) -> ResultTest:
    if not 0 <= least <= 1:
        raise QueryError(f"least_confidence runs from 0 to 1; {least:g} is outside")
    return lambda _, result: result.confidence is not None and result.confidence >= least


def _number(name: str, given: object) -> float:
    try:
        number = float(given)  # type: ignore[arg-type]  # what is no number is what is looked for
    except (TypeError, ValueError):
        number = float("nan")
    if not isfinite(number):
        raise QueryError(f"{name} must be a number, and {given!r} is none")
    return number
