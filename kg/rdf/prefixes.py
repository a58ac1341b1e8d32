"""Namespaces and their prefixes: declared in every Turtle file and in every query."""

from __future__ import annotations

__all__ = ["DEFAULT_BASE", "PREFIXES", "VOCABULARY", "prefixes_for"]

VOCABULARY = "https://w3id.org/kg-abstracts/ns#"
DEFAULT_BASE = "https://w3id.org/kg-abstracts/id/"

PREFIXES = {
    "kg": VOCABULARY,
    "id": DEFAULT_BASE,
    "dcterms": "http://purl.org/dc/terms/",
    "doco": "http://purl.org/spar/doco/",
    "fabio": "http://purl.org/spar/fabio/",
    "fair4ml": "https://w3id.org/fair4ml/",
    "mls": "http://www.w3.org/ns/mls#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "quantitykind": "http://qudt.org/vocab/quantitykind/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def prefixes_for(base: str) -> dict[str, str]:
    """Return the prefixes with `id` for data under `base`."""
    return {**PREFIXES, "id": base}
