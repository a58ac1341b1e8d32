"""A known name coined anew: the paper never speaks of what the known thing is a kind of."""

from __future__ import annotations

from kg.model import Entity, Paper
from kg.record import Extractor


def own(extractor: Extractor, title: str, abstract: str) -> Entity:
    record = extractor.extract_one(Paper("paper-x-1", title, abstract))
    return next(entity for entity in record.entities if entity.key == record.introduces[0])


def test_a_paper_that_speaks_of_the_family_means_the_known_thing(extractor: Extractor) -> None:
    found = own(extractor, "KIVI: Keys and Values in Two Bits", "We propose KIVI, a quantization of the KV cache.")
    assert found.key == "method-kivi"
    assert found.broader


def test_a_paper_that_never_does_has_coined_the_name_anew(extractor: Extractor) -> None:
    found = own(extractor, "KIVI: Counting Birds", "We propose KIVI. KIVI counts kiwis at night by their calls.")
    assert found.key == "method-kivi--x-1"
    assert found.name == "KIVI"
    assert found.broader == ()


def test_a_paper_that_coins_nothing_means_the_known_thing(extractor: Extractor) -> None:
    record = extractor.extract_one(Paper("paper-x-1", "Counting Birds", "We count birds faster than KIVI does."))
    assert "method-kivi" in {entity.key for entity in record.entities}


def test_a_name_that_is_spelled_out_speaks_for_itself(extractor: Extractor) -> None:
    title = "Rewards from Machines"
    found = own(extractor, title, "We propose reinforcement learning from AI feedback (RLAIF) for letters.")
    assert found.key == "method-reinforcement-learning-from-ai-feedback"


def test_results_of_the_namesake_go_with_it(extractor: Extractor) -> None:
    text = "We propose KIVI. KIVI counts kiwis 3x faster than people."
    record = extractor.extract_one(Paper("paper-x-1", "KIVI: Counting Birds", text))
    assert [result.subject_key for result in record.results] == ["method-kivi--x-1"]
