"""Stage 1: one number where it stands, with its power of ten, spread, scale and unit."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.parts import Unit
from kg.extract.results.phrases import Piece

__all__ = ["MOST_MAGNITUDES", "Number", "Reading", "read_digits", "read_number", "read_unit_after_bracket"]

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "millions": 1e6, "billions": 1e9}
_LETTER_SCALES = {"K": 1e3, "k": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
_WORD_KINDS = frozenset(("factor", "percent", "magnitude", "time", "device-time", "points", "lines"))
_GLUED = ("sim", "approx", "geq", "leq", "pm", " x", "(x", " X")  # what may stand right before a number
_TIMES = ("x", "\u00d7", "times")
MOST_MAGNITUDES = 30


class Reading(msgspec.Struct, frozen=True):
    """The text being read: as stored, flattened, and in pieces."""

    text: str
    flat: str
    pieces: Sequence[Piece]
    grammar: ResultGrammar


class Number(msgspec.Struct):
    """One end of a range while it is read; `next` is the first piece after it."""

    value: float
    next: int
    end: int
    scale: float = 1
    unit: Unit | None = None
    unit_text: str | None = None


def read_number(reading: Reading, at: int) -> Number | None:
    """The number that begins at a piece, in digits or as a word; None where none does."""
    piece = reading.pieces[at]
    if piece.low in reading.grammar.numerals:
        return _word_number(reading, at) if reading.flat[piece.start - 1 : piece.start] != "-" else None
    if piece.low[0].isdecimal() and piece.low.isascii() and _opens_number(reading.flat, piece):
        return read_digits(reading, at)
    return None


def _word_number(reading: Reading, at: int) -> Number | None:
    value = reading.grammar.numerals[reading.pieces[at].low]
    number = Number(value, at + 1, reading.pieces[at].end)
    if [piece.low for piece in reading.pieces[max(0, at - 2) : at]] == ["factor", "of"]:
        return number
    _read_unit(reading, number)
    if number.unit is None and _is_ranged(reading, number.next):
        return number  # "one to two orders of magnitude"
    if number.unit is None or number.unit.kind not in _WORD_KINDS:
        return None
    if reading.pieces[at].low in ("a", "an") and number.unit.kind != "magnitude":
        return number if number.unit.kind == "time" and _is_in_a_day(reading, at, number.next) else None
    return number


def _is_ranged(reading: Reading, at: int) -> bool:
    """Does "to" and a number with a unit follow a number word?"""
    pieces = reading.pieces
    if at + 1 >= len(pieces) or pieces[at].low != "to" or pieces[at + 1].low not in reading.grammar.numerals:
        return False
    last = Number(0, at + 2, pieces[at + 1].end)
    _read_unit(reading, last)
    return last.unit is not None and last.unit.kind in _WORD_KINDS


def _is_in_a_day(reading: Reading, at: int, after: int) -> bool:
    """ "in less than a day on one GPU", but not "in a second stage" """
    before = reading.pieces[at - 1].low if at else ""
    next_low = reading.pieces[after].low if after < len(reading.pieces) else "."
    return before in ("in", "within", "than", "under") and (
        not next_low.isalpha() or next_low in ("on", "with", "using")
    )


def _opens_number(flat: str, piece: Piece) -> bool:
    """Digits inside a name ("ResNet-50", "B/16", "10^5") are no number."""
    before = flat[piece.start - 1] if piece.start else " "
    if flat[max(0, piece.start - 4) : piece.start].rstrip(" -").endswith("^"):
        return False
    if before.isalnum():
        return flat[max(0, piece.start - 6) : piece.start].endswith(_GLUED)
    earlier = flat[piece.start - 2] if piece.start > 1 else " "
    if before == "/" and (earlier.isdecimal() or flat[piece.start - 3 : piece.start - 2].isdecimal()):
        return earlier.isdecimal() or earlier in "x%\u00d7"
    if before in "-/":
        return not earlier.isalnum()
    return before not in "_^@#.&"


def read_digits(reading: Reading, at: int) -> Number | None:
    piece = reading.pieces[at]
    if len(piece.low) > 20:
        return None
    number = Number(float(piece.low.replace(",", "")), at + 1, piece.end)
    _read_power_of_ten(reading, number)
    _read_scale(reading, number)
    _skip_spread(reading, number)
    _read_unit(reading, number)
    return number


def _read_power_of_ten(reading: Reading, number: Number) -> None:
    """ "10^13", "6.2 x 10^-15" and "8e-5" """
    pieces = reading.pieces[number.next - 1 : number.next + 5]
    lows = [piece.low for piece in pieces]
    is_e = lows[1:2] == ["e"] and pieces[1].start == number.end
    is_product = lows[2:3] == ["10"] and lows[1] in _TIMES
    raised = 1 if lows[0] == "10" else 2 if is_e else 3 if is_product else len(lows)
    exponent = next((i for i in range(raised, len(lows)) if lows[i] not in ("^", "-")), 0)
    if not exponent or not lows[exponent].isdecimal() or int(lows[exponent]) > MOST_MAGNITUDES:
        return
    sign = reading.flat[pieces[raised - 1].end : pieces[exponent].start]  # the splitter drops the hyphen of "e-5"
    if "^" not in sign and not (is_e and "-" in sign):
        return
    power = float(f"1e{'-' if '-' in sign else ''}{lows[exponent]}")
    number.value = power if raised == 1 else float(f"{number.value * power:.12g}")
    number.next += exponent
    number.end = pieces[exponent].end


def _is_giga(reading: Reading, at: int) -> bool:
    """ "1.45G MACs" counts 1,450,000,000 of them."""
    if reading.pieces[at].text != "G" or at + 1 >= len(reading.pieces):
        return False
    found = reading.grammar.units.match(reading.pieces, at + 1)
    return found is not None and found[0].kind == "flops"


def _skip_spread(reading: Reading, number: Number) -> None:
    """The deviation of "93.4 ± 0.3" and "93.4 (±0.3)" is no part of the number."""
    lows = [piece.low for piece in reading.pieces[number.next : number.next + 4]]
    if lows[:3] == ["+", "/", "-"] and lows[3:] and lows[3][0].isdecimal():
        number.next += 4
        number.end = reading.pieces[number.next - 1].end
        return
    bracket = lows[:1] == ["("]
    sign = lows[bracket : bracket + 1]
    if sign not in (["\u00b1"], ["pm"]) or len(lows) < 2 + 2 * bracket or not lows[bracket + 1][0].isdecimal():
        return
    if not bracket or lows[3] == ")":
        number.next += 2 + 2 * bracket
        number.end = reading.pieces[number.next - 1].end


def _read_scale(reading: Reading, number: Number) -> None:
    if number.next >= len(reading.pieces):
        return
    piece = reading.pieces[number.next]
    factor = _SCALES.get(piece.low)
    if factor is None and piece.start - number.end <= 1:
        factor = 1e9 if _is_giga(reading, number.next) else _LETTER_SCALES.get(piece.text)
    if factor is not None and reading.grammar.units.match(reading.pieces, number.next) is None:
        # rounding keeps 1.1K at 1100.0 where the product is 1100.0000000000002
        number.value = round(number.value * factor, 6)
        number.next, number.end, number.scale = number.next + 1, piece.end, factor


def _read_unit(reading: Reading, number: Number) -> None:
    at = number.next
    pieces = reading.pieces
    if at < len(pieces) and pieces[at].low == "-" and pieces[at].start == number.end:
        at += 1
    if at >= len(pieces):
        return
    found = reading.grammar.rates.match(pieces, at)
    if found is None or not _below_the_line(reading, at + found[1], found[0]):
        found = reading.grammar.units.match(pieces, at)
    if found is None:
        return
    unit, length = found
    end = at + length
    below = _below_the_line(reading, end, unit)
    if unit.kind == "factor" and _multiplies(reading, end):
        return
    number.unit, number.next, number.end = unit, end + below, pieces[end + below - 1].end
    number.unit_text = reading.text[pieces[at].start : number.end]


def _multiplies(reading: Reading, at: int) -> bool:
    """ "64 x 64" and "2 times 10^3" are products, "1.1x-1.3x" is a range."""
    if at >= len(reading.pieces) or not reading.pieces[at].low[0].isdecimal():
        return False
    return "-" not in reading.flat[reading.pieces[at - 1].end : reading.pieces[at].start]


def _below_the_line(reading: Reading, at: int, unit: Unit) -> int:
    """How many pieces of "per second" or "/GPU" follow."""
    pieces = reading.pieces
    if at + 1 >= len(pieces) or pieces[at].low not in ("/", "per") or unit.kind in ("factor", "percent", "points"):
        return 0
    word = pieces[at + 1].low.rstrip(".")
    if unit.rate:
        return 2 if word in reading.grammar.per_time else 0
    return 2 if word in reading.grammar.per_time or word in reading.grammar.per_thing else 0


def read_unit_after_bracket(reading: Reading, at: int, number: Number) -> None:
    """ "(2.1-3.8)x" """
    pieces, close = reading.pieces, number.next
    if number.unit is not None or not at or pieces[at - 1].low != "(" or close + 1 >= len(pieces):
        return
    if pieces[close].low != ")" or pieces[close + 1].start != pieces[close].end:
        return
    found = reading.grammar.units.match(pieces, close + 1)
    if found and found[0].kind in ("factor", "percent"):
        number.unit, number.unit_text = found[0], pieces[close + 1].text
        number.next, number.end = close + 1 + found[1], pieces[close + found[1]].end
