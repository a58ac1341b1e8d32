"""When a name, a number or a result of the gold is the one that a record holds: spelling aside, meaning not."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml

__all__ = [
    "GivenResult", "equal_numbers", "fold", "free_words", "is_within", "same_family", "same_quantity", "squeeze",
    "title_key", "unit_sign",
]  # fmt: skip

_LATEX = re.compile(r"\\[A-Za-z]+|[{}\\$^~]")
_JOINERS = re.compile("[/_\u2010-\u2015-]+")
_ARTICLES = {"the", "an", "a", "our"}
_PLURAL_Y = re.compile(r"(?<=..)ies$")
_PLURAL_ES = re.compile(r"(?<=..)(ss|x|sh|[nrt]ch|oach)es$")
_UNIT_LETTERS = frozenset(f"{string.digits}{string.ascii_lowercase}×μ%./ ")
_TOLERANCE = 1e-6


class GivenResult(Protocol):
    """What results of the gold and of a record share."""

    @property
    def metric(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def high(self) -> float | None: ...
    @property
    def unit(self) -> str | None: ...


def fold(name: str) -> str:
    """The name without case, LaTeX residue, joiners, punctuation, articles and plural endings; may come out empty.

    This is coarser than the identity of entities, and on purpose not the same code: what it forgives must not move
    with the rules that it judges.
    """
    spaced = _JOINERS.sub(" ", _LATEX.sub(" ", name).casefold())
    plain = "".join(letter for letter in spaced if letter.isalnum() or letter in "+.# ")
    return " ".join(_bare(word) for word in plain.split() if word not in _ARTICLES).strip(" .")


def _bare(word: str) -> str:
    if _PLURAL_Y.search(word):
        return f"{word[:-3]}y"
    if _PLURAL_ES.search(word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and _may_take_s(word[:-1]) else word


def _may_take_s(stem: str) -> bool:
    """Three letters before it, the last no s (`gpu`, not `a100` nor `los`), or two that are the whole word (`lm`)."""
    tail = stem[-3:]
    if not (tail.isascii() and tail.isalpha()):
        return False
    return len(stem) == 2 or (len(stem) > 2 and stem[-1] != "s")


def squeeze(folded: Iterable[str]) -> frozenset[str]:
    """Folded names without spaces: `speed-up` is `speedup`."""
    return frozenset("".join(name.split()) for name in folded)


def is_within(folded: str, other: str) -> bool:
    """Whether one folded name is a run of whole words of the other."""
    short, long = sorted((f" {folded} ", f" {other} "), key=len)
    return short in long


def title_key(title: str) -> str:
    """What papers are joined by: the title's ASCII letters and digits, in lower case, word by word."""
    return " ".join(re.findall("[0-9a-z]+", title.casefold()))


def free_words(type_: str) -> frozenset[str]:
    """Folded names of one type that cost nothing where gold and record differ."""
    return _free().get(type_, frozenset())


def unit_sign(unit: str | None) -> str:
    """One sign for all spellings of a unit: `seconds` and `sec` are `s`, `×` is `x`; empty for none."""
    if unit is None:
        return ""
    spelled = "".join(letter for letter in unit.strip("- ").casefold() if letter in _UNIT_LETTERS)
    if len(spelled) > 2:
        spelled = spelled.rstrip("s")
    return _units().get(spelled, spelled).replace(" ", "")


def equal_numbers(number: float | None, other: float | None) -> bool:
    """Whether both are the same number, or both are none."""
    if number is None or other is None:
        return number is other
    return abs(number - other) <= max(_TOLERANCE, _TOLERANCE * abs(number))


def same_quantity(result: GivenResult, other: GivenResult) -> bool:
    """Whether two results give the same value or range in the same unit, whatever they measure."""
    same_range = equal_numbers(result.value, other.value) and equal_numbers(result.high, other.high)
    return same_range and unit_sign(result.unit) == unit_sign(other.unit)


def same_family(metric: str, other: str) -> bool:
    """Whether two metric keys are equal or of one family."""
    return metric == other or any(metric in family and other in family for family in _families())


@cache
def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("lenience.yaml").read_text(encoding="utf-8"))
    return tables


@cache
def _free() -> dict[str, frozenset[str]]:
    return {type_: frozenset(map(fold, words)) for type_, words in _tables()["free"].items()}


@cache
def _families() -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, _tables()["families"]))


@cache
def _units() -> dict[str, str]:
    return {spelled: sign for sign, spellings in _tables()["units"].items() for spelled in spellings}
