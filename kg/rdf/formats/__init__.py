"""The formats that RDF is written in and read from."""

from kg.rdf.formats.names import FORMATS, Format, format_of

__all__ = ["FORMATS", "Format", "format_of"]
