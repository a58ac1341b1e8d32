"""Known names in text: smart case, hyphens and dashes, plurals, context, token patterns."""

from __future__ import annotations

import pytest
from small_rules import parsed, ruleset_of, slices

from kg.extract.candidate import Rank
from kg.extract.known.terms import TermFinder

RULES = ruleset_of(
    mine="""
        type: Method
        rules:
          - {id: method-tuning, label: tuning, forms: [fine-tuning], match: ["[x]"]}
          - {id: method-lora, label: LoRA, forms: [LoRA], match: ["[x]"]}
          - {id: method-falcon, label: Falcon, forms: [Falcon], near: [model, tokens], match: ["[x]"]}
          - id: shape-bench
            label: bench
            open: true
            forms: [[{TEXT: {REGEX: "^[A-Z][a-z]+Bench$"}}]]
            match: ["[x]"]
    """
)
FINDER = TermFinder(RULES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fine-tuning, fine tuning and FINE-TUNINGS", ["Fine-tuning", "fine tuning", "FINE-TUNINGS"]),
        ("fine\u2011tuning or fine–tuning", ["fine\u2011tuning", "fine–tuning"]),
        ("finetuning and fine, tuning", []),
        ("LoRA and LoRAs, no lora or LORA", ["LoRA", "LoRAs"]),
        ("LoRA2 and QLoRA", []),
        ("A Falcon model. A Falcon flies.", ["Falcon"]),
        ("Falcon reads tokens, Falcon sleeps", ["Falcon", "Falcon"]),
        ("on KiteBench and Bench", ["KiteBench"]),
        ("fine\ntuning", []),
        ("", []),
    ],
)
def test_forms_are_found(text: str, found: list[str]) -> None:
    paper = parsed(text)
    assert sorted(slices(paper, FINDER.find(paper))) == sorted(found)


def test_an_open_shape_has_no_key_of_its_own() -> None:
    (shape,) = FINDER.find(parsed("on KiteBench"))
    (term,) = FINDER.find(parsed("on LoRA"))

    assert (shape.key, shape.rank, shape.rule) == (None, Rank.SHAPE, "shape-bench")
    assert (term.key, term.rank, term.rule) == ("method-lora", Rank.TERM, "method-lora")


def test_the_sentence_of_a_title_is_its_own() -> None:
    paper = parsed("A Falcon flies.", title="A model of birds")
    assert list(FINDER.find(paper)) == []
