"""The steps that runs share: papers into records, records into the files of a folder, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__
from kg.errors import InputError
from kg.model import Extraction, Paper
from kg.run.manifest import MANIFEST, Manifest, Origin, file_digest, versions_of
from kg.sources import Gathered

if TYPE_CHECKING:
    from kg.query import KnowledgeGraph

__all__ = ["RECORDS", "Watch", "read_texts", "records_in", "write_files"]

RECORDS = "records.jsonl"

Watch = Callable[[Sequence[Paper]], Iterable[Paper]]  # passes papers through, showing progress


def read_texts(papers: Sequence[Paper], rules: Sequence[str | Path], watch: Watch) -> list[Extraction]:
    """The records of papers, in their order; without papers the rules are not even loaded."""
    if not papers:
        return []
    from kg.record import load_extractor  # what reads texts takes a moment to load: a mistake in the inputs comes first

    return list(load_extractor(*rules).extract(watch(papers)))


def write_files(
    folder: Path, papers: Sequence[Gathered], records: Sequence[Extraction], origin: Origin, base: str | None
) -> KnowledgeGraph:
    """Write all that a built folder holds; returns the graph. `records` are those of `papers`, made by `origin`.

    The RDF stands under the IRI `base`, ours where that is None.
    """
    from kg.graph import write_graph_json  # this and what follows: half a second that reading texts does without
    from kg.query import KnowledgeGraph
    from kg.rdf import DEFAULT_BASE, write_rdf
    from kg.record import write_records
    from kg.view import write_page

    with (folder / RECORDS).open("wb") as lines:
        write_records(records, lines)
    digest = file_digest(folder / RECORDS)
    manifest = Manifest(origin.kg, origin.reader, origin.rules, len(records), digest, versions_of(papers), base)
    (folder / MANIFEST).write_bytes(manifest.encoded())
    graph = KnowledgeGraph(records)
    write_graph_json(graph.nx, folder / "graph.json")
    write_rdf(graph.records, folder, base=base or DEFAULT_BASE, version=__version__)
    write_page(graph.nx, folder / "graph.html")
    return graph


def records_in(where: Path) -> Iterator[Extraction]:
    """The records of a built folder, of a file of records, or of an RDF file that kg wrote.

    Raises InputError where there are none.
    """
    path = where / RECORDS if where.is_dir() else where
    if not path.is_file():
        raise InputError(str(where), f"holds no {RECORDS}; make one with `kg build INPUT -o {where}`")
    from kg.rdf.formats import format_of

    if format_of(path):
        from kg.rdf.reader import read_rdf

        return iter(read_rdf(path))
    from kg.record import read_records

    return read_records(path)
