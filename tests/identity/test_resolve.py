"""One thing, one key: known names, variants, abbreviations, names that only one paper has."""

from __future__ import annotations

import pytest

from kg.model import Entity, Extraction, Paper
from kg.record import Extractor


def _read(extractor: Extractor, abstract: str, title: str = "") -> Extraction:
    return extractor.extract_one(Paper("paper-x", title, abstract))


def _by_text(record: Extraction) -> dict[str, Entity]:
    return {mention.text: entity for entity in record.entities for mention in entity.mentions}


def test_an_abbreviation_and_its_long_form_are_one_entity(extractor: Extractor) -> None:
    found = _by_text(_read(extractor, "We propose lattice fog folding (LFF). LFF is slow, Lattice Fog Folding is old."))

    assert set(found) == {"lattice fog folding", "LFF", "Lattice Fog Folding"}
    assert {entity.key for entity in found.values()} == {"method-lattice-fog-folding"}
    assert len(found["LFF"].mentions) == 4


def test_an_abbreviation_joins_a_known_thing(extractor: Extractor) -> None:
    found = _by_text(_read(extractor, "With knowledge distillation (KnD), KnD students learn."))

    assert found["KnD"].key == "method-knowledge-distillation"
    assert found["KnD"].name == found["knowledge distillation"].name


def test_an_abbreviation_holds_in_its_paper_alone(extractor: Extractor) -> None:
    defining = _read(extractor, "We propose lattice fog folding (LFF).")
    another = _read(extractor, "LFF is a club of the town.")

    assert "LFF" in _by_text(defining)
    assert "LFF" not in _by_text(another)


def test_two_papers_may_mean_different_things_by_one_abbreviation(extractor: Extractor) -> None:
    one = _by_text(_read(extractor, "We propose lattice fog folding (LFF)."))["LFF"].key
    other = _by_text(_read(extractor, "We propose lazy frog feeding (LFF)."))["LFF"].key

    assert (one, other) == ("method-lattice-fog-folding", "method-lazy-frog-feeding")


@pytest.mark.parametrize(
    "written", ["A100-80GB", "A100 80GB", "A100 (80GB)", "A100 80 GB", "A100-80G", "NVIDIA A100 80GB GPUs"]
)
def test_a_size_of_memory_makes_a_thing_under_the_plain_one(extractor: Extractor, written: str) -> None:
    entity = _by_text(_read(extractor, f"It runs on {written}."))[written]

    assert entity.key == "hardware-nvidia-a100-80gb"
    assert entity.broader[0].key == "hardware-nvidia-a100"
    wider = tuple(concept.key for concept in entity.broader[1:])
    assert wider == extractor.ruleset.broader_ids("hardware-nvidia-a100")


def test_a_sized_model_stands_under_its_family(extractor: Extractor) -> None:
    found = _by_text(_read(extractor, "Llama-2-7B is smaller than Llama-2-70B, and Llama-2 is the family."))

    assert {entity.key for entity in found.values()} == {"model-llama-2", "model-llama-2-7b", "model-llama-2-70b"}
    assert found["Llama-2-7B"].broader[0].key == found["Llama-2-70B"].broader[0].key == "model-llama-2"
    wider = tuple(concept.key for concept in found["Llama-2"].broader)
    assert wider == extractor.ruleset.broader_ids("model-llama-2")


def test_a_known_thing_has_its_label_and_its_wider_ones(extractor: Extractor) -> None:
    entity = _by_text(_read(extractor, "Two a100s? No: two A100s."))["A100s"]

    assert (entity.key, entity.name, entity.type) == ("hardware-nvidia-a100", "NVIDIA A100", "Hardware")
    assert "hardware-gpu" in [concept.key for concept in entity.broader]


def test_spellings_of_a_coined_name_are_one_entity(extractor: Extractor) -> None:
    record = _read(extractor, "We present FogStore, a store. FogStore is new.", title="FogStore: Keeping Mist")

    assert record.introduces == ("method-fogstore",)
    assert len(_by_text(record)["FogStore"].mentions) == 3


def test_entities_come_in_the_order_of_their_first_mention(extractor: Extractor) -> None:
    record = _read(extractor, "An H100 beats an A100 with PyTorch. An A100 is old.", title="vLLM in Use")

    assert [entity.key for entity in record.entities] == [
        "software-vllm", "hardware-nvidia-h100", "hardware-nvidia-a100", "software-pytorch",
    ]  # fmt: skip
    for entity in record.entities:
        places = [(mention.section != "title", mention.start) for mention in entity.mentions]
        assert places == sorted(places)
