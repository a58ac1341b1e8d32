"""Two numbers that a sentence sets against each other: which is whose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.extract.results.parts import Claim
from kg.extract.results.slots.scene import COMPARES, RIVALS, Line, Spot

__all__ = ["Contest", "contest"]

_PAIR_REACH = 10
_OWNER_REACH = 5


@dataclass(frozen=True, slots=True)
class Contest:
    """A number's part in a comparison of two: is it the other's value, and the name of the other where one stands."""

    is_others: bool
    other: Spot | None
    sure: bool = True  # the pair is sure: where no name stands beside, the sentence's rival is meant


_Reader = Callable[[Line, Claim], Contest | None]


def contest(line: Line, claim: Claim) -> Contest | None:
    """How a number stands against another one of its sentence; None where it stands alone."""
    return next((found for reader in _READERS if (found := reader(line, claim)) is not None), None)


def named_in_bracket(line: Line, claim: Claim) -> Contest | None:
    """ "(Varuna: 96 s)", "[llama.cpp: 2.9 tok/s]" """
    at = claim.token
    if at < 3 or line.tags[at - 1] != "o" or line.tags[at - 3] != "(":
        return None
    spot = _spot_at(line, at - 2)
    return Contest(True, spot) if spot and spot.name.type in RIVALS and not spot.name.introduced else None


def bracket_after_name(line: Line, claim: Claim) -> Contest | None:
    """ "outperforms StyleGAN-T (13.9)": the value in brackets right after a name is that name's."""
    at = claim.token
    opened = _open_bracket(line, at)
    if not opened or not _is_plain(claim) or "v" in line.tags[at : at + 4]:
        return None  # "over the 13B model (69 vs. 67)": the first number is not the rival's
    before = line.between(opened - 1, opened)
    if before and before[-1].name.type in ("Method", "Model", "Software") and not before[-1].name.introduced:
        return Contest(True, before[-1]) if before[-1].is_rival or before[-1].letter not in "iho" else None
    word = next((i for i in range(opened - 1, max(opened - _PAIR_REACH, -1), -1) if line.tags[i] not in "wN"), -1)
    return Contest(True, None) if word >= 0 and line.tags[word] in COMPARES else None


def at_rivals_value(line: Line, claim: Claim) -> Contest | None:
    """ "outperforms LoRA at 80.1%", "vs. ALS 0.82": a plain value that belongs to the rival before it."""
    at = claim.token
    if not _is_plain(claim) or line.tags[at - 1 : at] not in ("i", "N"):
        return None
    spot = _spot_at(line, at - (2 if line.tags[at - 1] == "i" else 1))
    if spot is None or not spot.is_rival or spot.name.introduced or spot.name.type not in RIVALS:
        return None
    if line.tags[at - 1] == "N" and (claim.quantity.kind == "percent" or claim.quantity.qualifier):
        return None  # "outperforms Orca up to 23%"
    return Contest(True, spot) if line.tokens[at].start - spot.name.end < 8 else None


def _is_plain(claim: Claim) -> bool:
    return claim.sense == "value" or claim.quantity.kind == "bare"


def after_versus(line: Line, claim: Claim) -> Contest | None:
    """ "78.5% vs. 75.9%", "1.8 MB rather than 44 MB (FedAvg)": the second number is the other's."""
    at = claim.token
    if line.tokens[at].quantities[0].kind == "factor":
        return None
    word = _before(line, at, "vc")
    if word is None or not _follows_number(line, word, claim):
        return None
    between = [s for s in line.between(word + 1, at) if s.name.type in RIVALS]
    return Contest(True, between[0] if between else _owner_after(line, at))


def before_versus(line: Line, claim: Claim) -> Contest | None:
    """The first number of such a pair: the name beside the second one is what it is compared with."""
    at = claim.token
    kind = line.tokens[at].quantities[-1].kind
    for i in range(at + 1, min(at + _PAIR_REACH, len(line.tags))):
        if line.tags[i] in "Q;":
            return None
        if line.tags[i] in "vc":
            second = line.tags.find("Q", i, i + _OWNER_REACH)
            if second < 0 or line.tokens[second].quantities[0].kind not in (kind, "bare") or kind == "factor":
                return None
            between = [s for s in line.between(i + 1, second) if s.name.type in RIVALS]
            return Contest(False, between[0] if between else _owner_after(line, second))
    return None


def from_to(line: Line, claim: Claim) -> Contest | None:
    """ "from A to B": A is the value of what was there before, B the paper's."""
    at = claim.token
    if claim.sense != "value":
        return None
    if "f" in line.tags[max(0, at - 3) : at] and "Q" not in line.tags[max(0, at - 3) : at]:
        return Contest(True, _owner_between(line, at), sure=False)
    if at >= 2 and line.tags[at - 1] == "t" and (first := line.tags.rfind("Q", max(0, at - _PAIR_REACH), at)) >= 0:
        if "f" in line.tags[max(0, first - 3) : first]:
            return Contest(False, _owner_between(line, first))
        if first == at - 2:  # "2.4 -> 1.1"
            return Contest(False, None)
    if line.tags[at + 1 : at + 3] == "tQ":
        return Contest(True, None, sure=False)
    return None


_READERS: tuple[_Reader, ...] = (
    named_in_bracket,
    bracket_after_name,
    at_rivals_value,
    after_versus,
    from_to,
    before_versus,
)


def _spot_at(line: Line, at: int) -> Spot | None:
    found = line.between(at, at + 1)
    return found[0] if found else None


def _open_bracket(line: Line, at: int) -> int | None:
    """The bracket that opened before this number and is not closed."""
    for i in range(at - 1, max(at - 5, -1), -1):
        if line.tags[i] in ")b":
            return None
        if line.tags[i] == "(":
            return i
    return None


def _before(line: Line, at: int, letters: str) -> int | None:
    """The nearest word of these tags before a number, past plain words and names only."""
    for i in range(at - 1, max(at - _OWNER_REACH, -1), -1):
        if line.tags[i] in letters:
            return i
        if line.tags[i] not in "wNo(":
            return None
    return None


def _follows_number(line: Line, word: int, claim: Claim) -> bool:
    """Does a number of the same kind stand before this word of comparison, in the same clause?"""
    for i in range(word - 1, max(word - _PAIR_REACH, -1), -1):
        if line.tags[i] == "Q":
            return line.tokens[i].quantities[-1].kind in (claim.quantity.kind, "bare")
        if line.tags[i] == ";":
            return False
    return False


def _owner_after(line: Line, at: int) -> Spot | None:
    """ "(FedAvg)", "for TensorRT", "under llama.cpp", "using PyTorch": the name right after the other's number."""
    for spot in line.between(at + 1, at + 1 + _OWNER_REACH):
        between = line.tags[at + 1 : spot.at]
        if any(letter in "Q;,&" for letter in between.lstrip(")")):
            return None
        if spot.name.type in RIVALS and not spot.name.introduced and (spot.letter in "hi(o" or spot.governor <= at):
            return spot if spot.name.type != "Model" or spot.letter != "i" else None
    return None


def _owner_between(line: Line, at: int) -> Spot | None:
    """ "from 44.5 with OPD to 47.3", "from v1's 0.58": the name beside the first number of "from A to B"."""
    start = line.tags.rfind("f", 0, at)
    before = [s for s in line.between(max(start, 0), at) if s.name.type in RIVALS]
    after = [s for s in line.between(at + 1, at + _OWNER_REACH) if s.name.type in RIVALS and s.letter in "hi"]
    end = line.tags.find("t", at, at + _PAIR_REACH)
    after = [s for s in after if end >= 0 and s.at < end]
    return (before + after or [None])[0]
