"""Names by the wording around them: what this paper introduces, and what it compares with or builds on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import RuleError
from kg.extract.names import NAME, PHRASE, Describer, further_names, is_adjective, is_mixed, is_strong
from kg.extract.parsed import Parsed
from kg.model import EntityType
from kg.ruleset import CueRule, Ruleset

__all__ = ["CuedName", "NameFinder"]


_SLOT = re.compile(r"(\{name\}|\{phrase\})")


@dataclass(frozen=True, slots=True)
class CuedName:
    """A name that a cue points at: its text, the cue, the type its words give it, and whether this paper coins it."""

    text: str
    rule: str
    type: EntityType | None
    introduced: bool


class NameFinder:
    """Finds the names that the cue rules and the title point at."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._cues = [(cue, _compiled(cue)) for cue in ruleset.cues if not cue.title]
        self._title_cues = [(cue, _compiled(cue)) for cue in ruleset.cues if cue.title]
        # What leads up to a long form: an introducing cue, then at most four words of description.
        between = r"(?P<between>(?:[\w-]+ ){0,4})[\"“']?$"
        self._leads = [
            re.compile(f"(?i:{_before_slot(cue)}){between}")
            for cue in ruleset.cues
            if cue.introduces and not cue.title
        ]
        self._stops = ruleset.words.stops - {"two", "three"}
        self._not_names = ruleset.words.not_names
        self._describer = Describer(ruleset)

    def find(self, parsed: Parsed) -> list[CuedName]:
        """Each name once, coined ones first, in the order of the text."""
        found: dict[str, tuple[str, EntityType | None, bool]] = {}
        spans = [*self._in_title(parsed), *self._by_cues(parsed)]
        for start, end, rule, type_, introduced in spans:
            name = parsed.text[start:end]
            known = found.get(name)
            if known is None or (introduced and not known[2]):
                found[name] = (rule, type_ or (known[1] if known else None), introduced)
        typed = [
            (name, rule, type_ or self._type_of(parsed.text, name), introduced)
            for name, (rule, type_, introduced) in found.items()
        ]
        # A name that is not this paper's needs a noun that types it, or a shape that only proper names have.
        return [
            CuedName(name, rule, _own_type(type_) if introduced else type_, introduced)
            for name, rule, type_, introduced in typed
            if introduced or type_ or is_mixed(name)
        ]

    def _in_title(self, parsed: Parsed) -> Iterator[tuple[int, int, str, EntityType | None, bool]]:
        paper = parsed.paper
        for cue, pattern in self._title_cues:
            found = pattern.match(paper.title)
            if found and self._is_coined(found["name"], paper.abstract) and self._is_name(found["name"], cue.weak):
                yield *found.span("name"), cue.id, cue.type, cue.introduces

    def _is_coined(self, name: str, abstract: str) -> bool:
        """Title case alone coins nothing: several plain words are a name only if the abstract writes them so too."""
        words = len(name.split())
        return words == 1 or (words <= 4 and (is_strong(name) or name in abstract))

    def _by_cues(self, parsed: Parsed) -> Iterator[tuple[int, int, str, EntityType | None, bool]]:
        for cue, pattern in self._cues:
            # A title's capitals say nothing: only wording that coins is believed there.
            first = 0 if cue.introduces else len(parsed.paper.title)
            for found in pattern.finditer(parsed.text, first):
                start, end = found.span("name")
                limit = parsed.sentence_at(start)[1]
                if not self._is_name(parsed.text[start:end], cue.weak):
                    continue
                yield start, end, cue.id, cue.type, cue.introduces
                for a, b in further_names(parsed.text, end, limit):
                    if self._is_name(parsed.text[a:b], weak=True):
                        yield a, b, cue.id, cue.type, cue.introduces

    def _is_name(self, name: str, weak: bool) -> bool:
        if name[0].islower() and not is_strong(name):
            return not set(name.split()) & self._stops and len(name) > 3
        if len(name) < 2 or name in self._not_names or name.rstrip("s") in self._not_names or is_adjective(name):
            return False
        return is_strong(name) or not weak or (name.count(" ") >= 1 and name[0].isupper())

    def coins(self, parsed: Parsed, start: int) -> bool:
        """Whether wording that introduces leads up to `start`, as in `we propose a slim [token router] (TR)`."""
        before = parsed.text[parsed.sentence_at(start)[0] : start]
        found = next(filter(None, (pattern.search(before) for pattern in self._leads)), None)
        return found is not None and not set(found["between"].lower().split()) & self._stops

    def _type_of(self, text: str, name: str) -> EntityType | None:
        votes: Counter[EntityType] = Counter()
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            for type_, weight in self._describer.types_of(text, *found.span()):
                votes[type_] += weight
        ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
        return ranked[0][0] if ranked else None


def _own_type(described: EntityType | None) -> EntityType | None:
    """What a paper coins is a method where it is not a model, dataset, device or metric: its software is one too."""
    return "Method" if described in ("Task", "Software") else described


def _before_slot(cue: CueRule) -> str:
    return _SLOT.split(cue.pattern)[0]


def _compiled(cue: CueRule) -> re.Pattern[str]:
    before, slot, after = _SLOT.split(cue.pattern)
    try:
        return re.compile(f"(?i:{before})(?P<name>{NAME if slot == '{name}' else PHRASE})(?i:{after})")
    except re.error as error:
        raise RuleError(cue.origin.file, f"not a regular expression: {error}", cue.origin.line, cue.id) from error
