"""The stages by themselves: numbers with units, tags of a sentence, lists."""

from __future__ import annotations

import pytest
from extract.results.reading import grammar

from kg.extract.results import ResultGrammar
from kg.extract.results.figures import Reading
from kg.extract.results.lists import group
from kg.extract.results.parts import Quantity
from kg.extract.results.phrases import pieces_of, split
from kg.extract.results.surface import flatten, lowered
from kg.extract.results.tokens import tag, tokenize


@pytest.fixture(scope="module")
def rules() -> ResultGrammar:
    return grammar()


def quantities(text: str, rules: ResultGrammar) -> list[Quantity]:
    flat = flatten(text)
    tokens = tokenize(Reading(text, flat, split(flat, 0, len(flat)), rules), ())
    return [token.quantities[0] for token in tokens if token.tag == "Q"]


@pytest.mark.parametrize(
    ("text", "value", "high", "unit", "kind"),
    [
        ("12 ms", 12, None, "ms", "time"),
        ("5.8ms per token", 5.8, None, "ms per token", "time"),
        ("700M parameters", 7e8, None, None, "parameters"),
        ("1.2 billion parameters", 1.2e9, None, "parameters", "parameters"),
        ("2,000 FPS", 2000, None, "FPS", "rate"),
        ("15 Petaflops", 15, None, "Petaflops", "rate"),
        ("40 TFlops/GPU", 40, None, "TFlops/GPU", "rate"),
        ("199 A100 GPU days", 199, None, "GPU days", "device-time"),
        ("5-7 billion", 5e9, 7e9, None, "bare"),
        ("85 million to 1.2 billion", 8.5e7, 1.2e9, None, "bare"),
        ("three times", 3, None, "x", "factor"),
        ("an order of magnitude", 10, None, "x", "factor"),
        ("half", 50, None, "%", "percent"),
        ("3.1 points", 3.1, None, "points", "points"),
        ("$2.5M", 2.5e6, None, "$", "money"),
        ("2019", 2019, None, None, "plain"),
    ],
)
def test_number(text: str, value: float, high: float | None, unit: str | None, kind: str, rules: ResultGrammar) -> None:
    (found,) = quantities(text, rules)
    assert (found.value, found.high, found.unit, found.kind) == (value, high, unit, kind)
    assert text[found.start : found.end] == text.removeprefix("$")


NO_NUMBERS = ["3D", "8-bit", "ResNet-50", "64x64", "64 times 64", "10^5", "1.2.3", "8xH100", "52/55"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_number(text: str, rules: ResultGrammar) -> None:
    assert [q for q in quantities(text, rules) if q.kind not in ("bare", "plain")] == []


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("cuts memory by up to 30%", "DMbQ"),
        ("1.2x, 1.3x and 1.4x faster", "QF"),
        ("latency, peak memory and area by 30%", "MbQ"),
        ("2.1 BLEU points and a perplexity increase", "QM&wMU"),
        ("from 2 GB to 1 GB (a speed-up of 2x)", "fQtQ(wFoQ)"),
    ],
)
def test_tags(text: str, tags: str, rules: ResultGrammar) -> None:
    flat = flatten(text)
    assert tag(group(tokenize(Reading(text, flat, split(flat, 0, len(flat)), rules), ()))) == tags


def test_flatten_keeps_places() -> None:
    text = "$4\\times$ – “x” 2\u00a0%"
    assert len(flatten(text)) == len(text)
    assert len(lowered("İSTANBUL ẞ")) == len("İSTANBUL ẞ")


def test_hyphens_inside_words_are_silent() -> None:
    assert [p.low for p in pieces_of("speed-up of 2-3x")] == ["speed", "up", "of", "2", "-", "3", "x"]
