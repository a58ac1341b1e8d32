"""Answers on their way to a client."""

from __future__ import annotations

import pytest

from kg.serve.refusal import Refused
from kg.serve.spool import Room, Spool


def test_what_goes_in_comes_out_from_memory_or_a_file() -> None:
    room = Room(10 << 20)
    for size in (0, 1, 70_000, 3 << 20):
        with Spool(room) as spool:
            spool.write(b"x" * size)
            spool.write(b"end")
            assert b"".join(spool.pieces()) == b"x" * size + b"end"
            assert room.left == (10 << 20) - size - 3
        assert room.left == 10 << 20


def test_an_emptied_spool_starts_over() -> None:
    with Spool(Room()) as spool:
        spool.write(b"half an ans")
        spool.empty()
        spool.write(b"whole")
        assert (b"".join(spool.pieces()), spool.size) == (b"whole", 5)


def test_one_answer_and_all_together_have_a_limit() -> None:
    room = Room(100)
    with Spool(room, most=60) as first, Spool(room, most=60) as second:
        first.write(b"x" * 60)
        with pytest.raises(Refused, match="larger than") as caught:
            first.write(b"x")
        assert caught.value.status == 400
        with pytest.raises(Refused, match="try again") as caught:
            second.write(b"x" * 41)
        assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "2"})
    assert room.left == 100
