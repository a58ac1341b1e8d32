"""Phrases: spaCy's PhraseMatcher, in any case or in exact case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from kg.text.tokens import tokenize

if TYPE_CHECKING:
    from spacy.vocab import Vocab

__all__ = ["PhraseFinder"]

_OTHER = "(other)"  # no token looks like it
_KEPT_WORDS = 100_000  # about 10 MB; a word that was dropped is only looked at again


class PhraseFinder:
    """Finds the phrases of rules: `add` them all, then `find`. Picklable."""

    def __init__(self) -> None:
        from spacy.vocab import Vocab  # half a second that reading records does not need

        # A bare vocabulary: that of a language works out twenty attributes of every new word, and none is asked for.
        vocab = Vocab()
        self._caseless = _Phrases(vocab)
        self._cased = _Phrases(vocab)

    def add(self, rule: str, phrases: Iterable[str], caseless: bool) -> None:
        """Enter phrases of a rule, which match in any case, or in their own."""
        spelled = [tokenize(phrase.lower() if caseless else phrase)[0] for phrase in phrases]
        (self._caseless if caseless else self._cased).add(rule, spelled)

    def find(self, words: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Each match in `words`, or in the same in lower case: rule, first token, the token behind the last."""
        yield from self._caseless.find(lower)
        yield from self._cased.find(words)


class _Phrases:
    """A PhraseMatcher over words as they are.

    Words that stand in no phrase reach spaCy as one and the same: it keeps every word it has ever seen, and a number
    is twice as fast as a text.
    """

    def __init__(self, vocab: Vocab) -> None:
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc

        self._vocab = vocab
        self._doc = Doc  # imported once, for `add` is called by the ten thousand
        self._matcher = PhraseMatcher(vocab, attr="ORTH")
        self._words: set[str] = set()
        self._numbers: dict[str, int] = {}  # words to what spaCy's string store calls them

    def add(self, rule: str, phrases: Sequence[list[str]]) -> None:
        if phrases:
            self._matcher.add(rule, [self._doc(self._vocab, words=words) for words in phrases])
        self._words.update(word for words in phrases for word in words)
        self._numbers.clear()

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        known = self._numbers
        numbers = [known[word] if word in known else self._number(word) for word in words]
        strings = self._vocab.strings
        doc = self._doc(self._vocab, words=numbers)  # type: ignore[arg-type]  # its documentation allows numbers
        for rule, first, after in self._matcher(doc):
            yield strings[rule], first, after

    def _number(self, word: str) -> int:
        if len(self._numbers) >= _KEPT_WORDS:
            self._numbers.clear()
        self._numbers[word] = number = self._vocab.strings.add(word if word in self._words else _OTHER)
        return number
