"""Statements about what papers share: the run, rules, concepts with their families, metrics and units."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from kg.graph.entities import EntitySummary, Summaries, chain_links
from kg.graph.slots import slot_links
from kg.memory import no_garbage
from kg.model import Concept, Entity, Extraction, Normal, Result
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
    """What holds for all papers at once: entities by key, and the next wider concepts of each, sorted.

    Beside them what all that was read comes to: the papers' ids, a digest of the records, the rules that saw anything,
    the metrics and the units of results.
    """

    entities: dict[str, EntitySummary]
    wider: dict[str, tuple[str, ...]]
    papers: list[str]
    digest: str
    rules: list[str]
    metrics: list[str]
    units: frozenset[str]

    @classmethod
    def of(cls, records: Iterable[Extraction]) -> SharedFacts:
        """Go through the records once, in their order, and keep none."""
        seen = _Seen()
        with no_garbage():
            for record in records:
                seen.add(record)
            return seen.facts()

    def tell_all_of(self, entity: Entity) -> bool:
        """Return whether the shared concept says what this paper's record says of the entity."""
        item = self.entities[entity.key]
        chain = tuple(self._concept(key) for key in chain_of(entity.key, self.wider))
        shared = (item.kind, item.label, told_by_properties(item.facts), chain)
        return (entity.type.lower(), entity.name, entity.facts, entity.broader) == shared

    def _concept(self, key: str) -> Concept:
        item = self.entities[key]
        return Concept(key, item.label, told_by_properties(item.facts))


def chain_of(key: str, wider: Mapping[str, Sequence[str]]) -> list[str]:
    """Follow the wider concepts up for as long as there is exactly one."""
    chain: list[str] = []
    above = wider.get(key, ())
    while len(above) == 1 and above[0] not in chain:
        chain.append(above[0])
        above = wider.get(above[0], ())
    return chain


def main_key(linked: Iterable[str | None], bound: Sequence[str | None]) -> str | None:
    """Return the main one of a slot's entities, as it is told: the one that no bond names, else that of the first bond.

    `linked` has the keys that the result is linked to, `bound` those of the slot's bonds in their order.
    """
    keys = (*(key for key in linked if key not in bound), *bound)
    return next((key for key in keys if key is not None), None)


class _Seen:
    """What the records come to, one by one."""

    def __init__(self) -> None:
        self._summaries = Summaries()
        self._wider: dict[str, tuple[str, ...]] = {}
        self._alone: dict[str, tuple[str, ...]] = {}  # what most entities stand below, once for all of them
        self._papers: list[str] = []
        self._digest = hashlib.sha256()
        self._rules: set[str] = set()
        self._metrics: set[str] = set()
        self._units: set[str] = set()

    def add(self, record: Extraction) -> None:
        self._digest.update((b"\n" if self._papers else b"") + msgspec.json.encode(record))
        self._papers.append(record.id)
        self._rules.update(_rules(record))
        for entity in record.entities:
            for narrower, above in chain_links(entity.key, entity.broader):
                known = self._wider.get(narrower)
                if known is None:
                    self._wider[narrower] = self._alone.setdefault(above, (above,))
                elif above not in known:
                    self._wider[narrower] = tuple(sorted((*known, above)))
        for result in record.results:
            self._metrics.add(result.metric)
            amounts: tuple[Result | Normal | None, ...] = (result, result.normal)
            self._units.update(amount.unit for amount in amounts if amount is not None and amount.unit is not None)
        self._summaries.add(record, (link for result in record.results for link in slot_links(record, result)))

    def facts(self) -> SharedFacts:
        """Return it, and forget it."""
        entities = {summary.key: summary for summary in self._summaries.each()}
        known = (item.facts for item in entities.values() if item.facts is not None)
        units = {facts.unit for facts in known if facts.unit is not None}
        return SharedFacts(
            entities, self._wider, self._papers, self._digest.hexdigest()[:16],
            sorted(self._rules), sorted(self._metrics), frozenset(self._units | units),
        )  # fmt: skip


def shared_statements(facts: SharedFacts, iris: Iris, version: str) -> Iterator[str]:
    """Yield all statements that belong to no single paper."""
    yield from _run(facts, iris, version)
    for rule in facts.rules:
        node = iris.shared("rule", rule)
        yield from t.says(node, (t.A, t.RULE), (t.A, t.PLAN), (t.IDENTIFIER, t.text(rule)))
    for kind in sorted({item.kind for item in facts.entities.values()}):
        yield from _scheme(kind, iris)
    for item in facts.entities.values():
        yield from _concept(item, facts.wider.get(item.key, ()), iris)
    yield from _measures(facts.metrics, iris)
    yield from _units(facts.units, iris)


def _run(facts: SharedFacts, iris: Iris, version: str) -> Iterator[str]:
    """Describe the run by what went through it, never by when: the same records give the same bytes."""
    digest = facts.digest
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
    for paper in facts.papers:
        yield from t.says(run, (t.USED, iris.thing(paper)))
    yield from t.says(association, (t.A, t.ASSOCIATION), (t.AGENT, agent))
    yield from t.says(association, *((t.HAD_PLAN, iris.shared("rule", rule)) for rule in facts.rules))


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


def _measures(metrics: Sequence[str], iris: Iris) -> Iterator[str]:
    scheme = iris.shared("scheme", _MEASURES)
    if metrics:
        yield from _scheme(_MEASURES, iris)
    for metric in metrics:
        node, label = iris.shared("measure", metric), metric.replace("_", " ")
        yield from t.says(
            node, (t.A, t.MEASURE), (t.A, t.CONCEPT), (t.IDENTIFIER, t.text(metric)),
            (t.PREF_LABEL, t.text(label)), (t.IN_SCHEME, scheme), (t.TOP_CONCEPT_OF, scheme),
        )  # fmt: skip


def _units(written: Iterable[str], iris: Iris) -> Iterator[str]:
    """Describe the units that QUDT does not have: those of results and those that metrics are compared in."""
    ours = {unit.name: unit for unit in map(own_unit, sorted(unit for unit in written if qudt_unit(unit) is None))}
    for name, unit in sorted(ours.items()):
        node = iris.shared("unit", name)
        yield from t.says(
            node, (t.A, t.UNIT_CLASS), (t.LABEL, t.text(name)), (t.SYMBOL, t.text(name)),
            (t.DESCRIPTION, t.text(unit.definition)),
        )  # fmt: skip
        if unit.quantity_kind is not None:
            yield from t.says(node, (t.QUANTITY_KIND, f"<{PREFIXES['quantitykind']}{unit.quantity_kind}>"))
