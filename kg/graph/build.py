"""Records into one NetworkX graph: papers, entities and results as nodes, evidence on every edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
import networkx as nx

from kg.graph.entities import (
    RELATION_BY_TYPE,
    EntitySummary,
    by_position,
    chain_links,
    in_order,
    result_key,
    summarise,
)
from kg.graph.slots import slot_names
from kg.model import Bond, Entity, Extraction, Mention, Result, Section
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


class _Edges:
    """Edges by (source, target, relation): the first evidence given stays, further evidence is counted."""

    def __init__(self) -> None:
        self.table: dict[tuple[str, str, str], Attributes] = {}

    def add(
        self, source: str, target: str, relation: str, spot: _Spot, count: int = 1, more: Attributes | None = None
    ) -> None:
        edge = self.table.get((source, target, relation))
        if edge is None:
            more = more or {}
            self.table[source, target, relation] = {"relation": relation, **spot._asdict(), "count": count, **more}
        else:
            edge["count"] = int(edge["count"]) + count


def build_graph(records: Iterable[Extraction]) -> nx.MultiDiGraph[str]:
    """Return the graph of the records: the same for any order of records, nodes and edges sorted.

    Nodes have `kind` and `label`; the edge key is the relation; each edge has paper, section, start, end,
    rule, quote (the sentence, or a result's quote) and count. A result has an edge to each thing that one of its slots
    names. It stands on that name where the record says which; `by` says then what bound it to the number, and
    `confidence` how often names so bound are right, where that is known.
    Raises InputError for records that contradict themselves.
    """
    ordered = in_order(records)
    nodes: dict[str, Attributes] = {key: _entity_attributes(summary) for key, summary in summarise(ordered).items()}
    edges = _Edges()
    for record in ordered:
        nodes[record.id] = _paper_attributes(record)
        _add_entities(record, edges)
        for position, result in enumerate(record.results, 1):
            nodes[result_key(record.id, position)] = _result_attributes(record, result)
            _add_result(record, result, result_key(record.id, position), edges)
    _add_broader(ordered, edges)
    return _assemble(nodes, edges)


def _assemble(nodes: dict[str, Attributes], edges: _Edges) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(sorted(nodes.items()))
    for source, target, relation in sorted(edges.table):
        graph.add_edge(source, target, key=relation, **edges.table[source, target, relation])
    return graph


def _add_entities(record: Extraction, edges: _Edges) -> None:
    introduced = set(record.introduces)
    for entity in record.entities:
        spot, count = _first_spot(record, entity), len(entity.mentions)
        edges.add(record.id, entity.key, "mentions", spot, count)
        relation = RELATION_BY_TYPE.get(entity.type)
        if relation:
            edges.add(record.id, entity.key, relation, spot, count)
        if entity.key in introduced:
            edges.add(record.id, entity.key, "introduces", spot, count)


def _add_result(record: Extraction, result: Result, key: str, edges: _Edges) -> None:
    spot = _Spot(record.id, result.section, result.start, result.end, result.rule, result.quote)
    edges.add(record.id, key, "has_result", spot)
    for (slot, target), bond in _linked(record, result).items():
        if bond is not None:
            why = _without_none(by=bond.by, confidence=bond.confidence)
            edges.add(key, target, slot, _bond_spot(record, result, bond), more=why)
        else:
            edges.add(key, target, slot, spot)
        if slot == "baseline":
            edges.add(record.id, target, "compares_with", spot)


def _linked(record: Extraction, result: Result) -> dict[tuple[str, str], Bond | None]:
    """The bond of each (slot, entity) of a result: of a slot that names an entity twice, the first counts."""
    bonds: dict[tuple[str, str], Bond | None] = {}
    for name in slot_names(record, result):
        if name.key is not None:
            bonds.setdefault((name.slot, name.key), name.bond)
    return bonds


def _add_broader(records: Sequence[Extraction], edges: _Edges) -> None:
    """Link each concept to the next wider one; evidence that names the narrower one itself comes first."""
    for own in (True, False):
        for record, entity in _entities(records):
            for narrower, wider in chain_links(entity):
                if (narrower == entity.key) is own:
                    spot = _first_spot(record, entity)
                    edges.add(narrower, wider, "broader", spot, len(entity.mentions))


def _entities(records: Sequence[Extraction]) -> Iterator[tuple[Extraction, Entity]]:
    for record in records:
        for entity in sorted(record.entities, key=lambda entity: entity.key):
            yield record, entity


def _first_spot(record: Extraction, entity: Entity) -> _Spot:
    first: Mention = by_position(entity.mentions)[0]
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
