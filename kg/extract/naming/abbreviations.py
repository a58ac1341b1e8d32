"""`long form (SHORT)` and `SHORT (long form)`, after Schwartz and Hearst (2003).

Every letter of the short form stands in the long form, in order, the first of them at the start of a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

__all__ = ["SMALL_WORDS", "Abbreviation", "find_abbreviations"]

Span = tuple[int, int]

_BRACKETS = re.compile(r"\(([^()\n]{2,100})\)")
_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+/^&-]{1,11}$")
_OR = re.compile(r", (?:or|abbreviated(?: as)?|in short|short) ([A-Z][A-Za-z0-9-]{1,11})(?=[,.;:)])")
_WORD_BEFORE = re.compile(r"[^\s()]+$")
_WORD = re.compile(r"[^\s-]+")
SMALL_WORDS = frozenset("a an and as at by for from in of on or the to via with".split())


class Abbreviation(msgspec.Struct, frozen=True, gc=False):
    """Spans of a long form and of the short form that this text gives it."""

    long: Span
    short: Span


def find_abbreviations(text: str, sentences: list[Span]) -> Iterator[Abbreviation]:
    """Every definition of a sentence: those in brackets, then those behind `, or`."""
    for first, last in sentences:
        for found in _BRACKETS.finditer(text, first, last):
            pair = _short_in_brackets(text, first, found) or _long_in_brackets(text, first, found)
            if pair:
                yield pair
        for found in _OR.finditer(text, first, last):
            begin = _initials_before(found[1], text, first, found.start())
            if begin is not None:
                yield Abbreviation((begin, found.start()), found.span(1))


def _short_in_brackets(text: str, first: int, found: re.Match[str]) -> Abbreviation | None:
    inside = re.split(r"[,;]| or ", found[1])[0].strip(" \"'")
    if not _is_short(inside):
        return None
    start = found.start(1) + found[1].index(inside)
    before_end = found.start()
    while before_end > first and text[before_end - 1] in " \"'":
        before_end -= 1
    begin = _match_letters(inside, text, first, before_end)
    return None if begin is None else Abbreviation((begin, before_end), (start, start + len(inside)))


def _long_in_brackets(text: str, first: int, found: re.Match[str]) -> Abbreviation | None:
    bracket = found.start()
    before = _WORD_BEFORE.search(text, first, bracket - 1 if text[bracket - 1 : bracket] == " " else bracket)
    if before is None or not _is_short(before[0]) or len(found[1].split()) < 2:
        return None
    begin = _match_letters(before[0], text, found.start(1), found.end(1))
    return Abbreviation(found.span(1), before.span()) if begin == found.start(1) else None


def _is_short(text: str) -> bool:
    capitals = sum(map(str.isupper, text))
    return bool(_SHORT.match(text)) and capitals >= 1 and capitals + sum(map(str.isdigit, text)) >= 2


def _match_letters(short: str, text: str, first: int, last: int) -> int | None:
    """Where the long form begins: right to left, each letter of `short` found in order, the first at a word's start."""
    letters = [c for c in short.lower() if c.isalnum()]
    if short.endswith("s") and len(letters) > 2 and short[-2].isupper():
        letters.pop()  # a plural: LLMs
    words = list(_WORD.finditer(text, first, last))
    begin = _match_initials(letters, words)
    if begin is not None:
        return begin
    limit = min(len(letters) + 5, 2 * len(letters) + 1)
    lowest = words[-limit].start() if len(words) > limit else first
    at = last
    for i, letter in enumerate(reversed(letters)):
        at -= 1
        is_first = i == len(letters) - 1
        while at >= lowest and (text[at].lower() != letter or (is_first and at > first and text[at - 1].isalnum())):
            at -= 1
        if at < lowest:
            return None
    long = text[at:last]
    return at if " " in long.strip() or "-" in long else None


def _initials_before(short: str, text: str, first: int, last: int) -> int | None:
    return _match_initials([c for c in short.lower() if c.isalnum()], list(_WORD.finditer(text, first, last)))


def _match_initials(letters: list[str], words: list[re.Match[str]]) -> int | None:
    """Where the words begin whose initials are the letters, small words aside: `proximal policy optimization (PPO)`.

    Tried first, because the shortest match in order would do with `policy optimization`.
    """
    left = list(letters)
    for word in reversed(words):
        if word[0][0].lower() == left[-1]:
            left.pop()
        elif word[0].lower() not in SMALL_WORDS:
            return None
        if not left:
            return word.start() if len(letters) > 1 else None
    return None
