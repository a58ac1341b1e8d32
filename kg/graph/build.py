"""Records into one NetworkX graph: papers, entities and results as nodes, evidence on every edge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from sys import intern
from typing import Any, NamedTuple

import msgspec
import networkx as nx

from kg.graph.entities import (
    RELATION_BY_TYPE,
    EntitySummary,
    Summaries,
    by_position,
    chain_links,
    result_key,
)
from kg.graph.ordered import checked
from kg.graph.slots import SlotName, distinct_links, slot_names
from kg.memory import no_garbage
from kg.model import Bond, Concept, Entity, Extraction, Mention, Result, Section
from kg.text.sentences import sentence_at

__all__ = ["amount_label", "build_graph", "result_label"]

Attributes = dict[str, str | int | float | bool]


class _Spot(NamedTuple):
    """The place an edge stands on."""

    paper: str
    section: Section
    start: int
    end: int
    rule: str
    quote: str


@dataclass(slots=True)
class _Chain:
    """What stands above an entity, how often papers name the entity so, and where the first of them does."""

    key: str
    broader: tuple[Concept, ...]
    spot: _Spot
    count: int

    def add(self, spot: _Spot, count: int) -> None:
        self.count += count
        if spot.paper < self.spot.paper:
            self.spot = spot


class _Edges:
    """Edges as NetworkX holds them, by source, target and relation: the first evidence stays, further is counted.

    First is what stands in the paper whose id sorts first, in whatever order papers come.
    """

    def __init__(self) -> None:
        self.leaving: dict[str, dict[str, dict[str, Attributes]]] = {}
        self._ranks: dict[tuple[str, str], tuple[bool, str, str]] = {}

    def add(
        self, source: str, target: str, relation: str, spot: _Spot, count: int = 1, more: Attributes | None = None
    ) -> None:
        targets = self.leaving.get(source)
        if targets is None:
            targets = self.leaving[source] = {}
        relations = targets.get(target)
        if relations is None:  # as most: nothing else leads from the one to the other
            targets[target] = {relation: _edge_attributes(relation, spot, count, more)}
            return
        known = relations.get(relation)
        if known is None:
            relations[relation] = _edge_attributes(relation, spot, count, more)
        elif spot.paper < str(known["paper"]):
            relations[relation] = _edge_attributes(relation, spot, count + int(known["count"]), more)
        else:
            known["count"] = int(known["count"]) + count

    def add_broader(self, narrower: str, wider: str, chain: _Chain) -> None:
        """Link a concept to the next wider one; evidence that names the narrower one itself comes first."""
        spot = chain.spot
        relations = self.leaving.setdefault(narrower, {}).setdefault(wider, {})
        known = relations.get("broader")
        count = chain.count + (int(known["count"]) if known else 0)
        rank = (narrower != chain.key, spot.paper, chain.key)
        if known is None or rank < self._ranks[narrower, wider]:
            self._ranks[narrower, wider] = rank
            relations["broader"] = _edge_attributes("broader", spot, count, None)
        else:
            known["count"] = count


def _edge_attributes(relation: str, spot: _Spot, count: int, more: Attributes | None) -> Attributes:
    """One string for all edges of a rule, one for all of a sentence: of these there are millions."""
    attributes: Attributes = {
        "relation": relation, "paper": spot.paper, "section": spot.section, "start": spot.start, "end": spot.end,
        "rule": intern(spot.rule), "quote": spot.quote, "count": count,
    }  # fmt: skip
    if more:
        attributes |= more
    return attributes


def build_graph(records: Iterable[Extraction]) -> nx.MultiDiGraph[str]:
    """Return the graph of the records: the same for any order of records, nodes and edges sorted.

    Nodes have `kind` and `label`; the edge key is the relation; each edge has paper, section, start, end,
    rule, quote (the sentence, or a result's quote) and count. A result has an edge to each thing that one of its slots
    names. It stands on that name where the record says which; `by` says then what bound it to the number, and
    `confidence` how often names so bound are right, where that is known.
    No record is kept, so that those of a file need not be in memory together.
    Raises InputError for records that contradict themselves.
    """
    parts = _Parts()
    with no_garbage():
        for record in checked(records):
            parts.add(record)
        return parts.graph()


class _Parts:
    """What a graph is made of, record by record."""

    def __init__(self) -> None:
        self._nodes: dict[str, Attributes] = {}
        self._edges = _Edges()
        self._chains: dict[tuple[str, tuple[Concept, ...]], _Chain] = {}  # by entity, and what stands above it
        self._summaries = Summaries()

    def add(self, record: Extraction) -> None:
        self._add_node(record.id, _paper_attributes(record))
        self._add_entities(record)
        links: list[tuple[str, str, str]] = []
        for position, result in enumerate(record.results, 1):
            names = [name for name in slot_names(record, result) if name.key is not None]
            links += distinct_links(names)
            key = result_key(record.id, position)
            self._add_node(key, _result_attributes(record, result))
            self._add_result(record, result, key, names)
        self._summaries.add(record, links)

    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the graph and forget the parts."""
        for chain in self._chains.values():
            for narrower, wider in chain_links(chain.key, chain.broader):
                self._edges.add_broader(intern(narrower), intern(wider), chain)
        self._chains.clear()
        for summary in self._summaries.each():
            self._nodes.setdefault(summary.key, _entity_attributes(summary))
        return _assemble(self._nodes, self._edges.leaving)

    def _add_node(self, key: str, attributes: Attributes) -> None:
        """Keep one node of a key, the same in any order: a paper before a result, and of results the last paper's."""
        known = self._nodes.get(key)
        if known is None or (attributes["kind"], known.get("paper", "")) < (known["kind"], attributes.get("paper", "")):
            self._nodes[key] = attributes

    def _add_entities(self, record: Extraction) -> None:
        introduced = set(record.introduces)
        for entity in record.entities:
            key, spot, count = intern(entity.key), _first_spot(record, entity), len(entity.mentions)
            self._edges.add(record.id, key, "mentions", spot, count)
            relation = RELATION_BY_TYPE.get(entity.type)
            if relation:
                self._edges.add(record.id, key, relation, spot, count)
            if key in introduced:
                self._edges.add(record.id, key, "introduces", spot, count)
            if entity.broader:
                chain = self._chains.get((key, entity.broader))
                if chain is None:
                    self._chains[key, entity.broader] = _Chain(key, entity.broader, spot, count)
                else:
                    chain.add(spot, count)

    def _add_result(self, record: Extraction, result: Result, key: str, names: Iterable[SlotName]) -> None:
        spot = _Spot(record.id, result.section, result.start, result.end, result.rule, result.quote)
        self._edges.add(record.id, key, "has_result", spot)
        for (slot, target), bond in _linked(names).items():
            if bond is not None:
                why = _without_none(by=bond.by, confidence=bond.confidence)
                self._edges.add(key, target, slot, _bond_spot(record, result, bond), more=why)
            else:
                self._edges.add(key, target, slot, spot)
            if slot == "baseline":
                self._edges.add(record.id, target, "compares_with", spot)


def _assemble(nodes: dict[str, Attributes], leaving: dict[str, dict[str, Any]]) -> nx.MultiDiGraph[str]:
    """Fill the tables of the graph, sorted: `add_edge` would copy the attributes of each edge, and take its time."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    tables: Any = graph  # the types of NetworkX leave out the tables that its documentation tells of
    node, below, above = tables._node, tables._succ, tables._pred
    for key in sorted(nodes):
        node[key], below[key], above[key] = nodes.pop(key), {}, {}
    for source, sorted_targets in below.items():
        if source not in leaving:
            continue
        targets = leaving.pop(source)
        for target in sorted(targets):
            relations = targets[target]
            sorted_targets[target] = above[target][source] = relations if len(relations) == 1 else _by_key(relations)
    return graph


def _by_key(table: dict[str, Attributes]) -> dict[str, Attributes]:
    return {key: table[key] for key in sorted(table)}


def _linked(names: Iterable[SlotName]) -> dict[tuple[str, str], Bond | None]:
    """The bond of each (slot, entity) of a result: of a slot that names an entity twice, the first counts."""
    bonds: dict[tuple[str, str], Bond | None] = {}
    for name in names:
        if name.key is not None:
            bonds.setdefault((name.slot, intern(name.key)), name.bond)
    return bonds


def _first_spot(record: Extraction, entity: Entity) -> _Spot:
    first = entity.mentions[0] if len(entity.mentions) == 1 else by_position(entity.mentions)[0]
    return _Spot(record.id, first.section, first.start, first.end, first.rule, _sentence(record, first))


def _bond_spot(record: Extraction, result: Result, bond: Bond) -> _Spot:
    return _Spot(record.id, bond.section, bond.start, bond.end, result.rule, _sentence(record, bond))


def _sentence(record: Extraction, spot: Mention | Bond) -> str:
    text = record.title if spot.section == "title" else record.abstract
    return sentence_at(text, spot.start, spot.end)


def _paper_attributes(record: Extraction) -> Attributes:
    source = "; ".join(f"{place.file}:{place.line}" for place in record.source)
    return _without_none(kind="paper", label=record.title, title=record.title, abstract=record.abstract, source=source)


def _entity_attributes(summary: EntitySummary) -> Attributes:
    facts = msgspec.structs.asdict(summary.facts) if summary.facts else {}
    return _without_none(
        kind=summary.kind, label=summary.label, aliases=" | ".join(summary.aliases) or None,
        papers=summary.papers, mentions=summary.mentions, **facts,
    )  # fmt: skip


def _result_attributes(record: Extraction, result: Result) -> Attributes:
    normal = result.normal
    return _without_none(
        kind="result", label=result_label(result), paper=record.id, metric=result.metric, value=result.value,
        high=result.high, unit=result.unit, sense=result.sense, qualifier=result.qualifier, better=result.better,
        normal=normal and normal.value, normal_high=normal and normal.high, normal_unit=normal and normal.unit,
        metric_by=result.metric_by, confidence=result.confidence, quote=result.quote, section=result.section,
        start=result.start, end=result.end,
    )  # fmt: skip


def _without_none(**attributes: Any) -> Attributes:
    return {name: value for name, value in attributes.items() if value is not None}


def result_label(result: Result) -> str:
    """Say a result in a few words: `4.1x throughput gain (up to)`, `30-45% memory cut`, `76.1 miou`."""
    amount = amount_label(result.value, result.high, result.unit)
    sense = "" if result.sense == "value" else f" {result.sense}"
    qualifier = f" ({result.qualifier})" if result.qualifier else ""
    return f"{amount} {result.metric.replace('_', ' ')}{sense}{qualifier}"


def amount_label(value: float, high: float | None, unit: str | None) -> str:
    """Say a number or a range with its unit: `4.1x`, `30-45%`, `71 tokens/s`, `700,000,000`."""
    amount = _number(value) + (f"-{_number(high)}" if high is not None else "")
    if not unit:
        return amount
    return amount + (unit if unit in ("x", "%") else f" {unit}")


def _number(value: float) -> str:
    if abs(value) >= 1e15:  # thousands separators stop helping
        return f"{value:g}"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
