"""Names by their wording: cues, titles, lists, and the noun that tells the type."""

from __future__ import annotations

import pytest
from small_rules import parsed, ruleset_of

from kg.errors import RuleError
from kg.extract.finder import Finder
from kg.extract.naming.coined import NameFinder
from kg.extract.naming.names import is_mixed, is_strong

CUES = """
    cues:
      - {id: cue-title, introduces: true, title: true, pattern: '{name}: ', match: ["[X]"]}
      - {id: cue-propose, introduces: true, pattern: '\\bwe (?:propose|present) (?:an? )?{name}', match: ["[X]"]}
      - {id: cue-phrase, introduces: true, pattern: '\\bwe call {phrase}', match: ["[x]"]}
      - {id: cue-than, weak: true, pattern: '\\b(?:than|outperforms) {name}', match: ["[X]"]}
"""
FINDER = NameFinder(ruleset_of(cues=CUES))


def _names(abstract: str, title: str = "A study") -> list[tuple[str, str | None, bool]]:
    """Name, its type where the wording tells one, and whether the paper coins it."""
    return [(name.text, name.type, name.introduced) for name in FINDER.find(parsed(abstract, title))]


@pytest.mark.parametrize(
    ("abstract", "names"),
    [
        ("Here we propose Gullwing.", [("Gullwing", None, True)]),
        ("We present Gullwing, a dataset of gulls.", [("Gullwing", "Dataset", True)]),
        ("We present Gullwing, a large and noisy test suite for birds.", [("Gullwing", "Dataset", True)]),
        (
            "we propose a Gullwing library",
            [("Gullwing", "Method", True)],
        ),  # what a paper makes itself is no software to it
        ("we propose Gull of Wing", [("Gull of Wing", None, True)]),
        ("it is faster than TernCache", [("TernCache", None, False)]),
        ("it outperforms the TernCache library", []),
        ("it is faster than Tern", []),  # weak: a plain capitalised word is not enough
        ("we propose AI", []),  # names nothing
        ("we call feather packing.", [("feather packing", None, True)]),
        ("we propose gulls", []),
    ],
)
def test_cues_point_at_names(abstract: str, names: list[tuple[str, str | None, bool]]) -> None:
    assert _names(abstract) == names


def test_a_name_on_a_list_is_pointed_at_too() -> None:
    names = [name for name, _, _ in _names("it is faster than TernCache, DuckDB-X and GooseKV.")]
    assert names == ["TernCache", "DuckDB-X", "GooseKV"]


def test_a_title_coins_the_name_before_its_colon() -> None:
    assert _names("", "Gullwing: a cache") == [("Gullwing", None, True)]
    assert _names("We propose Gullwing.", "Gullwing: a cache") == [("Gullwing", None, True)]


def test_title_case_alone_coins_nothing() -> None:
    assert _names("Birds fly.", "Birds Over Water: a study") == []
    assert _names("We fly Birds Over Water.", "Birds Over Water: a study") == [("Birds Over Water", None, True)]


def test_a_title_compares_with_nothing() -> None:
    assert _names("It is.", "Faster than TernCache") == []


def test_what_the_paper_coins_is_introduced_however_else_it_is_named() -> None:
    assert _names("It is better than TernCache. we propose TernCache.") == [("TernCache", None, True)]


@pytest.mark.parametrize("name", ["GPT", "LoRA", "vLLM", "RTX4090", "M^{3}", "A-B"])
def test_strong_names(name: str) -> None:
    assert is_strong(name)


@pytest.mark.parametrize("name", ["Gullwing", "Adam", "model", "Deep learning"])
def test_ordinary_words_are_not_strong(name: str) -> None:
    assert not is_strong(name)


def test_mixed_case_is_within_one_word() -> None:
    assert is_mixed("DistriFusion")
    assert not is_mixed("GPU")
    assert not is_mixed("Deep Speech")


def test_a_broken_expression_is_told_with_its_rule() -> None:
    with pytest.raises(RuleError, match="cue-title"):
        Finder(ruleset_of(cues=CUES.replace("{name}: ", "({name}: ")))
