"""The numbers of records as floats: 30 and 30.0 are equal and must be written alike."""

from __future__ import annotations

from math import isfinite
from typing import Any

import msgspec

from kg.errors import InputError
from kg.model import Concept, Entity, Extraction, Facts, Normal, Result

__all__ = ["with_floats"]

_AMOUNTS = tuple(field.name for field in msgspec.structs.fields(Facts) if field.type == float | None)


def with_floats(record: Extraction) -> Extraction:
    """Turn whole numbers that came as int into float. Raises InputError for a number that is not finite."""
    changed: dict[str, Any] = {}
    whole = [_has_whole(_result_numbers(result), record, result) for result in record.results]  # each is looked at
    if any(whole):
        changed["results"] = tuple(map(_result_with_floats, record.results))
    stated = [entity for entity in record.entities if entity.facts is not None or _has_facts(entity.broader)]
    whole = [_has_whole(_fact_numbers(entity), record, entity) for entity in stated]
    if any(whole):
        changed["entities"] = tuple(map(_entity_with_floats, record.entities))
    return msgspec.structs.replace(record, **changed) if changed else record


def _has_whole(numbers: list[float], record: Extraction, of: Result | Entity) -> bool:
    """Whether one of the numbers is an int."""
    if not all(map(isfinite, numbers)):
        what = f"the result {of.quote!r} has a value" if isinstance(of, Result) else f"entity {of.key} has a fact"
        raise InputError(record.id, f"{what} that is no finite number")
    return int in map(type, numbers)


def _result_numbers(result: Result) -> list[float]:
    """Return all the numbers a result has."""
    numbers = [result.value, result.high, result.confidence, *(bond.confidence for bond in result.bound)]
    if result.normal is not None:
        numbers += [result.normal.value, result.normal.high]
    return [number for number in numbers if number is not None]


def _has_facts(broader: tuple[Concept, ...]) -> bool:
    for concept in broader:  # noqa: SIM110 - asked of nearly every entity, where a generator takes twice the time
        if concept.facts is not None:
            return True
    return False


def _fact_numbers(entity: Entity) -> list[float]:
    """Return all the amounts that are known of an entity and of what it belongs to."""
    known = [entity.facts, *(concept.facts for concept in entity.broader)]
    amounts = [getattr(facts, name) for facts in known if facts is not None for name in _AMOUNTS]
    return [amount for amount in amounts if amount is not None]


def _result_with_floats(result: Result) -> Result:
    normal = result.normal
    if normal is not None:
        normal = Normal(float(normal.value), _as_float(normal.high), normal.unit)
    bound = tuple(msgspec.structs.replace(bond, confidence=_as_float(bond.confidence)) for bond in result.bound)
    return msgspec.structs.replace(
        result, value=float(result.value), high=_as_float(result.high), normal=normal, bound=bound,
        confidence=_as_float(result.confidence),
    )  # fmt: skip


def _entity_with_floats(entity: Entity) -> Entity:
    broader = tuple(Concept(wider.key, wider.name, _facts_with_floats(wider.facts)) for wider in entity.broader)
    return msgspec.structs.replace(entity, broader=broader, facts=_facts_with_floats(entity.facts))


def _facts_with_floats(facts: Facts | None) -> Facts | None:
    if facts is None:
        return None
    return msgspec.structs.replace(facts, **{name: _as_float(getattr(facts, name)) for name in _AMOUNTS})


def _as_float(number: float | None) -> float | None:
    return None if number is None else float(number)
