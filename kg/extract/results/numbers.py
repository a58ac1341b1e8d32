"""Stage 2: numbers as quantities: ranges, and what kind of amount a number is."""

from __future__ import annotations

from itertools import pairwise

from kg.extract.results.figures import (
    MOST_MAGNITUDES,
    Number,
    Reading,
    read_digits,
    read_number,
    read_unit_after_bracket,
)
from kg.extract.results.parts import Quantity

__all__ = ["read_quantity"]

_RANGE_SIGNS = frozenset(("-", "~", "to", "sim"))
_LETTERS = frozenset("KkMBT")  # scales that stand for a word: "5.3M" names no unit
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LAST_LIST_NUMBER = 20


def read_quantity(reading: Reading, at: int, after_from: bool) -> tuple[Quantity, int] | None:
    """The quantity whose number is piece `at`, and the first piece after it; None where no quantity is.

    `after_from` says that "from" stands before: then "5 to 10" are two numbers, not a range.
    """
    number = read_number(reading, at)
    if number is None:
        return None
    last = _range_end(reading, number, after_from)
    end = last or number
    read_unit_after_bracket(reading, at, end)
    if not _closes_number(reading, end) or _is_absurd(end) or _is_denominator(reading, at, end):
        return None
    return _quantity(reading, at, number, last), end.next


def _is_denominator(reading: Reading, at: int, number: Number) -> bool:
    """ "52/55 tasks" is a share; "0.4/0.6" and "85/54 ms" are lists."""
    piece = reading.pieces[at]
    slashed = piece.start > 0 and reading.flat[piece.start - 1] == "/"
    return slashed and "." not in piece.low and number.unit is None


def _is_absurd(number: Number) -> bool:
    return number.unit is not None and number.unit.kind == "magnitude" and number.value > MOST_MAGNITUDES


def _range_end(reading: Reading, low: Number, after_from: bool) -> Number | None:
    at = low.next
    pieces = reading.pieces
    if at >= len(pieces):
        return None
    sign = pieces[at].low
    if sign in _RANGE_SIGNS or (sign == "and" and _after_between(reading, low)):
        if sign == "to" and after_from:
            return None
        at += 1
    elif reading.flat[low.end : pieces[at].start].strip() != "-":
        return None
    while at < len(pieces) and pieces[at].low in ("-", "+", "sim"):
        at += 1
    if at >= len(pieces):
        return None
    if pieces[at].low[0].isdecimal() and pieces[at].low.isascii():
        high: Number | None = read_digits(reading, at)
    else:
        high = read_number(reading, at) if low.unit is None else None
    return high if high and _is_range(low, high) else None


def _after_between(reading: Reading, low: Number) -> bool:
    return any(p.low == "between" for p in reading.pieces[max(0, low.next - 5) : low.next])


def _is_range(low: Number, high: Number) -> bool:
    if low.scale == 1 < high.scale and low.value < high.value / high.scale:
        low.value *= high.scale  # "5-7 billion"
    if high.value <= low.value:
        return False
    return low.unit is None or (high.unit is not None and low.unit.kind == high.unit.kind)


def _closes_number(reading: Reading, number: Number) -> bool:
    """A number glued to what follows ("3D", "8-bit", "7B-parameter") is part of a word."""
    flat, end = reading.flat, number.end
    if end < len(flat) and (flat[end].isalnum() or flat[end] in "_^"):
        return False
    if end + 1 < len(flat) and flat[end] == "-" and flat[end + 1].isalnum():
        if number.scale > 1 and flat.startswith("-parameter", end):
            return True
        return number.unit is not None and number.unit.kind in ("factor", "percent", "magnitude")
    return flat[end : end + 1] != "." or not flat[end + 1 : end + 2].isdigit()  # "1.2.3" is a version


def _quantity(reading: Reading, at: int, low: Number, last: Number | None) -> Quantity:
    end = last or low
    unit = end.unit or low.unit
    value, high = low.value, last.value if last else None
    start = reading.pieces[at].start
    signed = (start > 0 and reading.flat[start - 1] == "+") or _is_lead(reading, end)
    if unit is None:
        kind, surface, metric = _bare_kind(reading, at, low, end)
    else:
        kind, surface, metric = unit.kind, end.unit_text or low.unit_text, unit.metric
    if kind == "magnitude":
        kind, surface, value, high = "factor", "x", 10.0**value, 10.0**high if high else None
    elif kind in ("factor", "percent"):
        surface = "x" if kind == "factor" else "%"
    elif kind == "tokens":
        surface = "tokens"
    elif kind == "lines" and surface:
        surface = surface.replace("code", "").replace(" of", "").strip()
    elif kind == "device-time" and surface and "GPU" in surface:
        surface = surface[surface.index("GPU") :]  # "A100 GPU hours": the chip is no part of the unit
    elif kind == "parameters":
        surface = None if low.scale > 1 and reading.pieces[at + 1].text in _LETTERS else "parameters"
    return Quantity(
        start, end.end, value, high, surface, kind, metric, rule=unit.id if unit else None,
        scaled=end.scale > 1, signed=signed, lead=start,
    )  # fmt: skip


def _is_lead(reading: Reading, number: Number) -> bool:
    """ "6.4 percentage points above Orca" is a gain."""
    is_points = number.unit_text is not None and number.unit_text.lower().startswith(("percentage p", "point", "pp"))
    follows = number.next < len(reading.pieces) and reading.pieces[number.next].low
    return is_points and follows in ("above", "over")


def _bare_kind(reading: Reading, at: int, low: Number, end: Number) -> tuple[str, str | None, str | None]:
    start = reading.pieces[at].start
    if start and reading.text[start - 1] == "$" and "$" not in reading.text[end.end : end.end + 25]:
        return "money", "$", "cost"
    before = [p.low for p in reading.pieces[max(0, at - 2) : at]]
    if not {"factor", "factors", "multiplied"}.isdisjoint(before) or _is_after_factor_of(reading, at):
        return "factor", "x", None
    whole = low.value == int(low.value)
    after = reading.flat[end.end : end.end + 1]
    year = whole and _FIRST_YEAR <= low.value <= _LAST_YEAR and "," not in reading.pieces[at].low
    listed = whole and low.value <= _LAST_LIST_NUMBER and after in ")]"
    cited = before[-1:] == ["["]
    return ("plain" if year or (listed and after) or cited else "bare"), None, None


def _is_after_factor_of(reading: Reading, at: int) -> bool:
    """ "by a factor of about 70" """
    lows = [piece.low for piece in reading.pieces[max(0, at - 4) : at]]
    return any(pair == ("factor", "of") for pair in pairwise(lows))
