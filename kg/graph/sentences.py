"""The sentence around a span: what a reader is shown as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

__all__ = ["sentence_at"]

# A stop, perhaps closing quotes or brackets, a space, and something that can open a sentence.
_BOUNDARY = re.compile("[.!?][\"'\u201d\u2019)\\]]*\\s+(?=[\"'\u201c\u2018(\\[]?[A-Z0-9])")
# Stops that end no sentence, though a capital letter or a number may follow.
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|cf|al|resp|approx|ca|Figs?|Eq|Sec|Tab|No|Dr|St|[A-Z])\.$")
_LONGEST_ABBREVIATION = 8


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence (or sentences) of `text` that holds the characters from start to end."""
    starts = _sentence_starts(text)
    first = bisect_right(starts, start) - 1
    after = bisect_right(starts, max(end - 1, start))
    stop = starts[after] if after < len(starts) else len(text)
    return text[starts[max(first, 0)] : stop].strip()


@lru_cache(maxsize=64)  # the spans of one abstract are asked for in a row
def _sentence_starts(text: str) -> tuple[int, ...]:
    starts = [0]
    for match in _BOUNDARY.finditer(text):
        stop = match.start() + 1
        if not _ABBREVIATION.search(text, max(0, stop - _LONGEST_ABBREVIATION), stop):
            starts.append(match.end())
    return tuple(starts)
