"""A rule's phrases, spelled out: hyphens or spaces, singular or plural."""

from __future__ import annotations

import re

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


def spellings(form: str) -> tuple[str, ...]:
    """A form as texts without hyphens write it, and its plural."""
    parts = _GAP.split(form)
    last = plural(parts[-1]) if parts[-1] else None
    singular = " ".join(parts)
    return (singular,) if last is None else (singular, " ".join((*parts[:-1], last)))
