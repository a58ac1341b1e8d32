"""Records as statements, lines of N-Triples in reading order, and such lines sorted however many they are."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path
from typing import IO

from kg.graph.entities import in_order
from kg.model import Extraction
from kg.rdf.iris import Iris
from kg.rdf.papers import paper_statements
from kg.rdf.prefixes import DEFAULT_BASE
from kg.rdf.shared import SharedFacts, shared_statements

__all__ = ["sorted_lines", "statements"]

_HELD = 1_000_000  # lines sorted at once, some 250 MB of them; more go through files


def statements(records: Iterable[Extraction], *, base: str = DEFAULT_BASE, version: str = "") -> Iterator[str]:
    """Yield all statements of the records, each once: what papers share first, then paper by paper.

    `base` is the IRI under which papers, entities and results stand; `version` is that of the program that
    made the records. Raises InputError for records that contradict themselves, OutputError for a base that is
    no IRI, either before anything is yielded.
    """
    iris = Iris(base)
    ordered = in_order(records)
    facts = SharedFacts.of(ordered)
    papers = (paper_statements(record, facts, iris) for record in ordered)
    return chain(shared_statements(ordered, facts, iris, version), chain.from_iterable(papers))


def sorted_lines(lines: Iterable[str], held: int = _HELD) -> Iterator[bytes]:
    """Yield pieces of UTF-8 that together are all lines, sorted by code point; at most `held` lines in memory."""
    lines = iter(lines)
    part = sorted(islice(lines, held))
    rest = list(islice(lines, 1))
    if not rest:
        yield "".join(part).encode()
        return
    with tempfile.TemporaryDirectory(prefix="kg-sort-") as folder, ExitStack() as files:
        runs = [_spilled(part, Path(folder, "0"), files)]
        del part
        while run := sorted([*rest, *islice(lines, held - len(rest))]):
            rest = []
            runs.append(_spilled(run, Path(folder, str(len(runs))), files))
        yield from heapq.merge(*runs)  # UTF-8 keeps the order of code points


def _spilled(lines: list[str], file: Path, files: ExitStack) -> IO[bytes]:
    with file.open("wb") as out:
        for place in range(0, len(lines), 50_000):
            out.write("".join(lines[place : place + 50_000]).encode())
    return files.enter_context(file.open("rb"))
