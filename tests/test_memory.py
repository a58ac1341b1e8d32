"""The collector of garbage rests while much is made, and works again afterwards."""

from __future__ import annotations

import gc

import pytest

from kg.memory import no_garbage


def test_it_rests_and_works_again() -> None:
    with no_garbage():
        assert not gc.isenabled()
        with no_garbage():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="enough"), no_garbage():
        raise ValueError("enough")
    assert gc.isenabled()
