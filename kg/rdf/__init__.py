"""Records into RDF and back. The vocabulary is described in `ontology.ttl`."""

from kg.rdf.export import export_rdf, to_rdflib, to_store, write_rdf
from kg.rdf.formats import FORMATS
from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES
from kg.rdf.reader import read_rdf

__all__ = ["DEFAULT_BASE", "FORMATS", "PREFIXES", "export_rdf", "read_rdf", "to_rdflib", "to_store", "write_rdf"]
