"""Names made equal: what counts and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.spelling import ascii_letters, evened, squeezed


@pytest.mark.parametrize("name", ["ResNet-50", "RESNET50", "ResNet\u201050", " resnet_50 ", "\uff32esNet/50"])
def test_squeezing_joins_spellings(name: str) -> None:
    assert squeezed(name) == "resnet50"


def test_squeezing_keeps_what_tells_names_apart() -> None:
    names = ("C", "C++", "C#", "H2O", "Llama 3", "Llama 3.1")
    assert len({squeezed(name) for name in names}) == len(names)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_letters_of_ascii_are_squeezed_as_all_others(name: str) -> None:
    beside = "\N{LATIN SMALL LETTER U WITH DIAERESIS}"
    assert squeezed(name) + beside == squeezed(f"{name} {beside}")


def test_evening_keeps_case_and_parts_words_by_one_space() -> None:
    assert evened(" KV\u2013cache_size /  Tokens\u2212out ") == "KV cache size Tokens out"


def test_letters_of_ascii_lose_their_accents_and_nothing_stands_for_the_rest() -> None:
    assert ascii_letters("Mélange \u03b1-Net") == "Melange -Net"
