"""Names on a list take the type of the known ones."""

from __future__ import annotations

import pytest
from small_rules import parsed, ruleset_of, slices

from kg.extract.candidate import settle
from kg.extract.known.terms import TermFinder
from kg.extract.naming.siblings import SiblingFinder

RULES = ruleset_of(
    datasets="""
        type: Dataset
        rules:
          - {id: dataset-mnist, label: MNIST, forms: [MNIST], match: ["[MNIST]"]}
          - {id: dataset-birds, label: birds, forms: [bird set], match: ["[bird set]"]}
    """,
    models="""
        type: Model
        rules:
          - {id: model-resnet, label: ResNet, forms: [ResNet], match: ["[ResNet]"]}
    """,
    siblings="""
        siblings:
          - {id: sibling-dataset, type: Dataset, known: 1, match: ["[KelpQA] and MNIST"]}
          - {id: sibling-model, type: Model, known: 2, match: ["[KelpQA] and ResNet"]}
    """,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on KelpQA, TernSet-2 and MNIST we win", ["KelpQA", "TernSet-2"]),
        ("on MNIST (small), KelpQA, and TernSet-2", ["KelpQA", "TernSet-2"]),
        ("on MNIST/KelpQA", ["KelpQA"]),
        ("on MNIST with KelpQA", []),  # no list
        ("on MNIST, ResNet and KelpQA", []),  # known names of two types tell nothing
        ("on ResNet and KelpQA", []),  # too few known ones
        ("on MNIST and Monday", []),  # a plain capitalised word
        ("on MNIST and GPU", []),  # names nothing of ours
        ("on bird sets and KelpQA", []),  # a class is no name
        ("on MNIST. KelpQA and more", []),
    ],
)
def test_unknown_names_on_a_list(text: str, expected: list[str]) -> None:
    paper = parsed(text)
    terms, _ = settle(TermFinder(RULES).find(paper))
    assert slices(paper, SiblingFinder(RULES).find(paper, terms)) == expected
