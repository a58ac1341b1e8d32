"""From the records of section d to a graph and to RDF: time and memory of the whole commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from speeds.command import kg_command, offers, run
from speeds.growth import folder_of
from speeds.table import Section

__all__ = ["graphs"]


def graphs(sizes: Sequence[int], where: Path) -> Section:
    """The section of the table."""
    section = Section("f. From records to a graph and to RDF, the whole command")
    for size in sizes:
        records = folder_of(where, size)
        _add(section, size, "export", records, "-o", where / f"{size}.nt")
        if offers("build", "--from"):
            _add(section, size, "build", "--from", records, "-o", where / f"{size}-graph")
    if not offers("build", "--from"):
        section.add("kg build has no --from: the graph from records not measured", "")
    return section


def _add(section: Section, size: int, *arguments: str | Path) -> None:
    command = " ".join(argument for argument in map(str, arguments[:2]) if not argument.startswith("/"))
    print(f"kg {command}: {size:,} papers", file=sys.stderr)
    ran = run(kg_command(*arguments), watch_memory=True)
    section.add(f"kg {command}, {size:,} papers: seconds of the processor", f"{ran.cpu:,.1f}")
    section.add("  seconds in all", f"{ran.wall:,.1f}")
    section.add("  memory of all processes together, MB", f"{ran.memory / 1e6:,.0f}")
