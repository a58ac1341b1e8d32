"""One thing under a short and a long name in one paper."""

from __future__ import annotations

import pytest

from kg.model import Paper
from kg.record import Extractor


def names(extractor: Extractor, text: str, type_: str) -> dict[str, list[str]]:
    record = extractor.extract_one(Paper("paper-x", "", text))
    return {e.key: [m.text for m in e.mentions] for e in record.entities if e.type == type_}


def test_a_bare_quantity_is_the_one_longer_one_of_its_paper(extractor: Extractor) -> None:
    text = "We cut inference latency by half. The latency of the old one was 3 s."
    assert names(extractor, text, "Metric") == {"metric-inference-latency": ["inference latency", "latency"]}


def test_of_two_longer_ones_neither_is_meant(extractor: Extractor) -> None:
    text = "Inference latency and network latency differ; latency is what counts."
    found = names(extractor, text, "Metric")
    assert found["metric-latency"] == ["latency"]
    assert len(found) == 3


def test_kinds_of_a_method_are_told_apart(extractor: Extractor) -> None:
    text = "Weight quantization is one thing, quantization another."
    assert len(names(extractor, text, "Method")) == 2


@pytest.mark.parametrize("order", [1, -1])
def test_a_longer_name_that_nobody_knows_is_a_kind_of_the_shorter_one(extractor: Extractor, order: int) -> None:
    sentences = ["We study pottery shard classification.", "Image classification is older."]
    found = names(extractor, " ".join(sentences[::order]), "Task")
    assert len(found) == 2  # neither ends the other

    record = extractor.extract_one(
        Paper("paper-x", "", "We study shard image classification, and image classification is older.")
    )
    [task] = [e for e in record.entities if e.type == "Task"]
    assert task.key == "task-shard-image-classification"
    assert [(m.text, m.joined) for m in task.mentions] == [
        ("shard image classification", None), ("image classification", "short")
    ]  # fmt: skip
    assert [concept.key for concept in task.broader] == ["task-image-classification"]
