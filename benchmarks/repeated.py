"""Records repeated to as many papers as are wanted, with names that grow in number as those of real papers do.

What one paper alone names is new in each copy of it: a key of its own, and other letters in its name, in the texts as
well. What several papers name stays one thing, so that it becomes as large a hub as in that many real papers.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase, ascii_uppercase

from msgspec.structs import replace

from kg.model import SLOTS, Bond, Entity, Extraction, Mention, Result

__all__ = ["repeated"]

Span = tuple[int, int]


def repeated(records: Sequence[Extraction], papers: int) -> Iterator[Extraction]:
    """So many papers, sorted by id: the records themselves first, then copies of them in turn."""
    rare = rare_keys(records)
    copies = [(number % len(records), number // len(records)) for number in range(papers)]
    names = sorted((copied_id(records[at].id, copy), at, copy) for at, copy in copies)
    letters = [alphabet(copy) for copy in range(papers // len(records) + 1)]
    for _, at, copy in names:
        yield Copier(records[at], copy, rare, letters[copy]).record() if copy else records[at]


def rare_keys(records: Sequence[Extraction]) -> frozenset[str]:
    """The entities that one paper alone speaks of."""
    papers = Counter(key for record in records for key in keys_of(record))
    return frozenset(key for key, count in papers.items() if count == 1)


def keys_of(record: Extraction) -> set[str]:
    above = {concept.key for entity in record.entities for concept in entity.broader}
    bonds = {bond.key for result in record.results for bond in result.bound}
    slots = {getattr(result, f"{slot}_key") for result in record.results for slot in (*SLOTS, "metric_entity")}
    return {key for key in above | bonds | slots | {entity.key for entity in record.entities} if key is not None}


def copied_id(paper: str, copy: int) -> str:
    return f"{paper}-{copy}" if copy else paper


def alphabet(copy: int) -> dict[int, str]:
    """A letter for each letter, the case kept: texts stay as long as they are, and sentences end where they did."""
    mixed = list(ascii_lowercase)
    random.Random(copy).shuffle(mixed)  # noqa: S311 - no secret
    return str.maketrans(ascii_lowercase + ascii_uppercase, "".join(mixed) + "".join(mixed).upper())


class Copier:
    """One copy of one record."""

    def __init__(self, record: Extraction, copy: int, rare: frozenset[str], letters: Mapping[int, str]) -> None:
        self.original, self.copy, self.rare, self.letters = record, copy, rare, letters
        self.sections = {"title": record.title, "abstract": record.abstract}
        for section in ("title", "abstract"):
            for start, end in sorted(set(self._rare_spans(section))):
                text, cut = self.sections[section], getattr(record, section)[start:end]
                self.sections[section] = text[:start] + self._renamed(cut) + text[end:]

    def record(self) -> Extraction:
        original = self.original
        return replace(
            original, id=copied_id(original.id, self.copy), title=self.sections["title"],
            abstract=self.sections["abstract"], introduces=tuple(map(self._key, original.introduces)),
            entities=tuple(map(self._entity, original.entities)), results=tuple(map(self._result, original.results)),
        )  # fmt: skip

    def _rare_spans(self, section: str) -> Iterator[Span]:
        for entity in self.original.entities:
            for spot in entity.mentions if entity.key in self.rare else ():
                if spot.section == section:
                    yield spot.start, spot.end

    def _renamed(self, name: str) -> str:
        return name.translate(self.letters)

    def _key(self, key: str) -> str:
        return f"{key}-{self.copy}" if key in self.rare else key

    def _entity(self, entity: Entity) -> Entity:
        name = self._renamed(entity.name) if entity.key in self.rare else entity.name
        broader = tuple(
            replace(concept, key=self._key(concept.key), name=self._renamed(concept.name))
            if concept.key in self.rare else concept
            for concept in entity.broader
        )  # fmt: skip
        mentions = tuple(map(self._mention, entity.mentions))
        return replace(entity, key=self._key(entity.key), name=name, mentions=mentions, broader=broader)

    def _mention(self, mention: Mention) -> Mention:
        return replace(mention, text=self.sections[mention.section][mention.start : mention.end])

    def _result(self, result: Result) -> Result:
        changes: dict[str, object] = {"quote": self.sections[result.section][result.start : result.end]}
        for slot in SLOTS:
            key, name = getattr(result, f"{slot}_key"), getattr(result, slot)
            if key in self.rare:
                changes |= {f"{slot}_key": self._key(key), slot: name and self._renamed(name)}
        if result.metric_entity_key is not None:
            changes["metric_entity_key"] = self._key(result.metric_entity_key)
        return replace(result, bound=tuple(map(self._bond, result.bound)), **changes)

    def _bond(self, bond: Bond) -> Bond:
        return bond if bond.key is None else replace(bond, key=self._key(bond.key))
