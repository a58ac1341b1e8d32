"""Shards into all that a built folder holds, without holding all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec
import networkx as nx

from kg.errors import KgError
from kg.files import staged_folder
from kg.graph import build_graph, check_size
from kg.graph.namesakes import told_apart
from kg.graph.ordered import Ordered
from kg.model import Extraction
from kg.record import RecordFile, write_records
from kg.run.shards.folder import ShardRecords
from kg.run.shards.tables import write_tables
from kg.run.steps import RECORDS, write_drawn, write_graph_as_rdf, write_manifest

__all__ = ["Merged", "build_from", "graph_from"]


class Merged(msgspec.Struct, frozen=True):
    """What was built: the files, and how many there are of each kind of node, and of edges.

    Of what is too much for a NetworkX graph only the papers are counted, and `without` says so.
    """

    files: tuple[str, ...]
    kinds: dict[str, int]
    without: str | None = None


def build_from(
    shards: str | Path, out: str | Path = "outputs", *, about: str | None = None, base: str | None = None
) -> Merged:
    """Build a folder from the shards of a complete run: what `kg.build` writes of the same papers, and tables.

    With `about`, of the papers that speak of a thing of this name, or of one that belongs to it. The tables are Parquet
    files, see `kg.run.shards.tables`. For more papers than a NetworkX graph serves, there is neither `graph.json` nor
    `graph.html`. Raises InputError where there are no shards of a complete run; else errors as for `kg.build`.
    """
    found = ShardRecords(Path(shards), about)
    without = _too_many(len(found))
    with staged_folder(Path(out)) as staging:
        with (staging / RECORDS).open("wb") as lines:
            write_records(found, lines)
        write_manifest(staging, len(found), found.versions(), found.listing.origin, base)
        write_tables(found.files, staging, found.contested, found.ids)
        records = told_apart(Ordered(RecordFile(staging / RECORDS)), found.contested)  # lines are read faster
        write_graph_as_rdf(staging, records, base)
        kinds = {"paper": len(found)} if without else _write_graph(staging, records)
        files = tuple(sorted(file.name for file in staging.iterdir() if file.is_file()))
    return Merged(files, kinds, without)


def _too_many(papers: int) -> str | None:
    try:
        check_size(papers)
    except KgError as error:
        return str(error)
    return None


def graph_from(shards: str | Path, *, about: str | None = None) -> nx.MultiDiGraph[str]:
    """The NetworkX graph of the shards of a complete run, made without holding their records.

    With `about` as in `build_from`. Raises KgError for more papers than such a graph serves; else errors as there.
    """
    found = ShardRecords(Path(shards), about)
    check_size(len(found))
    return build_graph(found.apart())


def _write_graph(folder: Path, records: Iterable[Extraction]) -> dict[str, int]:
    graph = build_graph(records)
    write_drawn(folder, graph)
    kinds = Counter(str(kind) for _, kind in graph.nodes(data="kind"))
    return {**kinds, "edge": graph.number_of_edges()}
