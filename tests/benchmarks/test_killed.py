"""What the benchmark of killed runs takes for a difference; the killing itself is no test."""

from __future__ import annotations

from pathlib import Path

from killed import changes, state_of


def filled(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(content)
    return folder


def test_whatever_is_missing_other_or_too_much_is_a_difference(tmp_path: Path) -> None:
    whole = state_of(filled(tmp_path / "whole", a="1", b="2", c="3"))
    assert list(changes(state_of(filled(tmp_path / "same", a="1", b="2", c="3")), whole)) == []
    other = filled(tmp_path / "other", a="1", b="3")
    (other / ".scratch").mkdir()
    found = list(changes(state_of(other), whole))
    assert found == [".scratch is too much", "b is other", "c is missing"]
    assert sorted(state_of(other).final()) == ["a", "b"]
