"""The forms in which numbers are written, each as the quantity it is; and what looks like a number and is none."""

from __future__ import annotations

import pytest
from extract.results.reading import grammar

from kg.extract.results import ResultGrammar
from kg.extract.results.figures import Reading
from kg.extract.results.lists import group
from kg.extract.results.parts import Quantity
from kg.extract.results.phrases import split
from kg.extract.results.surface import flatten
from kg.extract.results.tokens import tokenize

RULES = grammar()

NUMBERS = [
    # factors
    ("is 2.5x faster", "2.5 x"),
    ("is x2.4 faster", "2.4 x"),
    (r"is $\times 10$ faster", "10 x"),
    ("takes (2.1-3.8)x the time", "2.1..3.8 x"),
    ("is two orders of magnitude faster", "100 x"),
    ("one to two orders of magnitude less", "10..100 x"),
    ("two to three times faster", "2..3 x"),
    ("by a factor of about 70", "70 x"),
    ("in less than a day on one card", "1 day"),
    ("by a factor of three", "3 x"),
    ("with 1/16 of the memory", "16 x"),
    ("a fivefold gain", "5 x"),
    # percentages and shares
    ("falls by 12 percent", "12 %"),
    ("with a tenth of the memory", "10 %"),
    ("with half the memory", "50 %"),
    ("reaches 75.1$\\pm$0.1\\% here", "75.1 %"),
    ("reaches 93.4 (±0.3)% here", "93.4 %"),
    ("costs 40-60% less", "40..60 %"),
    # scales and powers
    ("serves 1.1K tokens/s", "1100 tokens/s"),
    ("needs 1.45G MACs", "1.45e+09 MACs"),
    ("needs 204M MACs", "2.04e+08 MACs"),
    ("has an error of 6.2 x 10^-15 here", "6.2e-15"),
    ("has an error of 8e^{-5} here", "8e-05"),
    ("has an error of 3.2e-5 here", "3.2e-05"),
    ("takes 10^13 steps", "1e+13"),
    ("takes 2 million steps", "2e+06"),
    # units
    ("takes 3.5 ms per token", "3.5 ms per token"),
    ("costs $92,000 in all", "92000 $"),
    ("needs 6 lines of code", "6 lines"),
    ("has an error of 6.3 degrees", "6.3 degrees"),
    # lists and ranges
    ("from 269 to 36 minutes", "269 minutes; 36 minutes"),
    ("3.1 days instead of 11.6", "3.1 days; 11.6 days"),
    ("of 81.0/77.1/79.5 here", "81; 77.1; 79.5"),
    ("of 85/54 ms here", "85 ms; 54 ms"),
    ("ranges from 1.2x to 7.9x", "1.2..7.9 x"),
    ("from 1.2x to 7.9x", "1.2 x; 7.9 x"),
    ("0.066, 12% below it", "0.066; 12 %"),
    ("43.1, 42.8, and 47.2%", "43.1 %; 42.8 %; 47.2 %"),
]

NO_NUMBERS = [
    "ResNet-50 and GPT-4",
    "top-1 on x86 CPUs",
    "a fifth task",
    "a two-stage method",
    "8x A100 GPUs",
    "W4A4 in O(n^2)",
]


def amounts(text: str, rules: ResultGrammar = RULES) -> str:
    flat = flatten(text)
    tokens = group(tokenize(Reading(text, flat, split(flat, 0, len(flat)), rules), ()))
    return "; ".join(amount(quantity) for token in tokens for quantity in token.quantities)


def amount(quantity: Quantity) -> str:
    high = "" if quantity.high is None else f"..{quantity.high:g}"
    return f"{quantity.value:g}{high}" + (f" {quantity.unit}" if quantity.unit else "")


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_a_number_is_read_in_every_form(text: str, expected: str) -> None:
    assert amounts(text) == expected


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_looks_like_a_number_is_none(text: str) -> None:
    assert amounts(text) == ""
