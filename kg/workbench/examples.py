"""Examples as rule files write them."""

from __future__ import annotations

import re

__all__ = ["parse_example"]

_MARK = re.compile(r"\[([^\[\]]+)\]")


def parse_example(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """`a [fast GPU] runs` → the plain text and the spans of its brackets."""
    spans = []
    plain = ""
    at = 0
    for mark in _MARK.finditer(marked):
        plain += marked[at : mark.start()]
        spans.append((len(plain), len(plain) + len(mark[1])))
        plain += mark[1]
        at = mark.end()
    return plain + marked[at:], tuple(spans)
