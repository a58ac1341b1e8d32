"""Where cues are tried: at the tokens they begin with, and nothing is lost by that."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from small_rules import parsed, ruleset_of

from kg.errors import RuleError
from kg.extract.finder import Finder
from kg.extract.naming.cues import CueFinder, wording_after
from kg.extract.parsed import Parsed
from kg.record import Extractor
from kg.ruleset import CueRule
from kg.sample import sample_path
from kg.sources import read_papers

CUE = """
    cues:
      - id: cue-x
        {begins}
        introduces: true
        pattern: '{pattern}'
        match: ["[Kelp]"]
"""


def pointed(begins: str, pattern: str, text: str, title: str = "T") -> list[str]:
    cues = CUE.replace("{begins}", begins).replace("{pattern}", pattern)
    paper = parsed(text, title)
    return [paper.text[p.start : p.end] for p in CueFinder(ruleset_of(cues=cues)).find(paper)]


@pytest.mark.parametrize(
    ("begins", "expected"),
    [("", ["Kelp"]), ("begins: [see]", ["Kelp"]), ('begins: ["{name}"]', []), ("begins: [the]", [])],
)
def test_a_cue_is_tried_where_it_says_it_begins_and_without_that_everywhere(begins: str, expected: list[str]) -> None:
    assert pointed(begins, "see {name}", "now see Kelp") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We study tidal packing.", ["tidal packing"]),
        ("We study tidal packing schemes.", ["tidal packing"]),  # the noun says only what it is
        ("We study tidal packing boats.", []),  # the phrase goes on
        ("We study Tidal Packing of ships.", ["Tidal Packing"]),
        ("We study packing.", []),  # one plain word is not enough
        ("We study ship packing.", []),  # not in the title
    ],
)
def test_a_title_slot_takes_what_the_title_says_too(text: str, expected: list[str]) -> None:
    assert pointed("begins: [we]", "we study {title}", text, "Tidal Packings for Boats") == expected


def _searched(paper: Parsed, cue: CueRule, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    yield from (found.span("name") for found in pattern.finditer(paper.text))


def test_no_shipped_cue_begins_at_a_token_that_it_does_not_name(extractor: Extractor) -> None:
    """Searched for at every character, the shipped cues match at no token but those they are tried at."""
    finder = CueFinder(extractor.ruleset)
    compiled = {cue.id: (cue, wording.compiled) for cues in finder._at.values() for cue, wording in cues}
    assert len(compiled) > 20
    tried = 0
    for paper in map(Parsed, read_papers([sample_path()])):
        starts = dict(zip(paper.starts, zip(paper.words, paper.lower, strict=True), strict=True))
        for cue, pattern in compiled.values():
            for found in pattern.finditer(paper.text):
                word, lower = starts[found.start()]
                assert lower in cue.begins or ("{name}" in cue.begins and word != lower), (cue.id, found[0])
                tried += 1
    assert tried > 100


@pytest.mark.parametrize("pattern", ["see ({name}", "(?:see {name}|look) (?:here"])
def test_a_broken_expression_is_told_with_its_rule(pattern: str) -> None:
    with pytest.raises(RuleError, match="cue-x: not a regular expression"):
        Finder(ruleset_of(cues=CUE.replace("{begins}", "").replace("{pattern}", pattern)))


def test_a_look_at_the_next_sign_is_no_wording(extractor: Extractor) -> None:
    after = {cue.id: wording_after(cue) for cue in extractor.ruleset.cues}
    assert after["cue-we-propose-noun"] == ""
    assert after["cue-apposition"]
