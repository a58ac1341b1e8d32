"""`explain` shows every match: what was kept, what lost, to what and why, and where each rule stands."""

from __future__ import annotations

import re

import pytest

from kg.record import Extractor
from kg.workbench.explain import Explained, Explanation, explain


@pytest.fixture(scope="module")
def explanation(extractor: Extractor) -> Explanation:
    return explain("FogStore: Mist in Bottles\nWe present FogStore, which runs Llama-2-7B on one A100-80GB.", extractor)


def _kept(explanation: Explanation) -> dict[str, Explained]:
    return {match.text: match for match in explanation.kept}


def test_what_was_kept_is_what_the_record_holds(explanation: Explanation) -> None:
    recorded = {(m.text, entity.key) for entity in explanation.record.entities for m in entity.mentions}

    assert {(match.text, match.key) for match in explanation.kept} == recorded
    assert {"FogStore", "Llama-2-7B", "A100-80GB"} <= set(_kept(explanation))


def test_a_match_names_its_rule_and_where_that_stands(explanation: Explanation) -> None:
    device = _kept(explanation)["A100-80GB"]

    assert (device.type, device.rule, device.key) == ("Hardware", *["hardware-nvidia-a100-80gb"] * 2)
    assert re.fullmatch(r"hardware\.yaml:\d+", device.origin)
    assert device.lost_to is device.reason is None


def test_offsets_are_into_the_text_shown(explanation: Explanation) -> None:
    for match in (*explanation.kept, *explanation.lost):
        assert explanation.text[match.start : match.end] == match.text


def test_what_lost_says_to_what_and_why(explanation: Explanation) -> None:
    plain = next(match for match in explanation.lost if match.text == "A100")

    assert plain.key is None
    assert plain.lost_to == "A100-80GB"
    assert plain.reason == "overlaps a match that is 5 characters longer"
    assert [match.text for match in explanation.lost if not match.reason] == []


def test_a_first_line_of_several_is_the_title(explanation: Explanation, extractor: Extractor) -> None:
    assert explanation.record.title == "FogStore: Mist in Bottles"
    assert explain("One A100.", extractor).record.title == ""


def test_text_is_cleaned_before_it_is_read(extractor: Extractor) -> None:
    assert explain(r"One \textbf{A100}.", extractor).record.abstract == "One A100."


def test_a_text_that_holds_nothing_is_explained_too(extractor: Extractor) -> None:
    explanation = explain("Birds fly south.", extractor)
    assert (explanation.kept, explanation.lost) == ((), ())
