"""The whole command over more and more papers, by one worker and by two."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from subprocess import Popen

from perturbed import write_papers

from kg.model import Paper
from speeds.command import Ran, kg_command, offers, run
from speeds.table import Section, at_least, at_most, times

__all__ = ["folder_of", "growth", "papers_in"]

STEEPER = 1.05  # than in proportion
MEMORY = 1500.0  # MB
TWO_WORKERS = 1.8
PAIRS = 3
_PAIRED_AT_MOST = 10_000  # papers
_WORKERS = "--workers"
_SPIN = [sys.executable, "-c", "for _ in range(20_000_000): pass"]


def growth(papers: Sequence[Paper], sizes: Sequence[int], where: Path) -> Section:
    """The section of the table; the records of each size stay in `folder_of` it."""
    section = Section("d. kg extract FILE -o records.jsonl, the whole command (ratio: to the size before)")
    workers = (1, 2) if offers("extract", _WORKERS) else (None,)
    before: dict[int | None, tuple[int, Ran]] = {}
    for size in (1, *sizes):
        folder_of(where, size).mkdir(exist_ok=True)
        write_papers(papers, size, papers_in(where, size))
    _extract(where, 1, None)  # what kg keeps from run to run is there when it counts
    for size in sizes:
        for number in workers:
            ran = _extract(where, size, number)
            _add_rows(section, size, number, ran, before.get(number))
            before[number] = size, ran
    if workers == (None,):
        section.add(f"kg extract has no {_WORKERS}: two workers not measured", "")
    else:
        _add_pairs(section, where, max([size for size in sizes if size <= _PAIRED_AT_MOST] or [min(sizes)]))
    return section


def folder_of(where: Path, size: int) -> Path:
    """Where the records of so many papers stand."""
    return where / str(size)


def papers_in(where: Path, size: int) -> Path:
    """The file of so many papers."""
    return where / f"{size}.jsonl"


def _extract(where: Path, size: int, workers: int | None) -> Ran:
    print(f"kg extract: {size:,} papers{_by(workers)}", file=sys.stderr)
    command = kg_command("extract", papers_in(where, size), "-o", folder_of(where, size) / "records.jsonl")
    return run([*command, *([_WORKERS, str(workers)] if workers else [])], watch_memory=True)


def _by(workers: int | None) -> str:
    return "" if workers is None else f", {workers} worker{'s' if workers > 1 else ''}"


def _add_rows(section: Section, size: int, workers: int | None, ran: Ran, before: tuple[int, Ran] | None) -> None:
    name = f"{size:,} papers{_by(workers)}"
    cpu = limit = wall = ""
    if before is not None:
        smaller, earlier = before
        cpu, wall = times(ran.cpu / earlier.cpu), times(ran.wall / earlier.wall)
        limit = at_most(ran.cpu / earlier.cpu, round(STEEPER * size / smaller, 2))
    section.add(f"{name}: seconds of the processor", f"{ran.cpu:,.1f}", cpu, limit)
    section.add("  seconds in all", f"{ran.wall:,.1f}", wall)
    memory = ran.memory / 1e6
    section.add("  memory of all processes together, MB", f"{memory:,.0f}", "", at_most(memory, MEMORY, "MB"))


def _add_pairs(section: Section, where: Path, size: int) -> None:
    """Runs by one worker and by two in turn: each pair meets the same machine, and what it has to give just then."""
    pairs = [(_extract(where, size, 1).wall, _extract(where, size, 2).wall, _room()) for _ in range(PAIRS)]
    faster = median(one / two for one, two, _ in pairs)
    told = f"{size:,} papers, two workers beside one (median of {PAIRS} pairs)"
    section.add(told, "", times(faster), at_least(faster, TWO_WORKERS))
    section.add("  what the machine gave: two equal loops beside one", "", times(median(r for *_, r in pairs)))


def _room() -> float:
    """How many times as much two processes compute at once as one alone: 2 where two cores are free."""
    alone, both = _spinning(1), _spinning(2)
    return 2 * alone / both


def _spinning(number: int) -> float:
    began = time.perf_counter()
    for process in [Popen(_SPIN) for _ in range(number)]:  # noqa: S603 - our own loop
        process.wait()
    return time.perf_counter() - began
