"""What a number is compared with."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.extract.results.parts import Named
from kg.extract.results.slots.coined import UNKNOWN
from kg.extract.results.slots.compared import can_be, compared
from kg.extract.results.slots.line import COMPARES, Spot
from kg.extract.results.slots.pairs import Contest, owner_beside
from kg.extract.results.slots.scene import RIVALS, Case, Slot, slot
from kg.model import BoundBy

__all__ = ["baseline", "before_number"]

_REACH = 60  # tokens looked at on each side of a number: what stands farther off is not about it
_VERB_REACH = 12
_TEXT_REACH = 400
_HEAD = 8  # tokens at the head of a clause
_CLAUSES = 3
_SHARE = re.compile("[wM]{0,3}(?:NM)?(?:o[wM]{0,3}){0,2}N")
_BRACKET = re.compile("[^;(]{0,12}[(](w{0,3}N{1,2})oQ")
_NOBODY = Slot("", UNKNOWN, 0, 0, "clause")  # a comparison with nobody named: the search ends
_THE_BASELINES = re.compile(r"\b(?:the|these|those|all|both) (?:\w+ )?(?:baselines|competitors|others)\b")
_COMPARED = re.compile(
    r"\b(?:[Cc]ompare[ds]? [^.;]{0,60}?\b(?:with|to|against)|[Uu]nlike|[Rr]elative to|[Vv]ersus|[Oo]utperform\w*"
    r"|[Tt]han|[Ss]urpass\w*|[Bb]eats?"
    r"|[Bb]aselines?\b[^.;]{0,40}?(?:namely|such as|including)) "
)
_LISTED = re.compile(r"[\s,/]*(?:and|or)?[\s,/]*")


def baseline(case: Case, pair: Contest | None) -> Slot | None:
    """What a number is compared with, by the first binder that names one."""
    if pair and pair.is_others:
        return None
    if pair and pair.other:
        return slot(pair.other.name, "clause")
    for binder in _BINDERS:
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
        is_object = tags[verb] in "UVF" and (spot.at == verb + 1 or case.word(spot.at - 1) in ("on", "upon"))
        is_other = spot.name.type in ("Method", "Software") and spot.linked and not spot.name.introduced
        if is_other and (owns or is_object):
            return slot(spot.name, "clause")
    return None


def share_of(case: Case) -> Slot | None:
    """ "half the cost of Orca", "2.2 times that of Orca", "99% of what Orca delivers": whose part the number is."""
    at, tags = case.at, case.line.tags
    if case.claim.quantity.kind not in ("factor", "percent"):
        return None
    match = _SHARE.match(tags, at + 1)
    spot = next(iter(case.line.between(match.end() - 1, match.end())), None) if match else None
    if match is None or spot is None or spot.name.introduced or not can_be(case, spot):
        return None
    is_what = any(case.word(i) == "what" for i in range(at + 1, spot.at))
    is_kind = spot.name.type in ("Method", "Software") or case.claim.quantity.kind == "factor"
    is_within = "within" in case.scene.text[case.claim.quantity.lead : case.claim.quantity.start].lower()
    if is_what or is_within or (is_kind and ("M" in match.group() or "that" in case.word(at + 1))):
        return slot(spot.name, "clause")
    return None


def in_bracket(case: Case) -> Slot | None:
    """ "in 8.5 minutes (Orca: 13 minutes)": the name before the number of the bracket that follows."""
    at, tags = case.at, case.line.tags
    if case.claim.sense != "value":
        return None
    match = _BRACKET.match(tags, at + 1)
    if match is None or case.line.tokens[match.end() - 1].quantities[0].kind != case.claim.quantity.kind:
        return None
    rivals = [s for s in case.line.between(match.start(1), match.end(1)) if can_be(case, s)]
    return slot(rivals[0].name, "clause") if rivals and not rivals[0].name.introduced else None


def other_clause(case: Case) -> Slot | None:
    """ "A reaches 156 TFLOPS, while B reaches 45": the one whose number of the same kind follows."""
    stop = case.at
    for _ in range(_CLAUSES if case.claim.sense == "value" else 0):
        stop = case.line.tags.find(";", stop + 1, case.at + _REACH)
        second = case.line.tags.find("Q", stop, stop + _REACH) if stop >= 0 else -1
        if second < 0 or case.line.tokens[second].quantities[0].kind not in (case.claim.quantity.kind, "bare"):
            return None
        rivals = [s for s in case.line.between(stop + 1, min(second, stop + _HEAD)) if _heads(case, s)]
        if rivals:
            return slot(rivals[0].name, "sentence") if not rivals[0].name.introduced else None
    return None


def clause_before(case: Case) -> Slot | None:
    """ "Where Orca wastes 31%, ours wastes 4%": the one whose number of the same kind stands before."""
    at, tags = case.at, case.line.tags
    own = [s for s in case.line.between(max(0, at - _HEAD), at) if s.name.introduced]
    first = tags.rfind("Q", 0, own[0].at) if own and case.claim.sense == "value" else -1
    kind = case.claim.quantity.kind
    if first < 0 or kind == "bare" or case.line.tokens[first].quantities[0].kind != kind:
        return None
    rivals = [s for s in case.line.between(max(0, first - _VERB_REACH), first) if _heads(case, s)]
    return slot(rivals[-1].name, "sentence") if rivals and not rivals[-1].name.introduced else None


def pair_before(case: Case) -> Slot | None:
    """ "from 8.4 s with ECoT to 0.4 s, a 22x speedup": whose value the first number of the pair before is."""
    first = case.line.tags.rfind("fQ", max(0, case.at - _REACH), case.at)
    owner = owner_beside(case.line, first + 1) if first >= 0 and case.claim.sense != "value" else None
    return slot(owner.name, "clause") if owner else None


def called_baseline(case: Case) -> Slot | None:
    """ "improves a strong Orca baseline from 83.8 to 84.6": a name that the sentence itself calls a baseline."""
    for spot in case.line.between(max(0, case.at - _REACH), case.at + _REACH):
        is_called = case.scene.text.startswith((" baseline ", " baseline,"), spot.name.end)
        is_own_value = case.claim.sense == "value" and case.is_verb(spot.at + 2)  # "the Orca baseline needs 44 ms"
        if is_called and not is_own_value and can_be(case, spot) and not spot.name.introduced:
            return slot(spot.name, "clause")
    return None


def sentence_before(case: Case) -> Slot | None:
    """ "We compare it with Orca. It is 2x faster than the baselines.": "the baselines" are those named before.

    A change that is not compared with anything in its own sentence goes on with the comparison of the one before.
    """
    text, claim = case.scene.text, case.claim
    before = case.scene.sentence_before(claim.start)
    first = max(case.line.tokens[0].start, claim.start - _TEXT_REACH)
    last = min(case.line.tokens[-1].end, claim.end + _TEXT_REACH)
    if before is None or not (_THE_BASELINES.search(text, first, last) or _goes_on(case)):
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


def _goes_on(case: Case) -> bool:
    """A change in a sentence without a word of comparison."""
    if case.claim.sense not in ("gain", "cut") or case.claim.quantity.kind not in ("factor", "percent"):
        return False
    head = case.line.tokens[0].start
    is_going_on = case.words.going.search(case.scene.text, head, head + _TEXT_REACH // 4) is not None
    return is_going_on and not COMPARES.intersection(case.line.tags)


def _is_anothers(case: Case, word: int) -> bool:
    """ "draws 38 W, 5.6x less than a T4": the plain value is not what is compared."""
    if case.claim.sense != "value" or case.claim.quantity.kind == "factor":
        return False
    later = case.line.tokens[case.at + 1 : word]
    return any(token.quantities[0].kind == "factor" for token in later if token.tag == "Q")


def _heads(case: Case, spot: Spot) -> bool:
    """Does a clause begin with this name, but for words that go with it?"""
    is_head = spot.governor < 0 or spot.letter in ";,"
    return is_head and spot.name.type != "Hardware" and can_be(case, spot)


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
    return Slot(text[start:end], names[0].key, start, end, by, tuple(names) if len(names) > 1 else ())


_BINDERS: tuple[Callable[[Case], Slot | None], ...] = (
    after_number, before_number, bettered, share_of, in_bracket, other_clause, clause_before, pair_before,
    called_baseline,
)  # fmt: skip
