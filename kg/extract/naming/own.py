"""Which names are this paper's own: the word of the cues held against what is known, and definitions in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from kg.extract.candidate import Candidate, Rank
from kg.extract.naming.abbreviations import SMALL_WORDS, Abbreviation
from kg.extract.naming.coined import CuedName
from kg.extract.naming.cues import wording_after, wording_before
from kg.extract.naming.names import is_adjective, whole_words
from kg.extract.parsed import Parsed
from kg.extract.wording import Wording
from kg.ruleset import Ruleset

__all__ = ["OwnNames"]

_LISTED = re.compile(r"\)?,?(?: and| as well as)?(?: an?| the)? ")  # from one definition to the next on a list
_SPEAKS = re.compile(r"\b(?:we|our|this (?:paper|work|study|article|report))\b", re.IGNORECASE)
# A definition behind these belongs to others, even where the paper speaks of itself.
_CITES = re.compile(
    r"\b(?:such as|like|including|e\.g\.,?|namely|using|via|by|with|compared (?:to|with)|than|over|outperform\w*|of"
    r"|against|following|from|under|versus|vs\.?|called|for|as|to|traditional|existing|standard|conventional|popular"
    r"|recent|employs?)"
    r"(?: the| an?| both)?(?: [\w-]+)?[ (]+$",
    re.IGNORECASE,
)
_LEAD = 300  # characters of a sentence in which wording leads up to a name
_GOES_ON = re.compile(r"(?:-(?:[A-Z]|\d+[A-Z])[^\W_]*)+(?![\w-])")


class OwnNames:
    """Decides for one paper after the other which of the names in it the paper coins."""

    def __init__(self, ruleset: Ruleset) -> None:
        # What leads up to a long form: an introducing cue, then at most four words of description.
        between = r"(?P<between>(?:[\w-]+ ){0,4})[\"“']?$"
        self._leads = [
            Wording(f"(?i:{wording_before(cue)}){between}", cue)
            for cue in ruleset.cues
            if cue.introduces and not cue.title and not wording_after(cue)
        ]
        self._stops = ruleset.words.stops - {"two", "three"}
        self._parents, self._terms = ruleset.parents, ruleset.terms

    def wordings(self) -> list[Wording]:
        """The regular expressions made of the cues."""
        return self._leads

    def confirm(self, parsed: Parsed, cued: Iterable[CuedName], terms: Iterable[Candidate]) -> list[CuedName]:
        """The cued names, each coined one followed by its kin.

        Those that are known and only hinted at, or that name a class, no longer count as introduced.
        """
        found = {parsed.text[c.start : c.end]: c for c in sorted(terms, key=lambda c: c.rank)}
        known = {name: c.key for name, c in found.items() if c.rank is Rank.TERM and c.key}
        confirmed: dict[str, CuedName] = {}
        for name in cued:
            if name.introduced and self._is_others(parsed, name, known):
                name = replace(name, introduced=False)
            if name.introduced or name.text not in confirmed:
                confirmed[name.text] = name
            if name.introduced:
                for kin in _kin(parsed.text, name.text):
                    confirmed[kin] = replace(name, text=kin, type=found[kin].type if kin in found else name.type)
        return list(confirmed.values())

    def _is_others(self, parsed: Parsed, name: CuedName, known: Mapping[str, str | None]) -> bool:
        key = known.get(name.text)
        place = _stands_in(parsed.paper.title, name.text)
        if key is None or place == 0:
            return False
        return not name.sure or self._is_class(key)

    def _is_class(self, key: str | None) -> bool:
        """Whether other terms are kinds of this: that is nobody's coinage, whatever a paper proposes for it."""
        return key is not None and key in self._parents and _is_common(self._terms[key].label)

    def find(
        self, parsed: Parsed, cued: list[CuedName], pairs: list[Abbreviation], settled: list[Candidate]
    ) -> list[str]:
        """Names this paper coins, in the order found: by cue, or defined right behind wording that introduces."""
        names = {name.text: None for name in cued if name.introduced}
        for pair in self._defined_here(parsed, pairs, settled):
            names.setdefault(parsed.text[slice(*pair.short)])
        shorts = {parsed.text[slice(*p.long)]: parsed.text[slice(*p.short)] for p in pairs}
        return list(dict.fromkeys(shorts.get(name, name) for name in names))  # the short form stands for both

    def _defined_here(
        self, parsed: Parsed, pairs: list[Abbreviation], settled: list[Candidate]
    ) -> Iterator[Abbreviation]:
        """The definitions that coin: not known before, and led up to, or next on a list, or in capitals."""
        known = {(c.start, c.end): c.key for c in settled if c.rank is Rank.TERM}
        speaks = _SPEAKS.search(parsed.text, len(parsed.paper.title))
        last = -1  # where the last definition of this paper's own ended: the next on a list is its own too
        for pair in pairs:
            begins, ends = min(pair.long, pair.short), max(pair.long, pair.short)
            key = known.get(pair.long)
            listed = last >= 0 and _LISTED.fullmatch(parsed.text, last, begins[0])
            late = speaks is not None and speaks.start() < begins[0]
            hinted = listed or (late and self._looks_own(parsed, pair))
            if (hinted and key is None) or (not self._is_class(key) and self._is_led_up_to(parsed, begins[0])):
                yield pair
                last = ends[1]

    def _looks_own(self, parsed: Parsed, pair: Abbreviation) -> bool:
        """Whether the title has it, or the long form is all capitals (`Shared Reef Pool (SRP)`) and nobody else's."""
        long, short = parsed.text[slice(*pair.long)], parsed.text[slice(*pair.short)]
        if any(_stands_in(parsed.paper.title, name) is not None for name in (long, short)):
            return True
        words = [word for word in long.split() if word not in SMALL_WORDS]
        if len(words) < 2 or not all(word[:1].isupper() or word[:1].isdigit() for word in words):
            return False
        begin = min(pair.long, pair.short)[0]
        return not _CITES.search(parsed.text, max(parsed.sentence_at(begin)[0], begin - 40), begin)

    def _is_led_up_to(self, parsed: Parsed, start: int) -> bool:
        """Whether wording that introduces leads up to `start`, as in `we propose a slim [token router] (TR)`."""
        before = parsed.text[max(parsed.sentence_at(start)[0], start - _LEAD) : start]
        found = next(filter(None, (pattern.search(before) for pattern in self._leads)), None)
        return found is not None and not set(found["between"].lower().split()) & self._stops


def _kin(text: str, name: str) -> Iterator[str]:
    """Names that go on with a hyphen where a coined one ends: `Kelp-7B-Base` and `Kelp-Eval` beside `Kelp`."""
    if " " not in name and name != name.lower():
        for start, end in whole_words(text, name):
            rest = _GOES_ON.match(text, end)
            if rest and text[start - 1 : start] != "-" and not is_adjective(whole := text[start : rest.end()]):
                yield whole


def _is_common(label: str) -> bool:
    """Whether a label is no proper name: in lower case, or an acronym."""
    return label == label.lower() or label.rstrip("s").isupper()


def _stands_in(title: str, name: str) -> int | None:
    """Where the title has the name as whole words, in any case, None where it has not."""
    for start, end in whole_words(title.lower(), name.lower()):
        if "-" not in (title[start - 1 : start], title[end : end + 1]):
            return start
    return None
