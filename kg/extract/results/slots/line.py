"""One sentence as slots see it: a tag for each token, and its names with what governs them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from kg.extract.results.parts import Named, Token
from kg.extract.results.slots.coined import sized_models, unknown_names
from kg.extract.results.slots.words import SlotWords
from kg.model import EntityType

__all__ = ["COMPARES", "Line", "Spot", "line_of"]

COMPARES = frozenset("cvB")  # than, versus, outperforms
_GOVERN_REACH = 12
_LIST_REACH = 3
_EQUAL_REACH = 4
_PHRASE_REACH = 7


class Spot(msgspec.Struct, frozen=True):
    """One name in a sentence: the index of its token, and of the word that governs it (-1 for none)."""

    name: Named
    at: int
    governor: int
    letter: str  # the tag of the governor

    @property
    def is_rival(self) -> bool:
        return self.letter in COMPARES

    @property
    def linked(self) -> bool:
        return bool(self.name.key)


@dataclass(frozen=True)
class Line:
    """One sentence: its tokens, a tag letter for each, and its names in order."""

    tokens: Sequence[Token]
    tags: str
    spots: tuple[Spot, ...]

    @cached_property
    def _ats(self) -> list[int]:
        return [spot.at for spot in self.spots]

    def between(self, first: int, last: int) -> Sequence[Spot]:
        """The names from token `first` up to, not with, token `last`."""
        return self.spots[bisect_left(self._ats, first) : bisect_left(self._ats, last)]


def line_of(text: str, tokens: Sequence[Token], mentions: Sequence[Named], own: str, words: SlotWords) -> Line:
    """The sentence of these tokens, with its mentions and the names that are none; `own` is the paper's such name."""
    names = [*mentions, *sized_models(text, tokens[0].start, tokens[-1].end, mentions)]
    names.sort(key=lambda name: name.start)
    names = sorted([*names, *unknown_names(text, tokens, names, own, words)], key=lambda name: name.start)
    starts = [token.start for token in tokens]
    places = [max(0, bisect_right(starts, name.start) - 1) for name in names]
    tags = [_letter(text, tokens, i, words) for i in range(len(tokens))]
    for name, place in zip(names, places, strict=True):
        if tags[place] == "w" or (tags[place] == "Q" and name.type == "Model"):
            tags[place] = "N"
    letters = "".join(tags)
    return Line(tokens, letters, tuple(_spot(letters, n, at) for n, at in zip(names, places, strict=True)))


def _letter(text: str, tokens: Sequence[Token], i: int, words: SlotWords) -> str:
    """The tag of a token, but for words and numbers that mean something else to slots."""
    token = tokens[i]
    if token.tag == "Q":
        return "w" if _is_count(text, tokens, i) else "Q"
    if token.low == "-" and " " not in text[token.start - 1 : token.end + 1]:
        return "w"  # "16-bit"
    if token.low in ("instead", "ahead") and i + 1 < len(tokens) and tokens[i + 1].tag == "o":
        return "c"
    if token.low in ("that", "those") and i + 1 < len(tokens) and tokens[i + 1].tag == "o":
        return "w"  # "than that of"
    if token.low in words.comparing or _equals(text, tokens, i, words):
        return "c"
    if token.cue and token.tag in "FUDV" and text[token.start : token.end].lower().endswith((" as", " than")):
        return "c"  # "three times as fast as"
    return token.tag


def _equals(text: str, tokens: Sequence[Token], i: int, words: SlotWords) -> bool:
    """ "on par with", "comparable accuracy to", "the same accuracy as": who is equalled is a rival."""
    word = text[tokens[i].start : tokens[i].end].lower()
    if word == "on par with":
        return True
    if word not in ("with", "to", "as"):
        return False
    before = [token.low for token in tokens[max(0, i - _EQUAL_REACH) : i]]
    if before and before[-1] in words.equal_right_before:
        return True  # "in contrast to", "level with"
    return "same" in before if word == "as" else any(low in words.equal for low in before)


def _is_count(text: str, tokens: Sequence[Token], i: int) -> bool:
    """ "16-bit LoRA", "128 GPUs": a number that belongs to the name after it."""
    if text[tokens[i].end : tokens[i].end + 1] == "-":
        return True
    name = tokens[i + 1].name if i + 1 < len(tokens) else None
    return tokens[i].quantities[0].kind in ("bare", "plain") and name is not None and name.type == "Hardware"


def _spot(tags: str, name: Named, at: int) -> Spot:
    governor = _governor(tags, at, name.type)
    return Spot(name, at, governor, tags[governor] if governor >= 0 else "")


def _governor(tags: str, at: int, kind: EntityType) -> int:
    """The word that a name depends on: past words of its phrase and past the names listed with it."""
    edge = at  # the first name of the list so far
    for i in range(at - 1, max(at - 1 - _GOVERN_REACH, -1), -1):
        letter = tags[i]
        if letter == "N":
            edge = i
        elif letter == "w" or (letter in "&,(" and _joins_names(tags, i, edge)):
            continue
        elif letter in "oihb" and edge == at:
            return _compared_through(tags, i, kind)
        else:
            return i
    return -1


def _compared_through(tags: str, link: int, kind: EntityType) -> int:
    """ "that of TorchRec", "than by Horovod", "compared to using LoRA": a comparison reaches past the preposition."""
    before = link - 1
    while before > link - _PHRASE_REACH and before >= 0 and tags[before] == "w":
        before -= 1
    if before < 0 or tags[before] not in "cv":
        return link
    if before == link - 1:
        return link if kind == "Hardware" and tags[link] == "i" else before
    return before if tags[link] in "ob" and kind in ("Method", "Software", "Model") else link


def _joins_names(tags: str, link: int, edge: int) -> bool:
    """Is this comma, "and" or bracket within a list of names, of which `edge` is the first so far?"""
    before = tags[max(0, link - 2 * _LIST_REACH) : link].rstrip("&,)Q(")[-1:]
    return (tags[link] == "(" or before == "N") and edge - link < _LIST_REACH
