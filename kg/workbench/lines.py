"""Many short texts read for names at once: a matcher is several times quicker over one long text than over each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from kg.extract.known.terms import TermFinder
from kg.extract.parsed import Parsed
from kg.model import Paper
from kg.ruleset import Ruleset, TermRule

__all__ = ["LineReader", "Sight"]

Sight = tuple[int, int, str]  # start and end in the text, and the rule

_AT_ONCE = 200


class LineReader:
    """Finds names in short texts, each a line of its own: a sentence, its `near` words, never reach beyond one."""

    def __init__(self, ruleset: Ruleset, rules: Iterable[TermRule]) -> None:
        phrases = {rule.id: rule for rule in rules}
        patterns = {rule.id: rule for rule in phrases.values() if rule.patterns}
        # Token patterns are few and slow: only the texts of their own rules are worth the time.
        self._phrases = TermFinder(replace(ruleset, terms={i: replace(r, patterns=()) for i, r in phrases.items()}))
        self._patterns = TermFinder(replace(ruleset, terms=patterns))

    def by_phrases(self, texts: Sequence[str]) -> list[set[Sight]]:
        """What phrases find in each text."""
        found: list[set[Sight]] = []
        for first in range(0, len(texts), _AT_ONCE):
            found += _read(texts[first : first + _AT_ONCE], self._phrases)
        return found

    def by_patterns(self, text: str) -> set[Sight]:
        """What rules that have token patterns find in a text."""
        return _read([text], self._patterns)[0]


def _read(texts: Sequence[str], finder: TermFinder) -> list[set[Sight]]:
    paper = Paper("paper-lines", "", "\n".join(texts))
    starts = list(accumulate((len(text) + 1 for text in texts), initial=1))  # an empty title's line comes first
    found: list[set[Sight]] = [set() for _ in texts]
    for candidate in finder.find(Parsed(paper)):
        line = bisect_right(starts, candidate.start) - 1
        found[line].add((candidate.start - starts[line], candidate.end - starts[line], candidate.rule))
    return found
