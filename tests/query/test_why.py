"""Why the names of a thing are one: forms, papers, reasons, and what is kept apart."""

from __future__ import annotations

import json

import pytest

from kg.errors import UnknownNameError
from kg.model import Paper
from kg.query import KnowledgeGraph
from kg.record import Extractor

PAPERS = [
    ("Kelp at Work", "We present Kelp. Large language models (LLMs) run on an NVIDIA A100-80GB and on A100-80G cards."),
    ("Fronds", "LLMs cut the compression cost, and the cost is low. We run on an A100 80GB."),
    ("Kelp in Fields", "We propose Kelp, which looks from orbit."),
]


@pytest.fixture(scope="module")
def graph(extractor: Extractor) -> KnowledgeGraph:
    papers = [Paper(f"paper-{number}", title, text) for number, (title, text) in enumerate(PAPERS)]
    return KnowledgeGraph(extractor.extract(papers))


def reasons(graph: KnowledgeGraph, name: str) -> dict[str, tuple[str | None, str | None, int]]:
    return {form.text: (form.by, form.rule, len(form.papers)) for form in graph.why(name).forms}


def test_forms_of_a_rule_name_it(graph: KnowledgeGraph) -> None:
    key = "hardware-nvidia-a100-80gb"
    assert graph.why("A100 80GB").entity.key == key
    assert {by for by, _, _ in reasons(graph, "A100 80GB").values()} <= {"rule", "variant", "spelling"}
    assert {rule for by, rule, _ in reasons(graph, "A100 80GB").values() if by == "rule"} == {key}


def test_an_abbreviation_is_told_from_a_form_of_the_rule(graph: KnowledgeGraph) -> None:
    found = [(form.by, form.papers) for form in graph.why("LLM").forms if form.text == "LLMs"]
    assert sorted(found, key=str) == [("abbreviation", ("paper-0",)), ("rule", ("paper-1",))]


def test_a_short_name_and_what_it_is_short_for(graph: KnowledgeGraph) -> None:
    assert reasons(graph, "compression cost") == {"compression cost": (None, None, 1), "cost": ("short", None, 1)}


def test_namesakes_are_shown_as_kept_apart(graph: KnowledgeGraph) -> None:
    found = graph.why("Kelp")
    assert {found.entity.key, *(hit.key for hit in found.apart)} == {"method-kelp--0", "method-kelp--2"}


def test_it_shows_itself(graph: KnowledgeGraph) -> None:
    found = graph.why("A100 80GB")
    assert found.counts.startswith("NVIDIA A100 80GB (hardware-nvidia-a100-80gb) → NVIDIA A100 → Ampere GPU")
    assert "A100 80GB" in repr(found)
    assert "<table>" in found._repr_html_()
    told = json.loads(found.json())
    assert told["key"] == found.entity.key
    assert {form["text"] for form in told["forms"]} == set(reasons(graph, "A100 80GB"))
    assert all(form["reason"] and form["papers"] and form["sentence"] for form in told["forms"])


def test_an_unknown_name_offers_the_nearest(graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match=r"nearest: .*Kelp"):
        graph.why("Kelpp")
