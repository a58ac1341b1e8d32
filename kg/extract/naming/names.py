"""What counts as a name in running text, and what the words around one say it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import EntityType
from kg.ruleset import Ruleset
from kg.text.alternatives import one_of

__all__ = ["NAME", "PHRASE", "Describer", "further_names", "is_adjective", "is_mixed", "is_strong", "whole_words"]

# What is matched of a word is never given back (`*+`): a name does not end inside a word, and most matches fail there.
_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞΑ-Ω", "a-zß-öø-ÿα-ω"
_PART = rf"(?:[{_UPPER}][^\W_]*+|[{_LOWER}]{{1,6}}[{_UPPER}][^\W_]*+|\d+[{_UPPER}][^\W_]++|[α-ω]-[{_UPPER}][^\W_]*+)"
_JOINED = r"(?:-(?!-)|[+/*_&@]+)[^\W_]++|\^?\{\w+\}\w*|\^\w+|\.(?=\d|[a-z]{2,3}\b)[a-z0-9]+"
_WORD = rf"{_PART}(?:{_JOINED})*(?:\+{{1,2}}|\*|#)?"
# One name: a capitalised or mixed-case word, or a run of such words (`Tree of Thoughts`, `Deep Speech 2`).
NAME = rf"{_WORD}(?:(?: of)? {_WORD}){{0,6}}(?: \d(?:\.\d)?(?=[:,.;)]| [a-z]|$))?"
# What a text may call a thing that it writes in lower case: up to four words before punctuation or a relative clause.
_ENDS_PHRASE = r"(?=[\"'”,.;:)]| (?:that|which|and|to|in)\b)"
_SMALL = r"(?!(?:that|which|and|to|in|as|for|of|by)\b)[a-z][\w-]+"
PHRASE = rf"[a-z][\w-]+(?: {_SMALL}){{0,3}}{_ENDS_PHRASE}"
_NEXT = re.compile(rf"(?: \([^()]*\))?(?:,? and |, and |,? or |, |/)(?:its variant |the |an? )?(?P<name>{NAME})")
_MIXED = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}")
_STRONG = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}|[A-Z].*\d|\d.*[A-Z]|[A-Z]-[A-Z]|\^")


def is_strong(name: str) -> bool:
    """Mixed case, two capitals together or a digit: no ordinary word looks like that."""
    return bool(_STRONG.search(name))


# `LLM-based` and `GPU-only` describe; they name nothing.
_ADJECTIVE = re.compile(
    r"-(?:based|aware|free|driven|like|style|trained|tuned|enabled|specific|agnostic|level|only|oriented|optimi[sz]ed"
    r"|centric|compatible|wise|scale|friendly|efficient|bound|intensive|native|ready|side|like|[a-z]{3,}ed)$",
    re.IGNORECASE,
)


def is_adjective(name: str) -> bool:
    """A compound that only describes, as `LLM-based`."""
    return bool(_ADJECTIVE.search(name))


def is_mixed(name: str) -> bool:
    """Mixed case inside one word, as in `DistriFusion`: a proper name whatever stands around it."""
    return bool(_MIXED.search(name))


def whole_words(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where `name` stands between no letters, digits or underscores (a regular expression is far slower)."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        if not (at and _is_word(text[at - 1])) and not _is_word(text[end : end + 1]):
            yield at, end
            at = text.find(name, end)
        else:
            at = text.find(name, at + 1)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def further_names(text: str, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Names that go on a list after the one that ends at `end`: `X, Y and Z`."""
    found = _NEXT.match(text, end, limit)
    while found:
        yield found.span("name")
        found = _NEXT.match(text, found.end(), limit)


# A noun describes a name where the phrase ends: not in "a model compression scheme", but in "a model that …".
_ENDS_NOUN = (
    r"(?=[,.;:)]|\s(?:that|which|for|to|with|of|based|by|in|on|designed|using|trained|built|capable|and|where|whose|from"
    r"|as|aimed|tailored|specifically|(?!training|serving|tuning|pruning|learning)[a-z]+ing)\b|$)"
)
_IS_A = (
    r"(?: ?\([^()]*\))?(?:,? (?:which is|that is|is|are|was|as)|,| -+|:)?"
    r" (?:a|an|the|our|two|three|several)(?: first| new| novel)?"
    r" (?:(?!(?:for|to|that|which|with|in|on|by|via|using|from|as)\b)[^\s,.;:()]+ ){0,9}?"
)
_CALLED = r"(?: |,? (?:called|named|dubbed|termed) |,? \()(?:the |as )?[\"']?$"


class Describer:
    """Reads the type of a name from the noun that describes it: `X, a sparse model`, `benchmark X`, `X compiler`."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._nouns = ruleset.words.nouns
        listed = one_of(self._nouns)
        noun = rf"(?P<noun>{listed})"
        goes_on = rf"(?! [a-z]+ing {listed}\b)"  # "a model editing method" is no model
        self._after = re.compile(_IS_A + noun + goes_on + _ENDS_NOUN, re.IGNORECASE)
        self._beside = re.compile(rf"(?: \([^()]*\))? {noun}\b", re.IGNORECASE)
        self._before = re.compile(rf"\b{noun}{_CALLED}", re.IGNORECASE)

    def types_of(self, text: str, start: int, end: int) -> Iterator[tuple[EntityType, int]]:
        """The types that the words around text[start:end] give it, each with its weight: what defines counts most."""
        for weight, found in (
            (4, self._after.match(text, end, end + 160)),
            (2, self._before.search(text, max(0, start - 40), start)),
            (1, self._beside.match(text, end)),
        ):
            if found:
                yield self._nouns[found["noun"].lower()], weight
