"""Candidates of one paper → its entities: one thing, one key, all its places, each with the reason it is that thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.extract.candidate import Candidate, Rank
from kg.extract.finder import Findings
from kg.identity.coreference import same_things
from kg.identity.decisions import Decisions
from kg.identity.families import Families, Group, Kin, Kinship, PackedFamilies, known_of, type_of
from kg.identity.names import fold, slug
from kg.identity.support import Support
from kg.model import Entity, EntityType, Mention, Paper, namesake_key
from kg.ruleset import Ruleset

__all__ = ["Resolved", "Resolver"]

_SHORT = 3  # letters of an acronym that may mean anything


@dataclass(frozen=True, slots=True)
class Resolved:
    """A paper's entities, the entity behind each candidate, and the keys of what the paper introduces."""

    entities: tuple[Entity, ...]
    keys: dict[Candidate, str]
    introduced: tuple[str, ...]


class Resolver:
    """Built once from a ruleset, or from it and what an earlier one packed of it; `resolve` is pure."""

    def __init__(self, ruleset: Ruleset, families: PackedFamilies | None = None) -> None:
        self._decisions = Decisions(ruleset)
        self._families = Families(ruleset, families)
        self._support = Support(ruleset)

    def packed_families(self) -> PackedFamilies:
        """What was made of all rules at once, as data."""
        return self._families.packed

    def resolve(self, paper: Paper, findings: Findings) -> Resolved:
        """Group candidates by decision, known key or folded name, join abbreviations, and name each group."""
        text = paper.text
        made: dict[str, Group] = defaultdict(list)
        introduced = {fold(name): name for name in findings.introduced}
        for group in self._groups(text, findings):
            made[self._key(paper.id, text, group, introduced)].extend(group)
        types = {key: type_of(group) for key, group in made.items()}
        shorter: dict[str, str] = {}
        shortened: set[Candidate] = set()
        for short, long in same_things(text, made, types).items():
            shorter[long] = short
            shortened.update(made[short])
            made[long].extend(made.pop(short))
        keys = {candidate: key for key, group in made.items() for candidate in group}
        kinship = Kinship(_inner_terms(findings), shorter)
        entities = (self._entity(paper, text, key, group, kinship, shortened) for key, group in made.items())
        ordered = tuple(sorted(entities, key=lambda e: (e.mentions[0].section != "title", e.mentions[0].start, e.key)))
        by_fold = {fold(mention.text): entity.key for entity in ordered for mention in entity.mentions}
        found = dict.fromkeys(by_fold[name] for name in introduced if name in by_fold)
        return Resolved(ordered, keys, tuple(found))

    def _groups(self, text: str, findings: Findings) -> list[Group]:
        """Candidates that are one thing: by one decision, known key and variant, folded name or abbreviation."""
        decisions = self._decisions
        joined = {fold(short): fold(long) for long, short in findings.aliases}
        by_name: dict[str, Group] = defaultdict(list)
        for candidate in findings.kept:
            name = fold(text[candidate.start : candidate.end])
            by_name[name if decisions.apart(name) else joined.get(name, name)].append(candidate)
        merged: dict[tuple[str, str], Group] = defaultdict(list)
        for name, group in by_name.items():
            merged[self._group_id(name, group)].extend(group)
        return list(merged.values())

    def _group_id(self, name: str, group: Group) -> tuple[str, str]:
        known, type_ = known_of(group), type_of(group)
        decision = self._decisions.same(name, type_)
        if decision is not None:
            return decision.target, type_
        if known and known.type == type_ and not self._decisions.refuses(name, known):
            return self._families.key_of(known), type_
        return name, type_

    def _key(self, paper: str, text: str, group: Group, introduced: Mapping[str, str]) -> str:
        """The key of a group; what the paper coins anew by a known name is a thing of its own."""
        names = _names(text, group)
        coined = next((introduced[fold(name)] for name in names if fold(name) in introduced), None)
        key = self._plain_key(group, names, coined)
        if coined is not None and self._support.is_namesake(key, text, names):
            return namesake_key(_unknown_key(type_of(group), coined), paper)
        return key

    def _plain_key(self, group: Group, names: list[str], coined: str | None) -> str:
        type_, known = type_of(group), known_of(group)
        decision = next((d for d in (self._decisions.same(fold(name), type_) for name in names) if d), None)
        if decision is not None:
            return decision.target
        if known is not None and known.type == type_ and not self._decisions.refuses(fold(names[0]), known):
            return self._families.key_of(known)
        other = coined and self._families.of_another_type(coined, type_)
        if other:
            return other
        if coined is not None and len(coined) <= _SHORT and coined.isupper():
            coined = None  # three letters mean something else in the next paper
        return _unknown_key(type_, coined or _longest(names))

    def _entity(
        self, paper: Paper, text: str, key: str, group: Group, kinship: Kinship, shortened: set[Candidate]
    ) -> Entity:
        ordered = sorted(group, key=lambda c: c.start)
        longest = _longest(_names(text, group))
        kin = self._families.kin(key, longest, group, kinship)
        mentions = tuple(self._mention(paper, text, c, kin, c in shortened) for c in ordered)
        return Entity(key, type_of(group), kin.name, mentions, kin.broader, kin.facts)

    def _mention(self, paper: Paper, text: str, candidate: Candidate, kin: Kin, is_short: bool) -> Mention:
        """The place of a candidate, with the reason why its text stands for the entity that `kin` tells of."""
        section, start, end = paper.section_span(candidate.start, candidate.end)
        written = text[candidate.start : candidate.end]
        place = (written, section, start, end, candidate.rule)
        if written == kin.name:
            return Mention(*place)
        decision = self._decisions.same(fold(written), candidate.type)
        if decision is not None:
            return Mention(*place, "decision", decision.id)
        if fold(written) == fold(kin.name):
            return Mention(*place, "spelling")
        if is_short:
            return Mention(*place, "short")
        if candidate.rank is Rank.ABBREVIATION:
            return Mention(*place, "abbreviation")
        if kin.is_known and candidate.key is not None:
            return Mention(*place, "variant" if candidate.variant else "rule")
        return Mention(*place, "abbreviation")


def _unknown_key(type_: EntityType, name: str) -> str:
    return f"{type_.lower()}-{slug(fold(name))}"


def _names(text: str, group: Iterable[Candidate]) -> list[str]:
    return [text[c.start : c.end] for c in group]


def _longest(names: Iterable[str]) -> str:
    """The long form of a group's names: it means the same in every paper, its abbreviation may not."""
    return min(names, key=lambda name: (-len(fold(name)), name))


def _inner_terms(findings: Findings) -> dict[Candidate, str]:
    """The known thing that each kept candidate ends in, by key: the longest of its type, if there is one."""
    inner: dict[Candidate, Candidate] = {}
    for item in findings.lost:
        part, whole = item.candidate, item.winner
        if part.key is None or part.type != whole.type or part.end != whole.end or part.start <= whole.start:
            continue
        if whole not in inner or (part.start, part.key) < (inner[whole].start, str(inner[whole].key)):
            inner[whole] = part
    return {whole: str(part.key) for whole, part in inner.items()}
