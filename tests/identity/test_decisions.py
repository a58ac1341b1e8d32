"""identity.yaml: what is decided about names, whatever spelling and rules say."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.model import Paper
from kg.record import Extractor
from kg.ruleset import load_ruleset
from kg.workbench.check import check_rules

DECIDED = """
metric_units: {{score: points}}
identity:
  - id: decide-lab-card
    names: [the Kelp card, Kelpinator]
    is: hardware-nvidia-a100
    match: ["it runs on a [Kelpinator]"]
  - id: decide-a100-72
    names: [{apart}]
    not: hardware-nvidia-a100
    match: ["it runs on an [{apart}]"]
"""
NAMES = """
type: Hardware
rules:
  - id: hardware-kelpinator
    label: Kelpinator
    forms: [Kelpinator]
    match: ["a [Kelpinator] hums"]
"""


def deciding(folder: Path, text: str) -> Extractor:
    (folder / "identity.yaml").write_text(text, encoding="utf-8")
    (folder / "names.yaml").write_text(NAMES, encoding="utf-8")
    return Extractor(load_ruleset(folder))


def keys(extractor: Extractor, abstract: str) -> dict[str, str]:
    record = extractor.extract_one(Paper("paper-x", "", abstract))
    return {mention.text: entity.key for entity in record.entities for mention in entity.mentions}


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory, few_rules: Path) -> Extractor:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.ruleset.folders.rules_folder", lambda: few_rules)
        return deciding(tmp_path_factory.mktemp("rules"), DECIDED.format(apart="A100-72GB"))


def test_names_become_the_thing_they_are_said_to_be(decided: Extractor) -> None:
    record = decided.extract_one(Paper("paper-x", "", "It runs on a Kelpinator, and Kelpinators cost."))
    [entity] = [e for e in record.entities if e.type == "Hardware"]

    assert (entity.key, entity.name) == ("hardware-nvidia-a100", "NVIDIA A100")
    assert {(m.joined, m.decision) for m in entity.mentions} == {("decision", "decide-lab-card")}


def test_names_are_not_the_thing_they_are_said_not_to_be(decided: Extractor) -> None:
    found = keys(decided, "It runs on an A100-72GB and an A100.")
    assert found == {"A100-72GB": "hardware-a100-72gb", "A100": "hardware-nvidia-a100"}


@pytest.mark.usefixtures("over_few")
def test_decisions_are_checked_by_their_examples(tmp_path: Path, decided: Extractor) -> None:
    ids = {"decide-lab-card", "decide-a100-72"}
    assert check_rules(decided.ruleset, ids) == []

    (tmp_path / "names.yaml").write_text(NAMES, encoding="utf-8")
    wrong = DECIDED.format(apart="A100-72GB").replace("on a [Kelpinator]", "on a [Llama]")
    (tmp_path / "identity.yaml").write_text(wrong, encoding="utf-8")
    [complaint] = check_rules(load_ruleset(tmp_path), ids)
    assert (complaint.file, complaint.rule) == ("identity.yaml", "decide-lab-card")
    assert "[Llama]" in complaint.problem


@pytest.mark.usefixtures("over_few")
@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("names: [X], match: ['a [X]']", "one of the two"),
        ("names: [X], is: model-llama, not: hardware-nvidia-a100, match: ['a [X]']", "one of the two"),
        ("names: [X], is: model-of-nothing, match: ['a [X]']", "'model-of-nothing' is the id of no name"),
        ("names: [], is: model-llama, match: ['a [X]']", "'names' needs at least 1"),
        ("names: [X], is: model-llama", "'match' needs at least 1"),
        ("names: [X], is: model-llama, type: Thing, match: ['a [X]']", "'type' must be one of"),
    ],
)
def test_what_is_no_decision_is_named(tmp_path: Path, entry: str, problem: str) -> None:
    (tmp_path / "identity.yaml").write_text(f"identity:\n  - {{id: decide-x, {entry}}}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"identity\.yaml:2") as error:
        load_ruleset(tmp_path)
    assert problem in str(error.value)


@pytest.mark.usefixtures("over_few")
def test_a_unit_of_an_unknown_metric_is_named(tmp_path: Path) -> None:
    (tmp_path / "identity.yaml").write_text("metric_units: {hapiness: '%'}\nidentity: []\n", encoding="utf-8")
    with pytest.raises(RuleError, match="hapiness"):
        load_ruleset(tmp_path)
