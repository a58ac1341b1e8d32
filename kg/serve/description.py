"""What the endpoint says of itself: a SPARQL 1.1 service description."""

from __future__ import annotations

import pyoxigraph as ox

from kg.rdf.prefixes import PREFIXES
from kg.sparql.table import GRAPH_FORMATS

__all__ = ["description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip


def description(endpoint: str, format_name: str) -> bytes:
    """Return the description of the endpoint at this IRI, in a format by its name."""
    service, dataset, graph = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("graph")
    type_ = ox.NamedNode(PREFIXES["rdf"] + "type")
    triples = [
        ox.Triple(service, type_, _term("Service")),
        ox.Triple(service, _term("endpoint"), ox.NamedNode(endpoint)),
        ox.Triple(service, _term("supportedLanguage"), _term("SPARQL11Query")),
        *(ox.Triple(service, _term("resultFormat"), ox.NamedNode(_FORMATS + name)) for name in _WRITTEN),
        ox.Triple(service, _term("defaultDataset"), dataset),
        ox.Triple(dataset, type_, _term("Dataset")),
        ox.Triple(dataset, _term("defaultGraph"), graph),
        ox.Triple(graph, type_, _term("Graph")),
    ]
    return ox.serialize(triples, format=GRAPH_FORMATS[format_name], prefixes={"sd": _SD}) or b""


def _term(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
