"""The numbers of records as floats: 30 and 30.0 are equal and must be written alike."""

from __future__ import annotations

from typing import Any

import msgspec

from kg.model import Concept, Entity, Extraction, Facts, Normal, Result

__all__ = ["fact_numbers", "result_numbers", "with_floats"]

_AMOUNTS = tuple(field.name for field in msgspec.structs.fields(Facts) if field.type == float | None)


def with_floats(record: Extraction) -> Extraction:
    """Turn whole numbers that came as int into float."""
    changed: dict[str, Any] = {}
    if any(type(number) is int for result in record.results for number in result_numbers(result)):
        changed["results"] = tuple(map(_result_with_floats, record.results))
    if any(type(number) is int for entity in record.entities for number in fact_numbers(entity)):
        changed["entities"] = tuple(map(_entity_with_floats, record.entities))
    return msgspec.structs.replace(record, **changed) if changed else record


def result_numbers(result: Result) -> list[float]:
    """Return all the numbers a result has."""
    normal = () if result.normal is None else (result.normal.value, result.normal.high)
    bound = (bond.confidence for bond in result.bound)
    return [number for number in (result.value, result.high, result.confidence, *normal, *bound) if number is not None]


def fact_numbers(entity: Entity) -> list[float]:
    """Return all the amounts that are known of an entity and of what it belongs to."""
    known = [facts for facts in (entity.facts, *(concept.facts for concept in entity.broader)) if facts is not None]
    amounts = (getattr(facts, name) for facts in known for name in _AMOUNTS)
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
