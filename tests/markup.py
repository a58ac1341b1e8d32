"""Marked-up texts: `[[text|Type]]`, or `[[text|Type|key]]` where the key of the entity matters too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from kg.model import ENTITY_TYPES, Extraction, Mention

__all__ = ["Mark", "Marked", "marks_of", "parse"]

_MARK = re.compile(r"\[\[([^|\[\]]+)\|(\w+)(?:\|([a-z0-9.-]+))?\]\]")


class Mark(NamedTuple):
    """A stretch of the plain text, the type it must get, and its key where the case states one."""

    start: int
    end: int
    text: str
    type: str
    key: str | None = None


@dataclass(frozen=True)
class Marked:
    """The text without marks, and the marks."""

    text: str
    marks: tuple[Mark, ...]


def parse(marked: str) -> Marked:
    """Take the marks out. Raises ValueError for a mark that is not closed, or of a type that does not exist."""
    plain, at, marks = "", 0, []
    for found in _MARK.finditer(marked):
        text, type_, key = found.groups()
        if type_ not in ENTITY_TYPES:
            raise ValueError(f"no such type: {found.group()}")
        plain += marked[at : found.start()]
        marks.append(Mark(len(plain), len(plain) + len(text), text, type_, key))
        plain += text
        at = found.end()
    plain += marked[at:]
    if "[[" in plain or "]]" in plain or "|" in plain:
        raise ValueError(f"a mark is not closed or not complete: {marked}")
    return Marked(plain, tuple(marks))


def marks_of(record: Extraction, section: str = "abstract") -> list[Mark]:
    """The mentions of one section as marks, in the order of the text."""

    def mark(mention: Mention, type_: str, key: str) -> Mark:
        return Mark(mention.start, mention.end, mention.text, type_, key)

    return sorted(mark(m, e.type, e.key) for e in record.entities for m in e.mentions if m.section == section)
