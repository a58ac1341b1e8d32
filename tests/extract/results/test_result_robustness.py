"""Any text: nothing is raised, offsets hold, and time grows with the length alone."""

from __future__ import annotations

import math
import time

import pytest
from extract.results.reading import grammar, read
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.results import Named
from kg.model import METRIC_KEYS

RULES = grammar()
TEXT = """up to 3x 4× 30% -5 1,000 1e9 9 999 orders of magnitude from to and , ( ) / - ~ sim500 2.3times $5M $4\\times$
faster lower reduction memory latency accuracy by of in over than twice half a B M GB ms tokens/s per second
İ ٣ ² ½ ﷽ top-1 ResNet-50 respectively . ; vs. [12] {3%} improves"""
WORDS = st.sampled_from(TEXT.split())


@settings(max_examples=150, deadline=None)
@given(st.text() | st.lists(WORDS, max_size=60).map(" ".join) | st.lists(WORDS, max_size=60).map("".join))
def test_never_raises_and_offsets_hold(text: str) -> None:
    for result in read(text, RULES):
        assert text[result.start : result.end] == result.quote
        assert result.metric in METRIC_KEYS
        assert math.isfinite(result.value)
        assert result.high is None or result.high > result.value


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), st.data())
def test_any_mentions_are_taken(text: str, data: st.DataObject) -> None:
    names = []
    for _ in range(data.draw(st.integers(0, 5))):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        kind = data.draw(st.sampled_from(("Method", "Metric", "Hardware", "Model", "Dataset")))
        names.append(Named(start, end, text[start:end], kind, f"key-{start}", data.draw(st.booleans())))
    for result in read(text, RULES, tuple(names), tuple(n.key for n in names if n.introduced)):
        assert text[result.start : result.end] == result.quote


GROWING = [
    "We cut memory by 30% and raise throughput by 2x over vLLM , ",
    "1.2% , ",
    "up to about ",
    "accuracy from 3% to ",
    "- - 3 - 4 to 5 ~ ",
    "reduces the latency of a very long list of things ",
    "((((1x",
    "9" * 30,
    "and 3 and 4 and ",
]


def seconds(text: str) -> float:
    best = math.inf
    for _ in range(3):
        began = time.process_time()  # others may be at work on this machine
        read(text, RULES)
        best = min(best, time.process_time() - began)
    return best


@pytest.mark.slow
@pytest.mark.parametrize("piece", GROWING)
def test_time_is_linear(piece: str) -> None:
    short, long = piece * (6_000 // len(piece)), piece * (48_000 // len(piece))
    # eight times the text; a quadratic step would take 64 times as long
    assert seconds(long) < 24 * max(seconds(short), 0.002)
