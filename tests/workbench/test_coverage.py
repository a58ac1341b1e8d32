"""Coverage: how often each rule fires, which never does, and what finders cost."""

from __future__ import annotations

import pytest
from small_rules import ruleset_of

from kg.model import Paper
from kg.workbench.coverage import Coverage, coverage

NAMES = """
type: Model
rules:
  - {id: model-gannet, label: Gannet, forms: [Gannet], match: ["a [Gannet]"]}
  - id: model-great-gannet
    label: Great Gannet
    forms: [great Gannet, [{LOWER: great}, {LOWER: gull}]]
    match: ["[great Gannet]"]
  - {id: model-unseen, label: Unseen, forms: [Unseen], match: ["[Unseen]"]}
"""
COMPOSE = "compose:\n  - {id: compose-x, type: Model, after: '-(?P<variant>\\d+B)', match: ['[Gannet-7B]']}\n"


@pytest.fixture(scope="module")
def counted() -> Coverage:
    papers = [
        Paper("paper-1", "T", "a Gannet and a great Gannet and the Gannet-7B"),
        Paper("paper-2", "T", "one Gannet and a great gull"),
    ]
    return coverage(papers, ruleset_of(names=NAMES, compose=COMPOSE))


def test_matches_are_counted_by_rule_kept_and_lost(counted: Coverage) -> None:
    uses = {use.rule: (use.kept, use.lost, use.papers) for use in counted.rules}

    assert uses["model-gannet"] == (3, 2, 2)  # lost to `great Gannet`, and to its own longer name
    assert uses["model-great-gannet"] == (2, 0, 2)
    assert uses["compose-x"] == (1, 0, 1)
    assert counted.papers == 2
    assert counted.rules[0].rule == "model-gannet"


def test_rules_that_saw_nothing_are_told_with_their_places(counted: Coverage) -> None:
    assert [(use.rule, use.place, use.family) for use in counted.never] == [
        ("abbreviation-any", "abbreviations.yaml:2", "abbreviations"),
        ("model-unseen", "names.yaml:9", "Model"),
    ]


def test_costs_are_told_by_finder_and_by_pattern_rule(counted: Coverage) -> None:
    assert [(cost.what.split()[0], cost.rules) for cost in counted.finders] == [
        ("phrases", 3), ("token", 1), ("compose", 1), ("heads", 0), ("cues", 0), ("abbreviations", 1),
    ]  # fmt: skip
    assert [cost.what for cost in counted.patterns] == ["model-great-gannet"]
    assert all(cost.seconds >= 0 for cost in (*counted.finders, *counted.patterns))
