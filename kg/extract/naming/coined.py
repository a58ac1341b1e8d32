"""Names by the wording around them: what this paper introduces, and what it compares with or builds on."""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from kg.extract.naming.cues import CueFinder, Pointed
from kg.extract.naming.names import Describer, is_mixed, is_strong, whole_words
from kg.extract.parsed import Parsed
from kg.extract.wording import Wording
from kg.model import EntityType
from kg.ruleset import CueRule, Ruleset

__all__ = ["CuedName", "NameFinder"]


_NOUN_BEHIND = re.compile(r" ([a-z]{3,})\b")


class CuedName(msgspec.Struct, frozen=True, gc=False):
    """A name that a cue points at: its text, the cue, the type its words give it, and whether this paper coins it.

    `sure`: the wording says so whatever the name looks like, as `we propose X` does.
    """

    text: str
    rule: str
    type: EntityType | None
    introduced: bool
    sure: bool


class NameFinder:
    """Finds the names that the cue rules and the title point at."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._cues = CueFinder(ruleset)
        self._nouns = ruleset.words.nouns
        self._describer = Describer(ruleset)

    def wordings(self) -> list[Wording]:
        """The regular expressions of the cues."""
        return self._cues.wordings

    def find(self, parsed: Parsed) -> list[CuedName]:
        """Each name once, coined ones first, in the order of the text."""
        found: dict[str, CueRule] = {}
        for pointed in self._cues.find(parsed):
            name = self._full_name(parsed.text, pointed)
            known = found.get(name)
            if known is None or _strength(pointed.cue) > _strength(known):
                found[name] = pointed.cue
        named = [self._cued(parsed.text, name, cue) for name, cue in found.items()]
        # A name that is not this paper's needs a noun that types it, or a shape that only proper names have.
        return [name for name in named if name.introduced or name.type or is_mixed(name.text)]

    def _cued(self, text: str, name: str, cue: CueRule) -> CuedName:
        type_ = cue.type or self._type_of(text, name)
        return CuedName(name, cue.id, _own_type(type_) if cue.introduces else type_, cue.introduces, not cue.weak)

    def _full_name(self, text: str, pointed: Pointed) -> str:
        """The name, with the noun behind it where the text never says it without: `Kelp map` of `the Kelp map`."""
        name = text[pointed.start : pointed.end]
        behind = _NOUN_BEHIND.match(text, pointed.end)
        if not pointed.cue.introduces or " " in name or is_strong(name) or behind is None:
            return name
        noun = behind[1].rstrip("s")
        if noun in self._nouns:
            return name
        lower = text.lower()
        followed = [lower.startswith(f" {noun}", end) for _, end in whole_words(lower, name.lower())]
        return text[pointed.start : behind.end(1)] if len(followed) > 1 and all(followed) else name

    def _type_of(self, text: str, name: str) -> EntityType | None:
        votes: Counter[EntityType] = Counter()
        for start, end in whole_words(text, name):
            for type_, weight in self._describer.types_of(text, start, end):
                votes[type_] += weight
        ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return ranked[0][0] if ranked else None


def _strength(cue: CueRule) -> tuple[bool, bool]:
    return cue.introduces, not cue.weak


def _own_type(described: EntityType | None) -> EntityType | None:
    """What a paper coins is a method where it is not a model, dataset, device or metric: its software is one too."""
    return "Method" if described in ("Task", "Software") else described
