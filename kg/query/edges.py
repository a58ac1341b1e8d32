"""The edges of the graph, read off the records' index: of one node, without building the graph they are edges of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import QueryError
from kg.graph.entities import RELATION_BY_TYPE, result_key
from kg.graph.slots import SlotName, slot_names
from kg.model import Entity, Extraction, Result
from kg.query.evidence import bond_evidence, entity_evidence, first_evidence, result_evidence
from kg.query.hits import Evidence
from kg.query.index import RecordIndex

__all__ = ["Edge", "edge_places", "edges_from", "edges_to"]


class Edge(NamedTuple):
    """An edge as `kg.graph` makes it, and how many mentions or results it stands on."""

    source: str
    target: str
    relation: str
    count: int  # type: ignore[assignment]  # as the graph calls it; what tuples count is of no use here


def edges_from(index: RecordIndex, key: str) -> Iterator[Edge]:
    """Yield the edges that leave a paper, a result or an entity."""
    if key in index.papers:
        yield from _of_paper(index.papers[key])
    elif key in index.results:
        for slot, target in _fillers(*index.results[key]):
            yield Edge(key, target, slot, 1)
    else:
        for wider in index.wider.get(key, ()):
            yield Edge(key, wider, "broader", index.links[key, wider].count)


def edges_to(index: RecordIndex, key: str) -> Iterator[Edge]:
    """Yield the edges that arrive at a paper (there are none), a result or an entity."""
    if key in index.results:
        yield Edge(index.results[key][0].id, key, "has_result", 1)
        return
    for record, entity in index.places.get(key, ()):
        yield from _of_mention(record, entity)
    for slot, table in index.linked.items():
        for result in table.get(key, ()):
            yield Edge(result, key, slot, 1)
    compared = Counter(index.results[result][0].id for result in index.linked["baseline"].get(key, ()))
    for paper, count in compared.items():
        yield Edge(paper, key, "compares_with", count)
    for narrower in index.narrower.get(key, ()):
        yield Edge(narrower, key, "broader", index.links[narrower, key].count)


def edge_places(index: RecordIndex, source: str, target: str, relation: str) -> list[Evidence]:
    """Return all mentions or results that a paper's edge counts; of any other edge its first evidence.

    Raises QueryError where the graph has no such edge.
    """
    known = source in index.papers or source in index.results or source in index.entities
    if not known or not any(edge[1:3] == (target, relation) for edge in edges_from(index, source)):
        raise QueryError(f"the graph has no edge {relation} from {source} to {target}")
    if relation == "broader":
        link = index.links[source, target]
        return [first_evidence(link.record, link.entity)]
    if source in index.results:
        record, result = index.results[source]
        return [bond_evidence(record, result, _fillers(record, result)[relation, target].bond)]
    return _places_of_paper(index, index.papers[source], target, relation)


def _places_of_paper(index: RecordIndex, record: Extraction, target: str, relation: str) -> list[Evidence]:
    if relation == "has_result":
        return [result_evidence(*index.results[target])]
    if relation == "compares_with":
        compared = (result for result in record.results if ("baseline", target) in _fillers(record, result))
        return [result_evidence(record, result) for result in compared]
    return entity_evidence(record, next(entity for entity in record.entities if entity.key == target))


def _of_paper(record: Extraction) -> Iterator[Edge]:
    for entity in record.entities:
        yield from _of_mention(record, entity)
    compared: Counter[str] = Counter()
    for position, result in enumerate(record.results, 1):
        yield Edge(record.id, result_key(record.id, position), "has_result", 1)
        compared.update(target for slot, target in _fillers(record, result) if slot == "baseline")
    for target, count in compared.items():
        yield Edge(record.id, target, "compares_with", count)


def _of_mention(record: Extraction, entity: Entity) -> Iterator[Edge]:
    count = len(entity.mentions)
    yield Edge(record.id, entity.key, "mentions", count)
    relation = RELATION_BY_TYPE.get(entity.type)
    if relation:
        yield Edge(record.id, entity.key, relation, count)
    if entity.key in record.introduces:
        yield Edge(record.id, entity.key, "introduces", count)


def _fillers(record: Extraction, result: Result) -> dict[tuple[str, str], SlotName]:
    """What fills each (slot, entity) of a result: of a slot that names an entity twice, the first counts."""
    found: dict[tuple[str, str], SlotName] = {}
    for name in slot_names(record, result):
        if name.key is not None:
            found.setdefault((name.slot, name.key), name)
    return found
