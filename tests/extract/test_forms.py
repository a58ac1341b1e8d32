"""The spellings of a form: hyphens or spaces, singular or plural, smart case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.forms import is_caseless, plural, spellings


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


def test_every_gap_is_a_space_or_a_hyphen() -> None:
    assert set(spellings("low-rank adapter")) == {
        first + gap + "rank" + other + last
        for first in ("low",)
        for gap in " -"
        for other in " -"
        for last in ("adapter", "adapters")
    }


def test_a_long_form_keeps_to_a_few_spellings() -> None:
    found = list(spellings("one-two-three-four-five-six-seven"))
    assert "one two three four five six seven" in found
    assert len(found) <= 32


@given(st.lists(st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True), min_size=1, max_size=7), st.sampled_from(" -"))
def test_spellings_are_distinct_and_hold_the_words(words: list[str], gap: str) -> None:
    found = list(spellings(gap.join(words)))

    assert len(found) == len(set(found))
    for spelling in found:
        parts = spelling.replace("-", " ").split()
        assert parts[:-1] == words[:-1]
        assert parts[-1] in (words[-1], plural(words[-1]))
