"""Terms by their head noun: which words before it belong to it."""

from __future__ import annotations

import pytest
from small_rules import parsed, ruleset_of, slices

from kg.extract.candidate import Rank
from kg.extract.known.heads import HeadFinder

RULES = ruleset_of(
    heads="""
        heads:
          - {id: head-pruning, type: Method, heads: [pruning], least: 1, most: 2, match: ["[x]"]}
          - {id: head-answering, type: Task, heads: [question answering, answering], least: 1, most: 2, match: ["[x]"]}
          - {id: head-transformer, type: Model, heads: [transformer], least: 0, most: 1, match: ["[x]"]}
    """
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we use expert pruning", ["expert pruning"]),
        ("we use block-wise pruning", ["block-wise pruning"]),
        ("large tensor block pruning", ["tensor block pruning"]),  # two modifiers at most
        ("pruning of weights", []),  # one at least
        ("efficient pruning", []),  # vague words are no modifiers
        ("efficient expert pruning", ["expert pruning"]),  # and none to start with
        ("the pruning", []),
        ("we push pruning", []),  # verbs neither
        ("training pruning and paged pruning", ["training pruning", "paged pruning"]),  # but listed participles
        ("quickly pruning", []),
        ("7 pruning", []),
        ("open question answering", ["open question answering"]),  # the longer head first
        ("visual answering", ["visual answering"]),
        ("two sparse transformers", ["sparse transformers"]),
        ("transformer", ["transformer"]),
        ("EXPERT PRUNING", ["EXPERT PRUNING"]),
    ],
)
def test_a_head_takes_its_modifiers(text: str, found: list[str]) -> None:
    paper = parsed(text)
    assert slices(paper, HeadFinder(RULES).find(paper)) == found


def test_a_head_never_reaches_back_into_the_title() -> None:
    paper = parsed("pruning is old", title="Expert")
    assert list(HeadFinder(RULES).find(paper)) == []


def test_a_head_gives_the_type_of_its_rule() -> None:
    (found,) = HeadFinder(RULES).find(parsed("open question answering"))
    assert (found.type, found.rank, found.key, found.rule) == ("Task", Rank.HEAD, None, "head-answering")
