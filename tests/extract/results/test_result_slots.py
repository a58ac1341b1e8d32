"""Slots: who a result is about, what it is compared with, and where it was measured.

In the texts <S:…> is what the paper introduces, <B:…> another method, M model, H hardware, D dataset, W software.
"""

from __future__ import annotations

import pytest
from extract.results.reading import grammar, read, unname

from kg.extract.results import Named, ResultGrammar
from kg.model import Result

CASES = [
    ("<S:Swift> is 2x faster than <W:vLLM> on an <H:A100> for <M:Llama-3-8B>.",
     [{"subject": "Swift", "baseline": "vLLM", "hardware": "A100", "model": "Llama-3-8B"}]),
    ("Compared to <B:Orca>, <S:Swift> raises throughput by 3x.", [{"subject": "Swift", "baseline": "Orca"}]),
    ("<S:Swift> outperforms <B:GPTQ> and <B:AWQ> by 2.1% in accuracy on <D:MMLU>.",
     [{"subject": "Swift", "baseline": "GPTQ and AWQ", "dataset": "MMLU"}]),
    ("<S:Swift> cuts energy by 2.4x on the <H:RTX 3060> and 2x on the <H:RTX 4090>.",
     [{"subject": "Swift", "hardware": "RTX 3060"}, {"subject": "Swift", "hardware": "RTX 4090"}]),
    ("We use <S:Swift> and reach 156 TFLOPS while <B:Zero> only achieves 45 TFLOPS.",
     [{"subject": "Swift"}, {"subject": "Zero"}]),
    ("<S:Swift> reaches 93%, 70% and 67% accuracy on <D:CIFAR-10>, <D:CIFAR-100> and <D:ImageNet>, respectively.",
     [{"dataset": "CIFAR-10"}, {"dataset": "CIFAR-100"}, {"dataset": "ImageNet"}]),
    ("<S:Swift> has 1.5x higher throughput and 30% lower latency than <W:Ray>.",
     [{"baseline": "Ray"}, {"baseline": "Ray"}]),
    ("<S:Swift> outperforms existing <B:offloading> systems by 2x.", [{"subject": "Swift", "baseline": None}]),
]  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> ResultGrammar:
    return grammar()


def slots(result: Result, wanted: dict[str, str | None]) -> dict[str, str | None]:
    return {slot: getattr(result, slot) for slot in wanted}


@pytest.mark.parametrize(("marked", "expected"), CASES, ids=[text for text, _ in CASES])
def test_slots(marked: str, expected: list[dict[str, str | None]], rules: ResultGrammar) -> None:
    text, names, introduced = unname(marked)
    found = read(text, rules, names, introduced)
    assert [slots(r, wanted) for r, wanted in zip(found, expected, strict=True)] == expected


def test_slots_hold_keys_of_their_mentions(rules: ResultGrammar) -> None:
    text, names, introduced = unname("<S:Swift> is 2x faster than <W:vLLM> on an <H:A100>.")
    (result,) = read(text, rules, names, introduced)
    assert (result.subject_key, result.baseline_key, result.hardware_key) == ("s-swift", "w-vllm", "h-a100")
    assert result.model_key is None


def test_a_model_that_is_the_subject_is_not_its_own_model(rules: ResultGrammar) -> None:
    text, names, introduced = unname("We see that <M:GPT-4> achieves 81% accuracy on <D:GSM8K>.")
    (result,) = read(text, rules, names, introduced)
    assert (result.subject, result.model, result.dataset) == ("GPT-4", None, "GSM8K")


def test_metric_mentions_are_linked(rules: ResultGrammar) -> None:
    text = "We cut tail latency by 30%."
    start = text.index("tail latency")
    mention = Named(start, start + 12, "tail latency", "Metric", "metric-tail-latency")
    (result,) = read(text, rules, (mention,))
    assert (result.metric, result.metric_entity_key) == ("latency", "metric-tail-latency")
