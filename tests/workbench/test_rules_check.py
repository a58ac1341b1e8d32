"""Checking rules: broken examples, forms that never match, and phrases that several rules claim."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_rules import ruleset_of

from kg.extract.candidate import Candidate, Rank, settle
from kg.ruleset import Ruleset
from kg.workbench.check import check_rules, ids_in
from kg.workbench.claims import find_claims

FORMS = """
type: Hardware
rules:
  - id: hardware-kelp
    label: Kelp
    forms: [Kelp-9, kelp board, [{LOWER: kelp}, {LOWER: chip}]]
    match: ["a [Kelp-9] runs"]
  - id: hardware-shout
    label: Shout
    forms: [shout, [{LOWER: SHOUT}]]
    match: ["we [shout]"]
  - id: hardware-two-tokens
    label: Two
    forms: [two tokens, [{ORTH: "Reef-9"}]]
    match: ["of [two tokens]"]
  - id: hardware-flag
    label: Flag
    forms: [mudflat, mudflat -O3]
    match: ["a [mudflat]"]
  - id: hardware-near
    label: Near
    forms: [Ebb]
    near: [chip, board]
    match: ["an [Ebb] chip"]
  - id: hardware-shape
    label: Shape
    forms: [[{TEXT: {REGEX: "^Tide[0-9]$"}}], [{TEXT: {REGEX: "^Wave[0-9]$"}, OP: "+"}]]
    match: ["one [Tide7]"]
  - id: hardware-loser
    label: Loser
    forms: [kelp]
    match: ["only [kelp]"]
"""


@pytest.fixture(scope="module")
def forms() -> Ruleset:
    return ruleset_of(hardware=FORMS)


def test_a_form_that_never_matches_is_found_with_its_place(forms: Ruleset) -> None:
    told = {f"{c.file}:{c.line} {c.rule}": c.problem for c in check_rules(forms, set(forms.terms))}

    assert list(told) == [
        "hardware.yaml:8 hardware-shout",
        "hardware.yaml:12 hardware-two-tokens",
        "hardware.yaml:16 hardware-flag",
    ]
    assert "'SHOUT' never matches" in told["hardware.yaml:8 hardware-shout"]
    assert "no token 'Reef-9', but 'Reef' and '-' and '9'" in told["hardware.yaml:12 hardware-two-tokens"]
    assert "form 'mudflat -O3' can never match" in told["hardware.yaml:16 hardware-flag"]


def test_only_the_rules_asked_for_are_checked(forms: Ruleset) -> None:
    assert {c.rule for c in check_rules(forms, {"hardware-flag", "hardware-near"})} == {"hardware-flag"}
    assert check_rules(forms, {"hardware-near"}) == []


def test_a_head_in_capitals_never_matches() -> None:
    heads = 'heads:\n  - {id: head-x, type: Task, heads: [sorting, SORTING], match: ["[shell sorting] is fun"]}\n'
    (told,) = check_rules(ruleset_of(heads=heads), {"head-x"})
    assert (told.file, told.line, told.problem) == ("heads.yaml", 2, "head 'SORTING' can never match")


def test_what_a_web_address_holds_is_not_found_there() -> None:
    rule = '{id: software-gull, label: Gull, forms: [gull], match: ["the [gull]"], no_match: ["see gull.com/gull"]}'
    assert check_rules(ruleset_of(software=f"type: Software\nrules: [{rule}]\n"), {"software-gull"}) == []


def test_grammars_are_checked_among_the_names_they_need() -> None:
    names = '{id: model-gannet, label: Gannet, forms: [Gannet], match: ["a [Gannet]"]}'
    compose = "{id: compose-x, type: Model, after: '-(?P<variant>\\d+B)', match: ['our [Gannet-7B]', 'our [Gull-7B]']}"
    ruleset = ruleset_of(models=f"type: Model\nrules: [{names}]\n", compose=f"compose:\n  - {compose}\n")
    (told,) = check_rules(ruleset, {"compose-x"})
    assert "does not find [Gull-7B]" in told.problem


def test_ids_of_a_folder_are_those_of_all_its_lists(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("type: Task\nrules:\n  - {id: task-a, label: A}\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("cues:\n  - {id: cue-b}\nshorthands: {x: y}\n", encoding="utf-8")
    assert ids_in(tmp_path) == {"task-a", "cue-b"}


CLAIMS = """
type: {type}
rules:
  - {{id: {lower}-{name}, label: X, forms: [{forms}], {more} match: ["one [x]"]}}
"""


def _ruleset(*rules: tuple[str, str, str, str]) -> Ruleset:
    files = {
        f"f{at}": CLAIMS.format(type=type_, lower=type_.lower(), name=name, forms=forms, more=more)
        for at, (type_, name, forms, more) in enumerate(rules)
    }
    return ruleset_of(**files)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sand dune", "Sand Dune"),
        ("sand dune", "sand-dune"),
        ("sand dune", "sand dunes"),
        ("Sand Dune", "Sand-Dunes"),
        ("A10 80GB", "A10 80 GB"),
    ],
)
def test_one_spelling_of_two_rules_is_a_claim(one: str, other: str) -> None:
    (claim,) = find_claims(_ruleset(("Task", "b", one, ""), ("Method", "a", other, "")))

    assert [rule.id for rule in claim.rules] == ["method-a", "task-b"]
    assert claim.across_types
    assert str(claim).startswith("f1.yaml:4: warning: ")
    assert "task-b (f0.yaml:4)" in str(claim)
    assert claim.outcome == "method-a gets it, never task-b"


@pytest.mark.parametrize(("one", "other"), [("Dune", "DUNE"), ("sand", "sand dune"), ("dune", "dunk")])
def test_different_spellings_are_no_claim(one: str, other: str) -> None:
    assert find_claims(_ruleset(("Task", "b", one, ""), ("Task", "a", other, ""))) == []


@pytest.mark.parametrize(
    ("near_first", "near_second", "outcome"),
    [
        ("near: [sea],", "", "task-a near sea gets it, else task-b"),
        ("", "near: [sea],", "task-a gets it, never task-b"),
        ("near: [sea, sun],", "near: [pen],", "task-a near sea/sun gets it, else task-b near pen"),
    ],
)
def test_context_decides_who_gets_a_phrase(near_first: str, near_second: str, outcome: str) -> None:
    (claim,) = find_claims(_ruleset(("Task", "b", "dune", near_second), ("Task", "a", "dune", near_first)))
    assert claim.outcome == outcome
    assert not claim.across_types


def test_a_shape_yields_to_a_known_thing_whatever_its_id() -> None:
    rules = _ruleset(("Task", "z", "dune", ""), ("Task", "a", "dune", "open: true,"))
    (claim,) = find_claims(rules)
    assert claim.outcome == "task-z gets it, never task-a"


def test_claims_are_settled_as_candidates_are() -> None:
    """What the messages say of the order of rules is what `settle` does."""
    ids = ("task-a", "task-b")
    kept, _ = settle(Candidate(0, 4, "Task", name, Rank.TERM, name) for name in reversed(ids))
    assert [candidate.rule for candidate in kept] == ["task-a"]


def test_claims_of_other_rules_are_left_out() -> None:
    ruleset = _ruleset(("Task", "a", "dune", ""), ("Task", "b", "dune", ""), ("Task", "c", "reef", ""))
    assert len(find_claims(ruleset, {"task-b"})) == 1
    assert find_claims(ruleset, {"task-c"}) == []
