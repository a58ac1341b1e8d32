"""SPARQL over an export: prefixes declared beforehand, answers as plain Python values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from kg.errors import InputError, QueryError
from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES, prefixes_for
from kg.rdf.turtle import tidy_turtle

__all__ = ["SparqlTable", "load_store", "render_json", "render_table", "sparql"]

Value = str | int | float | bool | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Form = Literal["select", "ask", "construct"]

_XSD = PREFIXES["xsd"]
_FORMATS = {".nt": ox.RdfFormat.N_TRIPLES, ".ttl": ox.RdfFormat.TURTLE}
_BOOLEAN = ox.NamedNode(_XSD + "boolean")
_FLOATS = {_XSD + name for name in ("decimal", "double", "float")}
# Text in which a word like SERVICE is no keyword: strings, IRIs, comments. The long strings come first.
_NO_KEYWORDS = re.compile(
    r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|<[^<>\"{}|^`\\\s]*>|#[^\n]*",
    re.DOTALL,
)
_MOST_BRACES = 1000
_SERVICE = re.compile(r"(?<![\w:?$])SERVICE(?![\w:])", re.IGNORECASE)
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True)
class SparqlTable:
    """The answer to a query: rows of `columns`; ASK has one row with one bool, CONSTRUCT one row a triple."""

    form: Form
    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    base: str = DEFAULT_BASE

    @cached_property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as plain values: numbers, bools, texts, IRIs as texts, None where nothing is bound."""
        return [tuple(_plain(term) for term in row) for row in self.terms]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.terms)


def sparql(source: Path | str | ox.Store, query: str) -> SparqlTable:
    """Answer a query over a built folder, an `.nt` or `.ttl` file, or a store.

    The prefixes of `kg.rdf.PREFIXES` need no PREFIX line. Raises InputError where the source cannot be read
    and QueryError for a query that is malformed or that would reach out to other machines.
    """
    if query.count("{") > _MOST_BRACES:
        raise QueryError(f"a query may hold at most {_MOST_BRACES} opening braces")  # deep nesting overflows the parser
    if _SERVICE.search(_NO_KEYWORDS.sub(" ", query)):
        raise QueryError("SERVICE is not answered: queries stay on this machine")
    store = source if isinstance(source, ox.Store) else load_store(source)
    base = _base_of(store)
    try:
        answer: Any = store.query(query, prefixes=prefixes_for(base))
        return _table(answer, base)
    except SyntaxError as error:
        raise QueryError(_syntax_message(query, str(error))) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {_one_line(error)}") from error


def load_store(path: Path | str) -> ox.Store:
    """Load a built folder's `graph.nt`, or an RDF file, into a store in memory."""
    path = Path(path)
    file = path / "graph.nt" if path.is_dir() else path
    if not file.exists():
        raise InputError(str(path), "there is no graph.nt here; make one with `kg build`")
    if file.suffix not in _FORMATS:
        raise InputError(str(file), "is not named .nt or .ttl")
    store = ox.Store()
    try:
        store.bulk_load(path=file, format=_FORMATS[file.suffix])
    except SyntaxError as error:
        raise InputError(str(file), f"is no valid RDF: {_one_line(error)}", error.lineno) from error
    except OSError as error:
        raise InputError(str(file), f"cannot be read: {_one_line(error)}") from error
    return store


def _base_of(store: ox.Store) -> str:
    """Return the base IRI that the export says it was made with."""
    space = ox.NamedNode(PREFIXES["void"] + "uriSpace")
    for quad in store.quads_for_pattern(None, space, None, None):
        if isinstance(quad.object, ox.Literal):
            return quad.object.value
    return DEFAULT_BASE


def _table(answer: Any, base: str) -> SparqlTable:
    if isinstance(answer, ox.QueryBoolean):
        value = ox.Literal("true" if answer else "false", datatype=_BOOLEAN)
        return SparqlTable("ask", ("ask",), ((value,),), base)
    if isinstance(answer, ox.QueryTriples):
        triples = sorted(((triple.subject, triple.predicate, triple.object) for triple in answer), key=str)
        return SparqlTable("construct", ("subject", "predicate", "object"), tuple(triples), base)
    columns = tuple(variable.value for variable in answer.variables)
    return SparqlTable("select", columns, tuple(tuple(solution) for solution in answer), base)


def _plain(term: Term | None) -> Value:
    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    if not isinstance(term, ox.Literal):
        return str(term.value)
    datatype = term.datatype.value
    try:
        if datatype == _XSD + "integer":
            return int(term.value)
        if datatype in _FLOATS:
            return float(term.value)
    except ValueError:
        return term.value  # a number in name only is still a text
    return term.value in ("true", "1") if datatype == _BOOLEAN.value else term.value


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


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())


def render_json(table: SparqlTable) -> str:
    """Return SPARQL 1.1 Query Results JSON; for CONSTRUCT, which that format has no place for, JSON-LD."""
    if table.form == "construct":
        return _serialize(table, ox.RdfFormat.JSON_LD).decode()
    if table.form == "ask":
        return json.dumps({"head": {}, "boolean": table.rows[0][0]})
    bindings = [
        {name: _json_term(term) for name, term in zip(table.columns, row, strict=True) if term is not None}
        for row in table.terms
    ]
    answer = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1)


def _json_term(term: Term) -> dict[str, Any]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    told = {"type": "literal", "value": term.value}
    if term.language:
        told["xml:lang"] = term.language
    elif term.datatype.value != _XSD + "string":
        told["datatype"] = term.datatype.value
    return told


def render_table(table: SparqlTable) -> str:
    """Return the rows as aligned text with short IRIs; ASK as `yes` or `no`, CONSTRUCT as Turtle."""
    if table.form == "ask":
        return "yes" if table.rows[0][0] else "no"
    if table.form == "construct":
        return tidy_turtle(_serialize(table, ox.RdfFormat.TURTLE)).decode()
    cells = [list(table.columns), *([_cell(term, table.base) for term in row] for row in table.terms)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(table.columns))]
    cells.insert(1, ["-" * width for width in widths])
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in cells)
    return "\n".join("  ".join(row).rstrip() for row in padded)


def _cell(term: Term | None, base: str) -> str:
    if isinstance(term, ox.NamedNode):
        return _shortened(term.value, prefixes_for(base))
    value = _plain(term)
    return "" if value is None else " ".join(str(value).split())


def _shortened(iri: str, prefixes: dict[str, str]) -> str:
    fitting = [(prefix, space) for prefix, space in prefixes.items() if iri.startswith(space)]
    if not fitting:
        return f"<{iri}>"
    prefix, space = max(fitting, key=lambda item: len(item[1]))
    return f"{prefix}:{iri.removeprefix(space)}"


def _serialize(table: SparqlTable, format_: ox.RdfFormat) -> bytes:
    triples: Iterable[Any] = (ox.Triple(*row) for row in table.terms)  # type: ignore[arg-type]
    written = ox.serialize(triples, format=format_, prefixes=prefixes_for(table.base))
    return written or b""
