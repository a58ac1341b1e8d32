"""`kg export`: a built folder's RDF in any of its formats, under any base IRI."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Base, Folder
from kg.errors import InputError

__all__ = ["RdfFormatOf", "export"]


class RdfFormatOf(StrEnum):
    """What RDF is written as; trig and nquads put a run into a graph of its own."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    TRIG = "trig"
    NQUADS = "nquads"


def export(
    folder: Folder,
    out: Annotated[
        str, typer.Option("-o", "--out", metavar="FILE", help="The file to write; - for standard output.")
    ] = "-",
    format: Annotated[
        RdfFormatOf | None, typer.Option("--format", help="The format; by default the one that FILE is named for.")
    ] = None,
    base: Base = None,
) -> None:
    """Write the RDF of a built folder in another format.

    The same graph as in graph.ttl, under another base IRI if you give one. A file's name tells the format: .ttl, .nt,
    .jsonld, .rdf, .trig, .nq.

    \b
    Example:
      kg export outputs -o graph.jsonld
    """
    from kg.files import whole_file
    from kg.run import export as export_graph

    name = format.value if format else _named_for(out)
    with nullcontext(sys.stdout.buffer) if out == "-" else whole_file(Path(out)) as written:
        export_graph(folder, written, name, base=base)


def _named_for(out: str) -> str:
    from kg.rdf.formats import FORMATS, format_of

    if out == "-":
        return "turtle"
    found = format_of(Path(out))
    if found is None:
        endings = ", ".join(format_.suffix for format_ in FORMATS.values())
        raise InputError(out, f"is named for no format of RDF ({endings}); name it so or give --format")
    return found.name
