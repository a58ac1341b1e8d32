"""The spellings of a form: hyphens or spaces, singular or plural, smart case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.known.forms import is_caseless, plural, spellings


@pytest.mark.parametrize(
    ("form", "many"),
    [
        ("accelerator", "accelerators"),
        ("policy", "policies"),
        ("array", "arrays"),
        ("search", "searches"),
        ("box", "boxes"),
        ("loss", "losses"),
        ("corpus", "corpuses"),
        ("GPU", "GPUs"),
        ("LoRA", "LoRAs"),
        ("fine-tuning policy", "fine-tuning policies"),
        ("ResNet-50", None),
        ("C++", None),
        ("kernels", None),
    ],
)
def test_plural(form: str, many: str | None) -> None:
    assert plural(form) == many


@pytest.mark.parametrize(("form", "caseless"), [("imagenet", True), ("top-1", True), ("LoRA", False), ("π-VAE", False)])
def test_smart_case(form: str, caseless: bool) -> None:
    assert is_caseless(form) is caseless


def test_hyphens_are_left_out_and_the_last_word_may_be_plural() -> None:
    assert spellings("low-rank adapter") == ("low rank adapter", "low rank adapters")
    assert spellings("GPT-3") == ("GPT 3",)


@given(st.lists(st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True), min_size=1, max_size=7), st.sampled_from(" -"))
def test_spellings_are_distinct_and_hold_the_words(words: list[str], gap: str) -> None:
    found = list(spellings(gap.join(words)))

    assert len(found) == len(set(found))
    for spelling in found:
        parts = spelling.split()
        assert parts[:-1] == words[:-1]
        assert parts[-1] in (words[-1], plural(words[-1]))
