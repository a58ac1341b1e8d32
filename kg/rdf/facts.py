"""What is known of a thing beside what papers say of it: properties of its concept."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Facts
from kg.rdf import terms as t
from kg.rdf.iris import Iris
from kg.rdf.units import unit_node

__all__ = ["fact_triples", "told_by_properties"]


def told_by_properties(facts: Facts | None) -> Facts | None:
    """Return the facts as properties tell them: facts that hold nothing are told by none, as no facts are."""
    return None if facts == Facts() else facts


def fact_triples(node: str, facts: Facts, iris: Iris) -> Iterator[str]:
    """Yield a statement for each thing known; a unit stands as text, as it was given, and as the thing it is."""
    for field, property_ in t.FACT_TEXTS.items():
        if (told := getattr(facts, field)) is not None:
            yield from t.says(node, (property_, t.text(told)))
    for field, property_ in t.FACT_YEARS.items():
        if (year := getattr(facts, field)) is not None:
            yield from t.says(node, (property_, t.integer(year)))
    for field, property_ in t.FACT_AMOUNTS.items():
        if (amount := getattr(facts, field)) is not None:
            yield from t.says(node, (property_, t.decimal(amount)))
    if facts.unit is not None:
        unit = unit_node(facts.unit, iris)
        yield from t.says(node, (t.UNIT, unit), (t.UNIT_AS_BEFORE, unit))
