"""The answer to a query: plain values for Python, a table for people, the W3C's formats for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pyoxigraph as ox

from kg.rdf.formats.tidy import tidy_turtle
from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES, prefixes_for

__all__ = ["GRAPH_FORMATS", "ROW_FORMATS", "SparqlTable", "answer_format", "render_table"]

Value = str | int | float | bool | None
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Form = Literal["select", "ask", "construct"]

# The formats by the names they are asked for; graphs that CONSTRUCT and DESCRIBE make have others than rows.
ROW_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "xml": ox.RdfFormat.RDF_XML,
    "json": ox.RdfFormat.JSON_LD,
}
_XSD = PREFIXES["xsd"]
_BOOLEAN = ox.NamedNode(_XSD + "boolean")
_FLOATS = {_XSD + name for name in ("decimal", "double", "float")}


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

    def serialize(self, format: ox.QueryResultsFormat | ox.RdfFormat) -> bytes:
        """Return the answer in a format of the W3C: of query results for rows and ASK, of RDF for CONSTRUCT.

        Raises ValueError for a format that has no place for this form of answer.
        """
        if isinstance(format, ox.RdfFormat):
            if self.form != "construct":
                raise ValueError(f"{format.name} has no place for the rows of a table")
            triples: Iterable[Any] = (ox.Triple(*row) for row in self.terms)  # type: ignore[arg-type]
            written = ox.serialize(triples, format=format, prefixes=prefixes_for(self.base)) or b""
            return tidy_turtle(written) if format == ox.RdfFormat.TURTLE else written
        if self.form == "construct":
            raise ValueError(f"{format.name} has no place for triples")
        answer = ox.parse_query_results(self._as_read(), format=_FORMAT_OF[self.form])
        return answer.serialize(format=format) or b""

    def _as_read(self) -> bytes:
        """The answer as text that the engine reads, so that it alone writes all formats."""
        if self.form == "ask":
            return b'{"head":{},"boolean":%s}' % (b"true" if self.rows[0][0] else b"false")
        lines = ["\t".join(f"?{column}" for column in self.columns)]
        lines += ["\t".join("" if term is None else _as_text(term) for term in row) for row in self.terms]
        return "".join(f"{line}\n" for line in lines).encode()


_FORMAT_OF = {"ask": ox.QueryResultsFormat.JSON, "select": ox.QueryResultsFormat.TSV}


def _as_text(term: Term) -> str:
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


def answer_format(table: SparqlTable, name: str) -> ox.QueryResultsFormat | ox.RdfFormat | None:
    """Return the format of this name (json, xml, csv, tsv, turtle, ntriples) for an answer; None if it has none."""
    formats: dict[str, Any] = GRAPH_FORMATS if table.form == "construct" else ROW_FORMATS
    return formats.get(name)


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


def render_table(table: SparqlTable) -> str:
    """Return the rows as aligned text with short IRIs; ASK as `yes` or `no`, CONSTRUCT as Turtle."""
    if table.form == "ask":
        return "yes" if table.rows[0][0] else "no"
    if table.form == "construct":
        return table.serialize(ox.RdfFormat.TURTLE).decode()
    prefixes = prefixes_for(table.base)
    cells = [list(table.columns), *([_cell(term, prefixes) for term in row] for row in table.terms)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(table.columns))]
    cells.insert(1, ["-" * width for width in widths])
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in cells)
    return "\n".join("  ".join(row).rstrip() for row in padded)


def _cell(term: Term | None, prefixes: dict[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        return _shortened(term.value, prefixes)
    value = _plain(term)
    return "" if value is None else " ".join(str(value).split())


def _shortened(iri: str, prefixes: dict[str, str]) -> str:
    fitting = [(prefix, space) for prefix, space in prefixes.items() if iri.startswith(space)]
    if not fitting:
        return f"<{iri}>"
    prefix, space = max(fitting, key=lambda item: len(item[1]))
    return f"{prefix}:{iri.removeprefix(space)}"
