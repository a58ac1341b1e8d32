"""Candidates of one paper → its entities: one thing, one key, all its places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.extract.candidate import Candidate
from kg.identity.coreference import same_things
from kg.identity.names import fold, slug
from kg.model import Concept, Entity, EntityType, Mention, Paper
from kg.ruleset import Ruleset

__all__ = ["Resolved", "resolve"]

Group = list[Candidate]

_SHORT = 3  # letters of an acronym that may mean anything
_PLAIN = slug("")  # the part of what is no variant
_MEMORY = re.compile(r"(\d+)[ -]?GB?\b")


class Resolved:
    """A paper's entities, and the entity behind each candidate."""

    def __init__(self, entities: tuple[Entity, ...], keys: dict[Candidate, str], introduced: tuple[str, ...]) -> None:
        self.entities, self.keys, self.introduced = entities, keys, introduced


def resolve(
    paper: Paper,
    kept: Iterable[Candidate],
    aliases: Iterable[tuple[str, str]],
    introduced: Iterable[str],
    ruleset: Ruleset,
) -> Resolved:
    """Group candidates by known key or folded name, join abbreviations, and name each group."""
    text = paper.text
    groups = _groups(text, kept, aliases)
    made: dict[str, Group] = defaultdict(list)
    folded_introduced = {fold(name): name for name in introduced}
    for group in groups:
        made[_key(text, group, folded_introduced)].extend(group)
    for old, new in same_things(text, made, {key: _type(group) for key, group in made.items()}).items():
        made[new].extend(made.pop(old))
    keys = {candidate: key for key, group in made.items() for candidate in group}
    entities = tuple(_entity(paper, text, key, group, ruleset) for key, group in made.items())
    ordered = tuple(sorted(entities, key=lambda e: (e.mentions[0].section != "title", e.mentions[0].start, e.key)))
    by_fold = {fold(mention.text): entity.key for entity in ordered for mention in entity.mentions}
    found = dict.fromkeys(by_fold[name] for name in folded_introduced if name in by_fold)
    return Resolved(ordered, keys, tuple(found))


def _groups(text: str, kept: Iterable[Candidate], aliases: Iterable[tuple[str, str]]) -> list[Group]:
    """Candidates that are one thing: same known key and variant, or same folded name, or joined by an abbreviation."""
    joined = {fold(short): fold(long) for long, short in aliases}
    by_name: dict[str, Group] = defaultdict(list)
    for candidate in kept:
        name = fold(text[candidate.start : candidate.end])
        by_name[joined.get(name, name)].append(candidate)
    merged: dict[tuple[str, str], Group] = defaultdict(list)
    for name, group in by_name.items():
        known = _known(group)
        type_ = _type(group)
        group_id = (f"{known.key} {_variant_part(known)}", type_) if known and known.type == type_ else (name, type_)
        merged[group_id].extend(group)
    return list(merged.values())


def _known(group: Group) -> Candidate | None:
    """The strongest candidate that is a known thing."""
    known = [c for c in group if c.key is not None]
    return max(known, key=lambda c: (c.rank, -c.start), default=None)


def _type(group: Group) -> EntityType:
    """The type of the strongest rank, by number of mentions where a rank disagrees with itself."""
    if len(group) == 1:
        return group[0].type
    best = max(c.rank for c in group)
    types = [c.type for c in group if c.rank == best]
    if types.count(types[0]) == len(types):  # nearly always
        return types[0]
    votes = Counter(types)
    return min(votes, key=lambda t: (-votes[t], t))


def _key(text: str, group: Group, introduced: dict[str, str]) -> str:
    type_ = _type(group)
    known = _known(group)
    if known is not None and known.type == type_:
        return f"{known.key}-{_variant_part(known)}" if known.variant.strip(" -()") else str(known.key)
    names = [text[c.start : c.end] for c in group]
    coined = next((introduced[fold(name)] for name in names if fold(name) in introduced), None)
    if coined is not None and len(coined) <= _SHORT and coined.isupper():
        coined = None  # three letters mean something else in the next paper
    return f"{type_.lower()}-{slug(fold(coined or _longest(names)))}"


def _variant_part(known: Candidate) -> str:
    """The variant as part of a key: `80 GB`, `80GB` and `80G` are one size of memory."""
    return slug(_MEMORY.sub(r"\1GB", known.variant)) if known.variant else _PLAIN


def _longest(names: list[str]) -> str:
    """The long form of a group's names: it means the same in every paper, its abbreviation may not."""
    return min(names, key=lambda name: (-len(fold(name)), name))


def _entity(paper: Paper, text: str, key: str, group: Group, ruleset: Ruleset) -> Entity:
    known = _known([c for c in group if c.key and f"{key}-".startswith(f"{c.key}-")])
    mentions = tuple(_mention(paper, text, c) for c in sorted(group, key=lambda c: c.start))
    name = _longest([m.text for m in mentions])
    broader: tuple[Concept, ...] = ()
    if known is not None and key == known.key:
        name = ruleset.terms[key].label
        broader = ruleset.broader_chain(key)
    elif known is not None and key.startswith(f"{known.key}-"):
        parent = ruleset.terms[str(known.key)]
        name = _with_variant(parent.label, known.variant)
        broader = (ruleset.concept(parent.id), *ruleset.broader_chain(parent.id))
    return Entity(key, _type(group), name, mentions, broader)


def _with_variant(label: str, variant: str) -> str:
    """One label however a paper spells it: `A100-80G` and `A100 (80GB)` are both `NVIDIA A100 80GB`."""
    plain = re.sub(r"[()]", "", _MEMORY.sub(r"\1GB", variant))
    return f"{label} {plain.strip(' -')}"


def _mention(paper: Paper, text: str, candidate: Candidate) -> Mention:
    section, start, end = paper.section_span(candidate.start, candidate.end)
    return Mention(text[candidate.start : candidate.end], section, start, end, candidate.rule)
