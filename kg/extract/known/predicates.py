"""What a token of a pattern asks of a word: which words they are, a regular expression, or what only spaCy knows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from kg.extract.known.lexical import FLAGS
from kg.text.tokens import blank_vocab, doc_of

if TYPE_CHECKING:
    from spacy.matcher import Matcher

__all__ = ["Flagged", "Lexical", "Listed", "Predicate", "Searched", "predicate_of"]

# What spaCy knows of a word wherever it stands; all else depends on its place, or on a model that there is none of.
_OF_WORDS = frozenset(
    "ORTH TEXT LOWER NORM SHAPE PREFIX SUFFIX LENGTH IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE"
    " IS_PUNCT IS_SPACE IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_STOP IS_CURRENCY LIKE_NUM LIKE_URL"
    " LIKE_EMAIL".split()
)


class Listed(msgspec.Struct, frozen=True, array_like=True, tag="listed"):
    """The word, or its lower case, is one of a list."""

    lower: bool
    words: frozenset[str]

    def holds(self, word: str) -> bool:
        return (word.lower() if self.lower else word) in self.words


class Searched(msgspec.Struct, frozen=True, array_like=True, tag="searched"):
    """A regular expression is found in the word, or in its lower case."""

    lower: bool
    source: str

    def holds(self, word: str) -> bool:
        return _compiled(self.source).search(word.lower() if self.lower else word) is not None


class Flagged(msgspec.Struct, frozen=True, array_like=True, tag="flagged"):
    """A word is, or is not, what one of spaCy's attributes says: all letters, like a number."""

    attribute: str
    value: bool

    def holds(self, word: str) -> bool:
        return FLAGS[self.attribute](word) is self.value


class Lexical(msgspec.Struct, frozen=True, array_like=True, tag="lexical"):
    """Anything else that spaCy can say of a single word: shape, length, several things at once."""

    spec: str  # the token of the pattern, as JSON

    def holds(self, word: str) -> bool:
        return _spacy_says(self.spec, word)


Predicate = Listed | Searched | Flagged | Lexical


def predicate_of(token: Mapping[str, Any]) -> Predicate | None:
    """What a token of a pattern, its OP aside, asks of a word; None where that is no matter of the word alone."""
    spec = {attribute.upper(): value for attribute, value in token.items() if isinstance(attribute, str)}
    if len(spec) < len(token) or not spec.keys() - {"OP"} <= _OF_WORDS:
        return None
    spec.pop("OP", None)
    try:
        return _plain(spec) or Lexical(json.dumps(spec, sort_keys=True))
    except TypeError:  # a value that is no JSON
        return None


def _plain(spec: dict[str, Any]) -> Predicate | None:
    """The token read without spaCy, where all it names is one spelling or one plain attribute."""
    ((attribute, value),) = spec.items() if len(spec) == 1 else ((None, None),)
    if attribute is not None and attribute in FLAGS and isinstance(value, bool):
        return Flagged(attribute, value)
    if attribute not in ("ORTH", "TEXT", "LOWER"):
        return None
    lower = attribute == "LOWER"
    ((operator, operand),) = value.items() if isinstance(value, dict) and len(value) == 1 else (("IN", [value]),)
    if operator == "IN" and isinstance(operand, list) and all(isinstance(word, str) for word in operand):
        return Listed(lower, frozenset(operand))
    if operator == "REGEX" and isinstance(operand, str):
        return Searched(lower, operand)
    return None


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@lru_cache(maxsize=50_000)
def _spacy_says(spec: str, word: str) -> bool:
    return bool(_matcher(spec)(doc_of([word], [False])))


@cache
def _matcher(spec: str) -> Matcher:
    from spacy.matcher import Matcher

    matcher = Matcher(blank_vocab())
    matcher.add("token", [[json.loads(spec)]])
    return matcher
