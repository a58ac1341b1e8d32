"""What a number is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.results.parts import Named
from kg.extract.results.slots.coined import UNKNOWN
from kg.extract.results.slots.line import Spot
from kg.extract.results.slots.pairs import Contest, owner_beside
from kg.extract.results.slots.scene import RIVALS, Case, Slot, slot
from kg.extract.results.slots.words import (
    ANYONES,
    DETERMINERS,
    NO_RIVALS,
    PLURAL_HEADS,
    TECHNIQUE,
    VAGUE_HEADS,
    VAGUE_KINDS,
)
from kg.model import BoundBy

__all__ = ["baseline", "before_number"]

_REACH = 60  # tokens looked at on each side of a number: what stands farther off is not about it
_NAME_REACH = 12
_PHRASE_REACH = 6
_VERB_REACH = 12
_TEXT_REACH = 400
_SHORT_CLASS = 4  # letters of "GNN", "SOTA"
_NOBODY = Slot("", UNKNOWN, 0, 0, "clause")  # a comparison with nobody named: the search ends
_HEADS = re.compile(rf"\W{{1,3}}(?:\w{{1,30}}[ -]){{0,2}}?(?:{PLURAL_HEADS.replace(' ', '|')})\b")
_THE_BASELINES = re.compile(r"\b(?:the|these|those|all|both) (?:\w+ )?(?:baselines|competitors|others)\b")
_COMPARED = re.compile(
    r"\b(?:[Cc]ompare[ds]? [^.;]{0,60}?\b(?:with|to|against)|[Uu]nlike|[Rr]elative to|[Vv]ersus|[Oo]utperform\w*"
    r"|[Bb]aselines?\b[^.;]{0,40}?(?:namely|such as|including)) "
)
_LISTED = re.compile(r"[\s,/]*(?:and|or)?[\s,/]*")


def baseline(case: Case, pair: Contest | None) -> Slot | None:
    """What a number is compared with, by the first binder that names one."""
    if pair and pair.is_others:
        return None
    if pair and pair.other:
        return slot(pair.other.name, "clause")
    for binder in (after_number, before_number, bettered, other_clause, pair_before, called_baseline):
        found = binder(case)
        if found is not None:
            return found if found.text else sentence_before(case)
    return sentence_before(case)


def after_number(case: Case) -> Slot | None:
    """ "2x faster than vLLM": the first word of comparison after the number."""
    tags = case.line.tags
    by: BoundBy = "clause"
    for i in range(case.at + 1, min(case.at + _REACH, len(tags))):
        if tags[i] == ";":
            if case.line.tokens[i].cue is None:
                return None
            by = "sentence"
        elif tags[i] in "cv" or (tags[i] == "B" and by == "clause"):
            found = compared(case, i)
            if found is not None:
                return _NOBODY if _is_anothers(case, i) else _listed(case, found, by)
    return None


def before_number(case: Case) -> Slot | None:
    """ "outperforms Orca by 2x", "compared to Orca, it is 2x faster": the last word of comparison before it."""
    tags = case.line.tags
    by: BoundBy = "clause"
    for i in range(case.at - 1, max(case.at - _REACH, -1), -1):
        if tags[i] == ";":
            if case.line.tokens[i].cue is None:
                return None
            by = "sentence"
        elif tags[i] in "cvB":
            found = compared(case, i)
            if found is not None:
                return _listed(case, [name for name in found if name.end <= case.claim.quantity.start], by)
    return None


def bettered(case: Case) -> Slot | None:
    """ "cuts Adam's memory by 50%", "speeds up vLLM by 3x": what is bettered is the rival."""
    at, tags = case.at, case.line.tags
    if case.claim.change is None or tags[at - 1 : at] != "b":
        return None
    before = range(at - 1, max(at - _VERB_REACH, -1), -1)
    verb = next((i for i in before if case.line.tokens[i] is case.claim.change), -1)
    for spot in case.line.between(verb + 1, at) if verb >= 0 else ():
        owns = case.scene.text[spot.name.end : spot.name.end + 2] in ("'s", "\u2019s") or tags[spot.at - 1] == "o"
        is_object = spot.at == verb + 1 and tags[verb] in "UVF"
        is_other = spot.name.type in ("Method", "Software") and spot.linked and not spot.name.introduced
        if is_other and (owns or is_object):
            return slot(spot.name, "clause")
    return None


def other_clause(case: Case) -> Slot | None:
    """ "A reaches 156 TFLOPS, while B reaches 45": the one whose number of the same kind follows."""
    at, tags = case.at, case.line.tags
    stop = tags.find(";", at + 1, at + _REACH)
    if case.claim.sense != "value" or stop < 0:
        return None
    second = tags.find("Q", stop, stop + _REACH)
    if second < 0 or case.line.tokens[second].quantities[0].kind != case.claim.quantity.kind:
        return None
    rivals = [s for s in case.line.between(stop + 1, min(second, stop + 4)) if _can_be(case, s)]
    return slot(rivals[0].name, "sentence") if rivals else None


def pair_before(case: Case) -> Slot | None:
    """ "from 8.4 s with ECoT to 0.4 s, a 22x speedup": whose value the first number of the pair before is."""
    first = case.line.tags.rfind("fQ", max(0, case.at - _REACH), case.at)
    owner = owner_beside(case.line, first + 1) if first >= 0 and case.claim.sense != "value" else None
    return slot(owner.name, "clause") if owner else None


def called_baseline(case: Case) -> Slot | None:
    """ "improves a strong Orca baseline from 83.8 to 84.6": a name that the sentence itself calls a baseline."""
    for spot in case.line.between(max(0, case.at - _REACH), case.at + _REACH):
        is_called = case.scene.text.startswith((" baseline ", " baseline,"), spot.name.end)
        if is_called and spot.linked and _can_be(case, spot) and not spot.name.introduced:
            return slot(spot.name, "clause")
    return None


def sentence_before(case: Case) -> Slot | None:
    """ "We compare it with Orca. It is 2x faster than the baselines.": "the baselines" are those named before."""
    text, claim = case.scene.text, case.claim
    before = case.scene.sentence_before(claim.start)
    first = max(case.line.tokens[0].start, claim.start - _TEXT_REACH)
    last = min(case.line.tokens[-1].end, claim.end + _TEXT_REACH)
    if before is None or not _THE_BASELINES.search(text, first, last):
        return None
    matches = list(_COMPARED.finditer(text, max(before[0], before[1] - _TEXT_REACH), before[1]))
    if not matches:
        return None
    at = matches[-1].end()
    near = case.scene.within(at, min(before[1], at + _TEXT_REACH))
    names = [name for name in near if name.type in RIVALS and not name.introduced]
    if not names or names[0].start - at > _TEXT_REACH // 10:
        return None
    return _stretch(text, _joined(text, names), "neighbour")


def compared(case: Case, word: int) -> list[Named] | None:
    """The rivals after a word of comparison: one, or several in a list; none where it compares with anyone's work.

    None where the word compares with nothing ("over time")."""
    spots = _spots_after(case, word)
    if spots:
        return [spot.name for spot in spots if not _is_anyones(case.scene.text, spot.name)]
    return phrase_after(case, word)


def phrase_after(case: Case, word: int) -> list[Named] | None:
    """ "over regular decoding", "than full recompute": a phrase that names a technique; [] for "existing methods"."""
    tokens, tags = case.line.tokens, case.line.tags
    word += tags[word + 1 : word + 2] == ")"  # "with respect to (w.r.t.) local search"
    last = word
    while last + 1 < min(word + 1 + _PHRASE_REACH, len(tags)) and tags[last + 1] in "wN":
        last += 1
    lows = {i: case.word(i) for i in range(word + 1, last + 1) if case.word(i) not in DETERMINERS}
    if not lows or not NO_RIVALS.isdisjoint(lows.values()):
        return None
    if lows[max(lows)] in VAGUE_HEADS or not VAGUE_KINDS.isdisjoint(lows.values()):
        return []
    if len(lows) == 1 or not TECHNIQUE.search(lows[max(lows)]):
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
    return not spot.name.text.islower() and case.word(word + 1 + between.index("i")) in ("in", "using", "via")


def _is_parted(case: Case, last: Spot, spot: Spot) -> bool:
    """Does the list end between these two: "compared to Orca, our Swift is faster", "than A on B"?"""
    return spot.name.introduced or bool(case.line.tags[last.at + 1 : spot.at].strip("&,()w"))


def _is_anothers(case: Case, word: int) -> bool:
    """ "draws 38 W, 5.6x less than a T4": the plain value is not what is compared."""
    if case.claim.sense != "value" or case.claim.quantity.kind == "factor":
        return False
    later = case.line.tokens[case.at + 1 : word]
    return any(token.quantities[0].kind == "factor" for token in later if token.tag == "Q")


def _can_be(case: Case, spot: Spot) -> bool:
    return spot.name.type in RIVALS and not _is_anyones(case.scene.text, spot.name)


def _is_anyones(text: str, name: Named) -> bool:
    """ "existing offloading systems", "state-of-the-art LLMs" name no rival."""
    before = text[max(0, name.start - 24) : name.start].lower()
    is_class = name.text.islower() or (name.text.endswith("s") and not name.text[1:2].islower())
    is_class = is_class or (name.text.isupper() and name.text.isalpha() and len(name.text) <= _SHORT_CLASS)
    of_anyone, are_many = any(word in before for word in ANYONES), bool(_HEADS.match(text, name.end))
    return (of_anyone and are_many) or (is_class and (of_anyone or are_many))


def _listed(case: Case, found: Sequence[Named], by: BoundBy) -> Slot:
    """The k-th rival of as many as there are numbers, else all of them as one stretch."""
    if case.claim.count > 1 and len(found) == case.claim.count:
        return slot(found[case.claim.index], "list")
    return _stretch(case.scene.text, found, by) if found else _NOBODY


def _joined(text: str, names: Sequence[Named]) -> list[Named]:
    """The names that follow the first in one list."""
    kept = list(names[:1])
    for name in names[1:]:
        if not _LISTED.fullmatch(text, kept[-1].end, name.start):
            break
        kept.append(name)
    return kept


def _stretch(text: str, names: Sequence[Named], by: BoundBy) -> Slot:
    start, end = names[0].start, names[-1].end
    return Slot(text[start:end], names[0].key, start, end, by)
