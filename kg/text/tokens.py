"""Tokens for scientific text, as spaCy `Doc`s.

spaCy's English tokenizer keeps `ResNet-50` whole but parts `A100-80GB` into `A100-80` and `GB`, and leaves `2.88times`
as one word. Names and numbers are what this project reads, so its tokens are finer and always the same: a number, a
run that starts with a letter and goes on with letters and digits, a possessive `'s`, or any other single character.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

__all__ = ["blank_vocab", "doc_of", "make_doc", "tokenize"]

# Every character belongs to exactly one token or is the one space behind it, so a Doc gives the text back unchanged.
_TOKEN = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_][^\W_]*|['’]s\b|\S|\s)( ?)")


def tokenize(text: str) -> tuple[list[str], list[bool]]:
    """Part `text` into words and, for each, whether one space follows it."""
    found = _TOKEN.findall(text)
    return [word for word, _ in found], [bool(space) for _, space in found]


@cache
def blank_vocab() -> Vocab:
    """The vocabulary of `spacy.blank("en")`: no model, only the language's lexical attributes."""
    import spacy

    return spacy.blank("en").vocab


def doc_of(words: list[str], spaces: list[bool]) -> Doc:
    """A spaCy `Doc` of tokens that `tokenize` made."""
    from spacy.tokens import Doc

    return Doc(blank_vocab(), words=words, spaces=spaces)


def make_doc(text: str) -> Doc:
    """A spaCy `Doc` of `text` by this module's tokens; `doc.text == text`."""
    return doc_of(*tokenize(text))
