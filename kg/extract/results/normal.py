"""Stage 9: the normal form of a number, for comparing across papers; None wherever a reading would be a guess.

An absolute amount is sound where its unit has a base:

* Only a measured value is converted. "Saves 3 GB" is a difference, and no amount of memory that anything needs.
* What stands below the line stays: 5 ms per token is 0.005 s/token and never meets a latency in s. A time below the
  line becomes a second: 120 images/min is 2 images/s.
* Percentages and bare scores are what they are already. "At 4.5% of its cost" is a share, but so is "4.5% of the cost
  is padding", which compares nothing: neither has a normal form.

A change becomes a factor of improvement (unit `x`, above 1 is better):

* A gain of 2x is 2, a cut of 2x is 2 ("halved", "50% less": 1 / (1 - 0.5)), a loss of 2x is 1/2; 30% more throughput
  is 1.3, 10% less 0.9, 20% more memory 1/1.2.
* Factors below 1 ("a 0.8x gain") and percentages from 100 on ("150% faster" is 1.5x to some and 2.5x to others) have
  several readings. So have both ends of a range that holds one of them.
* A percentage of a score, a utilization, a compression or an unknown metric may be points of a percentage.
* "30% better latency" may mean 30% less or 1.3 times as fast, "20% slower" 20% more time or 20% less speed. A gain in %
  of what should fall, and a loss of speed in % that is not a plain fall, are left alone. "40% faster" is 1.4.
* "A 5% latency drop" is good and "a 5% latency penalty" bad: words of loss say nothing about what should fall.
* "Reduces throughput loss by 2x" lessens a loss, by an amount that says nothing about the throughput.
* More parameters, operations or power, and less utilization or bandwidth, are at times what was wanted.
* A number without a word of change ("3x the energy") is a factor only of what should rise.
* The metric must be known: named, told by the change itself ("8x smaller"), or of no matter since the word of change
  is good ("a 3x improvement"). What "other" metrics measure, and so which way is good, nobody knows.

The qualifier of the result speaks of the stated amount: "up to 50% more memory" makes a factor of at least 1/1.5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from math import inf, isfinite

from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.parts import Claim, Cue, Quantity, Token, Unit
from kg.extract.results.phrases import Piece, pieces_of
from kg.model import Normal
from kg.text.inflect import plural, singular

__all__ = ["normal_form"]

_DIGITS = 10  # significant ones: what is left of 1 / (1 - 0.3) after them is noise of the arithmetic
_GOOD_CHANGES = frozenset("VBF")  # better, beat, faster
_BREAKS = frozenset("Q;,&")
_NEAR = 8  # tokens
_SPEEDS = frozenset(("speedup", "latency", "time", "throughput"))
_PERCENTAGES = frozenset(("utilization", "compression", "other"))  # metrics that are themselves stated in percent
_VAGUE = frozenset(("score", "reduction", "other"))
_AT_TIMES_WANTED = frozenset(
    ("parameters", "model_size", "flops", "compute", "power", "communication", "bandwidth", "utilization", "other")
)

_Conversion = Callable[[float], float | None]


def normal_form(claim: Claim, tokens: Sequence[Token], grammar: ResultGrammar) -> Normal | None:
    """The amount of a claim as a factor of improvement or in its base unit, or None; pure, and never raises.

    `tokens` are those of the claim's sentence.
    """
    quantity, cue = claim.quantity, claim.cue
    if claim.sense == "value":
        return _amount(quantity, grammar)
    if cue is None or not _is_clear(claim, cue) or (claim.sense == "loss" and _is_lessened(claim, tokens)):
        return None
    reading = _factor_reading(claim) if quantity.kind == "factor" else _percent_reading(claim, cue)
    return _read(quantity, reading, "x") if reading else None


def _read(quantity: Quantity, reading: _Conversion, unit: str) -> Normal | None:
    """Both ends of the number as `reading` has them, the lower one first; None where either has no reading."""
    stated = [quantity.value] if quantity.high is None else [quantity.value, quantity.high]
    found = [_rounded(reading(amount)) for amount in stated]
    ends = sorted(amount for amount in found if amount is not None)
    if len(ends) < len(found):
        return None
    return Normal(ends[0], ends[1] if len(ends) > 1 else None, unit)


def _rounded(amount: float | None) -> float | None:
    rounded = inf if amount is None else float(f"{amount:.{_DIGITS}g}")
    return rounded if isfinite(rounded) else None


# Changes


def _is_clear(claim: Claim, cue: Cue) -> bool:
    """Is it known what changes, and whether that is good?"""
    tag = claim.change.tag if claim.change else ""
    if cue.key == "other" and cue.quality:
        return False
    if tag == "F" and cue.key not in _SPEEDS:
        return False  # "twice as fast at equal accuracy"
    if claim.sense == "loss" and cue.key in _AT_TIMES_WANTED:
        return False
    return _is_known(claim, cue) and (cue.better == "higher" or _falls_clearly(claim, cue, tag))


def _is_known(claim: Claim, cue: Cue) -> bool:
    """Is the metric named, told by the word of change, or of no matter?"""
    change: Token | None = claim.change
    if claim.metric is not None or change is None or change.tag in _GOOD_CHANGES:
        return True
    return change.cue is not None and change.cue.key == cue.key and cue.key not in _VAGUE


def _falls_clearly(claim: Claim, cue: Cue, tag: str) -> bool:
    """Of a metric that should be low: is the direction of the change beyond doubt?"""
    if claim.sense == "gain":
        return cue.always_cut or tag in _GOOD_CHANGES
    if claim.sense == "loss":
        return tag == "U"
    return tag == "D" or (cue.always_cut and not tag)


def _is_lessened(claim: Claim, tokens: Sequence[Token]) -> bool:
    """Does another word of reduction or loss stand beside the number's own, so that the loss itself is smaller?"""
    behind = reversed(tokens[max(0, claim.token - _NEAR) : claim.token])
    ahead = tokens[claim.token + 1 : claim.token + 1 + _NEAR]
    for side in (behind, ahead):
        near = takewhile(lambda token: token.tag not in _BREAKS, side)
        if any(token.tag in "DL" and token != claim.change for token in near):
            return True
    return False


def _factor_reading(claim: Claim) -> _Conversion | None:
    if claim.sense == "cut" and claim.cue and claim.cue.better == "higher":
        return None
    if claim.sense == "loss":
        return lambda times: 1 / times if 1 <= times < inf else None
    return lambda times: times if times >= 1 else None


def _percent_reading(claim: Claim, cue: Cue) -> _Conversion | None:
    if claim.quantity.kind != "percent" or cue.quality or cue.key in _PERCENTAGES:
        return None
    lower = cue.better == "lower"
    if claim.sense == "gain":
        return None if lower else lambda percent: _part(percent, lambda part: 1 + part)
    if claim.sense == "cut":
        return (lambda percent: _part(percent, lambda part: 1 / (1 - part))) if lower else None
    if lower:
        return lambda percent: _part(percent, lambda part: 1 / (1 + part))
    if cue.key == "speedup" and (claim.change is None or claim.change.tag != "D"):
        return None
    return lambda percent: _part(percent, lambda part: 1 - part)


def _part(percent: float, reading: _Conversion) -> float | None:
    return reading(percent / 100) if 0 <= percent < 100 else None


# Amounts


def _amount(quantity: Quantity, grammar: ResultGrammar) -> Normal | None:
    unit = grammar.units_by_id.get(quantity.rule or "")
    sides = _sides(quantity, unit, grammar) if unit else None
    if unit is None or sides is None or unit.base is None or unit.factor is None:
        return None
    above, below = sides
    factor, time = unit.factor, _time(below, grammar)
    base = _base(unit, unit.base, above, below, over_time=bool(time))
    return _read(quantity, lambda amount: amount * factor / (time or 1), base) if base else None


def _base(unit: Unit, base: str, above: str, below: str, *, over_time: bool) -> str | None:
    """The base unit with what stands below the line; None for a count without its time, or a rate of a rate."""
    if unit.rate:
        return base.replace("1/", f"{plural(singular(above))}/", 1) if over_time else None
    if over_time:
        return None if base.endswith("/s") else f"{base}/s"
    return f"{base}/{below}" if below else base


def _sides(quantity: Quantity, unit: Unit, grammar: ResultGrammar) -> tuple[str, str] | None:
    """The words of the unit above and below the line: ("tokens", "s"), ("ms", "token"), ("GB", "")."""
    pieces = pieces_of(quantity.unit or "")
    if not pieces:
        return "", ""  # "7B" has its unit from what it counts
    found = (grammar.rates if unit.rate else grammar.units).match(pieces, 0)
    if found is None or found[0].id != unit.id:
        return None
    above, rest = pieces[: found[1]], pieces[found[1] :]
    below = rest[1:] if rest and rest[0].low in ("/", "per") else []
    return _words(above), _words(below)


def _words(pieces: Sequence[Piece]) -> str:
    return " ".join(piece.low for piece in pieces if piece.low != ".")


def _time(word: str, grammar: ResultGrammar) -> float | None:
    """The seconds of a word for a time, else None."""
    pieces = pieces_of(word)
    found = grammar.units.match(pieces, 0) if pieces else None
    if found is None or found[0].kind != "time" or found[1] != len(pieces):
        return None
    return found[0].factor
