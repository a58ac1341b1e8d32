"""Parts of names: memory, form factor, size."""

from __future__ import annotations

import pytest

from kg.identity.described import described_facts, model_facts
from kg.identity.variants import memory_of, variant_parts, variant_slug
from kg.model import Facts

LLM = "large language model"


@pytest.mark.parametrize("written", ["-80G-SMX4", " (80 GB) SXM4", "-SXM4-80GB", " 80GB SXM4"])
def test_memory_comes_first_and_slips_are_mended(written: str) -> None:
    assert variant_parts(written) == ("80GB", "SXM4")
    assert variant_slug(written) == "80gb-sxm4"


@pytest.mark.parametrize("written", ["", " ", "-", " ()"])
def test_what_says_nothing_is_no_variant(written: str) -> None:
    assert variant_slug(written) == ""


def test_memory_is_in_gb() -> None:
    assert memory_of("RTX 3090 24 GB") == 24
    assert memory_of("Llama 3 70B") is None


@pytest.mark.parametrize(
    ("name", "wider", "expected"),
    [
        ("Llama 3 70B Instruct", ["Llama 3", "Llama", LLM], Facts(parameters=70e9, version="3", variant="Instruct")),
        ("Qwen3-30B-A3B", ["Qwen3", "Qwen", LLM], Facts(parameters=30e9, active_parameters=3e9, version="3")),
        ("Mistral-7B", ["Mistral", LLM], Facts(parameters=7e9)),
        ("OPT-1.3B", ["OPT", LLM], Facts(parameters=1.3e9)),
        ("GPT-2 124M", ["GPT-2", "GPT", LLM], Facts(parameters=124e6, version="2")),
        ("GPT-4", ["GPT", LLM], Facts(version="4")),
        ("ResNet-50", ["ResNet", "convolutional neural network"], None),
        ("Mixtral-8x7B", ["Mixtral", LLM], None),
        ("Kelp-128k", [LLM], None),
    ],
)  # fmt: skip
def test_a_name_tells_its_size_and_version(name: str, wider: list[str], expected: Facts | None) -> None:
    assert model_facts(name, wider) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("24GB consumer GPU", Facts(device_class="consumer GPU", memory_gb=24)),
        ("80 GB GPUs", Facts(memory_gb=80)),
        ("data-center GPUs", Facts(device_class="data-centre GPU")),
        ("GPU", None),
        ("16 GB of DRAM", None),
        ("10,000-GPU cluster", None),
    ],
)
def test_a_device_tells_its_memory_and_class(name: str, expected: Facts | None) -> None:
    assert described_facts(name) == expected
