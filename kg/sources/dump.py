"""What both layouts of a trending-papers dump share: the page's header, and pairs of title and abstract.

A unit is a stretch of text that the layout sets apart: a line, or a block of lines. Titles and abstracts take
turns, except where the text says otherwise (a title that wraps, an abstract in two paragraphs).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.errors import InputError
from kg.sources.raw import Line, RawPaper, Report, whole

__all__ = ["Unit", "content_lines", "looks_like_dump", "pairs", "sets_papers_apart"]

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_GREETING = r"Get trending papers[^!]{0,80}!"
_BYLINE = "by ?AK and the research community"
_DATE = rf"{_MONTH} \d{{1,2}}(?:, \d{{4}})?"
_FURNITURE = re.compile(rf"{_GREETING}|Subscribe|{_BYLINE}|{_DATE}|new|Previous|Next|Load more|View all|\W*\d[\d\W]*")
_GLUED = re.compile(rf"new\s*(?=Get trending)|{_GREETING}\s*|Subscribe(?=[A-Z\d]|by ?AK)|{_BYLINE}\s*(?:{_DATE}\s*)?")
_WRAPPING = re.compile(r"[:,&-]$|\b(?:a|an|and|as|at|by|for|from|in|of|on|or|the|to|via|with|without)$")
_FULL_STOP = re.compile(r"\.[\"')\]]*$")
_SENTENCE_END = re.compile(r"[.!?][\"')\]]*$")  # of prose: titles, too, end in question marks
_CODE_OR_MARKUP = re.compile(r"[#<{@%|*>=-]|//|import |def |class |\"?\w+\"?(?:[,;\t]\"?\w+\"?)+$")

_LONGEST_TITLE = 300  # characters; the longest of a thousand titles has 169
_SHORTEST_LONG_TEXT = 200  # characters
_SHORTEST_SENTENCE = 8  # words


class Unit(NamedTuple):
    """A title, an abstract or a part of one, and the line where it begins."""

    line: int
    text: str


def content_lines(lines: Iterable[Line], file: str) -> Iterator[Line]:
    """Yield the lines without the page's header, wherever it stands.

    The header may be glued to the title that follows ("SubscribeSampling ..."). It is peeled off there
    alone: a title elsewhere may begin with the same word.
    """
    in_header = True
    for line in lines:
        text = whole(line, file).strip()
        if _FURNITURE.fullmatch(text):
            in_header, text = True, ""
        elif text and (in_header or re.match(_GREETING, text)):
            in_header, text = False, _without_glued_header(text)
        yield Line(line.number, text)


def _without_glued_header(text: str) -> str:
    while match := _GLUED.match(text):
        text = text[match.end() :]
    return text


def sets_papers_apart(lines: list[Line]) -> bool:
    """True if blank lines part titles from abstracts; False if line ends do, or nothing does."""
    blocks = _blocks(lines)
    papers_in_one_block = sum(len(b) > 1 and _is_title(b[0]) and _is_abstract(b[1]) for b in blocks)
    return len(blocks) > 1 and papers_in_one_block * 2 < len(blocks)


def _blocks(lines: list[Line]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.text:
            blocks[-1].append(line.text)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def looks_like_dump(head: str, units: list[Unit]) -> bool:
    """True if `units`, those of `head`, are titles and abstracts in turn, but for one pair in five."""
    pairs_seen = list(zip(units[::2], units[1::2], strict=False))
    if re.match(rf"\s*(?:new\s+)?{_GREETING}", head):
        return bool(pairs_seen)
    good = sum(_is_title(title.text) and _is_abstract(abstract.text) for title, abstract in pairs_seen)
    return good > 0 and good * 5 >= len(pairs_seen) * 4


def pairs(units: Iterable[Unit], file: str, report: Report) -> Iterator[RawPaper]:
    """Pair titles with abstracts; report a title that has none, and text that belongs to no title."""
    source = iter(units)
    ahead: deque[Unit] = deque()

    def peek(place: int) -> Unit | None:
        while len(ahead) <= place and (unit := next(source, None)):
            ahead.append(unit)
        return ahead[place] if place < len(ahead) else None

    while first := peek(0):
        ahead.popleft()
        title, abstract = first.text, peek(0)
        if abstract and _is_second_title(abstract, peek(1)) and _wraps(title, abstract.text):
            title = f"{title} {ahead.popleft().text}"
            abstract = peek(0)
        if len(title) > _LONGEST_TITLE:
            report(InputError(file, "a long text without a title; put the paper's title before it", first.line))
        elif abstract is None or _is_second_title(abstract, peek(1)):
            problem = f"the title {title[:60]!r} has no abstract; add it or remove the line"
            report(InputError(file, problem, first.line))
        else:
            text = [ahead.popleft().text]
            while (more := peek(0)) and _continues(more, peek(1), peek(2)):
                text.append(ahead.popleft().text)
            yield RawPaper(title, " ".join(text), first.line)


def _is_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and not _FULL_STOP.search(text) and not _CODE_OR_MARKUP.match(text)


def _is_abstract(text: str) -> bool:
    is_sentence = bool(_SENTENCE_END.search(text)) and len(text.split()) >= _SHORTEST_SENTENCE
    return is_sentence or len(text) >= _SHORTEST_LONG_TEXT


def _is_second_title(unit: Unit, following: Unit | None) -> bool:
    """True if `unit`, where an abstract is due, reads as a title and is followed by its own abstract."""
    if following is None or len(unit.text) > _SHORTEST_LONG_TEXT or _FULL_STOP.search(unit.text):
        return False
    return len(following.text) > _LONGEST_TITLE


def _wraps(title: str, rest: str) -> bool:
    return bool(_WRAPPING.search(title)) or rest[:1].islower()


def _continues(unit: Unit, following: Unit | None, third: Unit | None) -> bool:
    """True if `unit`, where a title is due, goes on with the abstract before it."""
    if len(unit.text) > _LONGEST_TITLE:
        return True
    ends_like_prose = bool(_FULL_STOP.search(unit.text)) or "://" in unit.text
    return ends_like_prose and (following is None or _is_second_title(following, third))
