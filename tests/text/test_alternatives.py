"""Many words as one pattern."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from kg.text.alternatives import one_of

WORDS = st.lists(st.text("ab+ .", min_size=1, max_size=4), min_size=1, max_size=8)


@given(WORDS, st.text("ab+ .", max_size=12))
def test_it_takes_what_the_words_one_by_one_would_the_longest_first(words: list[str], text: str) -> None:
    listed = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    for goes_on in ("", "b", r"\b"):
        plain, ours = re.compile(f"(?:{listed}){goes_on}"), re.compile(one_of(words) + goes_on)
        assert [found.span() for found in ours.finditer(text)] == [found.span() for found in plain.finditer(text)]
        one = re.compile(f"a{one_of(words)}{goes_on}$")  # one item, whatever stands around it
        assert bool(one.match(text)) == bool(re.match(f"a(?:{listed}){goes_on}$", text))
