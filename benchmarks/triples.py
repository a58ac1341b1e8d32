"""RDF at millions of triples, beside rdflib: `python benchmarks/triples.py [INPUT...] [--triples 2000000]`.

The records of the INPUTs (papers to extract, a `records.jsonl`, or a folder that `kg build` wrote; by default the
shipped sample) are repeated, with new ids and new names for what is rare (see repeated.py), until their RDF has so many
triples. Then, one after the other and printed side by side:

* records in memory to N-Triples on disk, sorted; rdflib writes the same graph from its own memory store;
* N-Triples into a store on disk (`kg store`); rdflib reads them into memory;
* queries, each the median of five runs after one that does not count, on disk and in rdflib (one run): a join of
  five patterns with FILTER and ORDER BY, GROUP BY over all results, GROUP BY over all mentions, and a path over
  `skos:broader`. The answers must be equal.

rdflib takes minutes at two million triples; `--without-rdflib` leaves it out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import rdflib
from graph import base_records
from repeated import repeated

from kg.model import Extraction
from kg.rdf import PREFIXES, export_rdf
from kg.rdf.statements import statements
from kg.sparql import bulk_load, open_store, sparql

TIMES = 5
QUERIES = {
    "join of five, FILTER, ORDER BY": """SELECT ?paper ?subject ?factor WHERE {
        ?result kg:baseline id:software-vllm ; kg:subject ?subject ; kg:reportedIn ?paper ;
            kg:normalQuantity ?amount . ?amount qudt:numericValue ?factor FILTER(?factor > 2)
        } ORDER BY DESC(?factor) ?subject ?paper""",
    "GROUP BY over all results": """SELECT ?device (COUNT(?result) AS ?results) (MAX(?value) AS ?most) WHERE {
        ?result kg:hardware ?device ; kg:quantity/qudt:numericValue ?value
        } GROUP BY ?device ORDER BY DESC(?results) ?device""",
    "GROUP BY over all papers": """SELECT ?entity (COUNT(?paper) AS ?papers) WHERE {
        ?paper kg:runsOn ?entity } GROUP BY ?entity ORDER BY DESC(?papers) ?entity""",
    "path over skos:broader": """SELECT ?paper ?device WHERE {
        ?device skos:broader* id:hardware-gpu . ?paper kg:runsOn ?device } ORDER BY ?paper ?device""",
}
Row = tuple[str, str, str]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("inputs", nargs="*", type=Path, help="papers, records.jsonl or a folder of `kg build`")
    arguments.add_argument("--triples", type=int, default=2_000_000, help="how many triples, about (2000000)")
    arguments.add_argument("--without-rdflib", action="store_true", help="measure kg alone")
    given = arguments.parse_args()
    records = enough(list(base_records(given.inputs)), given.triples)
    with tempfile.TemporaryDirectory() as folder:
        print_rows(measured(Path(folder), records, not given.without_rdflib))


def enough(records: Sequence[Extraction], triples: int) -> list[Extraction]:
    """As many papers as have so many triples."""
    once, twice = (sum(1 for _ in statements(repeated(records, times * len(records)))) for times in (1, 2))
    more = (triples - once) / (twice - once)  # a copy names less that is new than the records themselves
    return list(repeated(records, round((1 + more) * len(records))))


def measured(folder: Path, records: Sequence[Extraction], beside: bool) -> list[Row]:
    file = folder / "graph.nt"
    seconds = timed(lambda: export(records, file))
    with file.open("rb") as lines:
        triples = sum(1 for _ in lines)
    print(f"{len(records):,} papers, {triples:,} triples, {file.stat().st_size / 1e6:,.0f} MB", file=sys.stderr)
    loading = timed(lambda: bulk_load(folder))
    peer = rdflib.Graph()
    peer_loading = timed(lambda: peer.parse(file, format="nt")) if beside else 0.0
    peer_writing = timed(lambda: peer.serialize(folder / "peer.nt", format="nt", encoding="utf-8")) if beside else 0.0
    rows = [
        ("N-Triples export, triples/s", f"{triples / seconds:,.0f}", shown(triples, peer_writing)),
        ("load, s", f"{loading:.1f}", f"{peer_loading:.1f}" if beside else "-"),
    ]
    store = open_store(folder)
    for name, query in QUERIES.items():
        rows.append((f"{name}, ms", *asked(store, query, peer if beside else None)))
    return rows


def export(records: Sequence[Extraction], file: Path) -> None:
    with file.open("wb") as out:
        export_rdf(records, out, "ntriples")


def asked(store: Any, query: str, peer: rdflib.Graph | None) -> tuple[str, str]:
    """Milliseconds here and there; stops where the answers differ."""
    answer = sparql(store, query)
    ours = f"{1000 * median(timed(lambda: sparql(store, query)) for _ in range(TIMES)):,.1f}"
    if peer is None:
        return f"{ours} ({len(answer):,} rows)", "-"
    started = time.perf_counter()
    theirs = [tuple(str(term) for term in row) for row in peer.query(query, initNs=PREFIXES)]
    seconds = time.perf_counter() - started
    rows = [tuple("" if term is None else getattr(term, "value", str(term)) for term in row) for row in answer.terms]
    if sorted(rows) != sorted(theirs):
        sys.exit(f"rdflib answers something else to\n{query}")
    return f"{ours} ({len(answer):,} rows)", f"{1000 * seconds:,.0f}"


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def shown(triples: int, seconds: float) -> str:
    return f"{triples / seconds:,.0f}" if seconds else "-"


def print_rows(rows: Sequence[Row]) -> None:
    width = max(len(name) for name, *_ in rows)
    print(f"{'':<{width}}  {'kg':>24}  {'rdflib':>12}")
    for name, ours, theirs in rows:
        print(f"{name:<{width}}  {ours:>24}  {theirs:>12}")


if __name__ == "__main__":
    main()
