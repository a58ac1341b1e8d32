"""Known things: `PhraseFinder` over phrases, `PatternEngine` over token patterns.

Phrases are matched over the text without the hyphens inside compounds, so that one spelling stands for all: with every
hyphen and space spelled out, the twelve thousand rules would be five times as many phrases.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kg.errors import RuleError
from kg.extract.candidate import Candidate, Rank
from kg.extract.known.engine import PackedPatterns, PatternEngine
from kg.extract.known.forms import is_caseless, spellings
from kg.extract.known.phrases import PackedPhrases, PhraseFinder
from kg.extract.parsed import Parsed
from kg.ruleset import Ruleset, TermRule

__all__ = ["PackedForms", "TermFinder"]


class PackedForms(msgspec.Struct, frozen=True, array_like=True):
    """The forms of all term rules as data, spelled out and analysed."""

    phrases: PackedPhrases
    patterns: PackedPatterns


class TermFinder:
    """Finds every term rule's forms in a paper.

    `packed` has the forms of these very rules: spelling them out anew takes longer than reading hundreds of papers.
    """

    def __init__(self, ruleset: Ruleset, packed: PackedForms | None = None) -> None:
        self._rules = ruleset.terms
        self._phrases = PhraseFinder(packed.phrases if packed else None)
        self._patterns = PatternEngine(packed.patterns if packed else None)
        if packed is None:
            for rule in self._rules.values():
                self._add(rule)

    def packed(self) -> PackedForms:
        """The forms as data, for a finder of the same rules."""
        return PackedForms(self._phrases.packed(), self._patterns.packed())

    def _add(self, rule: TermRule) -> None:
        for caseless in (True, False):
            forms = [form for form in rule.phrases if is_caseless(form) is caseless]
            self._phrases.add(rule.id, [spelling for form in forms for spelling in spellings(form)], caseless)
        try:
            self._patterns.add(rule.id, rule.patterns)
        except ValueError as error:
            problem = f"is no pattern spaCy accepts: {' '.join(str(error).split())}"
            raise RuleError(rule.origin.file, problem, rule.origin.line, rule.id) from error

    def find(self, parsed: Parsed) -> Iterator[Candidate]:
        """One candidate for each match whose rule's context holds."""
        for name, first, last in self._matches(parsed):
            rule = self._rules[name]
            if rule.open and parsed.follows_number(first):
                first -= 1  # `360Kelp-7B`: a number belongs to the name behind it
            start, end = parsed.starts[first], parsed.ends[last]
            if not rule.near or rule.near & parsed.words_near(start):
                rank, key = (Rank.SHAPE, None) if rule.open else (Rank.TERM, rule.id)
                yield Candidate(start, end, rule.type, rule.id, rank, key)

    def _matches(self, parsed: Parsed) -> Iterator[tuple[str, int, int]]:
        """Each match as its rule's id and the indices of its first and last token."""
        inner, words, lower = parsed.inner, parsed.words, parsed.lower
        for name, first, after in self._phrases.find([words[i] for i in inner], [lower[i] for i in inner]):
            yield name, inner[first], inner[after - 1]
        for name, first, after in self._patterns.find(words, parsed.spaces):
            yield name, first, after - 1
