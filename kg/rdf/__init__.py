"""Records into RDF and back, and SPARQL over it. The vocabulary is described in `ontology.ttl`."""

from kg.rdf.export import rdf_triples, to_ntriples, to_rdflib, to_store, to_turtle, write_rdf
from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES
from kg.rdf.query import SparqlTable, load_store, render_json, render_table, sparql
from kg.rdf.reader import read_rdf

__all__ = [
    "DEFAULT_BASE", "PREFIXES", "SparqlTable", "load_store", "rdf_triples", "read_rdf", "render_json",
    "render_table", "sparql", "to_ntriples", "to_rdflib", "to_store", "to_turtle", "write_rdf",
]  # fmt: skip
