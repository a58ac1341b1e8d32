"""Two graphs held against each other: every kind of change between them, found and put in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from kg.model import Extraction
from kg.query.diff.change_kinds import (
    Aspect,
    EntityChange,
    FirstResult,
    Introduction,
    NameChange,
    NewBest,
    NewConflict,
    NumberChange,
    PaperChange,
    Relation,
    Uptake,
)
from kg.query.diff.pairing import KeyLinks, pair_papers, pair_results
from kg.query.hits import EntityHit, ResultHit
from kg.query.knowledge import KnowledgeGraph
from kg.query.numbers.comparable import rank_key, setting_of
from kg.query.numbers.conflicts import Conflict
from kg.query.numbers.results import ResultGroup

__all__ = ["Compared"]

_FIRST_SLOTS = ("hardware", "baseline", "dataset", "model")

Papers = dict[str, set[str]]  # by the key of an entity


class Compared:
    """An older and a newer graph, with what of the one is what of the other."""

    def __init__(self, old: KnowledgeGraph, new: KnowledgeGraph) -> None:
        self._old, self._new = old, new
        self._pairs = pair_papers(old.records, new.records)
        self._new_key = {before.id: key for key, (before, _) in self._pairs.items()}
        self._old_hits, self._new_hits = old.results(), new.results()
        self.results = pair_results(self._old_hits, self._new_hits, self._pairs)
        self._links = KeyLinks(self._pairs.values())
        self._old_entities = {entity.key: entity for entity in old.entities()}
        self._new_entities = {entity.key: entity for entity in new.entities()}

    def papers_new(self) -> tuple[PaperChange, ...]:
        """Papers of the newer graph that the older one has under no key and with no such text."""
        found = (PaperChange(record.id, record.title) for record in self._new.records if record.id not in self._pairs)
        return tuple(sorted(found, key=_by_title))

    def papers_gone(self) -> tuple[PaperChange, ...]:
        """Papers of the older graph alone."""
        found = (PaperChange(paper.id, paper.title) for paper in self._old.records if paper.id not in self._new_key)
        return tuple(sorted(found, key=_by_title))

    def papers_changed(self) -> tuple[PaperChange, ...]:
        """Papers of both whose records differ: those with another text first, then those read differently."""
        pairs = ((now, _aspects(before, now)) for before, now in self._pairs.values())
        found = (PaperChange(now.id, now.title, aspects) for now, aspects in pairs if aspects)
        return tuple(sorted(found, key=lambda change: (_depth(change), *_by_title(change))))

    def introduced(self) -> tuple[Introduction, ...]:
        """What no paper introduced before."""
        known = {self._links.now(key) for record in self._old.records for key in record.introduces}
        found = (
            Introduction(self._new_entities[key], record.id, record.title)
            for record in self._new.records
            for key in record.introduces
            if key not in known
        )
        return tuple(sorted(found, key=lambda change: (*_by_weight(change.entity), change.title, change.paper)))

    def best(self) -> tuple[NewBest, ...]:
        """New numbers better than all that are not new, within what the guard lets be ranked; of most papers first."""
        groups = (group for group in self._new.results(sort="value").groups() if group.ranked)
        return tuple(best for group in groups if (best := self._best_of(group)) is not None)

    def _best_of(self, group: ResultGroup) -> NewBest | None:
        """The first of a ranked group, where it is new and better than all that stood there."""
        now = group.hits[0]
        form = _form(now)
        earlier = [before for hit in group.hits if (before := self.results.before(hit)) and _form(before) == form]
        best = min(earlier, key=rank_key, default=None)
        if best is None or not self.results.is_fresh(now) or rank_key(now) >= rank_key(best):
            return None
        return NewBest(group.heading, now, best)

    def first(self) -> tuple[FirstResult, ...]:
        """Entities that results are linked to for the first time, by slot; those with most results first."""
        return tuple(chain.from_iterable(map(self._first_in, _FIRST_SLOTS)))

    def _first_in(self, slot: str) -> list[FirstResult]:
        known = {self._links.now(key) for hit in self._old_hits for key in _keys_in(hit, slot, self._old_entities)}
        hits: dict[str, dict[str, ResultHit]] = defaultdict(dict)
        for hit in self._new_hits:
            for key in _keys_in(hit, slot, self._new_entities):
                if key not in known:
                    hits[key][hit.key] = hit
        same: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for key, found in hits.items():
            same[tuple(found)].append(key)
        firsts = (self._first_of(slot, keys, tuple(hits[keys[0]].values())) for keys in same.values())
        return sorted(chain.from_iterable(firsts), key=lambda first: (-len(first.results), *_by_weight(first.entity)))

    def _first_of(self, slot: str, keys: list[str], hits: tuple[ResultHit, ...]) -> Iterator[FirstResult]:
        """Entities that share all their first results: each that is no family of another, with its families."""
        entities = [self._new_entities[key] for key in sorted(keys)]
        families = {key for entity in entities for key in entity.broader}
        for entity in entities:
            if entity.key not in families:
                wider = tuple(self._new_entities[key] for key in entity.broader if key in keys)
                yield FirstResult(slot, entity, wider, hits)

    def uptake(self) -> tuple[Uptake, ...]:
        """What more or fewer papers compare with or mention than before, if any did before; the greatest change first.

        A family is left out where its change is that of one member.
        """
        compared = (_compared(self._old_hits, self._old_entities), _compared(self._new_hits, self._new_entities))
        mentioned = (_mentioned(self._old, self._old_entities), _mentioned(self._new, self._new_entities))
        return (*self._uptake("compare with", *compared), *self._uptake("mention", *mentioned))

    def _uptake(self, relation: Relation, old: Papers, new: Papers) -> list[Uptake]:
        before: Papers = defaultdict(set)
        for key, papers in old.items():
            before[self._links.now(key)] |= {self._new_key.get(paper, paper) for paper in papers}
        found = []
        for key in before.keys() & self._new_entities.keys():
            entity, then, now = self._new_entities[key], before[key], new.get(key, set())
            if len(now) != len(then):
                more, fewer = tuple(sorted(now - then)), tuple(sorted(then - now))
                found.append(Uptake(relation, entity, len(then), len(now), more, fewer))
        of_member = {(wider, one.more, one.fewer) for one in found for wider in one.entity.broader}
        own = (one for one in found if (one.entity.key, one.more, one.fewer) not in of_member)
        return sorted(own, key=lambda one: (one.part == relation, -abs(one.now - one.before), one.now < one.before,
                                            *_by_weight(one.entity)))  # fmt: skip

    def contradictions(self) -> tuple[NewConflict, ...]:
        """Pairs of papers that say the opposite of who is faster and did not before; same settings first."""
        known = {self._sides(conflict, old=True) for conflict in self._old.faster_than().contradictions}
        found = self._new.faster_than().contradictions
        fresh = [conflict for conflict in found if self._sides(conflict) not in known]
        return tuple(map(NewConflict, sorted(fresh, key=lambda one: ("same", "unknown", "differ").index(one.setting))))

    def _sides(self, conflict: Conflict, old: bool = False) -> frozenset[tuple[str, str, str]]:
        """Who is faster than whom by which paper, in the keys of the newer graph."""
        sides = ((step.winner, step.loser, step.hit.evidence.paper) for step in conflict.steps)
        if not old:
            return frozenset(sides)
        now = self._links.now
        return frozenset((now(one), now(other), self._new_key.get(paper, paper)) for one, other, paper in sides)

    def numbers(self) -> tuple[NumberChange, ...]:
        """Results of papers that both have, with another number; by title and text."""
        found = (NumberChange(before, now) for before, now in self.results.renumbered)
        return tuple(sorted(found, key=lambda change: (change.now.evidence.title, change.now.key)))

    def names(self) -> tuple[NameChange, ...]:
        """Words of one text that are taken for other entities: merged first, then split, then renamed."""
        links, found = self._links, list[NameChange]()
        for key in sorted(links.before):
            if len(links.before[key]) > 1:
                found.append(NameChange("merged", self._old_ones(links.before[key]), self._new_ones({key})))
        for key in sorted(links.after):
            now = links.after[key]
            if len(now) > 1:
                found.append(NameChange("split", self._old_ones({key}), self._new_ones(now)))
            elif now != {key} and all(len(links.before[other]) == 1 for other in now):
                found.append(NameChange("renamed", self._old_ones({key}), self._new_ones(now)))
        order = ("merged", "split", "renamed")
        return tuple(sorted(found, key=lambda change: (order.index(change.how), *_by_weight(change.now[0]))))

    def _old_ones(self, keys: Iterable[str]) -> tuple[EntityHit, ...]:
        return tuple(sorted((self._old_entities[key] for key in keys), key=_by_weight))

    def _new_ones(self, keys: Iterable[str]) -> tuple[EntityHit, ...]:
        return tuple(sorted((self._new_entities[key] for key in keys), key=_by_weight))

    def entities_new(self) -> tuple[EntityChange, ...]:
        """What papers mention now, did not before, and did not under another key; in most papers first."""
        return _only(self._new_entities, self._old_entities, self._links.before)

    def entities_gone(self) -> tuple[EntityChange, ...]:
        """What papers mention no longer, under no key; what was in most papers first."""
        return _only(self._old_entities, self._new_entities, self._links.after)


def _only(
    here: Mapping[str, EntityHit], there: Mapping[str, EntityHit], links: Mapping[str, set[str]]
) -> tuple[EntityChange, ...]:
    found = [one for key, one in here.items() if one.mentions and key not in links and not _is_mentioned(there, key)]
    return tuple(map(EntityChange, sorted(found, key=_by_weight)))


def _is_mentioned(entities: Mapping[str, EntityHit], key: str) -> bool:
    return key in entities and entities[key].mentions > 0


def _aspects(before: Extraction, now: Extraction) -> tuple[Aspect, ...]:
    differing: dict[Aspect, bool] = {
        "key": before.id != now.id,
        "title": before.title != now.title,
        "abstract": before.abstract != now.abstract,
        "sources": before.source != now.source,
    }
    same_text = not differing["title"] and not differing["abstract"]
    differing["reading"] = same_text and _reading(before) != _reading(now)
    return tuple(aspect for aspect, differs in differing.items() if differs)


def _depth(change: PaperChange) -> int:
    if "abstract" in change.aspects or "title" in change.aspects:
        return 0
    return 1 if "reading" in change.aspects else 2


def _reading(record: Extraction) -> tuple[object, ...]:
    return record.introduces, record.entities, record.results


def _form(hit: ResultHit) -> tuple[str, str | None]:
    """What numbers share that can be told larger and smaller."""
    setting = setting_of(hit)
    return setting.form, setting.unit


def _keys_in(hit: ResultHit, slot: str, entities: Mapping[str, EntityHit]) -> set[str]:
    """The entities in a slot, with their families."""
    own = {name.key for name in hit.names(slot) if name.key is not None and name.key in entities}
    return own | {wider for key in own for wider in entities[key].broader}


def _compared(hits: Iterable[ResultHit], entities: Mapping[str, EntityHit]) -> Papers:
    """The papers that compare with an entity or with what is narrower."""
    found: Papers = defaultdict(set)
    for hit in hits:
        for key in _keys_in(hit, "baseline", entities):
            found[key].add(hit.evidence.paper)
    return found


def _mentioned(graph: KnowledgeGraph, entities: Mapping[str, EntityHit]) -> Papers:
    """The papers that mention an entity or what is narrower."""
    found: Papers = defaultdict(set)
    for record in graph.records:
        for entity in record.entities:
            for key in (entity.key, *entities[entity.key].broader):
                found[key].add(record.id)
    return found


def _by_title(change: PaperChange) -> tuple[str, str]:
    return change.title, change.key


def _by_weight(entity: EntityHit) -> tuple[int, int, str, str]:
    return -entity.papers, -entity.mentions, entity.label, entity.key
