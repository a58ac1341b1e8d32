"""Suggestions: what several papers say and no rule matches, by the type that its context speaks for."""

from __future__ import annotations

import pytest
from small_rules import ruleset_of

from kg.model import Paper, Source
from kg.ruleset import Ruleset
from kg.workbench.suggest import Suggestion, Suggestions, suggest

WORDS = """
words:
  stops: [a, the, we, our, of, on, in, and, is, for, to, with, by, it, that, two, than, than, unlike, helps, was]
  vague: [novel]
  participles: [pruning]
  not_names: [AI, ML, GPU]
  nouns: {Dataset: [dataset], Model: [model], Hardware: [board, boards]}
"""
TERMS = """
type: Method
rules:
  - {id: method-a, label: A, forms: [kelp pruning, reef pruning, dune pruning, salt pruning], match: ["[kelp pruning]"]}
  - {id: method-b, label: B, forms: [beach pruning], match: ["[beach pruning]"]}
  - {id: method-c, label: C, forms: [cliff pruning], match: ["[cliff pruning]"]}
  - {id: method-d, label: D, forms: [wave pruning], match: ["[wave pruning]"]}
  - {id: method-known, label: Known, forms: [Gannet], match: ["a [Gannet]"]}
  - {id: method-near, label: Near, forms: [Tern], near: [optimizer], match: ["a [Tern] optimizer"]}
"""


@pytest.fixture(scope="module")
def rules() -> Ruleset:
    return ruleset_of(words=WORDS, terms=TERMS)


def _found(rules: Ruleset, *abstracts: str, least: int = 2) -> Suggestions:
    papers = [
        Paper(f"paper-{at}", "Some Title Here", text, (Source("a.txt", at),)) for at, text in enumerate(abstracts)
    ]
    return suggest(papers, rules, least)


def _by_text(suggestions: tuple[Suggestion, ...]) -> dict[str, Suggestion]:
    return {suggestion.text: suggestion for suggestion in suggestions}


def test_a_name_of_several_papers_is_suggested_with_counts_and_contexts(rules: Ruleset) -> None:
    found = _found(rules, "The tide ran with OpenPike on it. And OpenPike won.", "It was OpenPike of old.", "No fish.")
    (pike,) = found.names

    assert (pike.text, pike.papers, pike.occurrences, pike.known) == ("OpenPike", 2, 3, None)
    assert pike.contexts == (
        "a.txt:0: The tide ran with [OpenPike] on it. And OpenPike won.",
        "a.txt:1: It was [OpenPike] of old.",
    )


def test_names_that_stand_in_too_few_papers_wait(rules: Ruleset) -> None:
    abstracts = ["it was OpenPike", "and OpenPike again", "only OpenCod"]
    assert set(_by_text(_found(rules, *abstracts).names)) == {"OpenPike"}
    assert set(_by_text(_found(rules, *abstracts, least=1).names)) == {"OpenPike", "OpenCod"}


@pytest.mark.parametrize(
    ("context", "type_"),
    [
        ("we tested it on the XCod9 dataset", "Dataset"),
        ("the score on XCod9 fell", "Dataset"),
        ("results on XCod9 are poor", "Dataset"),
        ("it is deployed on XCod9 at sea", "Hardware"),
        ("two XCod9 boards hum", "Hardware"),
        ("it is implemented in XCod9", "Software"),
        ("it outperforms XCod9 by far", "Method"),
        ("of XCod9, a small model", "Model"),
        ("between Gannet and XCod9 it rains", "Method"),
        ("nothing of XCod9 speaks", None),
    ],
)
def test_context_speaks_for_a_type(rules: Ruleset, context: str, type_: str | None) -> None:
    (name,) = (found for found in _found(rules, context, least=1).names if found.text == "XCod9")
    assert name.type == type_


@pytest.mark.parametrize(
    "text",
    [
        "Extensive work is done",  # a sentence's first word
        "it rains. Notably we like it",
        "a Gannet flies",  # a known name
        "an AI and a GPU and LLM-based",  # words that name nothing
        "the Dune was a dune",  # plain English elsewhere
        "it weighs 40 XiB",  # a unit
        "as Heron et al. say and Han (2020)",
        "see https://example.org/OpenPike and data.io/XCod9",
    ],
)
def test_what_names_nothing_is_not_suggested(rules: Ruleset, text: str) -> None:
    assert _found(rules, text, least=1).names == ()


def test_words_that_open_a_sentence_are_no_part_of_a_name(rules: Ruleset) -> None:
    assert [name.text for name in _found(rules, "Unlike OpenPike it swims.", least=1).names] == ["OpenPike"]


def test_a_form_without_its_context_names_its_rule(rules: Ruleset) -> None:
    (tern,) = _found(rules, "and Tern is fast", "we like Tern").names
    assert (tern.type, tern.known) == ("Method", "method-near (terms.yaml:9)")


def test_terms_end_in_a_noun_of_known_terms(rules: Ruleset) -> None:
    found = _found(rules, "it helps token pruning on it", "a token pruning and a cold morning", "the cold morning")
    (term,) = found.terms
    assert (term.text, term.type, term.papers) == ("token pruning", "Method", 2)


def test_singular_and_plural_are_one_term(rules: Ruleset) -> None:
    (term,) = _found(rules, "the token prunings", "a token pruning", "a token pruning").terms
    assert (term.text, term.papers) == ("token pruning", 3)


def test_matched_terms_and_parts_of_them_are_not_suggested(rules: Ruleset) -> None:
    assert _found(rules, "a kelp pruning", "the kelp pruning").terms == ()


def test_the_end_of_a_longer_term_is_no_term_of_its_own(rules: Ruleset) -> None:
    assert [t.text for t in _found(rules, "a big fish pruning", "the big fish pruning").terms] == ["big fish pruning"]


def test_a_head_that_ends_anything_makes_no_terms(rules: Ruleset) -> None:
    anything = [f"the {colour} pruning" for colour in ("red", "blue", "green", "black", "white", "brown", "grey")]
    assert _found(rules, *anything, "a token pruning", "the token pruning").terms == ()


def test_the_order_is_by_type_then_papers_and_top_cuts_each_type(rules: Ruleset) -> None:
    lines = ["results on XCod9", "results on XCod9", "results on YCod9, of OpenPike and OpenRay"]
    found = _found(rules, *lines, least=1)
    assert [(name.type, name.text) for name in found.names] == [
        ("Dataset", "XCod9"), ("Dataset", "YCod9"), (None, "OpenPike"), (None, "OpenRay"),
    ]  # fmt: skip
    assert [name.text for name in found.top(1).names] == ["XCod9", "OpenPike"]
