"""Normal forms: what sentences make of a number that compares across papers, and where none is sound."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from extract.results.reading import TITLE, grammar
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.results.find import read_claims
from kg.extract.results.normal import normal_form
from kg.extract.results.parts import Claim, Cue, Quantity, Token
from kg.model import Normal, Sense

GRAMMAR = grammar()


def normals(sentence: str) -> list[str | None]:
    """The normal forms of a sentence's results, in order: `1.25..2 x`, `0.003 s`, None."""
    text = f"{TITLE}\nWe ran it. {sentence}"
    start = len(TITLE) + 1
    claims = read_claims(text, [(0, len(TITLE)), (start, start + 10), (start + 11, len(text))], (), GRAMMAR)
    return [shown(normal_form(claim, tokens, GRAMMAR)) for tokens, claim in claims]


def shown(normal: Normal | None) -> str | None:
    if normal is None:
        return None
    ends = f"{normal.value:.10g}" if normal.high is None else f"{normal.value:.10g}..{normal.high:.10g}"
    return f"{ends} {normal.unit}"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # amounts, in the base unit of their kind
        ("The latency is 35 ms.", "0.035 s"),
        ("Training takes only 12 hours on one board.", "43200 s"),
        ("Peak memory falls to 11 GB.", "1.1e+10 B"),
        ("It serves 1.1K tokens per second.", "1100 tokens/s"),
        ("It serves 300 images per minute.", "5 images/s"),
        ("It serves 7200 queries/hour.", "2 queries/s"),
        ("It runs at 31 FPS.", "31 frames/s"),
        ("It decodes with a latency of 29ms per token.", "0.029 s/token"),
        ("The board draws 13W at full load.", "13 W"),
        ("The search takes 40 GPU hours.", "144000 device-s"),
        # amounts that are what they are, and units without a base
        ("It achieves 91.2% accuracy.", None),
        ("It obtains 29.3 BLEU.", None),
        ("It runs at 4.5% of the inference cost.", None),
        ("The run costs about 2300 USD.", None),
        ("It serves 2,000 TPS.", None),
        ("It serves 2,000 QPS.", "2000 queries/s"),
        # gains
        ("It reaches 1.9x higher throughput.", "1.9 x"),
        ("It doubles the throughput.", "2 x"),
        ("It gives 30% more throughput.", "1.3 x"),
        ("It is 2.9 times faster.", "2.9 x"),
        ("It is 40% faster.", "1.4 x"),
        ("It is two orders of magnitude faster.", "100 x"),
        ("It improves latency by 3x.", "3 x"),
        ("It raises energy efficiency by 1.6x.", "1.6 x"),
        ("It is 25% more memory efficient.", "1.25 x"),
        ("It achieves 40x compression.", "40 x"),
        ("It reaches 3x higher accuracy.", "3 x"),
        # cuts
        ("It cuts latency by 50%.", "2 x"),
        ("It halves the latency.", "2 x"),
        ("It needs half the memory.", "2 x"),
        ("It needs 3.6x fewer FLOPs.", "3.6 x"),
        ("The model is 8x smaller.", "8 x"),
        ("It lowers the test error by 2x.", "2 x"),
        # worsenings
        ("It needs 20% more memory.", "0.8333333333 x"),
        ("It doubles the running time.", "0.5 x"),
        ("It is 1.5x slower.", "0.6666666667 x"),
        ("It causes a 10% throughput loss.", "0.9 x"),
        ("It lowers throughput by 10%.", "0.9 x"),
        ("It is smaller, at a 10% throughput loss.", "0.9 x"),
        # ranges keep their order
        ("It gives a 2-5x speedup.", "2..5 x"),
        ("It cuts memory by 20% to 50%.", "1.25..2 x"),
        ("It is 2-4x slower.", "0.25..0.5 x"),
        ("The latency is 5-20 ms.", "0.005..0.02 s"),
    ],
)
def test_a_number_gets_the_form_that_compares(sentence: str, expected: str | None) -> None:
    assert normals(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "It improves accuracy by 2.1%.",  # points, or relative
        "It reduces the error by 50%.",
        "It improves accuracy by 3.1 points.",
        "It improves GPU utilization by 20%.",
        "It is 150% faster.",
        "It gives 120% more throughput.",
        "It cuts memory by 100%.",
        "It gives a 0.8x speedup.",
        "It is 20% slower.",
        "It improves latency by 30%.",
        "It causes a 5% latency penalty.",
        "It needs 3x the energy.",  # no word says that this is good
        "It supports a 10x larger model size.",
        "It needs 2x more parameters.",
        "It takes 30% more training steps.",
        "It gives a 50% to 150% higher throughput.",
        "It saves 3 GB of memory.",
        "It reduces the throughput loss by 3x.",
        "It lowers throughput degradation by 30%.",
        "It shows a 2x smaller throughput drop.",
    ],
)
def test_what_has_two_readings_has_no_normal_form(sentence: str) -> None:
    assert set(normals(sentence)) <= {None}


def test_equal_findings_meet() -> None:
    one, other = normals("It cuts latency by 50%."), normals("It is 2x faster.")
    assert one == other == ["2 x"]


def claim_of(
    value: float, high: float | None, kind: str, sense: Sense, cue: Cue | None, tag: str | None, named: bool,
    rule: str | None = None, unit: str | None = None,
) -> Claim:  # fmt: skip
    quantity = Quantity(0, 1, value, high, unit, kind, rule=rule)
    change = Token(tag, 0, 1, cue=Cue("change", tag, key=cue.key if cue else None)) if tag else None
    metric = Token("M", 0, 1, cue=cue) if named else None
    key = (cue.key if cue else None) or "other"
    return Claim(quantity, key, sense, "result-made-up", 0, 1, 0, "named", metric=metric, change=change, cue=cue)


CUES = st.none() | st.sampled_from([row[2] for rows in GRAMMAR.cues.heads.values() for row in rows if row[2].key])
CLAIMS = st.builds(
    claim_of,
    value=st.floats() | st.floats(0, 200),
    high=st.none() | st.floats(),
    kind=st.sampled_from(("factor", "percent", "points", "bare", "time", "bytes", "rate", "anything")),
    sense=st.sampled_from(get_args(Sense)),
    cue=CUES,
    tag=st.none() | st.sampled_from("UDVLFBrx"),
    named=st.booleans(),
    rule=st.none() | st.sampled_from([*sorted(GRAMMAR.units_by_id), "number-half", "no-such-rule"]),
    unit=st.none()
    | st.sampled_from(
        ("ms", "tokens/s", "images per minute", "TFLOPS/GPU", "per", "/", "s/", "", "٣", "FPS per second")
    )
    | st.text(max_size=9),
)


@settings(max_examples=600, deadline=None)
@given(CLAIMS)
def test_any_claim_gives_a_finite_form_or_none(claim: Claim) -> None:
    normal = normal_form(claim, (), GRAMMAR)
    if normal is None:
        return
    assert math.isfinite(normal.value)
    assert (normal.high is None) is (claim.quantity.high is None)
    assert normal.high is None or normal.value <= normal.high
    assert normal.unit
    assert normal.value == float(f"{normal.value:.10g}")
    if claim.sense != "value":
        assert normal.unit == "x"
        assert normal.value > 0
    if normal.unit == "x" and claim.sense in ("gain", "cut"):
        assert normal.value >= 1
    if normal.unit == "x" and claim.sense == "loss":
        assert (normal.high or normal.value) <= 1


@settings(max_examples=300, deadline=None)
@given(
    st.floats(0, 1000), st.floats(0, 1000), st.sampled_from(("factor", "percent")),
    st.sampled_from(("gain", "cut", "loss")), CUES, st.none() | st.sampled_from("UDVLFB"),
)  # fmt: skip
def test_more_improvement_is_a_higher_factor(
    one: float, other: float, kind: str, sense: Sense, cue: Cue | None, tag: str | None
) -> None:
    less, more = sorted((one, other))
    low, high = (normal_form(claim_of(v, None, kind, sense, cue, tag, True), (), GRAMMAR) for v in (less, more))
    if low and high:
        assert (low.value >= high.value) if sense == "loss" else (low.value <= high.value)


def test_the_largest_number_is_no_infinity() -> None:
    claim = claim_of(1.7976931348623157e308, None, "factor", "gain", GRAMMAR.metric_cues["speedup"], "F", True)
    assert normal_form(claim, (), GRAMMAR) is None


def test_a_unit_is_found_by_the_id_of_its_rule() -> None:
    assert GRAMMAR.units_by_id["unit-millisecond"].factor == 0.001
    assert GRAMMAR.units_by_id["unit-count"].rate


def test_a_base_holds_for_the_whole_of_its_rule() -> None:
    """What converts has both a base and a factor above 0; seconds are what times below a line become."""
    for unit in GRAMMAR.units_by_id.values():
        assert (unit.base is None) is (unit.factor is None)
        assert unit.factor is None or unit.factor > 0
        assert unit.kind != "time" or unit.base == "s"
