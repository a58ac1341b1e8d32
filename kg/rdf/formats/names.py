"""The RDF formats by name, file ending and media type: one table for writing, reading and serving."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat

__all__ = ["FORMATS", "Format", "format_of"]


@dataclass(frozen=True)
class Format:
    """An RDF format: `suffix` is how files of it are named, `engine` what the engine calls it."""

    name: str
    suffix: str
    engine: RdfFormat


FORMATS = {
    name: Format(name, suffix, engine)
    for name, suffix, engine in (
        ("turtle", ".ttl", RdfFormat.TURTLE),
        ("ntriples", ".nt", RdfFormat.N_TRIPLES),
        ("jsonld", ".jsonld", RdfFormat.JSON_LD),
        ("rdfxml", ".rdf", RdfFormat.RDF_XML),
        ("trig", ".trig", RdfFormat.TRIG),
        ("nquads", ".nq", RdfFormat.N_QUADS),
    )
}
_BY_SUFFIX = {format_.suffix: format_ for format_ in FORMATS.values()}


def format_of(path: Path) -> Format | None:
    """Return the format that a file is named for, None for another name."""
    return _BY_SUFFIX.get(path.suffix.lower())
