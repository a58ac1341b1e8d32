"""Words and phrases looked up by their first (or last) word, the longest phrase first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import msgspec

from kg.extract.results.surface import flatten, lowered

__all__ = ["PhraseTable", "Piece", "pieces_of", "split"]

T = TypeVar("T")

# A prefix such as "sim" stands glued to its number in extracted text ("sim80%").
_PIECE = re.compile(
    r"(?:sim|approx|geq|leq|pm)(?=\s?\d)"
    r"|(?<![^\s(~])[xX](?=\d+(?:\.\d+)?\s)"
    r"|[^\W\d_](?:\w|[@'](?=\w))*"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
    r"|[-=]>|[^\w\s]|_"
)


class Piece(msgspec.Struct, frozen=True, gc=False):
    """One word, number or sign of the text."""

    low: str
    text: str
    start: int
    end: int


def split(flat: str, start: int, end: int) -> list[Piece]:
    """Cut flattened text into pieces; a hyphen inside a word is no piece, so "speed-up" is "speed up"."""
    low = lowered(flat[start:end])
    spans = [match.span() for match in _PIECE.finditer(flat, start, end)]
    return [
        Piece(low[a - start : b - start], flat[a:b], a, b)
        for a, b in spans
        if flat[a] != "-" or b - a > 1 or not _inside_word(flat, a)
    ]


def _inside_word(flat: str, at: int) -> bool:
    return at > 0 and at + 1 < len(flat) and flat[at - 1].isalpha() and flat[at + 1].isalnum()


def pieces_of(phrase: str) -> list[Piece]:
    """The pieces of a phrase of the rule files."""
    return split(flatten(phrase), 0, len(phrase))


@dataclass
class PhraseTable(Generic[T]):
    """Phrases to items. Smart case: a phrase in lower case matches any case, one with a capital exactly."""

    backwards: bool = False
    heads: dict[str, list[tuple[tuple[str, ...], tuple[str, ...] | None, T]]] = field(default_factory=dict)

    def add(self, phrase: str, item: T, keep: bool = False) -> None:
        """Enter a phrase; a later entry replaces an earlier one unless `keep`."""
        pieces = pieces_of(phrase)
        low = tuple(p.low for p in pieces)
        exact = tuple(p.text for p in pieces) if phrase != phrase.lower() else None
        rows = self.heads.setdefault(low[-1 if self.backwards else 0], [])
        same = [row for row in rows if row[:2] == (low, exact)]
        if same and keep:
            return
        for row in same:
            rows.remove(row)
        rows.append((low, exact, item))
        rows.sort(key=lambda row: (-len(row[0]), row[1] is None))

    def match(self, pieces: Sequence[Piece], at: int) -> tuple[T, int] | None:
        """The item of the longest phrase that begins (backwards: ends) at piece `at`, and its length."""
        rows = self.heads.get(pieces[at].low)
        if rows is None:
            return None
        for low, exact, item in rows:
            n = len(low)
            first = at - n + 1 if self.backwards else at
            if (n == 1 or _same(pieces, first, low)) and (exact is None or _same_case(pieces, first, exact)):
                return item, n
        return None


def _same(pieces: Sequence[Piece], first: int, words: tuple[str, ...]) -> bool:
    fits = first >= 0 and first + len(words) <= len(pieces)
    for i, word in enumerate(words if fits else (), first):
        if pieces[i].low != word:
            return False
    return fits


def _same_case(pieces: Sequence[Piece], first: int, words: tuple[str, ...]) -> bool:
    return all(pieces[i].text == word for i, word in enumerate(words, first))
