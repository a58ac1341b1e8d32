"""Records into RDF and back. The vocabulary is described in `ontology.ttl`."""

from kg.rdf.export import rdf_triples, to_ntriples, to_rdflib, to_store, to_turtle, write_rdf
from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES
from kg.rdf.reader import read_rdf

__all__ = [
    "DEFAULT_BASE", "PREFIXES", "rdf_triples", "read_rdf", "to_ntriples", "to_rdflib", "to_store", "to_turtle",
    "write_rdf",
]  # fmt: skip
