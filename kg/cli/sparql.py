"""`kg sparql` and `kg store`: questions in SPARQL, and the store on disk that makes their answers fast."""

from __future__ import annotations

import signal
import sys
from enum import StrEnum
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Folder, Json
from kg.errors import InputError, QueryError

if TYPE_CHECKING:
    from kg.sparql import SparqlTable

__all__ = ["AnswerFormat", "sparql", "store"]


class AnswerFormat(StrEnum):
    """How an answer is written; turtle and ntriples are for CONSTRUCT and DESCRIBE."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TURTLE = "turtle"
    NTRIPLES = "ntriples"


def sparql(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DIR] QUERY",
            help="A built folder (outputs by default), then a SPARQL query, the name of a shipped one, a file that "
            "holds one, or - for standard input.",
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="A value for a parameter of a shipped query. Repeatable."),
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List the shipped queries and their parameters.")] = False,
    format: Annotated[AnswerFormat, typer.Option("--format", help="How to write the answer.")] = AnswerFormat.TABLE,
    as_json: Json = False,
) -> None:
    """Ask the RDF of a built folder in SPARQL.

    The usual prefixes are declared already. QUERY may be one of your own, as in "SELECT ?label WHERE { ?h a kg:Hardware
    ; skos:prefLabel ?label }". Where `kg store` has made a store of the folder, it is used.

    \b
    Example:
      kg sparql outputs what-beats --param baseline=vLLM
    """
    if list_them:
        _list_queries()
        return
    folder, given = _folder_and_query(words or [])
    name, text = _query(given, param or [])
    _write(_answer(folder, name, text), "json" if as_json else format.value)


def store(
    folder: Folder,
    also: Annotated[
        list[Path] | None,
        typer.Option("--also", metavar="FILE", help="One more RDF file, with its own graphs if .nq or .trig."),
    ] = None,
) -> None:
    """Load the RDF of a built folder into a store on disk.

    `kg sparql` and `kg serve` then start at once and answer from disk, whatever the size. Make it again after each
    build: until then the graph itself is read.

    \b
    Example:
      kg store outputs
    """
    from kg.sparql import bulk_load

    count = bulk_load(folder, also or [])
    print(f"{folder / 'store'}: {count:,} triples")


def _list_queries() -> None:
    from kg.sparql.named import named_queries

    for query in named_queries().values():
        print(f"{query.name}\n    {query.purpose}")
        given = [f"--param {quote(f'{parameter.name}={parameter.shown}')}" for parameter in query.parameters]
        width = max(map(len, given), default=0)
        for option, parameter in zip(given, query.parameters, strict=True):
            print(f"    {option:{width}}  {parameter.text}")


def _folder_and_query(words: list[str]) -> tuple[Path, str]:
    if len(words) == 1:
        return Path("outputs"), words[0]
    if len(words) != 2:
        raise typer.BadParameter("give a folder and a query, or --list", param_hint="[DIR] QUERY")
    return Path(words[0]), words[1]


def _query(given: str, params: list[str]) -> tuple[str, str]:
    """The name to call a query by and its text, with the values it was given."""
    from kg.cli.given import read_query
    from kg.sparql.named import named_query

    shipped = named_query(given)
    if shipped is not None:
        return given, shipped.with_values(dict(_pair(param) for param in params))
    if params:
        raise QueryError("--param is for shipped queries; see kg sparql --list")
    try:
        return read_query(given)
    except InputError as error:
        raise InputError(given or "QUERY", f"{error.problem}, or a name that `kg sparql --list` shows") from error


def _pair(param: str) -> tuple[str, str]:
    name, equals, value = param.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{param!r} must be NAME=VALUE", param_hint="--param")
    return name, value


def _answer(folder: Path, name: str, text: str) -> SparqlTable:
    from kg.sparql import has_store, is_fresh
    from kg.sparql import sparql as ask

    if has_store(folder) and not is_fresh(folder):
        print(f"kg: {folder / 'store'} is of an earlier build and not used; run `kg store {folder}`", file=sys.stderr)
    # The engine works outside of Python, which would hear of Ctrl-C only when the answer is there.
    with_python = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return ask(folder, text)
    except QueryError as error:
        raise QueryError(f"{name}: {error}; mend it there") from error
    finally:
        signal.signal(signal.SIGINT, with_python)


def _write(table: SparqlTable, name: str) -> None:
    from kg.sparql import answer_format, render_table

    if name == "table":
        print(render_table(table))
        return
    format_ = answer_format(table, name)
    if format_ is None:
        kind = "triples, which are written as table, turtle, ntriples, xml or json"
        rows = "rows, which are written as table, csv, tsv, json or xml"
        raise QueryError(f"the answer is {kind if table.form == 'construct' else rows}; choose another --format")
    written = table.serialize(format_)
    sys.stdout.flush()
    sys.stdout.buffer.write(written if written.endswith(b"\n") else written + b"\n")
