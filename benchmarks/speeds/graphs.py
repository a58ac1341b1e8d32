"""From papers in shards to a graph, and from records to RDF: time and memory of the whole commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from speeds.command import kg_command, python, run
from speeds.growth import folder_of, papers_in
from speeds.table import Section

__all__ = ["graphs"]

_GRAPH = "import sys, kg; kg.graph_from(sys.argv[1])"


def graphs(sizes: Sequence[int], where: Path) -> Section:
    """The section of the table; needs what section d has left of the same sizes."""
    section = Section("f. From records to RDF and to a graph, the whole command")
    for size in sizes:
        _add(section, f"kg export -o graph.nt, {size:,} papers", "export", folder_of(where, size), "-o", where / "a.nt")
        shards = where / f"{size}-shards"
        run(kg_command("extract", papers_in(where, size), "--shards", shards))
        _add_run(section, f"kg.graph_from(SHARDS), {size:,} papers", python("-c", _GRAPH, str(shards)))
        told = f"kg build --from SHARDS, {size:,} papers"
        _add(section, told, "build", "--from", shards, "-o", where / f"{size}-graph")
    return section


def _add(section: Section, name: str, *arguments: str | Path) -> None:
    _add_run(section, name, kg_command(*arguments))


def _add_run(section: Section, name: str, command: Sequence[str]) -> None:
    print(name, file=sys.stderr)
    ran = run(command, watch_memory=True)
    section.add(f"{name}: seconds of the processor", f"{ran.cpu:,.1f}")
    section.add("  seconds in all", f"{ran.wall:,.1f}")
    section.add("  memory of all processes together, MB", f"{ran.memory / 1e6:,.0f}")
