"""The steps that runs share: papers into records, records into the files of a folder, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Unpack

from kg import __version__
from kg.errors import InputError
from kg.model import Extraction
from kg.run.manifest import MANIFEST, RECORDS, Manifest, Origin, file_digest
from kg.run.reading import How, read_lines
from kg.sources.gathering import text_of

if TYPE_CHECKING:
    import networkx as nx

    from kg.query import KnowledgeGraph

__all__ = [
    "RECORDS", "Versions", "records_in", "source_in", "write_drawn", "write_files", "write_graph_as_rdf",
    "write_manifest", "write_records_of",
]  # fmt: skip

Versions = dict[str, tuple[str, ...]]  # by paper, the abstracts that other versions of it have


def write_records_of(
    papers: Iterable[bytes], out: IO[bytes], rules: Sequence[str | Path], **how: Unpack[How]
) -> tuple[int, Versions]:
    """Read papers, lines of `kg.sources.gathering`, and write their records; returns how many, and their versions."""
    count = 0
    versions: Versions = {}
    for read, lines in read_lines(papers, rules, **how):
        out.write(lines)
        count += len(read)
        versions |= {text.paper.id: text.versions for text in map(text_of, read) if text.versions}
    return count, versions


def write_files(folder: Path, versions: Versions, origin: Origin, base: str | None) -> KnowledgeGraph:
    """Write all that a built folder holds beside the records, which are there; returns the graph.

    The records were made by `origin`, of papers that have these other `versions`. The RDF stands under the IRI `base`,
    ours where that is None.
    """
    from kg.query import KnowledgeGraph  # this and what follows: half a second that reading texts does without

    graph = KnowledgeGraph(records_in(folder))
    write_manifest(folder, len(graph.records), versions, origin, base)
    write_drawn(folder, graph.nx)
    write_graph_as_rdf(folder, graph.records, base)
    return graph


def write_manifest(folder: Path, papers: int, versions: Versions, origin: Origin, base: str | None) -> None:
    """Write build.json, of the records that are there."""
    digest = file_digest(folder / RECORDS)
    manifest = Manifest(origin.kg, origin.reader, origin.rules, papers, digest, versions, base)
    (folder / MANIFEST).write_bytes(manifest.encoded())


def write_graph_as_rdf(folder: Path, records: Iterable[Extraction], base: str | None) -> None:
    """Write graph.ttl and graph.nt."""
    from kg.rdf import DEFAULT_BASE, write_rdf

    write_rdf(records, folder, base=base or DEFAULT_BASE, version=__version__)


def write_drawn(folder: Path, graph: nx.MultiDiGraph[str]) -> None:
    """Write graph.json and graph.html."""
    from kg.graph import write_graph_json
    from kg.view import write_page

    write_graph_json(graph, folder / "graph.json")
    write_page(graph, folder / "graph.html")


def records_in(where: Path) -> Iterator[Extraction]:
    """The records that `source_in` finds, once."""
    return iter(source_in(where))


def source_in(where: Path) -> Iterable[Extraction]:
    """The records of a built folder, of a folder of shards, of a file of records, or of an RDF file that kg wrote.

    They can be gone through again; only those of an RDF file are held. Raises InputError where there are none.
    """
    from kg.run.shards.folder import ShardRecords, is_shards

    if is_shards(where):
        return ShardRecords(where)
    path = where / RECORDS if where.is_dir() else where
    if not path.is_file():
        raise InputError(str(where), f"holds no {RECORDS}; make one with `kg build INPUT -o {where}`")
    from kg.rdf.formats import format_of

    if format_of(path):
        from kg.rdf.reader import read_rdf

        return list(read_rdf(path))
    from kg.record import RecordFile

    return RecordFile(path)
