"""Lookups over records that queries share, by key, name, place and family, each made when first needed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from kg.graph.entities import EntitySummary, chain_links, in_order, result_key, summarise
from kg.graph.namesakes import without_namesakes
from kg.graph.slots import names_of
from kg.memory import no_garbage
from kg.model import SLOTS, Entity, Extraction, Result
from kg.query.names import NameIndex
from kg.text.spelling import squeezed

__all__ = ["RecordIndex", "unlinked"]


class RecordIndex:
    """What the records hold, found without a walk over all of them."""

    def __init__(self, records: Iterable[Extraction]) -> None:
        with no_garbage():
            self.records: tuple[Extraction, ...] = tuple(without_namesakes(in_order(records)))

    @cached_property
    def papers(self) -> dict[str, Extraction]:
        return {record.id: record for record in self.records}

    @cached_property
    def entities(self) -> dict[str, EntitySummary]:
        return summarise(self.records)

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.entities.values(), self.records)

    @cached_property
    def results(self) -> dict[str, tuple[Extraction, Result]]:
        return {
            result_key(record.id, position): (record, result)
            for record in self.records
            for position, result in enumerate(record.results, 1)
        }

    @cached_property
    def places(self) -> dict[str, list[tuple[Extraction, Entity]]]:
        """Where each entity is mentioned; concepts that no paper names have no entry."""
        places: dict[str, list[tuple[Extraction, Entity]]] = defaultdict(list)
        for record in self.records:
            for entity in record.entities:
                places[entity.key].append((record, entity))
        return dict(places)

    @cached_property
    def wider(self) -> dict[str, list[str]]:
        """The next wider concepts of each entity, sorted."""
        entities = (entity for record in self.records for entity in record.entities)
        links = {link for entity in entities for link in chain_links(entity)}
        table: dict[str, list[str]] = defaultdict(list)
        for narrower, wider in sorted(links):
            table[narrower].append(wider)
        return dict(table)

    @cached_property
    def narrower(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for narrower, above in self.wider.items():
            for wider in above:
                table[wider].append(narrower)
        return dict(table)

    @cached_property
    def labels(self) -> dict[str, str]:
        return {key: item.label for key, item in self.entities.items()}

    @cached_property
    def classes(self) -> frozenset[str]:
        """What is no one thing: has members that go by another name (a GPU; not an A100, for all its memory sizes)."""
        return frozenset(
            wider for wider, below in self.narrower.items() if any(not key.startswith(f"{wider}-") for key in below)
        )

    @cached_property
    def slot_surfaces(self) -> dict[str, set[str]]:
        """The squeezed names that stand in slots without a link to an entity."""
        surfaces: dict[str, set[str]] = defaultdict(set)
        for record, result in self.results.values():
            for slot in SLOTS:
                surfaces[slot].update(unlinked(record, result, slot))
        return dict(surfaces)

    def family(self, keys: Iterable[str]) -> frozenset[str]:
        """Return the keys and everything narrower than them."""
        return _closure(keys, self.narrower)

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the keys of all wider concepts, nearest first."""
        found: dict[str, None] = {}
        level = self.wider.get(key, [])
        while level:
            found.update(dict.fromkeys(level))
            level = [wider for near in level for wider in self.wider.get(near, []) if wider not in found]
        return tuple(found)


def unlinked(record: Extraction, result: Result, slot: str) -> set[str]:
    """Return, squeezed, what names no entity in a slot: each such name, and all its text where the slot has no key."""
    names = {squeezed(name.text) for name in names_of(record, result, slot) if name.key is None}
    surface = getattr(result, slot)
    return names | {squeezed(surface)} if surface and getattr(result, f"{slot}_key") is None else names


def _closure(keys: Iterable[str], table: dict[str, list[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(table.get(key, ()))
    return frozenset(found)
