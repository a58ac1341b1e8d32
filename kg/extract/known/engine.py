"""Token patterns without trying every rule at every token.

spaCy's Matcher tries each pattern at each token, so its time grows with the number of rules. Here every pattern has an
anchor, a token that no match can do without, and each word points to the patterns whose anchor it satisfies. What a
word satisfies is found out once and kept. Only around an anchor is a pattern read, leftwards and rightwards, so what is
found is what Matcher finds: every (rule, start, end), overlaps and all lengths of repeated tokens included.

A rule that asks for more than single words can answer (see `kg.extract.known.predicates`) is left to spaCy's Matcher.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kg.extract.known.predicates import Listed, Predicate, Searched, predicate_of
from kg.text.tokens import blank_vocab, doc_of

if TYPE_CHECKING:
    from spacy.matcher import Matcher

__all__ = ["PackedPatterns", "PatternEngine"]

_KEPT_WORDS = 100_000  # about 15 MB; a word that was dropped is only looked at again
_TIMES = {"1": ("1",), "!": ("!",), "?": ("?",), "*": ("*",), "+": ("1", "*")}
# A group that is counted or named, a flag: what means something else once it stands among others.
_STANDS_ALONE = re.compile(r"\\[1-9]|\(\?(?!:)")


class _Step(msgspec.Struct, frozen=True, array_like=True):
    """A token of a pattern: once ("1"), another token once ("!"), at most once ("?"), any number of times ("*")."""

    predicate: Predicate
    times: str

    def holds(self, word: str) -> bool:
        return self.predicate.holds(word) is (self.times != "!")


class _Anchored(msgspec.Struct, frozen=True, array_like=True):
    """A pattern cut at its anchor; `before` runs from the anchor leftwards."""

    anchor: Predicate
    before: tuple[_Step, ...]
    after: tuple[_Step, ...]

    def spans(self, words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
        """The matches whose anchor is token `at`: their first token, and the one behind their last."""
        if lasts := _reached(self.after, words, at, 1):
            for first in _reached(self.before, words, at, -1):
                for last in lasts:
                    yield first, last + 1


class PackedPatterns(msgspec.Struct, frozen=True, array_like=True):
    """All patterns as data: those that are cut at their anchor with their rules, and what is left to spaCy by rule."""

    anchored: list[tuple[_Anchored, list[str]]]
    others: dict[str, list[list[dict[str, Any]]]]


class PatternEngine:
    """Finds the token patterns of rules: `add` them all, then `find`. Picklable.

    Patterns that come packed have been checked when they were entered, and are not checked again.
    """

    def __init__(self, packed: PackedPatterns | None = None) -> None:
        self._rules: dict[_Anchored, list[str]] = {}  # rules that share a pattern are matched together
        self._index = _AnchorIndex()
        self._left: dict[str, list[list[dict[str, Any]]]] = {}  # rules that only spaCy can read
        self._others: Matcher | None = None
        self._names: dict[int, str] = {}  # what spaCy calls the rules of `_others`
        if packed is not None:
            self._restore(packed)

    def _restore(self, packed: PackedPatterns) -> None:
        for pattern, rules in packed.anchored:
            self._index.add(pattern)
            self._rules[pattern] = list(rules)
        for rule, patterns in packed.others.items():
            self._leave(rule, patterns)

    def packed(self) -> PackedPatterns:
        """The patterns as data, from which the same engine can be made without spaCy having to look at them."""
        return PackedPatterns([(pattern, list(rules)) for pattern, rules in self._rules.items()], dict(self._left))

    def add(self, rule: str, patterns: Iterable[Iterable[Mapping[str, Any]]]) -> None:
        """Enter the patterns of a rule. Raises ValueError, in spaCy's words, where one is none that spaCy accepts."""
        plain = [[dict(token) for token in pattern] for pattern in patterns]
        if not plain:
            return
        from spacy.matcher import Matcher

        try:
            Matcher(blank_vocab(), validate=True).add(rule, plain)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        read = [_anchored(pattern) for pattern in plain]
        if None in read:
            self._leave(rule, plain)
            return
        for pattern in filter(None, read):
            if pattern not in self._rules:
                self._index.add(pattern)
            self._rules.setdefault(pattern, []).append(rule)

    def _leave(self, rule: str, patterns: list[list[dict[str, Any]]]) -> None:
        """Have spaCy read the patterns of a rule."""
        from spacy.matcher import Matcher

        self._left.setdefault(rule, []).extend(patterns)
        self._others = self._others or Matcher(blank_vocab(), validate=True)
        self._others.add(rule, patterns)
        self._names[blank_vocab().strings.add(rule)] = rule

    def find(self, words: list[str], spaces: list[bool]) -> list[tuple[str, int, int]]:
        """Each match once: rule, first token, the token behind the last; in the order of their ends."""
        found = set(self._anchored_matches(words))
        if self._others is not None:
            matches = self._others(doc_of(words, spaces))
            found.update((self._names[key], first, after) for key, first, after in matches)
        return sorted(found, key=lambda match: (match[2], match[1], match[0]))

    def _anchored_matches(self, words: list[str]) -> Iterator[tuple[str, int, int]]:
        index = self._index
        for at, patterns in enumerate([index[word] for word in words]):
            for pattern in patterns:
                for first, after in pattern.spans(words, at):
                    for rule in self._rules[pattern]:
                        yield rule, first, after


class _AnchorIndex(dict[str, tuple[_Anchored, ...]]):
    """Each word's patterns, those whose anchor it satisfies; filled as words come, emptied when it holds too many."""

    def __init__(self) -> None:
        super().__init__()
        self._listed: dict[bool, dict[str, list[_Anchored]]] = {False: {}, True: {}}  # by word, by lower case
        self._gated: dict[Predicate, list[_Anchored]] = {}
        self._tested: dict[Predicate, list[_Anchored]] = {}
        self._gate: re.Pattern[str] | None = None  # found in each word in which a gated regular expression is

    def add(self, pattern: _Anchored) -> None:
        self.clear()
        anchor = pattern.anchor
        if isinstance(anchor, Listed):
            for word in anchor.words:
                self._listed[anchor.lower].setdefault(word, []).append(pattern)
        elif _may_join(anchor):
            self._gated.setdefault(anchor, []).append(pattern)
            self._gate = None
        else:
            self._tested.setdefault(anchor, []).append(pattern)

    def __missing__(self, word: str) -> tuple[_Anchored, ...]:
        if len(self) >= _KEPT_WORDS:
            self.clear()
        found = [*self._listed[False].get(word, ()), *self._listed[True].get(word.lower(), ())]
        for tests in (self._gated, self._tested) if self._passes_gate(word) else (self._tested,):
            for anchor, patterns in tests.items():
                if anchor.holds(word):
                    found += patterns
        self[word] = tuple(found)
        return self[word]

    def _passes_gate(self, word: str) -> bool:
        """One search for all gated expressions: most words hold none of them."""
        if self._gate is None:
            sources = [anchor.source for anchor in self._gated if isinstance(anchor, Searched)]
            self._gate = re.compile("|".join(f"(?:{source})" for source in sources) or "(?!)")
        return self._gate.search(word) is not None


def _may_join(anchor: Predicate) -> bool:
    """Whether a regular expression means the same as one branch of many."""
    return isinstance(anchor, Searched) and not anchor.lower and not _STANDS_ALONE.search(anchor.source)


def _anchored(pattern: Sequence[Mapping[str, Any]]) -> _Anchored | None:
    """The pattern cut at its rarest token; None where it has none, or asks for more than words can answer."""
    steps: list[_Step] = []
    for token in pattern:
        predicate, times = predicate_of(token), _times(token)
        if predicate is None or times is None:
            return None
        steps += [_Step(predicate, once) for once in times]
    at = max(range(len(steps)), key=lambda i: _rarity(steps[i]), default=None)
    if at is None or steps[at].times != "1":
        return None
    return _Anchored(steps[at].predicate, tuple(reversed(steps[:at])), tuple(steps[at + 1 :]))


def _times(token: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The token's OP as steps, `{2,3}` as twice once and once at most once."""
    operator = next((str(value) for key, value in token.items() if key.upper() == "OP"), "1")
    if operator in _TIMES:
        return _TIMES[operator]
    least, comma, most = operator.strip("{}").partition(",")
    n = int(least or 0)
    rest = ("*",) if comma and not most else ("?",) * (int(most or n) - n)
    return ("1",) * n + rest


def _rarity(step: _Step) -> tuple[bool, int, int]:
    """What stands in few texts ranks high: a word before a shape, a shape before a sign; long ones first."""
    predicate = step.predicate
    needed = step.times == "1"
    if isinstance(predicate, Searched):
        return needed, 2, len(predicate.source)
    if isinstance(predicate, Listed):
        return needed, 3 if all(map(str.isalnum, predicate.words)) else 1, min(map(len, predicate.words), default=0)
    return needed, 0, 0


def _reached(steps: Sequence[_Step], words: Sequence[str], at: int, direction: int) -> Collection[int]:
    """The tokens at which a reading of all steps may stand that begins behind token `at`."""
    for done, step in enumerate(steps):
        if step.times not in "1!":
            return _reached_by_repeating(steps[done:], words, at, direction)
        at += direction
        if not (0 <= at < len(words) and step.holds(words[at])):
            return ()
    return (at,)


def _reached_by_repeating(steps: Iterable[_Step], words: Sequence[str], at: int, direction: int) -> set[int]:
    """The same where a step may be read more than once, or not at all."""
    reached = {at}
    for step in steps:
        moved = _moved(step, words, reached, direction)
        if step.times in "1!":
            reached = moved
        else:
            reached |= moved
        while step.times == "*" and (moved := _moved(step, words, moved, direction)):
            reached |= moved
    return reached


def _moved(step: _Step, words: Sequence[str], reached: Iterable[int], direction: int) -> set[int]:
    """One token on from each, where the step holds there."""
    tokens = (at + direction for at in reached)
    return {at for at in tokens if 0 <= at < len(words) and step.holds(words[at])}
