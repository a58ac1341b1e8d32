"""Regular English endings, for words that rule files give in their base form."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["plural", "singular", "verb_forms"]

_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_PLURAL_Y = re.compile(r"(?<=\w)ies$", re.IGNORECASE)
# Searches and approaches lose -es; caches lose -s.
_PLURAL_ES = re.compile(r"(?<=ss|sh|\wx)es$|(?<=[^a]ch)es$|(?<=[oe]ach)es$", re.IGNORECASE)
_PLURAL_S = re.compile(r"(?<=\w\w\w)(?<![suiao])s$", re.IGNORECASE)
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
# One short syllable: its last letter is doubled before -ed and -ing.
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][bdgmnprt]$")


def plural(phrase: str) -> str:
    """The plural of a noun phrase's last word; of a verb, its third person."""
    if _CONSONANT_Y.search(phrase):
        return f"{phrase[:-1]}ies"
    return phrase + ("es" if _SIBILANT.search(phrase) else "s")


@lru_cache(maxsize=50_000)  # words come again and again
def singular(word: str) -> str:
    """The singular of a regular plural; a word that is none stays (`loss`, `bus`, `bias`)."""
    for ending, bare in ((_PLURAL_Y, "y"), (_PLURAL_ES, ""), (_PLURAL_S, "")):
        if ending.search(word):
            return ending.sub(bare, word)
    return word


def verb_forms(verb: str) -> tuple[str, str, str, str]:
    """A regular verb as it is, with -s, -ed and -ing; of a phrase (`speed up`), its first word changes."""
    head, space, rest = verb.partition(" ")
    tail = space + rest
    if head.endswith("e"):
        past, progressive = f"{head}d", f"{head[:-1]}ing"
    elif _CONSONANT_Y.search(head):
        past, progressive = f"{head[:-1]}ied", f"{head}ing"
    else:
        stem = head + head[-1] if _DOUBLING.match(head) else head
        past, progressive = f"{stem}ed", f"{stem}ing"
    return verb, plural(head) + tail, past + tail, progressive + tail
