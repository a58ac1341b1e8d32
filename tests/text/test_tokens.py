"""Tokens: every text comes back unchanged, and names and numbers part where names and numbers part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.tokens import make_doc, tokenize

PARTED = {
    "8×NVIDIA A100-80GB": "8 × NVIDIA A100 - 80 GB",
    "2.88times": "2.88 times",
    "2,000 and 12,34": "2,000 and 12 , 34",
    "1,234,567.5%": "1,234,567.5 %",
    "3.": "3 .",
    "v1.2.3": "v1 . 2.3",
    "ResNet-50": "ResNet - 50",
    "YOLOv8 W4A4 RTX4090": "YOLOv8 W4A4 RTX4090",
    "llama.cpp": "llama . cpp",
    "the model's users' wish": "the model 's users ' wish",
    "it’s O'Shea": "it ’s O ' Shea",
    "H_2O": "H _ 2 O",
    "10^{-3}": "10 ^ { - 3 }",
    "β-VAE, naïve": "β - VAE , naïve",
    "GPU/CPU (x86)": "GPU / CPU ( x86 )",
    "": "",
}


@pytest.mark.parametrize("text", PARTED, ids=PARTED.__getitem__)
def test_words_and_numbers_part(text: str) -> None:
    assert tokenize(text)[0] == PARTED[text].split()


def test_a_line_break_and_a_second_space_are_tokens() -> None:
    assert tokenize("a  b\nc") == (["a", " ", "b", "\n", "c"], [True, False, False, False, False])


@given(st.text())
def test_any_text_comes_back(text: str) -> None:
    doc = make_doc(text)

    assert doc.text == text
    assert [text[token.idx : token.idx + len(token)] for token in doc] == [token.text for token in doc]


@given(st.integers(0, 10**12), st.sampled_from(["", ",", " ", "GB", "%", "x", "-fold", "."]))
def test_a_grouped_number_is_one_token(number: int, behind: str) -> None:
    written = f"{number:,}"
    assert tokenize(written + behind)[0][0] == written


@given(st.from_regex(r"[0-9]{1,6}\.[0-9]{1,6}", fullmatch=True), st.sampled_from(["times", "x", "GB", "%", ".", " "]))
def test_a_decimal_is_one_token_whatever_follows(number: str, behind: str) -> None:
    assert tokenize(number + behind)[0][0] == number
