"""Records into one NetworkX graph: papers, entities and results as nodes, evidence on every edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import networkx as nx

from kg.graph.entities import (
    RELATION_BY_TYPE,
    EntitySummary,
    by_position,
    chain_links,
    in_order,
    result_key,
    slot_links,
    summarise,
)
from kg.model import Entity, Extraction, Mention, Result, Section
from kg.text.sentences import sentence_at

__all__ = ["build_graph", "result_label"]

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

    def add(self, source: str, target: str, relation: str, spot: _Spot, count: int = 1) -> None:
        edge = self.table.get((source, target, relation))
        if edge is None:
            self.table[source, target, relation] = {"relation": relation, **spot._asdict(), "count": count}
        else:
            edge["count"] = int(edge["count"]) + count


def build_graph(records: Iterable[Extraction]) -> nx.MultiDiGraph[str]:
    """Return the graph of the records: the same for any order of records, nodes and edges sorted.

    Nodes have `kind` and `label`; the edge key is the relation; each edge has paper, section, start, end,
    rule, quote (the sentence, or a result's quote) and count.
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
    for slot, target, _ in slot_links(result):
        edges.add(key, target, slot, spot)
    if result.baseline_key is not None:
        edges.add(record.id, result.baseline_key, "compares_with", spot)


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
    text = record.title if first.section == "title" else record.abstract
    sentence = sentence_at(text, first.start, first.end)
    return _Spot(record.id, first.section, first.start, first.end, first.rule, sentence)


def _paper_attributes(record: Extraction) -> Attributes:
    source = "; ".join(f"{place.file}:{place.line}" for place in record.source)
    return _without_none(kind="paper", label=record.title, title=record.title, abstract=record.abstract, source=source)


def _entity_attributes(summary: EntitySummary) -> Attributes:
    return _without_none(
        kind=summary.kind, label=summary.label, aliases=" | ".join(summary.aliases) or None,
        papers=summary.papers, mentions=summary.mentions,
    )  # fmt: skip


def _result_attributes(record: Extraction, result: Result) -> Attributes:
    return _without_none(
        kind="result", label=result_label(result), paper=record.id, metric=result.metric, value=result.value,
        high=result.high, unit=result.unit, sense=result.sense, qualifier=result.qualifier,
        quote=result.quote, section=result.section, start=result.start, end=result.end,
    )  # fmt: skip


def _without_none(**attributes: Any) -> Attributes:
    return {name: value for name, value in attributes.items() if value is not None}


def result_label(result: Result) -> str:
    """Say a result in a few words: `4.1x throughput gain (up to)`, `30-45% memory cut`, `76.1 miou`."""
    amount = _number(result.value) + (f"-{_number(result.high)}" if result.high is not None else "")
    if result.unit:
        amount += result.unit if result.unit in ("x", "%") else f" {result.unit}"
    sense = "" if result.sense == "value" else f" {result.sense}"
    qualifier = f" ({result.qualifier})" if result.qualifier else ""
    return f"{amount} {result.metric.replace('_', ' ')}{sense}{qualifier}"


def _number(value: float) -> str:
    if abs(value) >= 1e15:  # thousands separators stop helping
        return f"{value:g}"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
