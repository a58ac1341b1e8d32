"""From nothing to the first record, and what `import kg` costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from perturbed import write_papers

from kg.model import Paper
from speeds.command import Ran, kg_command, python, run
from speeds.table import Section

__all__ = ["starts"]


def starts(papers: Sequence[Paper], rounds: int, where: Path) -> Section:
    """The section of the table. What kg keeps between runs goes into a folder that is new for each cold start."""
    file = where / "one.jsonl"
    write_papers(papers, 1, file)
    first_record = kg_command("extract", file, "-o", where / "one-record.jsonl")
    measured: dict[str, list[Ran]] = {"python": [], "import kg": [], "cold": [], "warm": []}
    for number in range(rounds + 1):
        cache = {"KG_CACHE": str(where / f"cache-{number}")}
        measured["python"].append(run(python("-c", "pass")))
        measured["import kg"].append(run(python("-c", "import kg")))
        measured["cold"].append(run(first_record, **cache))
        measured["warm"].append(run(first_record, **cache))
    section = Section(f"e. Starting, ms of the processor, in brackets in all (the whole process, median of {rounds})")
    for name, what in (
        ("python", "python -c pass"),
        ("import kg", 'python -c "import kg"'),
        ("cold", "kg extract, one paper, nothing kept from earlier runs"),
        ("warm", "kg extract, one paper, the next time"),
    ):
        runs = measured[name][1:]  # in the first, Python compiles what it imports
        cpu, wall = (1000 * median(times) for times in zip(*((ran.cpu, ran.wall) for ran in runs), strict=True))
        section.add(what, f"{cpu:,.0f} ({wall:,.0f})")
    return section
