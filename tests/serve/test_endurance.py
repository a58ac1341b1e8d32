"""A few hundred requests, some hostile, as `benchmarks/endurance.py` sends ten thousand."""

from __future__ import annotations

from pathlib import Path

import pytest
from endurance import endure


@pytest.mark.slow
def test_honest_questions_are_answered_among_hostile_ones(folder: Path) -> None:
    report = endure(
        folder, requests=400, hostile=50, clients=8, seconds=150, options=["--timeout", "3", "--memory-limit", "256"]
    )
    told = "\n".join(report.lines())
    assert not report.wrong, told
    assert not report.unexpected, told
    assert (report.exit_status, report.lost, report.orphans, report.left) == (0, 0, 0, 0), told
    assert report.complaints == [], told
    assert len(report.waited) == 350
    assert report.quantile(0.5) < 2, told
    assert report.growth < 0.25, told  # a short run: what was loaded late counts for more than in a long one
