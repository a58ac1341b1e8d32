"""Lines sorted in memory or on disk: the same lines in the same order."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.sorting
from kg.sorting import SortedLines, sorted_lines


@given(st.lists(st.binary(max_size=20).map(lambda text: text.replace(b"\n", b"") + b"\n")), st.integers(1, 400))
def test_any_lines_come_sorted_however_few_may_be_held(lines: list[bytes], held: int) -> None:
    assert list(sorted_lines(iter(lines), held)) == sorted(lines)


@pytest.mark.parametrize("held", [1, 100, 1 << 20])
def test_the_order_of_bytes_is_that_of_code_points(held: int) -> None:
    words = ["b", "é", "a", "\U0001f600", "\uffff", "c", "Z"]
    found = b"".join(sorted_lines((f"<{word}> .\n".encode() for word in words), held))
    assert found.decode() == "".join(f"<{word}> .\n" for word in sorted(words))


def test_lines_pass_through_and_files_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.sorting, "_OPEN", 3)  # more files than are opened at once
    lines = [b"%d\n" % (number * 7919 % 1000) for number in range(1000)]
    with SortedLines(500, tmp_path) as kept:
        assert list(kept.passing(iter(lines))) == lines
        assert len(list(tmp_path.glob("kg-sort-*/*"))) > 10
        assert list(kept.lines()) == sorted(lines)
    assert list(tmp_path.iterdir()) == []


def test_what_is_held_does_not_grow_with_the_lines() -> None:
    def lines(count: int) -> Iterator[bytes]:
        return (b"%032d\n" % (number * 7919 % count) for number in range(count))

    def most(count: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in sorted_lines(lines(count), 1 << 18)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = most(20_000), most(200_000)
    assert few > 1 << 18
    assert many < 1.6 * few
