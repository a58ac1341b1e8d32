"""The phrases in which a paper names its own work, for names that no rule of entities knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["naming_phrases"]

# It begins with the capital itself, so that a search goes from one to the next and not through every letter.
_NAME = r"(?P<n>[A-Z](?<=\b.)(?:[A-Za-z]{2,}(?:-[A-Z0-9][A-Za-z0-9]*)?\+*|[a-z]+\d*))"
_CAMEL = r"(?P<n>[A-Z][a-z]+[A-Z]\w*)"
_IN_BRACKETS = r"\((?P<n>[A-Z][a-z]{3,}(?:[A-Z][a-z]+)?)\)"
_PLURAL = r"(?:methods|models|networks|systems|techniques|layers|kernels|units)\b"
_DOES = rf"(?!{_PLURAL})[a-z]+(?:-[a-z]+)?[^su\W]s\b"  # "nests", "fine-tunes"; not "class", "bonus"
_OBJECT = r"(?:an?|the|its?|their|every|each|all|only|both|no|one|two|three|[A-Z][\w-]{0,40}|\d\S{0,20})\b"
_MADE = r"(?!proposed|developed|published|released|provided|introduced|obtained)[a-z]+(?:ed|lt|wn)"
_BEFORE = r"\b(?:[Ww]ith|[Bb]y|[Uu]nder|[Tt]hrough|of|[Uu]sing|[Oo]nce|[Ii]n|to|for|[Oo]ur)"


def naming_phrases(acts: str, others: str) -> Iterator[re.Pattern[str]]:
    """The phrases, the surest first; the name is their group `n`.

    `acts` matches verbs that follow the name of a system, `others` words that say that a thing is somebody else's.
    """
    for phrase in (*_introducing(acts, others), *_acting()):
        yield re.compile(phrase)


def _introducing(acts: str, others: str) -> Iterator[str]:
    """Phrases that say that a name is given."""
    yield rf"(?:call|name|dub|term)(?:ed|d|bed)?(?: (?:it|this|the \w+|our \w+))? {_NAME}"
    yield rf"\\(?:textbf|emph|textit|textsc)\{{{_NAME}\}}"
    yield rf"\b(?:[Oo]ur|this) (?:\w+ ){{0,4}}?\w+, {_NAME}(?=,)"
    yield rf"{_NAME},? \(?(?:our|an?|the) (?=\w)"
    yield rf"{_NAME} {acts}\b"
    yield rf"(?:, |\b(?:once|when|if|because|since|as|how|that) ){_NAME} {_DOES}"
    yield rf"{_BEFORE} {_NAME}(?=[,.;:]| {acts}\b)"
    yield rf"\b(?:[Oo]ur|[Ww]e (?:propose|present|introduce|describe)) (?:[\w-]{{1,30}} ){{1,5}}\({_NAME}\)"
    noun = rf"(?!(?:[\w-]{{1,30}} )?(?:{others})\b)(?:[\w-]{{1,30}} ){{0,3}}?[\w-]{{3,30}}"
    yield rf"\b(?:[Tt]h(?:e|is)|an?|single) {noun}, {_NAME}(?=[,.])"


def _acting() -> Iterator[str]:
    """Phrases in which the name does something, or something is done by it."""
    yield rf"(?<=\. ){_CAMEL} {_DOES}"
    yield rf"\b[Oo]ur (?:[\w-]{{1,30}} ){{1,3}}{_NAME} (?:{_DOES}|\d)"
    yield rf"[a-z] {_NAME}, which "
    yield rf"\b[Uu]nder {_NAME} (?:on|in|at|with|\d)"
    yield rf"\b{_MADE} (?:by|through|with) {_NAME}(?= (?!et al)[a-z(])"
    yield rf"(?<=[.?] ){_NAME} (?:[a-z]+(?:ly|ead) )?{_DOES} {_OBJECT}"
    yield rf"(?<=[.?] ){_NAME} \(\d[^()]{{0,60}}\) {_DOES}"
    yield rf"(?<=[a-z] ){_IN_BRACKETS}"
