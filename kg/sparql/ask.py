"""A query put to a store: prefixes declared beforehand, one clear line for what cannot be answered."""

from __future__ import annotations

import re
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES, prefixes_for
from kg.sparql.guard import check_query
from kg.sparql.store import open_store
from kg.sparql.table import SparqlTable, Term

__all__ = ["ROOM_TO_RECURSE", "GraphChoice", "sparql"]

_BOOLEAN = ox.NamedNode(PREFIXES["xsd"] + "boolean")
_PLACE = re.compile(r"error at (\d+):(\d+)")
ROOM_TO_RECURSE = 512 << 20  # bytes of stack: the engine calls itself for each level of a query
_stack_size = threading.Lock()


@dataclass(frozen=True)
class GraphChoice:
    """The graphs that a caller wants a query answered over, in place of those its FROM names; by their IRIs."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def sparql(
    source: Path | str | ox.Store, query: str, *, graphs: GraphChoice | None = None, max_rows: int | None = None,
    base_iri: str | None = None,
) -> SparqlTable:  # fmt: skip
    """Answer a query over a built folder, its store, an RDF file, or a store that is open.

    The prefixes of `kg.rdf.PREFIXES` need no PREFIX line; relative IRIs need a `base_iri`. Raises InputError where the
    source cannot be read and QueryError for a query that is malformed, that would reach out to other machines, or whose
    answer has more than `max_rows` rows (or triples).
    """
    store = source if isinstance(source, ox.Store) else open_store(source)
    base = _base_of(store)
    prefixes = prefixes_for(base)
    check_query(query, prefixes, None if graphs else lambda iri: store.contains_named_graph(_node(iri)))
    chosen: dict[str, Any] = {"base_iri": base_iri}
    if graphs:
        chosen |= {"default_graph": _nodes(graphs.default), "named_graphs": _nodes(graphs.named)}

    def answer() -> SparqlTable:
        return _table(store.query(query, prefixes=prefixes, **chosen), base, max_rows)

    try:
        return _with_room_to_recurse(answer)
    except SyntaxError as error:
        raise QueryError(_syntax_message(query, str(error))) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {' '.join(str(error).split())}") from error


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri!r} is no IRI of a graph: {error}") from error


def _nodes(iris: Sequence[str]) -> list[ox.NamedNode]:
    return [_node(iri) for iri in iris]


def _with_room_to_recurse(answer: Callable[[], SparqlTable]) -> SparqlTable:
    """Call `answer` in a thread of a large stack: in that of Python's main thread, deep queries end the process."""
    given: list[SparqlTable] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            given.append(answer())
        except BaseException as error:
            traceback.clear_frames(error.__traceback__)  # what the engine made must die in its own thread
            raised.append(error)

    with _stack_size:
        before = threading.stack_size(ROOM_TO_RECURSE)
        try:
            thread = threading.Thread(target=run, name="sparql", daemon=True)
            thread.start()
        finally:
            threading.stack_size(before)
    thread.join()
    if raised:
        raise raised[0]
    return given[0]


def _base_of(store: ox.Store) -> str:
    """Return the base IRI that the export says it was made with."""
    space = ox.NamedNode(PREFIXES["void"] + "uriSpace")
    for quad in store.quads_for_pattern(None, space, None, None):
        if isinstance(quad.object, ox.Literal):
            return quad.object.value
    return DEFAULT_BASE


def _table(answer: Any, base: str, max_rows: int | None) -> SparqlTable:
    if isinstance(answer, ox.QueryBoolean):
        value = ox.Literal("true" if answer else "false", datatype=_BOOLEAN)
        return SparqlTable("ask", ("ask",), ((value,),), base)
    if isinstance(answer, ox.QueryTriples):
        rows = _at_most(((triple.subject, triple.predicate, triple.object) for triple in answer), max_rows)
        return SparqlTable("construct", ("subject", "predicate", "object"), tuple(sorted(rows, key=str)), base)
    columns = tuple(variable.value for variable in answer.variables)
    return SparqlTable("select", columns, tuple(_at_most((tuple(row) for row in answer), max_rows)), base)


def _at_most(rows: Iterator[tuple[Term | None, ...]], most: int | None) -> list[tuple[Term | None, ...]]:
    """Return all rows; never a part of them that would pass for all."""
    found = list(rows if most is None else islice(rows, most + 1))
    if most is not None and len(found) > most:
        raise QueryError(f"the answer has more than {most:,} rows; narrow the query or give it a LIMIT")
    return found


def _syntax_message(query: str, message: str) -> str:
    """Say where a query breaks; the parser's own list of what it would have accepted fills a screen."""
    place = _PLACE.match(message)
    if place is None:
        return f"the query cannot be read: {message.splitlines()[0]}"
    line, column = int(place[1]), int(place[2])
    lines = query.splitlines() or [""]
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    found = f"at {rest[:40]!r}" if rest else "where it ends"
    return f"the query cannot be read {found} (line {line}, column {column})"
