"""Records into RDF: Turtle for people, N-Triples for machines, and every other format that a store may want.

The same records give the same bytes, whatever their order. N-Triples and N-Quads are sorted line by line, all other
formats as a reader wants it: what papers share first, then paper by paper. TriG and N-Quads put what a run read into a
graph of its own, so that files of several runs can be loaded side by side.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any

import rdflib
from oxrdflib import OxigraphStore
from pyoxigraph import Literal, Quad, RdfFormat, Store, Triple, parse, serialize
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import OutputError
from kg.model import Extraction
from kg.rdf import terms as t
from kg.rdf.formats import FORMATS
from kg.rdf.formats.jsonld import write_jsonld
from kg.rdf.formats.tidy import TidyTurtle, TidyXml
from kg.rdf.prefixes import DEFAULT_BASE, prefixes_for
from kg.rdf.statements import statements
from kg.sorting import SortedLines, sorted_lines

__all__ = ["export_rdf", "to_rdflib", "to_store", "write_rdf"]

_PIECE = 1 << 20
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RUN = t.as_node(t.RUN)
_TYPE = t.as_node(t.A)


def export_rdf(
    records: Iterable[Extraction],
    out: IO[bytes],
    format: str = "turtle",
    *,
    base: str = DEFAULT_BASE,
    version: str = "",
) -> None:
    """Write the records to a binary file in one of the formats of `kg.rdf.FORMATS`.

    `base` is the IRI under which papers, entities and results stand; `version` is that of the program that made the
    records. Raises InputError for records that contradict themselves, OutputError for a base that is no IRI.
    """
    _export(_statements(records, base, version), out, format, base)


def _statements(records: Iterable[Extraction], base: str, version: str) -> Iterator[bytes]:
    return map(str.encode, statements(records, base=base, version=version))


def _export(lines: Iterator[bytes], out: IO[bytes], format: str, base: str) -> None:
    if format == "ntriples":
        out.writelines(sorted_lines(lines))
    elif format == "nquads":
        out.writelines(sorted_lines(_with_graph(lines)))
    elif format == "jsonld":
        write_jsonld(_parsed(lines), out, base)
    else:
        finish = {"turtle": TidyTurtle, "trig": TidyTurtle, "rdfxml": TidyXml}[format]
        triples = _parsed(lines)
        told: Any = _in_graph(triples) if format == "trig" else triples
        if format == "rdfxml":
            told = _fit_for_xml(triples)
        with io.BufferedWriter(finish(out), _PIECE) as written:  # the engine writes word by word
            serialize(told, written, format=FORMATS[format].engine, prefixes=prefixes_for(base))


def write_rdf(
    records: Iterable[Extraction], folder: Path | str, *, base: str = DEFAULT_BASE, version: str = ""
) -> None:
    """Write `graph.ttl` and `graph.nt` into a folder; raises OutputError where that fails.

    Records that come sorted by id from what begins anew with each `iter` are not held, and nor are the statements:
    those are made once, written as Turtle, and sorted by way of files in the folder. What is held is what papers share.
    """
    lines = _statements(records, base, version)
    with SortedLines(folder=Path(folder)) as kept:
        with _opened(Path(folder, "graph.ttl")) as out:
            _export(kept.passing(lines), out, "turtle", base)
        with _opened(Path(folder, "graph.nt")) as out:
            out.writelines(kept.lines())


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("wb") as out:
            yield out
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def to_store(records: Iterable[Extraction], *, base: str = DEFAULT_BASE, version: str = "") -> Store:
    """Return the records as an Oxigraph store in memory."""
    store = Store()
    lines: Any = _Lines(_statements(records, base, version))
    store.bulk_load(lines, format=RdfFormat.N_TRIPLES)
    return store


def to_rdflib(store: Store, *, base: str = DEFAULT_BASE) -> rdflib.Graph:
    """Return a store as an rdflib Graph: the same triples, not a copy of them."""
    graph = rdflib.Graph(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in prefixes_for(base).items():
        graph.bind(prefix, namespace)
    return graph


class _Lines(io.RawIOBase):
    """Lines as a binary file to read from."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        wanted = len(buffer)
        pieces, size = [self._rest], len(self._rest)
        while size < wanted and (line := next(self._lines, b"")):
            pieces.append(line)
            size += len(pieces[-1])
        whole = b"".join(pieces)
        given, self._rest = whole[:wanted], whole[wanted:]
        buffer[: len(given)] = given
        return len(given)


def _parsed(lines: Iterator[bytes]) -> Iterator[Triple]:
    reader: Any = _Lines(lines)
    for quad in parse(reader, format=RdfFormat.N_TRIPLES):
        yield quad.triple


def _fit_for_xml(triples: Iterator[Triple]) -> Iterator[Triple]:
    """Pass triples on; raises OutputError for a text that no XML can hold, before a reader chokes on it."""
    for triple in triples:
        if isinstance(triple.object, Literal) and (found := _NOT_IN_XML.search(triple.object.value)):
            character = f"U+{ord(found[0]):04X}"
            raise OutputError(f"{triple.subject} has the character {character}, which no XML can hold; take Turtle")
        yield triple


def _in_graph(triples: Iterator[Triple]) -> Iterator[Quad]:
    """Put all triples into the graph of the run, which is named among the first of them."""
    read: list[Triple] = []
    for triple in triples:
        read.append(triple)
        if triple.predicate == _TYPE and triple.object == _RUN:
            break
    graph: Any = read[-1].subject
    return (Quad(triple.subject, triple.predicate, triple.object, graph) for triple in chain(read, triples))


def _with_graph(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The same for lines of N-Triples, which so become lines of N-Quads."""
    read: list[bytes] = []
    mark = f" {t.A} {t.RUN} .\n".encode()
    for line in lines:
        read.append(line)
        if line.endswith(mark):
            break
    graph = read[-1].removesuffix(mark)
    return (b"%s %s .\n" % (line[:-3], graph) for line in chain(read, lines))
