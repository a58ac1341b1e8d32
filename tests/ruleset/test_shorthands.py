"""Parts of patterns under a name."""

from __future__ import annotations

import pytest
from small_rules import ruleset_of

from kg.errors import RuleError

CUES = """
    shorthands:
      bird: 'gull|tern'
      flock: '<bird>s?'
    cues:
      - id: cue-flock
        pattern: 'the <flock> {name}'
        match: ["the gulls [Kelp]"]
"""


def test_a_shorthand_stands_for_its_alternatives_also_inside_another() -> None:
    (cue,) = ruleset_of(cues=CUES).cues
    assert cue.pattern == "the (?:(?:gull|tern)s?) {name}"


def test_an_unknown_shorthand_is_named_with_those_there_are() -> None:
    with pytest.raises(RuleError, match=r"cues.yaml:6: rule cue-flock: unknown shorthand <fleet>; known: bird, flock"):
        ruleset_of(cues=CUES.replace("the <flock>", "the <fleet>"))


def test_a_named_group_is_no_shorthand() -> None:
    (cue,) = ruleset_of(cues=CUES.replace("the <flock>", "(?P<kind>a) <bird>")).cues
    assert cue.pattern == "(?P<kind>a) (?:gull|tern) {name}"
