"""Names that the text uses and no rule of entities knows: they fill slots by their surface, without a key."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.extract.naming.names import whole_words
from kg.extract.results.parts import Named, Token
from kg.extract.results.slots.words import SlotWords

__all__ = ["UNKNOWN", "coined_name", "sized_models", "unknown_names"]

UNKNOWN = ""  # the key of a name that no entity has

_SIZED = re.compile(
    r"\b\d+(?:\.\d+)?[ -]?(?:[BMT]|[bm]illion|trillion|Billion|Million|Trillion)(?![A-Za-z])"
    r"(?:[ -](?:parameters?|params?|sized?|scale|dense|MoE)){0,3}[ -](?:[A-Za-z-]{1,20} )?"
    r"(?:[Mm]odels?|LLMs?|[Tt]ransformers?|[Nn]etworks?|students?|teachers?)\b"
)
_PROPER = re.compile(r"[A-Z][A-Za-z]*\d\w*|[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]*\w*|[A-Z][a-z]{2,}")
_SHORT_MEASURE = 4
_INSIDE = re.compile(r"[a-z,] [A-Z][a-z]+(?! [A-Z])")
_ROMAN = re.compile(r"[IVX]+")
_COMMON = re.compile(r"[a-z]{3,}")


def coined_name(text: str, start: int, known: Sequence[Named], words: SlotWords) -> Named | None:
    """The name that a paper gives its work, from `start` on: by the surest phrase in which an unknown name stands."""
    starts = [name.start for name in known]
    for phrase in words.naming:
        for match in phrase.finditer(text, start):
            word, at = match.group("n"), match.start("n")
            if word.isupper() and len(word) <= _SHORT_MEASURE:
                continue  # "MOS was"
            plain = word.lower() in words.no_names if _INSIDE.match(text, at - 2) else _is_plain(word, words)
            if not (plain or _is_common(text, word.lower()) or _overlaps(known, starts, *match.span("n"))):
                return _unknown(text, *match.span("n"), word)
    return None


def _is_common(text: str, word: str) -> bool:
    """Does the text use a word as one in lower case?"""
    return _COMMON.fullmatch(word) is not None and any(True for _ in whole_words(text, word))


def sized_models(text: str, start: int, end: int, known: Sequence[Named]) -> Iterator[Named]:
    """ "13B model", "1.4B parameter models": models by their size, where no mention stands in them."""
    starts = [name.start for name in known]
    for match in _SIZED.finditer(text, start, end):
        if not _overlaps(known, starts, *match.span()):
            yield Named(match.start(), match.end(), match.group(), "Model", UNKNOWN)


def unknown_names(
    text: str, tokens: Sequence[Token], known: Sequence[Named], own: str, words: SlotWords
) -> Iterator[Named]:
    """Plain words of a sentence that look like proper names, neighbours joined to one; `known` in order.

    `own` is the name that the paper gives its work, "" for none.
    """
    starts = [name.start for name in known]
    last: tuple[int, int] | None = None
    for i, token in enumerate(tokens):
        is_own = bool(own) and text.startswith(own, token.start)
        if token.tag != "w" or not (is_own or _looks_proper(text, token, i == 0, words)):
            continue
        if _overlaps(known, starts, token.start, token.end):
            continue
        if last and text[last[1] : token.start] in ("", "-", " ", "/"):
            last = (last[0], token.end)
            continue
        if last:
            yield _unknown(text, *last, own)
        last = (token.start, token.end)
    if last:
        yield _unknown(text, *last, own)


def _unknown(text: str, start: int, end: int, own: str) -> Named:
    name = text[start:end]
    return Named(start, end, name, "Method", UNKNOWN, introduced=name == own)


def _looks_proper(text: str, token: Token, is_first: bool, words: SlotWords) -> bool:
    word = text[token.start : token.end]
    if not _PROPER.fullmatch(word) or _ROMAN.fullmatch(word) or _is_plain(word, words):
        return False
    return not is_first or not word[1:].islower()


def _is_plain(word: str, words: SlotWords) -> bool:
    """A word of plain English, or one that names no method, however it is written."""
    return word.lower() in words.no_names or (word[1:].islower() and word.endswith(words.endings))


def _overlaps(known: Sequence[Named], starts: Sequence[int], start: int, end: int) -> bool:
    """Does a mention stand in this stretch? `known` in order, without overlap, and where each begins."""
    before = bisect_left(starts, end) - 1
    return before >= 0 and known[before].end > start
