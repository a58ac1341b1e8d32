"""Lines sorted in memory or on disk: the same lines in the same order."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from kg.sorting import sorted_lines


@given(st.lists(st.binary(max_size=20).map(lambda text: text.replace(b"\n", b"") + b"\n")), st.integers(1, 400))
def test_any_lines_come_sorted_however_few_may_be_held(lines: list[bytes], held: int) -> None:
    assert list(sorted_lines(iter(lines), held)) == sorted(lines)


def test_what_is_held_does_not_grow_with_the_lines() -> None:
    def lines(count: int) -> Iterator[bytes]:
        return (b"%032d\n" % (number * 7919 % count) for number in range(count))

    def most(count: int) -> int:
        tracemalloc.start()
        try:
            assert sum(1 for _ in sorted_lines(lines(count), 1 << 20)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, many = most(50_000), most(500_000)
    assert few > 1 << 20
    assert many < 1.6 * few
