"""Records into RDF: Turtle for people, N-Triples for machines, an rdflib Graph for Python.

The same records give the same bytes, whatever their order. Turtle is sorted as a reader wants it (shared
things first, then paper by paper); N-Triples line by line.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import rdflib
from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from kg.errors import OutputError
from kg.graph.entities import in_order
from kg.model import Extraction
from kg.rdf.iris import Iris
from kg.rdf.papers import paper_triples
from kg.rdf.prefixes import DEFAULT_BASE, prefixes_for
from kg.rdf.shared import SharedFacts, shared_triples
from kg.rdf.turtle import tidy_turtle

__all__ = ["rdf_triples", "to_ntriples", "to_rdflib", "to_store", "to_turtle", "write_rdf"]


def rdf_triples(records: Iterable[Extraction], *, base: str = DEFAULT_BASE, version: str = "") -> list[Triple]:
    """Return all triples of the records in reading order, each once.

    `base` is the IRI under which papers, entities and results stand; `version` is that of the program that
    made the records. Raises InputError for records that contradict themselves, OutputError for a base that is
    no IRI.
    """
    ordered, iris = in_order(records), Iris(base)
    facts = SharedFacts.of(ordered)
    triples = list(shared_triples(ordered, facts, iris, version))
    for record in ordered:
        triples.extend(paper_triples(record, facts, iris))
    return triples


def to_turtle(triples: Iterable[Triple], *, base: str = DEFAULT_BASE) -> bytes:
    """Return Turtle in the order of the triples, a blank line between subjects."""
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes_for(base))
    assert written is not None  # as no output file was given
    return tidy_turtle(written)


def to_ntriples(triples: Iterable[Triple]) -> bytes:
    """Return N-Triples with sorted lines."""
    written = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert written is not None  # as no output file was given
    return b"".join(sorted(written.splitlines(keepends=True)))


def write_rdf(
    records: Iterable[Extraction], folder: Path | str, *, base: str = DEFAULT_BASE, version: str = ""
) -> None:
    """Write `graph.ttl` and `graph.nt` into a folder; raises OutputError where that fails."""
    triples = rdf_triples(records, base=base, version=version)
    contents = {"graph.ttl": to_turtle(triples, base=base), "graph.nt": to_ntriples(triples)}
    for name, content in contents.items():
        path = Path(folder, name)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def to_store(records: Iterable[Extraction], *, base: str = DEFAULT_BASE, version: str = "") -> Store:
    """Return the records as an Oxigraph store in memory."""
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in rdf_triples(records, base=base, version=version))
    return store


def to_rdflib(records: Iterable[Extraction], *, base: str = DEFAULT_BASE, version: str = "") -> rdflib.Graph:
    """Return the records as an rdflib Graph over an Oxigraph store in memory."""
    graph = rdflib.Graph(store="Oxigraph")
    for prefix, namespace in prefixes_for(base).items():
        graph.bind(prefix, namespace)
    triples = rdf_triples(records, base=base, version=version)
    graph.parse(io.BytesIO(to_ntriples(triples)), format="ox-nt")
    return graph
