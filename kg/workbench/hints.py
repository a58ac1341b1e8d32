"""What the words around an unmatched string say it may be: hints for a person who writes rules, never for a graph."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.extract.candidate import Candidate
from kg.extract.naming.names import Describer
from kg.extract.parsed import Parsed
from kg.model import ENTITY_TYPES, EntityType
from kg.ruleset import Ruleset
from kg.text.inflect import singular
from kg.workbench.unmatched import Unmatched

__all__ = ["NameHints", "head_types", "last_word", "likeliest"]

_LEAST_TERMS = 4  # known terms that must end in a word before it counts as a head noun
_GAP = re.compile(r"[ -]")

# Wording that leads up to a name and speaks for a type without naming it.
_LEADS: tuple[tuple[str, EntityType], ...] = (
    (r"(?:evaluat\w+|results|experiments|accuracy|scores?|tested|fine-?tuned|trained) on (?:the )?", "Dataset"),
    (r"(?:runs?|running|deploy\w+|execut\w+|latency|throughput) on (?:an? |the |one |two |four |eight )?", "Hardware"),
    (r"(?:implemented|written|integrated|available) (?:in|into|with|on top of) ", "Software"),
    (r"(?:trained|optimi[sz]ed|combined|tuned|equipped) (?:with|by|using) ", "Method"),
    (r"(?:outperform\w*|surpass\w*|compared (?:with|to)|than) ", "Method"),
)
_COMPILED = tuple((re.compile(rf"\b{lead}$", re.IGNORECASE), type_) for lead, type_ in _LEADS)
_LIST_BEFORE = re.compile(r"(?:,|,? and|,? or|/)\s*$")
_LIST_AFTER = re.compile(r"\s*(?:,? and |,? or |, |/)")


class NameHints:
    """Votes for the type of a name."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._describer = Describer(ruleset)

    def of(self, parsed: Parsed, found: Unmatched, kept: Iterable[Candidate]) -> Iterator[tuple[EntityType, int]]:
        """Each type that the words around the name speak for, with its weight."""
        yield from self._describer.types_of(parsed.text, found.start, found.end)
        yield from _listed_beside(parsed.text, found, kept)
        before = parsed.text[max(0, found.start - 40) : found.start]
        yield from ((type_, 1) for pattern, type_ in _COMPILED if pattern.search(before))


def _listed_beside(text: str, found: Unmatched, kept: Iterable[Candidate]) -> Iterator[tuple[EntityType, int]]:
    """The types of the known things that stand beside it on a list: `A, X and B`."""
    before = _LIST_BEFORE.search(text, max(0, found.start - 6), found.start)
    after = _LIST_AFTER.match(text, found.end)
    for known in kept:
        if (before and known.end == before.start()) or (after and known.start == after.end()):
            yield known.type, 2


def head_types(ruleset: Ruleset) -> dict[str, EntityType]:
    """The words in which several known lower-case terms end, and the type that most of those terms have."""
    ends: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for rule in ruleset.terms.values():
        terms = [phrase for phrase in rule.phrases if phrase == phrase.lower() and _GAP.search(phrase)]
        for head in sorted(set(map(last_word, terms))):
            ends[head][rule.type] += 1
    return {head: likeliest(types) for head, types in ends.items() if types.total() >= _LEAST_TERMS}


def last_word(phrase: str) -> str:
    """The singular of the noun that a phrase ends in."""
    return singular(_GAP.split(phrase)[-1])


def likeliest(votes: Counter[EntityType]) -> EntityType:
    """The type with most votes; of two, the one that comes first on the list of types."""
    return min(votes, key=lambda type_: (-votes[type_], ENTITY_TYPES.index(type_)))
