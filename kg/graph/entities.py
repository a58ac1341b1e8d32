"""What all papers together say about each entity: label, kind, aliases, counts, links to wider concepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import TypeVar

from kg.graph.slots import slot_links
from kg.memory import no_garbage
from kg.model import ENTITY_TYPES, Concept, Entity, EntityType, Extraction, Facts, Mention

__all__ = [
    "RELATION_BY_TYPE", "EntitySummary", "Summaries", "by_position", "chain_links", "result_key", "summarise",
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


Named = tuple[str, str]  # kind and label
Votes = tuple[Choice, int] | dict[Choice, int] | None  # a table only where voices differ: most entities have but one


@dataclass(slots=True)
class _Tally:
    """Votes on (kind, label): by papers that name the entity, by chains above others, by slots alone."""

    named: Named | None = None  # as the first paper has it
    named_else: dict[Named, int] | None = None  # as others have it
    above: Votes[Named] = None
    linked: Votes[Named] = None
    facts: Votes[Facts] = None
    forms: tuple[str, ...] | set[str] = ()
    papers: int = 0
    mentions: int = 0

    def count(self, entity: Entity) -> None:
        named = (_KINDS[entity.type], entity.name)
        if self.named is None:
            self.named = named
        elif named != self.named:
            self.named_else = self.named_else or {}
            self.named_else[named] = self.named_else.get(named, 0) + 1
        if entity.facts is not None:
            self.facts = _voted(self.facts, entity.facts)
        self.papers += 1
        self.mentions += len(entity.mentions)
        self._add_forms(entity)

    def _add_forms(self, entity: Entity) -> None:
        """Keep the forms of a first paper in a tuple, which takes a third of the memory of a set."""
        known = self.forms
        forms = [mention.text for mention in entity.mentions if mention.text not in known]
        if not forms:
            return
        if not known:
            self.forms = tuple(dict.fromkeys(forms))
        else:
            self.forms = {*known, *forms} if isinstance(known, tuple) else known
            self.forms.update(forms)

    def summary(self, key: str) -> EntitySummary:
        votes = self._named() or _counts(self.above) or _counts(self.linked)
        kind, label = min(votes, key=lambda vote: (-votes[vote], vote))
        aliases = tuple(sorted({*self.forms} - {label}))
        known = _counts(self.facts)
        facts = min(known, key=lambda facts: (-known[facts], repr(facts)), default=None)
        return EntitySummary(key, kind, label, aliases, self.papers, self.mentions, facts)

    def _named(self) -> dict[Named, int]:
        if self.named is None:
            return {}
        others = self.named_else or {}
        return {self.named: self.papers - sum(others.values()), **others}


def _voted(votes: Votes[Choice], choice: Choice, papers: int = 1) -> Votes[Choice]:
    if votes is None:
        return choice, papers
    counts = _counts(votes)
    if isinstance(votes, tuple) and votes[0] == choice:
        return choice, votes[1] + papers
    counts[choice] = counts.get(choice, 0) + papers
    return counts


def _counts(votes: Votes[Choice]) -> dict[Choice, int]:
    if isinstance(votes, tuple):
        return {votes[0]: votes[1]}
    return {} if votes is None else votes


def by_position(mentions: Iterable[Mention]) -> list[Mention]:
    """Sort mentions as a reader meets them: the title's first, then by offset."""
    return sorted(mentions, key=lambda mention: (mention.section != "title", mention.start, mention.end))


def chain_links(key: str, broader: Sequence[Concept]) -> list[tuple[str, str]]:
    """Return the (narrower, wider) pairs of the chain of an entity, nearest first."""
    return list(pairwise((key, *(concept.key for concept in broader)))) if broader else []


def result_key(paper: str, position: int) -> str:
    """Return the key of a paper's result, counted from 1 in the record's order."""
    return f"result-{paper.removeprefix('paper-')}-{position}"


class Summaries:
    """Counts entities and wider concepts, record by record, and keeps none of the records."""

    def __init__(self) -> None:
        self._tallies: dict[str, _Tally] = {}
        self._chains: dict[tuple[EntityType, tuple[Concept, ...]], int] = {}  # what stands above a type, by papers

    def add(self, record: Extraction, links: Iterable[tuple[str, str, str]]) -> None:
        """Count what a record says; `links` are those of the slots of its results, as `slot_links` has them."""
        for entity in record.entities:
            self._tally(entity.key).count(entity)
            if entity.broader:
                above = (entity.type, entity.broader)
                self._chains[above] = self._chains.get(above, 0) + 1
        for _, key, surface in links:
            tally = self._tally(key)
            if tally.named is None:  # else no paper's slot has a say
                tally.linked = _voted(tally.linked, (key.partition("-")[0], surface))

    def each(self) -> Iterator[EntitySummary]:
        """Yield every entity and wider concept in key order; each is forgotten when it was told."""
        for (type_, broader), papers in self._chains.items():
            for concept in broader:
                wider = self._tally(concept.key)
                wider.above = _voted(wider.above, (_KINDS[type_], concept.name), papers)
                if concept.facts is not None:
                    wider.facts = _voted(wider.facts, concept.facts, papers)
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
