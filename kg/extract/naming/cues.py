"""Where the wording of the cue rules points at a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from kg.extract.naming.names import NAME, PHRASE, further_names, is_adjective, is_strong
from kg.extract.parsed import Parsed
from kg.extract.wording import Wording
from kg.ruleset import CueRule, Ruleset
from kg.text.inflect import singular

__all__ = ["CueFinder", "Pointed", "wording_after", "wording_before"]

_SLOT = re.compile(r"(\{(?:name|phrase|title)\})")
_NAME = re.compile(NAME)
_SLOTS = {"{name}": NAME, "{phrase}": PHRASE, "{title}": r"(?:[^\W\d][\w-]* ){0,4}[^\W\d][\w-]*"}
_WORD = re.compile(r"[^\W_]+")
_BEHIND = re.compile(r"[ -]([a-z]+)")
_PLAIN_END = re.compile(r"s?(?: \d+)?$")
_ENDS_IN_TITLE = re.compile(
    r"$|[:?!,.]| (?:for|with|in|on|of|by|via|from|to|and|through|using|at|under|as|is|are|--?|—|–)\b"
)

_AT_NAMES = "{name}"  # among the tokens that a cue begins with: any word with a capital


class Pointed(msgspec.Struct, frozen=True):
    """Characters [start, end) that a cue points at."""

    start: int
    end: int
    cue: CueRule


_Worded = tuple[CueRule, Wording]


class CueFinder:
    """Reads the title and the text by the cue rules.

    A regular expression that is searched for is tried at every character, and there are dozens: each is tried only at
    the tokens that its rule says it begins with.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        worded = [(cue, _wording(cue)) for cue in ruleset.cues]
        self.wordings = [wording for _, wording in worded]
        self._of_title: list[_Worded] = [(cue, wording) for cue, wording in worded if cue.title]
        self._at: dict[str, list[_Worded]] = defaultdict(list)
        self._anywhere: list[_Worded] = []
        for cue, wording in worded:
            if not cue.title:
                for places in [self._at[word] for word in cue.begins] or [self._anywhere]:
                    places.append((cue, wording))
        self._stops = ruleset.words.stops - {"two", "three"}
        self._not_names = ruleset.words.not_names
        self._nouns = ruleset.words.nouns

    def find(self, parsed: Parsed) -> Iterator[Pointed]:
        """What the cues point at, in the order of the text, the title's first."""
        yield from self._in_title(parsed)
        text, title_end = parsed.text, len(parsed.paper.title)
        at_names, nowhere = self._at.get(_AT_NAMES, []), self._anywhere
        name_end = 0  # inside a name begins no other
        for start, word, lower in zip(parsed.starts, parsed.words, parsed.lower, strict=True):
            cues = self._at.get(lower, nowhere)
            if word != lower and start >= name_end and lower not in self._stops:
                name = _NAME.match(text, start)
                if name:
                    name_end = name.end()
                    cues = [*cues, *at_names]
            for cue, pattern in cues:
                # A title's capitals say nothing: only wording that coins is believed there.
                if cue.introduces or start >= title_end:
                    found = pattern.match(text, start)
                    if found:
                        yield from self._read(parsed, cue, found)

    def _in_title(self, parsed: Parsed) -> Iterator[Pointed]:
        paper = parsed.paper
        for cue, pattern in self._of_title:
            found = pattern.match(paper.title)
            if not found or not self._is_name(found["name"], cue.weak):
                continue
            if self._is_coined(found["name"], paper.abstract) if cue.introduces else self._is_phrase(found["name"]):
                yield Pointed(*found.span("name"), cue)

    def _is_phrase(self, name: str) -> bool:
        return name.split()[0].lower() not in self._stops

    def _is_coined(self, name: str, abstract: str) -> bool:
        """Title case alone coins nothing: several plain words are a name only if the abstract writes them so too."""
        words = len(name.split())
        return words == 1 or (words <= 4 and (is_strong(name) or name.casefold() in abstract.casefold()))

    def _read(self, parsed: Parsed, cue: CueRule, found: re.Match[str]) -> Iterator[Pointed]:
        start, end = found.span("name")
        if "{title}" in cue.pattern:
            end = start + _shared_with_title(found["name"], parsed.paper.title)
            if end > start and not self._goes_on(parsed.text, end):
                yield Pointed(start, end, cue)
        elif self._is_name(found["name"], cue.weak) and not self._begins_earlier(parsed, start):
            yield Pointed(start, end, cue)
            for a, b in further_names(parsed.text, end, parsed.sentence_at(start)[1]):
                if self._is_name(parsed.text[a:b], weak=True):
                    yield Pointed(a, b, cue)

    def _begins_earlier(self, parsed: Parsed, start: int) -> bool:
        """Whether the name at `start` is only the end of one: `Folding` of `Kelp Folding` behind `a kelp`."""
        at = parsed.token_at(start) - 1
        before = parsed.words[at] if at >= 0 else ""
        if start - parsed.ends[at] > 1 or at < 0 or "\n" in parsed.text[parsed.ends[at] : start]:
            return False
        if before == "-":
            return parsed.ends[at] == start and parsed.text[parsed.starts[at] - 1 : parsed.starts[at]].isalnum()
        return before[:1].isupper() and before.lower() not in self._stops and parsed.starts[at] not in parsed.begins

    def _goes_on(self, text: str, end: int) -> bool:
        """Whether a phrase goes on behind `end`, with a word that neither links nor says what kind of thing it is."""
        word = _BEHIND.match(text, end)
        if word is None or text[end] == "-":
            return word is not None
        return not {word[1], word[1].rstrip("s")} & (self._stops | self._nouns.keys())

    def _is_name(self, name: str, weak: bool) -> bool:
        if name[0].islower() and not is_strong(name):
            return not set(name.split()) & self._stops and len(name) > 3
        plain = _PLAIN_END.sub("", name)  # `Phase 3` is no name, as `Phase` is none
        if len(name) < 2 or {name, plain} & self._not_names or is_adjective(name):
            return False
        return is_strong(name) or not weak or (name.count(" ") >= 1 and name[0].isupper())


def _shared_with_title(words: str, title: str) -> int:
    """How many characters of `words` the title says too as a phrase of its own, in any case; 0 for none.

    Two words or more, or words joined by a hyphen, that end in the title where a phrase ends.
    """
    mine, its = list(_WORD.finditer(words)), list(_WORD.finditer(title))
    sought, said = [[singular(word[0].lower()) for word in found] for found in (mine, its)]
    for count in range(len(mine), 1, -1):
        for first in range(len(its) - count + 1):
            last = its[first + count - 1]
            if said[first : first + count] == sought[:count] and _ENDS_IN_TITLE.match(title, last.end()):
                return mine[count - 1].end()
    return 0


def wording_before(cue: CueRule) -> str:
    """The part of a cue's pattern that stands before the name."""
    return _SLOT.split(cue.pattern)[0]


def wording_after(cue: CueRule) -> str:
    """The wording behind the name that a cue needs; a look at the next sign is none."""
    after = _SLOT.split(cue.pattern)[2]
    return "" if after.startswith(("(?=", "(?!")) else after


def _wording(cue: CueRule) -> Wording:
    before, slot, after = _SLOT.split(cue.pattern)
    return Wording(f"(?i:{before})(?P<name>{_SLOTS[slot]})(?i:{after})", cue)
