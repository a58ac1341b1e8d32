"""Sentence spans: in order, apart, and over every character that is not white space."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.sentences import sentence_at, sentence_spans

PARTED = {
    "two sentences": ["It is fast.", "It is small."],
    "title and abstract": ["A Title Without a Stop", "The first sentence."],
    "abbreviations of words": ["We use e.g. CUDA vs. ROCm as in Fig. 3 of Smith et al. Nothing else."],
    "initials": ["J. K. Doe wrote it."],
    "a letter ends a word": ["It spares tokens and I/O.", "We build on Shap-E.", "Nothing else is new."],
    "a letter before a usual opener": ["It is the limit of G.", "Then it falls."],
    "short words in brackets": ["It scores 134 (v.s. 108 by the other) in ca. 9 minutes."],
    "a name that begins small": ["It is fast.", "vLLM is not.", "v2 is faster.", "jina-v3 is small.", "https://a.org"],
    "decimals": ["It is 2.88 times faster, at 3.5 W.", "Then it stops."],
    "a dot in a name": ["The llama.cpp engine and Node.js run."],
    "questions": ["Is it fast?", "Yes!", "It is."],
    "a bracket opens": ["It is fast.", "(It is small.)", "It is new."],
    "a quote closes": ['They say "it is fast."', "It is."],
    "digits open": ["It is fast.", "8 GPUs suffice."],
    "lower case goes on": ["It takes approx. two hours. on a good day"],
}


@pytest.mark.parametrize("name", PARTED)
def test_sentences(name: str) -> None:
    sentences = PARTED[name]
    gap = "\n" if name == "title and abstract" else " "
    text = gap.join(sentences)

    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_no_text_has_no_sentence() -> None:
    assert sentence_spans("") == []
    assert sentence_spans("\n") == []


@given(st.one_of(st.text(), st.text(alphabet="aB.!?\"') (\n\t1[\\$", max_size=40)))
def test_spans_lie_in_order_apart_and_cover_all_but_white_space(text: str) -> None:
    spans = sentence_spans(text)

    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    assert [at for at, character in enumerate(text) if not character.isspace() and at not in covered] == []


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("One is here. Two is there.", "Two", "Two is there."),
        ("We beat X, e.g. Big and Small. Then rest.", "Small", "We beat X, e.g. Big and Small."),
        ("It is by Smith et al. 2020 as told. End.", "told", "It is by Smith et al. 2020 as told."),
        ("It takes 2.88 ms. (Really.) So be it!", "Really", "(Really.)"),
        ("No stop at all", "stop", "No stop at all"),
    ],
)
def test_sentence_at(text: str, word: str, sentence: str) -> None:
    start = text.index(word)
    assert sentence_at(text, start, start + len(word)) == sentence


def test_a_span_over_two_sentences_gives_both() -> None:
    assert sentence_at("Aa. Bb. Cc.", 0, 6) == "Aa. Bb."


def test_a_span_in_the_space_between_sentences_gives_the_one_before() -> None:
    assert sentence_at("Aa.  Bb.", 3, 4) == "Aa."


def test_no_text_has_no_sentence_at_any_place() -> None:
    assert sentence_at("", 0, 0) == ""
