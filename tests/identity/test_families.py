"""Families: what a name belongs to, step by step, and what is known of it."""

from __future__ import annotations

import pytest

from kg.model import Entity, Facts, Paper
from kg.record import Extractor


def entity(extractor: Extractor, abstract: str, written: str) -> Entity:
    record = extractor.extract_one(Paper("paper-x", "", abstract))
    return next(e for e in record.entities if any(m.text == written for m in e.mentions))


def chain(found: Entity) -> list[str]:
    return [concept.name for concept in found.broader]


def test_a_device_climbs_from_its_form_to_the_accelerators(extractor: Extractor) -> None:
    found = entity(extractor, "It runs on one NVIDIA A100-80G-SMX4.", "NVIDIA A100-80G-SMX4")

    assert (found.key, found.name) == ("hardware-nvidia-a100-80gb-sxm4", "NVIDIA A100 80GB SXM4")
    assert chain(found)[:3] == ["NVIDIA A100 80GB", "NVIDIA A100", "Ampere GPU"]
    assert chain(found)[-1] == "Hardware accelerator"
    assert chain(found).index("GPU") > chain(found).index("Ampere GPU")


@pytest.mark.parametrize("written", ["80GB A100", "A100 80GB", "A100 (80 GB)", "NVIDIA A100-80G"])
def test_memory_stands_before_or_behind(extractor: Extractor, written: str) -> None:
    assert entity(extractor, f"We train on {written} cards.", f"{written} cards").key == "hardware-nvidia-a100-80gb"


def test_form_factor_and_memory_come_in_any_order(extractor: Extractor) -> None:
    one = entity(extractor, "We train on V100 32GB PCIe here.", "V100 32GB PCIe")
    other = entity(extractor, "We train on V100 PCIe-32GB here.", "V100 PCIe-32GB")
    assert one.key == other.key == "hardware-nvidia-v100-32gb-pcie"


def test_the_only_memory_of_a_device_is_no_variant(extractor: Extractor) -> None:
    assert entity(extractor, "We train on one RTX 3090 24GB here.", "RTX 3090 24GB").key == "hardware-rtx-3090"


def test_a_model_climbs_from_its_variant_to_its_class(extractor: Extractor) -> None:
    found = entity(extractor, "We tune Llama-3-70B-Instruct.", "Llama-3-70B-Instruct")

    assert found.name == "Llama 3 70B Instruct"
    assert chain(found)[:4] == ["Llama 3 70B", "Llama 3", "Llama", "large language model"]
    assert found.facts is not None
    assert (found.facts.parameters, found.facts.version, found.facts.variant) == (70e9, "3", "Instruct")


@pytest.mark.parametrize(
    ("written", "family", "parameters", "version"),
    [
        ("Qwen9-Max", "Qwen", None, "9"),
        ("Qwen3-30B-A3B", "Qwen3", 30e9, "3"),
        ("GPT-9", "GPT", None, "9"),
    ],
)
def test_a_model_no_rule_lists_finds_its_family(
    extractor: Extractor, written: str, family: str, parameters: float | None, version: str
) -> None:
    found = entity(extractor, f"We compare with {written} on all tasks.", written)

    assert family in chain(found)
    assert "large language model" in chain(found)
    assert found.facts is not None
    assert (found.facts.parameters, found.facts.version) == (parameters, version)


def test_a_depth_is_no_version_and_experts_share_parameters(extractor: Extractor) -> None:
    resnet = entity(extractor, "We prune ResNet-50 by half.", "ResNet-50")
    mixtral = entity(extractor, "We serve Mixtral-8x7B there.", "Mixtral-8x7B")

    assert resnet.facts is None or resnet.facts.version is None
    assert mixtral.facts is None or mixtral.facts.parameters is None


@pytest.mark.parametrize(
    ("abstract", "written", "parent"),
    [
        ("We add seaweed-wise weight quantization.", "seaweed-wise weight quantization", "weight quantization"),
        ("We study shard image classification.", "shard image classification", "image classification"),
    ],
)
def test_a_name_is_a_kind_of_what_its_last_words_name(
    extractor: Extractor, abstract: str, written: str, parent: str
) -> None:
    found = entity(extractor, abstract, written)
    assert parent in chain(found)[:2]


def test_what_stands_behind_a_small_word_is_no_kind(extractor: Extractor) -> None:
    found = entity(extractor, "We report the loss of image accuracy (LIA) as LIA.", "loss of image accuracy")
    assert found.key == "metric-loss-of-image-accuracy"
    assert "accuracy" not in chain(found)


def test_a_metric_has_a_direction_and_a_unit(extractor: Extractor) -> None:
    top1 = entity(extractor, "It gains 2% top-1 accuracy.", "top-1 accuracy")
    latency = entity(extractor, "It cuts inference latency by 2x.", "inference latency")

    assert top1.facts == Facts(better="higher", unit="%")
    assert latency.facts == Facts(better="lower", unit="s")
    assert "accuracy" in chain(top1)
    assert "latency" in chain(latency)


def test_a_device_described_by_its_memory_and_class(extractor: Extractor) -> None:
    found = entity(extractor, "It fits a 24GB consumer GPU easily.", "24GB consumer GPU")

    assert found.facts is not None
    assert (found.facts.memory_gb, found.facts.device_class) == (24, "consumer GPU")
    assert "GPU" in chain(found)


def test_the_method_of_its_own_paper_is_the_software_of_others(extractor: Extractor) -> None:
    own = extractor.extract_one(Paper("paper-x", "FlexGen: Serving from Disk", "We present FlexGen, a serving engine."))
    other = entity(extractor, "We beat FlexGen by 2x.", "FlexGen")

    found = next(e for e in own.entities if e.name == "FlexGen")
    assert (found.type, found.key) == ("Method", other.key)
    assert own.introduces == (other.key,)
