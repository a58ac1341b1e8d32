"""Equal folds are one name; a slug is a flat, readable part of a key."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identity.names import fold, slug


@pytest.mark.parametrize(
    "names",
    [
        ("Fog-Folding", "fog folding", "FOG FOLDINGS", "the fog-folding", "fog\u2011folding", "our Fog  Folding"),
        ("LLMs", "LLM", "llm"),
        ("policies", "policy", "Policy"),
        ("losses", "loss"),
        ("searches", "search"),
        (r"\textbf Fog", "Fog", "$Fog$", "~Fog"),
        ("M^{3}Fold", "M3Fold"),
        ("ＧＰＵ", "GPU"),
    ],
)
def test_spellings_of_one_name_fold_alike(names: tuple[str, ...]) -> None:
    assert len({fold(name) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Llama-2", "Llama-3"),
        ("C", "C++"),
        ("C", "C#"),
        ("analysis", "analysi"),
        ("bias", "bia"),
        ("GPT-4", "GPT-40"),
        ("corpus", "corpu"),
    ],
)
def test_names_that_differ_fold_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("GPT-4 (32k)", "gpt-4-32k"),
        ("-80GB", "80gb"),
        ("C++", "c-plus-plus"),
        ("F#", "f-sharp"),
        ("Mélange", "melange"),
        ("v2.1", "v2.1"),
        ("a/b_c", "a-b-c"),
        (" (Big)  Name. ", "big-name"),
    ],
)
def test_slug(text: str, part: str) -> None:
    assert slug(text) == part


def test_a_name_in_another_script_has_a_slug_too() -> None:
    assert slug("模型") != slug("数据")


@given(st.text())
def test_a_slug_is_flat_and_steady(text: str) -> None:
    part = slug(text)

    assert re.fullmatch(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*", part)
    assert slug(part) == part


@given(st.text())
def test_folding_never_raises_and_ignores_case_of_plain_words(text: str) -> None:
    assert fold(text).casefold() == fold(text)
