"""Known things: spaCy's PhraseMatcher over phrases, its Matcher over token patterns.

Phrases are matched over the text without the hyphens inside compounds, so that one spelling stands for all: with every
hyphen and space spelled out, the twelve thousand rules would be five times as many phrases.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import RuleError
from kg.extract.candidate import Candidate, Rank
from kg.extract.forms import is_caseless, spellings
from kg.extract.parsed import Parsed
from kg.ruleset import Ruleset, TermRule
from kg.text.tokens import blank_vocab, make_doc

__all__ = ["TermFinder"]


class TermFinder:
    """Finds every term rule's forms in a paper."""

    def __init__(self, ruleset: Ruleset) -> None:
        from spacy.matcher import Matcher, PhraseMatcher  # half a second that reading records does not need

        self._rules = ruleset.terms
        vocab = blank_vocab()
        self._caseless = PhraseMatcher(vocab, attr="LOWER")
        self._cased = PhraseMatcher(vocab, attr="ORTH")
        self._patterns = Matcher(vocab, validate=True)
        self._strings = vocab.strings
        for rule in self._rules.values():
            self._add(rule)

    def _add(self, rule: TermRule) -> None:
        for matcher, forms in (
            (self._caseless, [form for form in rule.phrases if is_caseless(form)]),
            (self._cased, [form for form in rule.phrases if not is_caseless(form)]),
        ):
            docs = [make_doc(spelling) for form in forms for spelling in spellings(form)]
            if docs:
                matcher.add(rule.id, docs)
        if rule.patterns:
            try:
                self._patterns.add(rule.id, [[dict(token) for token in pattern] for pattern in rule.patterns])
            except ValueError as error:
                problem = f"is no pattern spaCy accepts: {' '.join(str(error).split())}"
                raise RuleError(rule.origin.file, problem, rule.origin.line, rule.id) from error

    def find(self, parsed: Parsed) -> Iterator[Candidate]:
        """One candidate for each match whose rule's context holds."""
        for name, first, last in self._matches(parsed):
            rule = self._rules[self._strings[name]]
            start, end = parsed.starts[first], parsed.ends[last]
            if not rule.near or rule.near & parsed.words_near(start):
                rank, key = (Rank.SHAPE, None) if rule.open else (Rank.TERM, rule.id)
                yield Candidate(start, end, rule.type, rule.id, rank, key)

    def _matches(self, parsed: Parsed) -> Iterator[tuple[int, int, int]]:
        """Each match as the hash of its rule's id and the indices of its first and last token."""
        inner = parsed.inner
        for matcher in (self._caseless, self._cased):
            for name, first, after in matcher(parsed.unhyphenated):
                yield name, inner[first], inner[after - 1]
        for name, first, after in self._patterns(parsed.doc):
            yield name, first, after - 1
