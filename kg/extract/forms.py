"""A rule's phrases, spelled out: hyphens or spaces, singular or plural."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kg.text import inflect

__all__ = ["is_caseless", "plural", "spellings"]

_GAP = re.compile(r"[ -]")


def is_caseless(form: str) -> bool:
    """Smart case: a form without capitals matches any case."""
    return form == form.lower()


def plural(form: str) -> str | None:
    """The plural of the form's last word; None where it ends in a digit or sign or already in a plural s."""
    if not form[-1].isalpha() or (re.search(r"[^s]s$", form) and is_caseless(form) and not form.endswith(("us", "is"))):
        return None
    if not is_caseless(form) and form[-1].isupper():
        return f"{form}s"
    return inflect.plural(form)


def spellings(form: str) -> Iterator[str]:
    """Every way a form may be written: each gap as a space or a hyphen, each with its plural."""
    parts = _GAP.split(form)
    gaps = [" -"] * min(len(parts) - 1, 4) + [" "] * max(0, len(parts) - 5)
    numbers = [form_ for form_ in (parts[-1], plural(parts[-1]) if parts[-1] else None) if form_]
    for filling in itertools.product(*gaps):
        body = "".join(part + gap for part, gap in zip(parts, filling, strict=False))
        for last in numbers:
            yield body + last
