"""Phrases in any case or in exact case: each word points to the words that go on with it.

What is found is what spaCy's PhraseMatcher finds over the same words: every (rule, first, after), overlaps included.
A text is read without building anything: most of its words begin no phrase, and that is one look into a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from kg.text.tokens import tokenize

__all__ = ["PackedPhrases", "PhraseFinder"]


class PackedPhrases(msgspec.Struct, frozen=True, array_like=True):
    """All phrases as data, by their first words; what stands behind a first word is decoded when a text has it."""

    caseless: dict[str, bytes]
    cased: dict[str, bytes]


class PhraseFinder:
    """Finds the phrases of rules: `add` them all, then `find`. Picklable."""

    def __init__(self, packed: PackedPhrases | None = None) -> None:
        self._caseless = _Phrases(packed.caseless if packed else {})
        self._cased = _Phrases(packed.cased if packed else {})

    def add(self, rule: str, phrases: Iterable[str], caseless: bool) -> None:
        """Enter phrases of a rule, which match in any case, or in their own."""
        chosen = self._caseless if caseless else self._cased
        for phrase in phrases:
            chosen.add(rule, tokenize(phrase.lower() if caseless else phrase)[0])

    def find(self, words: Sequence[str], lower: Sequence[str]) -> list[tuple[str, int, int]]:
        """Each match in `words`, or in the same in lower case: rule, first token, the token behind the last."""
        return self._caseless.find(lower) + self._cased.find(words)

    def packed(self) -> PackedPhrases:
        """The phrases as data, from which the same finder can be made at once."""
        return PackedPhrases(self._caseless.packed(), self._cased.packed())


class _Branch(msgspec.Struct, array_like=True):
    """Words that phrases begin with: the rules of the phrases that end here, and the words that go on."""

    rules: list[str]
    then: dict[str, _Branch]


_DECODER = msgspec.msgpack.Decoder(_Branch)


class _Phrases:
    """The branches by the first words of phrases; as long as no text has asked for a branch, it stays packed."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        self._branches: dict[str, _Branch | bytes] = dict(packed)

    def add(self, rule: str, words: Sequence[str]) -> None:
        if not words:
            return
        if words[0] not in self._branches:
            self._branches[words[0]] = _Branch([], {})
        branch = self._behind(words[0])
        for word in words[1:]:
            branch = branch.then.setdefault(word, _Branch([], {}))
        if rule not in branch.rules:
            branch.rules.append(rule)

    def find(self, words: Sequence[str]) -> list[tuple[str, int, int]]:
        found: list[tuple[str, int, int]] = []
        count, known = len(words), self._branches.get
        for first, word in enumerate(words):  # run for every word of every text
            branch = known(word)
            if branch is None:
                continue
            if isinstance(branch, bytes):
                branch = self._behind(word)
            after = first + 1
            while branch is not None:
                for rule in branch.rules:
                    found.append((rule, first, after))
                if after == count:
                    break
                branch = branch.then.get(words[after])
                after += 1
        return found

    def packed(self) -> dict[str, bytes]:
        return {word: msgspec.msgpack.encode(branch) for word, branch in self._branches.items()}

    def _behind(self, word: str) -> _Branch:
        branch = self._branches[word]
        if isinstance(branch, bytes):
            self._branches[word] = branch = _DECODER.decode(branch)
        return branch
