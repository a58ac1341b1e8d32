"""`long form (SHORT)` and `SHORT (long form)`: letters in order, spans inside, nothing from nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.naming.abbreviations import find_abbreviations
from kg.text.sentences import sentence_spans


def _pairs(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*p.long)], text[slice(*p.short)]) for p in find_abbreviations(text, sentence_spans(text))]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("we use lattice fog folding (LFF) here", [("lattice fog folding", "LFF")]),
        ("graph neural networks (GNNs) and", [("graph neural networks", "GNNs")]),
        ("the mixture-of-experts (MoE) layer", [("mixture-of-experts", "MoE")]),
        ("mean average precision (mAP)", [("mean average precision", "mAP")]),
        ("learned proximal policy optimization (PPO)", [("proximal policy optimization", "PPO")]),
        ("reinforcement learning from human feedback (RLHF)", [("reinforcement learning from human feedback", "RLHF")]),
        ("low-rank adaptation (LoRA)", [("low-rank adaptation", "LoRA")]),
        ("eXtreme gradient boosting (EGB; fast)", [("eXtreme gradient boosting", "EGB")]),
        ("fog folding (FF, for short)", [("fog folding", "FF")]),
        ('"fog folding" (FF)', [("fog folding", "FF")]),
        ("LFF (lattice fog folding) is old", [("lattice fog folding", "LFF")]),
        ("GNNs (graph neural networks) are", [("graph neural networks", "GNNs")]),
        ("three-dimensional convolution (3DC)", []),  # the digit has no letter
        ("fog folding (FF) and fog feeding (FF2)", [("fog folding", "FF")]),
        ("it is late (see Table 2)", []),
        ("in part (very much so)", []),
        ("eXtreme gradient boosting (XGB)", []),  # the first letter starts no word
        ("folding (F)", []),
        ("folding (FG)", []),
        ("fog folding (ff)", []),
        ("fog folding [FF]", []),
        ("fog folding (FF", []),
        ("(FF) fog folding", []),
        ("()", []),
    ],
)
def test_definitions(text: str, pairs: list[tuple[str, str]]) -> None:
    assert _pairs(text) == pairs


def test_a_definition_stays_within_its_sentence() -> None:
    assert _pairs("We like fog. Folding (FF) is old.") == []


PIECES = st.sampled_from(
    [
        "(",
        ")",
        " ",
        "-",
        "\n",
        ". ",
        "A",
        "AB",
        "abs",
        "GNNs",
        "graph neural network",
        "a b",
        "'",
        '"',
        "é",
        "İ",
        "3D",
        ";",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
def test_spans_lie_inside_the_text_and_apart(text: str) -> None:
    for pair in find_abbreviations(text, sentence_spans(text)):
        (a, b), (c, d) = sorted((pair.long, pair.short))
        assert 0 <= a < b <= c < d <= len(text)
        long, short = text[slice(*pair.long)], text[slice(*pair.short)]
        assert len(long) > len(short)
        assert "\n" not in long
        assert long == long.strip()
