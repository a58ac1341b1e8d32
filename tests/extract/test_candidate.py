"""Overlaps are settled by one total order, whatever order the finders ran in."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.candidate import Candidate, Rank, settle


def _candidate(
    start: int, length: int, rank: Rank, rule: str, type_: str, key: str | None, variant: str, grown: int
) -> Candidate:
    return Candidate(start, start + length, type_, rule, rank, key, variant, grown)  # type: ignore[arg-type]


CANDIDATES = st.lists(
    st.builds(
        _candidate,
        st.integers(0, 20),
        st.integers(1, 6),
        st.sampled_from(Rank),
        st.sampled_from(["rule-a", "rule-b"]),
        st.sampled_from(["Method", "Model"]),
        st.sampled_from([None, "key-a", "key-b"]),
        st.sampled_from(["", "-7B", "-8B"]),
        st.integers(0, 2),
    ),
    max_size=12,
)


@given(CANDIDATES, st.randoms(use_true_random=False))
def test_the_outcome_does_not_depend_on_the_order_of_the_input(found: list[Candidate], chance: random.Random) -> None:
    shuffled = found[:]
    chance.shuffle(shuffled)

    assert settle(shuffled) == settle(found)


@given(CANDIDATES)
def test_everything_is_kept_once_or_lost_to_something_kept(found: list[Candidate]) -> None:
    kept, lost = settle(found)

    assert sorted({*kept, *(entry.candidate for entry in lost)}, key=repr) == sorted(set(found), key=repr)
    assert all(a.end <= b.start for a, b in pairwise(kept))
    for entry in lost:
        assert entry.winner in kept
        assert entry.winner.overlaps(entry.candidate)
        assert entry.winner.end - entry.winner.start >= entry.candidate.end - entry.candidate.start


def _lost(*found: Candidate) -> list[tuple[str, str]]:
    return [(entry.candidate.rule, entry.reason) for entry in settle(found)[1]]


def test_longer_wins_over_known() -> None:
    long = Candidate(0, 9, "Method", "head", Rank.HEAD)
    short = Candidate(4, 9, "Method", "term", Rank.TERM, "key")

    assert settle([short, long])[0] == [long]
    assert _lost(short, long) == [("term", "overlaps a match that is 4 characters longer")]


def test_each_rank_wins_over_the_lower_ones() -> None:
    found = [Candidate(0, 5, "Method", rank.name, rank) for rank in Rank]

    assert settle(found)[0] == [found[-1]]
    assert [rank.name for rank in Rank] == ["HEAD", "CONTEXT", "SHAPE", "TERM", "ABBREVIATION", "COINED"]
    assert dict(_lost(*found))["SHAPE"] == "same span, and coined counts more than shape"


def test_the_reason_says_what_decided() -> None:
    plain = Candidate(0, 6, "Model", "b", Rank.TERM, "b")
    grown = Candidate(0, 6, "Model", "a", Rank.TERM, "a", "-7B", 3)
    right = Candidate(3, 9, "Model", "a", Rank.TERM, "a")
    other = Candidate(0, 6, "Model", "c", Rank.TERM, "c")

    assert "matches more" in _lost(plain, grown)[0][1]
    assert "further left" in _lost(plain, right)[0][1]
    assert "order of rule ids" in _lost(plain, other)[0][1]


def test_neighbours_do_not_overlap() -> None:
    left, right = Candidate(0, 3, "Model", "a", Rank.TERM), Candidate(3, 6, "Model", "b", Rank.TERM)

    assert not left.overlaps(right)
    assert settle([right, left]) == ([left, right], [])
