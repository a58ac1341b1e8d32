"""What all papers together say about each entity: label, kind, aliases, counts, links to wider concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import TypeVar

from kg.errors import InputError
from kg.graph.numbers import with_floats
from kg.graph.slots import slot_links
from kg.memory import no_garbage
from kg.model import ENTITY_TYPES, Concept, Entity, EntityType, Extraction, Facts, Mention

__all__ = [
    "RELATION_BY_TYPE", "EntitySummary", "Summaries", "by_position", "chain_links", "checked", "in_order", "result_key",
    "summarise",
]  # fmt: skip

# What a paper does with an entity of a type, beside mentioning it.
RELATION_BY_TYPE: dict[EntityType, str] = {
    "Dataset": "evaluates_on",
    "Software": "uses",
    "Hardware": "runs_on",
}


Choice = TypeVar("Choice")

_KINDS = {type_: type_.lower() for type_ in ENTITY_TYPES}


@dataclass(frozen=True, slots=True)
class EntitySummary:
    """One entity over all papers; one that only stands above others has 0 `papers` and `mentions`."""

    key: str
    kind: str
    label: str
    aliases: tuple[str, ...]
    papers: int
    mentions: int
    facts: Facts | None = None


Votes = dict[Choice, int] | None  # None until the first vote: most entities are those of one paper


@dataclass(slots=True)
class _Tally:
    """Votes on (kind, label): by papers that name the entity, by chains above others, by slots alone."""

    named: Votes[tuple[str, str]] = None
    above: Votes[tuple[str, str]] = None
    linked: Votes[tuple[str, str]] = None
    facts: Votes[Facts] = None
    forms: tuple[str, ...] | set[str] = ()
    papers: int = 0
    mentions: int = 0

    def count(self, entity: Entity) -> None:
        self.named = _voted(self.named, (_KINDS[entity.type], entity.name))
        if entity.facts is not None:
            self.facts = _voted(self.facts, entity.facts)
        self.papers += 1
        self.mentions += len(entity.mentions)
        forms = [mention.text for mention in entity.mentions if mention.text not in self.forms]
        if forms:
            self._add_forms(forms)

    def _add_forms(self, forms: list[str]) -> None:
        """Keep the forms of a first paper in a tuple, which takes a third of the memory of a set."""
        if not self.forms:
            self.forms = tuple(dict.fromkeys(forms))
        else:
            if isinstance(self.forms, tuple):
                self.forms = set(self.forms)
            self.forms.update(forms)

    def summary(self, key: str) -> EntitySummary:
        votes = self.named or self.above or self.linked or {}
        kind, label = min(votes, key=lambda vote: (-votes[vote], vote))
        aliases = tuple(sorted({*self.forms} - {label}))
        known = self.facts or {}
        facts = min(known, key=lambda facts: (-known[facts], repr(facts)), default=None)
        return EntitySummary(key, kind, label, aliases, self.papers, self.mentions, facts)


def _voted(votes: Votes[Choice], choice: Choice, papers: int = 1) -> Votes[Choice]:
    if votes is None:
        return {choice: papers}
    votes[choice] = votes.get(choice, 0) + papers
    return votes


def in_order(records: Iterable[Extraction]) -> list[Extraction]:
    """Sort records by id and refuse those no graph can be made of, as `checked` does."""
    return sorted(checked(records), key=lambda record: record.id)


def checked(records: Iterable[Extraction]) -> Iterator[Extraction]:
    """Yield the records as they come and refuse those no graph can be made of.

    Raises InputError where two records share an id, or a record lists an entity twice, or without a mention,
    or introduces what it does not list, or has a value that is no number.
    """
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise InputError(record.id, "two records have this id; keep one of them")
        seen.add(record.id)
        whole = with_floats(record)
        _check(whole)
        yield whole


def _check(record: Extraction) -> None:
    keys = {entity.key for entity in record.entities}
    if len(keys) < len(record.entities):
        raise InputError(record.id, "the record lists an entity twice; merge its mentions into one")
    for entity in record.entities:
        if not entity.mentions:
            raise InputError(record.id, f"entity {entity.key} has no mention to stand on")
    for key in record.introduces:
        if key not in keys:
            raise InputError(record.id, f"introduces {key}, which is not among the record's entities")


def by_position(mentions: Iterable[Mention]) -> list[Mention]:
    """Sort mentions as a reader meets them: the title's first, then by offset."""
    return sorted(mentions, key=lambda mention: (mention.section != "title", mention.start, mention.end))


def chain_links(key: str, broader: Sequence[Concept]) -> list[tuple[str, str]]:
    """Return the (narrower, wider) pairs of the chain of an entity, nearest first."""
    return list(pairwise((key, *(concept.key for concept in broader)))) if broader else []


def result_key(paper: str, position: int) -> str:
    """Return the key of a paper's result, counted from 1 in the record's order."""
    return f"result-{paper.removeprefix('paper-')}-{position}"


@dataclass(slots=True)
class _Above:
    """What stands above entities of a type, in so many papers."""

    type: EntityType
    broader: tuple[Concept, ...]
    papers: int


class Summaries:
    """Counts entities and wider concepts, record by record, and keeps none of the records."""

    def __init__(self) -> None:
        self._tallies: dict[str, _Tally] = {}
        self._chains: dict[tuple[str, int], _Above] = {}  # by type, and which chain: most papers' are one object

    def add(self, record: Extraction, links: Iterable[tuple[str, str, str]]) -> None:
        """Count what a record says; `links` are those of the slots of its results, as `slot_links` has them."""
        for entity in record.entities:
            self._tally(entity.key).count(entity)
            if entity.broader:
                above = self._chains.get((entity.type, id(entity.broader)))
                if above is None:
                    self._chains[entity.type, id(entity.broader)] = _Above(entity.type, entity.broader, 1)
                else:
                    above.papers += 1
        for _, key, surface in links:
            tally = self._tally(key)
            tally.linked = _voted(tally.linked, (key.partition("-")[0], surface))

    def each(self) -> Iterator[EntitySummary]:
        """Yield every entity and wider concept in key order; each is forgotten when it was told."""
        for above in self._chains.values():
            for concept in above.broader:
                wider = self._tally(concept.key)
                wider.above = _voted(wider.above, (_KINDS[above.type], concept.name), above.papers)
                if concept.facts is not None:
                    wider.facts = _voted(wider.facts, concept.facts, above.papers)
        self._chains.clear()
        for key in sorted(self._tallies):
            yield self._tallies.pop(key).summary(key)

    def _tally(self, key: str) -> _Tally:
        tally = self._tallies.get(key)
        if tally is None:
            tally = self._tallies[intern(key)] = _Tally()
        return tally


def summarise(records: Iterable[Extraction]) -> dict[str, EntitySummary]:
    """Return every entity and wider concept by key, in key order; where papers disagree, most papers win.

    A slot may link to an entity that no record lists: it is named by the slot then, and its kind by its key.
    """
    summaries = Summaries()
    with no_garbage():
        for record in records:
            summaries.add(record, (link for result in record.results for link in slot_links(record, result)))
        return {summary.key: summary for summary in summaries.each()}
