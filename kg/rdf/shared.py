"""Statements about what papers share: the run, rules, concepts with their families, metrics and units."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from kg.graph.entities import EntitySummary, chain_links, summarise
from kg.model import Concept, Entity, Extraction, Facts, Normal, Result
from kg.rdf import terms as t
from kg.rdf.facts import fact_triples, told_by_properties
from kg.rdf.iris import Iris
from kg.rdf.own_units import own_unit
from kg.rdf.prefixes import PREFIXES
from kg.rdf.units import qudt_unit

__all__ = ["SharedFacts", "chain_of", "main_key", "shared_statements"]

_MEASURES = "measure"  # no type of entity: what results measure, each paper by whatever name


@dataclass(frozen=True)
class SharedFacts:
    """What holds for all papers at once: entities by key, and the next wider concepts of each, sorted."""

    entities: dict[str, EntitySummary]
    wider: dict[str, list[str]]

    @classmethod
    def of(cls, records: Sequence[Extraction]) -> SharedFacts:
        entities = [entity for record in records for entity in record.entities]
        wider: dict[str, list[str]] = {}
        links = {link for entity in entities for link in chain_links(entity.key, entity.broader)}
        for narrower, above in sorted(links):
            wider.setdefault(narrower, []).append(above)
        return cls(summarise(records), wider)

    def tell_all_of(self, entity: Entity) -> bool:
        """Return whether the shared concept says what this paper's record says of the entity."""
        item = self.entities[entity.key]
        chain = tuple(self._concept(key) for key in chain_of(entity.key, self.wider))
        shared = (item.kind, item.label, told_by_properties(item.facts), chain)
        return (entity.type.lower(), entity.name, entity.facts, entity.broader) == shared

    def _concept(self, key: str) -> Concept:
        item = self.entities[key]
        return Concept(key, item.label, told_by_properties(item.facts))


def chain_of(key: str, wider: dict[str, list[str]]) -> list[str]:
    """Follow the wider concepts up for as long as there is exactly one."""
    chain: list[str] = []
    above = wider.get(key, [])
    while len(above) == 1 and above[0] not in chain:
        chain.append(above[0])
        above = wider.get(above[0], [])
    return chain


def main_key(linked: Iterable[str | None], bound: Sequence[str | None]) -> str | None:
    """Return the main one of a slot's entities, as it is told: the one that no bond names, else that of the first bond.

    `linked` has the keys that the result is linked to, `bound` those of the slot's bonds in their order.
    """
    keys = (*(key for key in linked if key not in bound), *bound)
    return next((key for key in keys if key is not None), None)


def shared_statements(records: Sequence[Extraction], facts: SharedFacts, iris: Iris, version: str) -> Iterator[str]:
    """Yield all statements that belong to no single paper."""
    rules = sorted({rule for record in records for rule in _rules(record)})
    yield from _run(records, rules, iris, version)
    for rule in rules:
        node = iris.shared("rule", rule)
        yield from t.says(node, (t.A, t.RULE), (t.A, t.PLAN), (t.IDENTIFIER, t.text(rule)))
    for kind in sorted({item.kind for item in facts.entities.values()}):
        yield from _scheme(kind, iris)
    for item in facts.entities.values():
        yield from _concept(item, facts.wider.get(item.key, []), iris)
    results = [result for record in records for result in record.results]
    yield from _measures(results, iris)
    yield from _units(results, facts, iris)


def _run(records: Sequence[Extraction], rules: Sequence[str], iris: Iris, version: str) -> Iterator[str]:
    """Describe the run by what went through it, never by when: the same records give the same bytes."""
    digest = hashlib.sha256(b"\n".join(msgspec.json.encode(record) for record in records)).hexdigest()[:16]
    run, association = iris.shared("run", digest), iris.shared("association", digest)
    agent = iris.shared("agent", f"kg-{version}" if version else "kg")
    yield from t.says(
        iris.shared("dataset", digest), (t.A, t.DATASET_OF_TRIPLES), (t.URI_SPACE, t.text(iris.base)),
        (t.WAS_GENERATED_BY, run),
    )  # fmt: skip
    yield from t.says(agent, (t.A, t.SOFTWARE_AGENT), (t.LABEL, t.text("kg")))
    if version:
        yield from t.says(agent, (t.SOFTWARE_VERSION, t.text(version)))
    yield from t.says(run, (t.A, t.RUN), (t.A, t.ACTIVITY), (t.IDENTIFIER, t.text(digest)))
    yield from t.says(run, (t.WAS_ASSOCIATED_WITH, agent), (t.QUALIFIED_ASSOCIATION, association))
    yield from t.says(run, *((t.USED, iris.thing(record.id)) for record in records))
    yield from t.says(association, (t.A, t.ASSOCIATION), (t.AGENT, agent))
    yield from t.says(association, *((t.HAD_PLAN, iris.shared("rule", rule)) for rule in rules))


def _rules(record: Extraction) -> Iterator[str]:
    for entity in record.entities:
        yield from (mention.rule for mention in entity.mentions)
        yield from (mention.decision for mention in entity.mentions if mention.decision is not None)
    yield from (result.rule for result in record.results)


def _scheme(kind: str, iris: Iris) -> Iterator[str]:
    yield from t.says(iris.shared("scheme", kind), (t.A, t.CONCEPT_SCHEME), (t.LABEL, t.text(kind)))


def _concept(item: EntitySummary, wider: Sequence[str], iris: Iris) -> Iterator[str]:
    node = iris.thing(item.key)
    yield from t.says(node, *((t.A, class_) for class_ in t.TYPE_CLASSES.get(item.kind, ())))
    yield from t.says(
        node, (t.A, t.CONCEPT), (t.IDENTIFIER, t.text(item.key)),
        (t.IN_SCHEME, iris.shared("scheme", item.kind)), (t.PREF_LABEL, t.text(item.label)),
    )  # fmt: skip
    yield from t.says(node, *((t.ALT_LABEL, t.text(alias)) for alias in item.aliases))
    yield from t.says(node, *((t.BROADER, iris.thing(key)) for key in wider))
    if not wider:
        yield from t.says(node, (t.TOP_CONCEPT_OF, iris.shared("scheme", item.kind)))
    if item.facts is not None:
        yield from fact_triples(node, item.facts, iris)


def _measures(results: Sequence[Result], iris: Iris) -> Iterator[str]:
    scheme = iris.shared("scheme", _MEASURES)
    if results:
        yield from _scheme(_MEASURES, iris)
    for metric in sorted({result.metric for result in results}):
        node, label = iris.shared("measure", metric), metric.replace("_", " ")
        yield from t.says(
            node, (t.A, t.MEASURE), (t.A, t.CONCEPT), (t.IDENTIFIER, t.text(metric)),
            (t.PREF_LABEL, t.text(label)), (t.IN_SCHEME, scheme), (t.TOP_CONCEPT_OF, scheme),
        )  # fmt: skip


def _units(results: Sequence[Result], facts: SharedFacts, iris: Iris) -> Iterator[str]:
    """Describe the units that QUDT does not have: those of results and those that metrics are compared in."""
    used: list[Result | Normal | Facts | None] = [*results, *(result.normal for result in results)]
    used += [item.facts for item in facts.entities.values()]
    written = {item.unit for item in used if item is not None and item.unit is not None}
    ours = {unit.name: unit for unit in map(own_unit, sorted(unit for unit in written if qudt_unit(unit) is None))}
    for name, unit in sorted(ours.items()):
        node = iris.shared("unit", name)
        yield from t.says(
            node, (t.A, t.UNIT_CLASS), (t.LABEL, t.text(name)), (t.SYMBOL, t.text(name)),
            (t.DESCRIPTION, t.text(unit.definition)),
        )  # fmt: skip
        if unit.quantity_kind is not None:
            yield from t.says(node, (t.QUANTITY_KIND, f"<{PREFIXES['quantitykind']}{unit.quantity_kind}>"))
