"""Two numbers that a sentence sets against each other: which is whose."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from kg.extract.results.slots.line import COMPARES, Line, Spot
from kg.extract.results.slots.scene import RIVALS, Case

__all__ = ["Contest", "contest", "owner_beside"]

_PAIR_REACH = 10
_OWNER_REACH = 5
_FROM_REACH = 3
_BRACKET_REACH = 4
_TOLD = re.compile("(N,?);[^;N]*$")


class Contest(msgspec.Struct, frozen=True):
    """A number's part in a comparison of two: is it the other's value, and the name of the other where one stands."""

    is_others: bool
    other: Spot | None


def contest(case: Case) -> Contest | None:
    """How a number stands against another one of its sentence; None where it stands alone."""
    return next((found for reader in _READERS if (found := reader(case)) is not None), None)


def named_in_bracket(case: Case) -> Contest | None:
    """ "(Varuna: 96 s)", "[llama.cpp: 2.9 tok/s]": the number is of the name before it."""
    at, tags = case.at, case.line.tags
    if at < 3 or tags[at - 1] != "o" or tags[at - 3] != "(":
        return None
    spot = next(iter(case.line.between(at - 2, at - 1)), None)
    return Contest(True, spot) if spot and _is_other(spot) else None


def bracket_after_name(case: Case) -> Contest | None:
    """ "outperforms StyleGAN-T (13.9)", "than the best baseline (FID 6.4)": a value in brackets is the rival's."""
    at, tags = case.at, case.line.tags
    opened = _open_bracket(case)
    if not opened or not _is_plain(case) or "v" in tags[at : at + _BRACKET_REACH]:
        return None  # "over the 13B model (69 vs. 67)": the first number is not the rival's
    before = next(iter(case.line.between(opened - 1, opened)), None)
    if before and before.name.type != "Hardware" and _is_other(before):
        return Contest(True, before) if before.is_rival or before.letter not in "iho" else None
    word = next((i for i in range(opened - 1, max(opened - _PAIR_REACH, -1), -1) if tags[i] not in "wN"), -1)
    return Contest(True, None) if word >= 0 and tags[word] in COMPARES else None


def at_rivals_value(case: Case) -> Contest | None:
    """ "outperforms LoRA at 80.1%", "vs. ALS 0.82": a plain value that belongs to the rival before it."""
    at, link = case.at, case.line.tags[case.at - 1 : case.at]
    if not _is_plain(case) or link not in ("i", "N"):
        return None
    if link == "N" and (case.claim.quantity.kind == "percent" or case.claim.quantity.qualifier):
        return None  # "outperforms Orca up to 23%"
    place = at - 2 if link == "i" else at - 1
    spot = next(iter(case.line.between(place, place + 1)), None)
    return Contest(True, spot) if spot and spot.is_rival and _is_other(spot) else None


def after_versus(case: Case) -> Contest | None:
    """ "78.5% vs. 75.9%", "1.8 MB rather than 44 MB (FedAvg)": the second number is the other's."""
    if case.claim.quantity.kind == "factor" and not case.word(case.at - 1).startswith(("compared", "vs", "versus")):
        return None  # "vLLM is slower than our 2x faster engine"
    word = _comparison_before(case)
    if word is None or not _follows_number(case, word):
        return None
    between = [s for s in case.line.between(word + 1, case.at) if s.name.type in RIVALS]
    return Contest(True, between[0] if between else _owner_after(case.line, case.at))


def from_to(case: Case) -> Contest | None:
    """ "from A to B": A is the value of what was there before, B the paper's."""
    at, tags = case.at, case.line.tags
    if case.claim.sense != "value":
        return None
    if _is_after_from(tags, at):
        return Contest(True, owner_beside(case.line, at))
    if tags[at + 1 : at + 3] == "tQ":
        return Contest(True, None)  # "2.4 -> 1.1"
    if tags[at - 1 : at] != "t":
        return None
    first = tags.rfind("Q", max(0, at - _PAIR_REACH), at)
    if first >= 0 and _is_after_from(tags, first):
        return Contest(False, owner_beside(case.line, first))
    return Contest(False, None) if first == at - 2 and first >= 0 else None


def told_of_rival(case: Case) -> Contest | None:
    """ "unlike Orca, which takes 4 hours, it ...": a plain value of a clause about the rival before it."""
    match = _TOLD.search(case.line.tags, max(0, case.at - _PAIR_REACH), case.at)
    if match is None or not _is_plain(case) or case.word(match.end(1)) != "which":
        return None
    spot = next(iter(case.line.between(match.start(1), match.start(1) + 1)), None)
    return Contest(True, spot) if spot and spot.is_rival and _is_other(spot) else None


def next_of_others(case: Case) -> Contest | None:
    """ "against 0.46 for Contriever and 0.43 for BM25": a further number of the others, with its name."""
    at, tags = case.at, case.line.tags
    if tags[at - 1 : at] not in ("&", ",") or case.claim.quantity.kind == "factor":
        return None
    before = tags.rfind("Q", max(0, at - _PAIR_REACH), at)
    is_others = before > 0 and tags[before - 1] in "vc" and case.line.tokens[before].tag == "Q"
    owner = _owner_after(case.line, at) if is_others and _owner_after(case.line, before) else None
    return Contest(True, owner) if owner else None


def before_versus(case: Case) -> Contest | None:
    """The first number of such a pair: the name beside the second one is what it is compared with."""
    at, tags = case.at, case.line.tags
    kind = case.line.tokens[at].quantities[-1].kind
    word = next((i for i in range(at + 1, min(at + _PAIR_REACH, len(tags))) if tags[i] in "Q;vcf"), -1)
    if word >= 0 and tags[word] == "f" and "t" not in tags[max(0, at - 2) : at]:
        return None  # only "to 1.7 from 6.9"
    if word < 0 or tags[word] not in "vcf" or kind == "factor":
        return None
    second = tags.find("Q", word, word + _OWNER_REACH)
    if second < 0 or case.line.tokens[second].quantities[0].kind not in (kind, "bare"):
        return None
    between = [s for s in case.line.between(word + 1, second) if s.name.type in RIVALS]
    return Contest(False, between[0] if between else _owner_after(case.line, second))


_READERS: tuple[Callable[[Case], Contest | None], ...] = (
    named_in_bracket, bracket_after_name, at_rivals_value, after_versus, told_of_rival, next_of_others, from_to,
    before_versus,
)  # fmt: skip


def _is_other(spot: Spot) -> bool:
    return spot.name.type in RIVALS and not spot.name.introduced


def _is_plain(case: Case) -> bool:
    return case.claim.sense == "value" or case.claim.quantity.kind == "bare"


def _open_bracket(case: Case) -> int | None:
    """The bracket that opened before the number and is not closed; not that of "(by 3%)"."""
    for i in range(case.at - 1, max(case.at - 1 - _BRACKET_REACH, -1), -1):
        if case.line.tags[i] in ")b":
            return None
        if case.line.tags[i] == "(":
            return i
    return None


def _comparison_before(case: Case) -> int | None:
    """The nearest "than" or "versus" before the number, past plain words and names only."""
    for i in range(case.at - 1, max(case.at - _OWNER_REACH, -1), -1):
        if case.line.tags[i] in "vc" and case.word(i) not in case.words.comparing:
            return i
        if case.line.tags[i] not in "wNo(":
            return None
    return None


def _follows_number(case: Case, word: int) -> bool:
    """Does a number of the same kind stand before this word of comparison, in the same clause?"""
    for i in range(word - 1, max(word - _PAIR_REACH, -1), -1):
        if case.line.tags[i] == "Q":
            return case.line.tokens[i].quantities[-1].kind in (case.claim.quantity.kind, "bare")
        if case.line.tags[i] == ";":
            return False
    return False


def _is_after_from(tags: str, at: int) -> bool:
    before = tags[max(0, at - _FROM_REACH) : at]
    return "f" in before and "Q" not in before


def _owner_after(line: Line, at: int) -> Spot | None:
    """ "(FedAvg)", "for TensorRT", "under llama.cpp", "achieved by Orca": the name right after the other's number."""
    for spot in line.between(at + 1, at + 1 + _OWNER_REACH):
        if any(letter in "Q;,&" for letter in line.tags[at + 1 : spot.at].lstrip(")")):
            return None
        if _is_other(spot) and (spot.letter in "hi(ob" or spot.governor <= at):
            return spot if spot.linked or spot.name.type != "Model" else None
    return None


def owner_beside(line: Line, at: int) -> Spot | None:
    """ "from 44.5 with OPD to 47.3", "from v1's 0.58": the name beside the first number of "from A to B"."""
    start = line.tags.rfind("f", max(0, at - _FROM_REACH), at)
    end = line.tags.find("t", at, at + _PAIR_REACH)
    before = [s for s in line.between(max(start, 0), at) if s.name.type in RIVALS]
    after = [s for s in line.between(at + 1, min(end, at + _OWNER_REACH)) if s.name.type in RIVALS and s.letter in "hi"]
    return next(iter([*before, *after]), None)
