"""What all papers together say about each entity: label, kind, aliases, counts, links to wider concepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import isfinite

from kg.errors import InputError
from kg.graph.numbers import fact_numbers, result_numbers, with_floats
from kg.graph.slots import slot_links
from kg.model import Entity, EntityType, Extraction, Facts, Mention

__all__ = [
    "RELATION_BY_TYPE", "EntitySummary", "by_position", "chain_links", "in_order", "result_key", "summarise",
]  # fmt: skip

# What a paper does with an entity of a type, beside mentioning it.
RELATION_BY_TYPE: dict[EntityType, str] = {
    "Dataset": "evaluates_on",
    "Software": "uses",
    "Hardware": "runs_on",
}


@dataclass(frozen=True)
class EntitySummary:
    """One entity over all papers; one that only stands above others has 0 `papers` and `mentions`."""

    key: str
    kind: str
    label: str
    aliases: tuple[str, ...]
    papers: int
    mentions: int
    facts: Facts | None = None


@dataclass
class _Tally:
    """Votes on (kind, label): by papers that name the entity, by chains above others, by slots alone."""

    named: Counter[tuple[str, str]] = field(default_factory=Counter)
    above: Counter[tuple[str, str]] = field(default_factory=Counter)
    linked: Counter[tuple[str, str]] = field(default_factory=Counter)
    facts: Counter[Facts] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)
    papers: int = 0
    mentions: int = 0

    def summary(self, key: str) -> EntitySummary:
        votes = self.named or self.above or self.linked
        kind, label = min(votes, key=lambda vote: (-votes[vote], vote))
        aliases = tuple(sorted(self.forms - {label}))
        facts = min(self.facts, key=lambda facts: (-self.facts[facts], repr(facts)), default=None)
        return EntitySummary(key, kind, label, aliases, self.papers, self.mentions, facts)


def in_order(records: Iterable[Extraction]) -> list[Extraction]:
    """Sort records by id and refuse those no graph can be made of.

    Raises InputError where two records share an id, or a record lists an entity twice, or without a mention,
    or introduces what it does not list, or has a value that is no number.
    """
    ordered = sorted((with_floats(record) for record in records), key=lambda record: record.id)
    for earlier, later in pairwise(ordered):
        if earlier.id == later.id:
            raise InputError(later.id, "two records have this id; keep one of them")
    for record in ordered:
        _check(record)
    return ordered


def _check(record: Extraction) -> None:
    keys = {entity.key for entity in record.entities}
    if len(keys) < len(record.entities):
        raise InputError(record.id, "the record lists an entity twice; merge its mentions into one")
    for entity in record.entities:
        if not entity.mentions:
            raise InputError(record.id, f"entity {entity.key} has no mention to stand on")
        if not all(map(isfinite, fact_numbers(entity))):
            raise InputError(record.id, f"entity {entity.key} has a fact that is no finite number")
    for key in record.introduces:
        if key not in keys:
            raise InputError(record.id, f"introduces {key}, which is not among the record's entities")
    for result in record.results:
        if not all(map(isfinite, result_numbers(result))):
            raise InputError(record.id, f"the result {result.quote!r} has a value that is no finite number")


def by_position(mentions: Iterable[Mention]) -> list[Mention]:
    """Sort mentions as a reader meets them: the title's first, then by offset."""
    return sorted(mentions, key=lambda mention: (mention.section != "title", mention.start, mention.end))


def chain_links(entity: Entity) -> list[tuple[str, str]]:
    """Return the (narrower, wider) pairs of an entity's chain, nearest first."""
    steps = (entity.key, *(concept.key for concept in entity.broader))
    return list(pairwise(steps))


def result_key(paper: str, position: int) -> str:
    """Return the key of a paper's result, counted from 1 in the record's order."""
    return f"result-{paper.removeprefix('paper-')}-{position}"


def summarise(records: Sequence[Extraction]) -> dict[str, EntitySummary]:
    """Return every entity and wider concept by key, in key order; where papers disagree, most papers win.

    A slot may link to an entity that no record lists: it is named by the slot then, and its kind by its key.
    """
    tallies: dict[str, _Tally] = {}
    for record in records:
        for entity in record.entities:
            _count(tallies, entity)
        for result in record.results:
            for _, key, surface in slot_links(record, result):
                tallies.setdefault(key, _Tally()).linked[key.partition("-")[0], surface] += 1
    return {key: tallies[key].summary(key) for key in sorted(tallies)}


def _count(tallies: dict[str, _Tally], entity: Entity) -> None:
    kind = entity.type.lower()
    tally = tallies.setdefault(entity.key, _Tally())
    tally.named[kind, entity.name] += 1
    tally.forms.update(mention.text for mention in entity.mentions)
    tally.papers += 1
    tally.mentions += len(entity.mentions)
    if entity.facts is not None:
        tally.facts[entity.facts] += 1
    for concept in entity.broader:
        wider = tallies.setdefault(concept.key, _Tally())
        wider.above[kind, concept.name] += 1
        if concept.facts is not None:
            wider.facts[concept.facts] += 1
