"""From papers in shards to a graph, and from records to RDF: time and memory of the whole commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from speeds.command import kg_command, offers, run
from speeds.growth import folder_of, papers_in
from speeds.table import Section

__all__ = ["graphs"]


def graphs(sizes: Sequence[int], where: Path) -> Section:
    """The section of the table; needs what section d has left of the same sizes."""
    section = Section("f. From records to RDF and to a graph, the whole command")
    from_shards = offers("extract", "--shards") and offers("build", "--from")
    for size in sizes:
        _add(section, f"kg export -o graph.nt, {size:,} papers", "export", folder_of(where, size), "-o", where / "a.nt")
        if from_shards:
            shards = where / f"{size}-shards"
            run(kg_command("extract", papers_in(where, size), "--shards", shards))
            told = f"kg build --from SHARDS, {size:,} papers"
            _add(section, told, "build", "--from", shards, "-o", where / f"{size}-graph")
    if not from_shards:
        section.add("kg build has no --from: the graph from shards not measured", "")
    return section


def _add(section: Section, name: str, *arguments: str | Path) -> None:
    print(name, file=sys.stderr)
    ran = run(kg_command(*arguments), watch_memory=True)
    section.add(f"{name}: seconds of the processor", f"{ran.cpu:,.1f}")
    section.add("  seconds in all", f"{ran.wall:,.1f}")
    section.add("  memory of all processes together, MB", f"{ran.memory / 1e6:,.0f}")
