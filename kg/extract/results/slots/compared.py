"""Whom a word of comparison compares with."""

from __future__ import annotations

from kg.extract.results.parts import Named
from kg.extract.results.slots.coined import UNKNOWN
from kg.extract.results.slots.line import Spot
from kg.extract.results.slots.scene import RIVALS, Case

__all__ = ["can_be", "compared"]

_NAME_REACH = 12
_PHRASE_REACH = 6
_SHORT_CLASS = 4  # letters of "GNN", "SOTA"


def compared(case: Case, word: int) -> list[Named] | None:
    """The rivals after a word of comparison: one, or several in a list; none where it compares with anyone's work.

    None where the word compares with nothing ("over time")."""
    spots = _spots_after(case, word)
    if spots:
        return [spot.name for spot in spots if not _is_anyones(case, spot.name)]
    return phrase_after(case, word)


def phrase_after(case: Case, word: int) -> list[Named] | None:
    """ "over regular decoding", "than full recompute": a phrase that names a technique; [] for "existing methods"."""
    tokens, tags, words = case.line.tokens, case.line.tags, case.words
    link = case.word(word)
    word += tags[word + 1 : word + 2] == ")"  # "with respect to (w.r.t.) local search"
    last = word
    while last + 1 < min(word + 1 + _PHRASE_REACH, len(tags)) and tags[last + 1] in "wN":
        last += 1
    lows = {i: case.word(i) for i in range(word + 1, last + 1) if case.word(i) not in words.determiners}
    if not lows or not words.no_rivals.isdisjoint(lows.values()):
        return None
    if lows[max(lows)] in words.vague_heads or not words.vague_kinds.isdisjoint(lows.values()):
        return []
    has_article = len(lows) < last - word
    is_bare = not has_article and lows[max(lows)].endswith("s") and link in words.plain_links
    if len(lows) == 1 or not (is_bare or lows[max(lows)].endswith(words.techniques)):
        return None
    start, end = tokens[min(lows)].start, tokens[max(lows)].end
    return [Named(start, end, case.scene.text[start:end], "Method", UNKNOWN)]


def _spots_after(case: Case, word: int) -> list[Spot]:
    found: list[Spot] = []
    for spot in case.line.between(word + 1, word + 1 + _NAME_REACH):
        is_governed = spot.governor == word
        if not (is_governed or _is_near(case, word, spot)) or (found and _is_parted(case, found[-1], spot)):
            break
        if spot.name.type in RIVALS and (is_governed or spot.name.type != "Hardware"):
            found.append(spot)
    return found


def _is_near(case: Case, word: int, spot: Spot) -> bool:
    """Does nothing but words and prepositions stand between the two?"""
    between = case.line.tags[word + 1 : spot.at]
    if len(between) >= _PHRASE_REACH or any(letter in "Q;cbMB,&" for letter in between):
        return False
    if "i" not in between:
        return True
    return not spot.name.text.islower() and case.word(word + 1 + between.index("i")) in ("in", "using", "via", "under")


def _is_parted(case: Case, last: Spot, spot: Spot) -> bool:
    """Does the list end between these two: "compared to Orca, our Swift is faster", "than A on B"?"""
    return spot.name.introduced or bool(case.line.tags[last.at + 1 : spot.at].strip("&,()w"))


def can_be(case: Case, spot: Spot) -> bool:
    """May this name be a rival?"""
    return spot.name.type in RIVALS and not _is_anyones(case, spot.name)


def _is_anyones(case: Case, name: Named) -> bool:
    """ "existing offloading systems", "state-of-the-art LLMs" name no rival."""
    text, words = case.scene.text, case.words
    before = text[max(0, name.start - 24) : name.start].lower()
    is_class = name.text.islower() or (name.text.endswith("s") and not name.text[1:2].islower())
    is_class = is_class or (name.text.isupper() and name.text.isalpha() and len(name.text) <= _SHORT_CLASS)
    of_anyone, are_many = any(word in before for word in words.anyones), bool(words.heads_after.match(text, name.end))
    return (of_anyone and are_many) or (is_class and (of_anyone or are_many))
