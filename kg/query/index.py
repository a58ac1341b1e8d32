"""Lookups over records that queries share, by key, name, place and family, each made when first needed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import log

from kg.graph.build import result_label
from kg.graph.entities import EntitySummary, chain_links, result_key, summarise
from kg.graph.namesakes import without_namesakes
from kg.graph.slots import SlotName, bond_texts, names_in
from kg.memory import no_garbage
from kg.model import SLOTS, Entity, Extraction, Facts, Result
from kg.query.names import NameIndex
from kg.text.spelling import squeezed

__all__ = ["ChainLink", "Fillers", "RecordIndex"]

_MANY = 8  # times a number of papers that it is quicker to go through than to sort

Places = list[tuple[Extraction, Entity]]
Fillers = Mapping[str, Mapping[str, list[str]]]


@dataclass
class ChainLink:
    """A step from a concept to the next wider one: how many mentions stand behind it, and the place shown for it."""

    record: Extraction
    entity: Entity
    own: bool
    count: int = 0


class RecordIndex:
    """What the records hold, found without a walk over all of them."""

    def __init__(self, records: Iterable[Extraction]) -> None:
        with no_garbage():
            self.records: tuple[Extraction, ...] = tuple(without_namesakes(records))
        self._bits: dict[str, int] = {}

    @cached_property
    def papers(self) -> dict[str, Extraction]:
        return {record.id: record for record in self.records}

    @cached_property
    def entities(self) -> dict[str, EntitySummary]:
        return summarise(self.records)

    @cached_property
    def device_facts(self) -> dict[str, Facts]:
        """What datasheets say of hardware, of each device of which anything is known."""
        found = self.entities.values()
        return {item.key: item.facts for item in found if item.kind == "hardware" and item.facts is not None}

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(map(_with_short_name, self.entities.values()), self.records)

    @cached_property
    def results(self) -> dict[str, tuple[Extraction, Result]]:
        return {
            result_key(record.id, position): (record, result)
            for record in self.records
            for position, result in enumerate(record.results, 1)
        }

    @cached_property
    def place_of_result(self) -> dict[str, int]:
        """Where each result stands in the order of papers and of their text."""
        return {key: place for place, key in enumerate(self.results)}

    @cached_property
    def place_of_paper(self) -> dict[str, int]:
        """Where each paper stands in the order of titles."""
        ordered = sorted(self.records, key=lambda record: (record.title, record.id))
        return {record.id: place for place, record in enumerate(ordered)}

    @cached_property
    def places(self) -> dict[str, Places]:
        """Where each entity is mentioned; concepts that no paper names have no entry."""
        places: dict[str, Places] = defaultdict(list)
        for record in self.records:
            for entity in record.entities:
                places[entity.key].append((record, entity))
        return dict(places)

    @cached_property
    def introducers(self) -> dict[str, list[str]]:
        """The papers that introduce each entity."""
        table: dict[str, list[str]] = defaultdict(list)
        for record in self.records:
            for key in record.introduces:
                table[key].append(record.id)
        return dict(table)

    @cached_property
    def links(self) -> dict[tuple[str, str], ChainLink]:
        """Each (narrower, wider) pair of concepts; a paper that names the narrower one itself is shown for it."""
        links: dict[tuple[str, str], ChainLink] = {}
        for record in self.records:
            for entity in sorted(record.entities, key=lambda entity: entity.key):
                for pair in chain_links(entity.key, entity.broader):
                    own = pair[0] == entity.key
                    link = links.setdefault(pair, ChainLink(record, entity, own))
                    if own and not link.own:
                        link.record, link.entity, link.own = record, entity, own
                    link.count += len(entity.mentions)
        return links

    @cached_property
    def wider(self) -> dict[str, list[str]]:
        """The next wider concepts of each entity, sorted."""
        table: dict[str, list[str]] = defaultdict(list)
        for narrower, wider in sorted(self.links):
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
    def _slots(self) -> tuple[Fillers, Fillers]:
        linked: dict[str, dict[str, list[str]]] = {slot: defaultdict(list) for slot in (*SLOTS, "metric")}
        spelled: dict[str, dict[str, list[str]]] = {slot: defaultdict(list) for slot in SLOTS}
        for key, (record, result) in self.results.items():
            texts = bond_texts(record, result)
            for slot in SLOTS:
                surface, main = getattr(result, slot), getattr(result, f"{slot}_key")
                if not (result.bound or surface or main):
                    continue
                names = names_in(slot, main, surface, result.bound, texts)
                for entity in dict.fromkeys(name.key for name in names if name.key is not None):
                    linked[slot][entity].append(key)
                for name in _unlinked(names, main, surface):
                    spelled[slot][name].append(key)
            if result.metric_entity_key is not None:
                linked["metric"][result.metric_entity_key].append(key)
        return linked, spelled

    @property
    def linked(self) -> Fillers:
        """Of each slot, and of the metric, the results it links to each entity."""
        return self._slots[0]

    @property
    def spelled(self) -> Fillers:
        """Of each slot the results that hold a name without a link to an entity, by its squeezed spelling."""
        return self._slots[1]

    @cached_property
    def measured(self) -> dict[str, list[str]]:
        """The results of each metric key."""
        table: dict[str, list[str]] = defaultdict(list)
        for key, (_, result) in self.results.items():
            table[result.metric].append(key)
        return dict(table)

    @cached_property
    def compared(self) -> frozenset[tuple[str, str]]:
        """The pairs of a paper and an entity that it compares with."""
        baselines = self.linked["baseline"].items()
        return frozenset((self.results[result][0].id, key) for key, results in baselines for result in results)

    @cached_property
    def pulls(self) -> dict[str, float]:
        """How much of a hub each entity is: grows with its papers and the concepts next to it."""
        ties = Counter({key: len(places) for key, places in self.places.items()})
        for table in (self.wider, self.narrower):
            ties.update({key: len(near) for key, near in table.items()})
        return {key: log(count) for key, count in ties.items()}

    @cached_property
    def by_papers(self) -> list[str]:
        """The entities, most papers first."""
        return sorted(self.entities, key=lambda key: -self.entities[key].papers)

    def paper_bits(self, key: str) -> int:
        """Return the papers of an entity as a number with a bit for each, which is kept for the next question."""
        if key not in self._bits:
            self._bits[key] = self.bits_of(record.id for record, _ in self.places.get(key, ()))
        return self._bits[key]

    def bits_of(self, papers: Iterable[str]) -> int:
        """Return papers as such a number."""
        bits = bytearray(len(self.records) // 8 + 1)
        for paper in papers:
            place = self.place_of_paper[paper]
            bits[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(bits, "little")

    def by_title(self, papers: Collection[str]) -> list[str]:
        """Return papers in the order of titles."""
        if len(papers) * _MANY < len(self.records):
            return sorted(papers, key=self.place_of_paper.__getitem__)
        return [paper for paper in self.place_of_paper if paper in papers]

    def papers_of(self, keys: Iterable[str]) -> set[str]:
        """Return the papers that mention any of the entities themselves; `family` adds what is narrower."""
        return {record.id for key in keys for record, _ in self.places.get(key, ())}

    def node(self, key: str) -> tuple[str, str]:
        """Return kind and label of a paper, an entity or a result."""
        if key in self.papers:
            return "paper", self.papers[key].title
        if key in self.results:
            return "result", result_label(self.results[key][1])
        return self.entities[key].kind, self.entities[key].label

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


def _with_short_name(item: EntitySummary) -> EntitySummary:
    """A device goes by its label without its maker's name, too, even where no paper writes it so."""
    maker = item.facts.vendor if item.facts else None
    short = item.label.removeprefix(f"{maker} ") if maker else item.label
    return item if short == item.label else replace(item, aliases=(*item.aliases, short))


def _unlinked(names: Sequence[SlotName], main: str | None, surface: str | None) -> set[str]:
    """What names no entity in a slot, squeezed: each such name, and all its text where the slot has no key."""
    found = {squeezed(name.text) for name in names if name.key is None}
    return found | {squeezed(surface)} if surface and main is None else found


def _closure(keys: Iterable[str], table: dict[str, list[str]]) -> frozenset[str]:
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(table.get(key, ()))
    return frozenset(found)
