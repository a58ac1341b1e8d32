"""Phrases: spaCy's PhraseMatcher, in any case or in exact case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.text.tokens import blank_vocab, doc_of, tokenize

__all__ = ["PhraseFinder"]

_OTHER = "(other)"  # no token looks like it
_KEPT_WORDS = 100_000  # about 10 MB; a word that was dropped is only looked at again


class PhraseFinder:
    """Finds the phrases of rules: `add` them all, then `find`. Picklable.

    Words that stand in no phrase reach spaCy as one and the same: it keeps every word it has ever seen, and a number
    is twice as fast as a text.
    """

    def __init__(self) -> None:
        from spacy.matcher import PhraseMatcher  # half a second that reading records does not need

        self._vocab = blank_vocab()
        self._caseless = PhraseMatcher(self._vocab, attr="LOWER")
        self._cased = PhraseMatcher(self._vocab, attr="ORTH")
        self._words: set[str] = set()
        self._lower_words: set[str] = set()
        self._numbers: dict[str, int] = {}  # words to what spaCy's string store calls them

    def add(self, rule: str, phrases: Iterable[str], caseless: bool) -> None:
        """Enter phrases of a rule, which match in any case, or in their own."""
        docs = []
        for words, spaces in map(tokenize, phrases):
            docs.append(doc_of(words, spaces))
            (self._lower_words if caseless else self._words).update(words)
        if docs:
            (self._caseless if caseless else self._cased).add(rule, docs)
        self._numbers.clear()

    def find(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Each match: rule, first token, the token behind the last."""
        from spacy.tokens import Doc

        known = self._numbers
        numbers = [known[word] if word in known else self._number(word) for word in words]
        doc = Doc(self._vocab, words=numbers)  # type: ignore[arg-type]  # its documentation allows numbers
        strings = self._vocab.strings
        for matcher in (self._caseless, self._cased):
            for rule, first, after in matcher(doc):
                yield strings[rule], first, after

    def _number(self, word: str) -> int:
        if len(self._numbers) >= _KEPT_WORDS:
            self._numbers.clear()
        is_known = word in self._words or word.lower() in self._lower_words
        self._numbers[word] = number = self._vocab.strings.add(word if is_known else _OTHER)
        return number
