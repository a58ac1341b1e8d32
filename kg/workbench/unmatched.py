"""What one paper says that no rule kept: name-like strings, and lower-case noun phrases."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.candidate import Candidate
from kg.extract.naming.names import NAME, is_adjective, is_strong
from kg.extract.parsed import Parsed
from kg.ruleset.schema import Words

__all__ = ["Unmatched", "lower_phrases", "names"]

Span = tuple[int, int]

_NAME = re.compile(rf"(?<![\w.\\])(?<!\w-)(?:{NAME}|[a-z]{{2,}}\d[a-z]{{2,}})(?!\w)")
_LINK = re.compile(r"\S*(?:://|www\.|\.(?:com|org|io|net|ai|html?)\b)\S*|\S+@\S+")
_OPENS = re.compile(r"(?:[.:!?;(\"“”]|\s-|\(\w{1,3}\))\s*$")
_QUANTITY = re.compile(r"\d[\d.,]*\s*[A-Za-z%/]{1,4}s?|[A-Z]{1,2}|[A-Z]/[A-Z]|[A-Z]\^?\d|[A-Z]\d--?[A-Z]\d|[IVX]+")
_COUNTED = re.compile(r"\d ?$")
_CITED = re.compile(r"(?: and \w+)?(?:['’]s)? (?:et al|\(?(?:19|20)\d\d\b)")
_WORDS = re.compile(r"[^\s,.;:()\[\]\"“”'’!?]+")
_LOWER_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A stretch [start, end) of a paper's text that no rule kept; `plain` for capitals alone, which may be chance."""

    text: str
    start: int
    end: int
    plain: bool = False


def names(parsed: Parsed, kept: Iterable[Candidate], words: Words) -> Iterator[Unmatched]:
    """Name-like strings of the abstract that touch no match; a title's capitals say nothing."""
    taken = _Taken([*((c.start, c.end) for c in kept), *(link.span() for link in _LINK.finditer(parsed.text))])
    for found in _NAME.finditer(parsed.text, len(parsed.paper.title) + 1):
        start, end = _behind_opening(parsed, found.span(), words), found.end()
        text = parsed.text[start:end]
        if _names_something(text, words) and not taken.touches((start, end)) and _in_running_text(parsed, start, end):
            yield Unmatched(text, start, end, plain=not is_strong(text))


class _Taken:
    """The stretches of a text that are spoken for."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touches(self, span: Span) -> bool:
        start, end = span
        at = bisect_right(self._starts, start)
        return any(a < end and start < b for a, b in self._spans[max(0, at - 1) : at + 1])


def _behind_opening(parsed: Parsed, span: Span, words: Words) -> int:
    """Where a name begins once the words are off that only open a sentence or a phrase: `Using LoRA`, `The Pile`."""
    start, end = span
    while start < end:
        first, space, _ = parsed.text[start:end].partition(" ")
        says_nothing = first.lower() in words.stops or first.lower() in words.vague or (space and _opens(parsed, start))
        if is_strong(first) or not says_nothing:
            break
        start += len(first + space)
    return start


def _opens(parsed: Parsed, start: int) -> bool:
    """Whether a sentence, a quotation or a list item begins there: its capital is no sign of a name."""
    return start == parsed.sentence_at(start)[0] or bool(_OPENS.search(parsed.text, max(0, start - 6), start))


def _names_something(text: str, words: Words) -> bool:
    unnamed = {text, text.removesuffix("s")} & words.not_names
    return len(text) > 1 and not unnamed and not is_adjective(text) and not _QUANTITY.fullmatch(text)


def _in_running_text(parsed: Parsed, start: int, end: int) -> bool:
    """Neither a capital that only opens a sentence, nor a unit behind its number, nor a cited author."""
    if _COUNTED.search(parsed.text, max(0, start - 2), start) or _CITED.match(parsed.text, end):
        return False
    return is_strong(parsed.text[start:end]) or not _opens(parsed, start)


def lower_phrases(parsed: Parsed, kept: Iterable[Candidate], words: Words) -> Iterator[Unmatched]:
    """Two or three lower-case words at the end of each run of words that could be a term."""
    taken = _Taken((c.start, c.end) for c in kept)
    for run in _runs(parsed, taken, words):
        for first, after in run[-_MOST_WORDS:-1]:
            if parsed.text[first:after] not in words.vague:
                end = run[-1][1]
                yield Unmatched(parsed.text[first:end], first, end)


def _runs(parsed: Parsed, taken: _Taken, words: Words) -> Iterator[list[Span]]:
    """Stretches of words, one space between them; what a match cuts off at its end is part of something longer."""
    run: list[Span] = []
    for found in _WORDS.finditer(parsed.text):
        if run and parsed.text[run[-1][1] : found.start()] != " ":
            yield run
            run = []
        if taken.touches(found.span()):
            run = []
        elif _may_stand(found[0], words):
            run.append(found.span())
        else:
            yield run
            run = []
    yield run


def _may_stand(word: str, words: Words) -> bool:
    if word in words.participles:
        return True
    lower = len(word) > 1 and _LOWER_WORD.fullmatch(word)
    return bool(lower) and word not in words.stops and not word.endswith(("ly", "ed", "ing"))
