"""Known names grow by what belongs to them, names and not classes."""

from __future__ import annotations

import pytest
from small_rules import parsed, ruleset_of

from kg.errors import RuleError
from kg.extract.finder import Finder
from kg.extract.known.compose import Composer
from kg.extract.known.terms import TermFinder

COMPOSE = """
    compose:
      - id: compose-hardware
        type: Hardware
        before: '(?:Acme[ -])?'
        after: '(?P<variant>(?:[ -]\\d+ ?GB)?)(?: (?:board|card)s?\\b)?'
        match: ["[x]"]
"""
TERMS = """
    type: Hardware
    rules:
      - {id: hardware-kelp, label: Kelp, forms: [K9], match: ["[x]"]}
      - {id: shape-chip, label: chip, open: true, forms: [[{TEXT: {REGEX: "^Z\\\\d+$"}}]], match: ["[x]"]}
      - {id: hardware-board, label: accelerator, forms: [accelerator], match: ["[x]"]}
"""
RULES = ruleset_of(compose=COMPOSE, mine=TERMS)


def _grown(text: str) -> list[tuple[str, str]]:
    paper = parsed(text)
    grown = Composer(RULES).grow(paper, list(TermFinder(RULES).find(paper)))
    return [(paper.text[c.start : c.end], c.variant) for c in grown]


@pytest.mark.parametrize(
    ("text", "grown"),
    [
        ("an Acme K9 here", [("Acme K9", "")]),
        ("an Acme K9-80GB board", [("Acme K9-80GB board", "-80GB")]),
        ("K9 80 GB cards", [("K9 80 GB cards", " 80 GB")]),
        ("a K9 80GBs", []),
        ("a K9 alone", []),
        ("two BigAcme K9 here", []),
        ("an Acme accelerator board", []),
        ("K9\nboard", []),
    ],
)
def test_a_name_takes_what_belongs_to_it(text: str, grown: list[tuple[str, str]]) -> None:
    assert _grown(text) == grown


def test_a_name_at_the_start_of_the_abstract_does_not_take_the_line_break() -> None:
    assert _grown("K9 board") == [("K9 board", "")]


def test_growth_keeps_rule_and_key_and_counts_what_it_added() -> None:
    paper = parsed("an Acme K9-80GB board")
    (plain,) = TermFinder(RULES).find(paper)
    (grown,) = Composer(RULES).grow(paper, [plain])

    assert (grown.rule, grown.key, grown.rank) == (plain.rule, plain.key, plain.rank)
    assert grown.grown == len("Acme ") + len("-80GB board")


def test_a_grammar_without_a_variant_grows_names_that_stay_the_same_thing() -> None:
    rules = ruleset_of(mine=TERMS, compose=COMPOSE.replace("?P<variant>", "?:"))
    paper = parsed("K9-80GB")
    (grown,) = Composer(rules).grow(paper, list(TermFinder(rules).find(paper)))

    assert (paper.text[grown.start : grown.end], grown.variant) == ("K9-80GB", "")


def test_a_broken_expression_is_told_with_its_rule() -> None:
    with pytest.raises(RuleError, match="compose-hardware"):
        Finder(ruleset_of(compose=COMPOSE.replace("[ -])?", "[ -]?")))
