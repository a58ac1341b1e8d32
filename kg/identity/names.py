"""Folding: when two spellings are one name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.text.inflect import singular
from kg.text.spelling import ascii_letters, evened

__all__ = ["fold", "slug"]

_RESIDUE = re.compile(r"\\[a-zA-Z]+|[\\${}~^]")
_NOT_IN_KEYS = re.compile(r"[^a-z0-9.]+")
_GREEK = re.compile("[\u0391-\u03a9\u03b1-\u03c9]")
_ARTICLES = frozenset(("the", "a", "an", "our"))


@lru_cache(maxsize=50_000)  # every mention asks, several times, and names come again and again
def fold(name: str) -> str:
    """Case, LaTeX residue, hyphens, articles and plural endings away: equal folds are one name."""
    words = evened(_RESIDUE.sub("", name)).split()
    return " ".join(_singular(word).casefold() for word in words if word.casefold() not in _ARTICLES)


def _singular(word: str) -> str:
    if word[:-1].isupper() and word.endswith("s"):
        return word[:-1]  # LLMs
    return singular(word)


def slug(text: str) -> str:
    """A readable flat key part: `GPT-4 (32k)` → `gpt-4-32k`.

    Signs that tell names apart are spelled: `C++` → `c-plus-plus`, `σ-GPT` → `sigma-gpt`.
    """
    spelled = _GREEK.sub(_letter_name, text.replace("+", " plus ").replace("#", " sharp "))
    return _NOT_IN_KEYS.sub("-", ascii_letters(spelled).lower()).strip("-.") or "x" + text.encode().hex()[:12]


def _letter_name(letter: re.Match[str]) -> str:
    return unicodedata.name(letter[0]).split()[-1].lower()
