"""Records into RDF and back. The vocabulary is described in `ontology.ttl`.

Names are loaded when first used: whoever only asks a store needs neither rdflib nor NetworkX, which are slow to import.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.rdf.export import export_rdf, to_rdflib, to_store, write_rdf
    from kg.rdf.formats import FORMATS
    from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES
    from kg.rdf.reader import read_rdf

_HOMES = {
    "kg.rdf.export": ("export_rdf", "to_rdflib", "to_store", "write_rdf"),
    "kg.rdf.formats": ("FORMATS",),
    "kg.rdf.prefixes": ("DEFAULT_BASE", "PREFIXES"),
    "kg.rdf.reader": ("read_rdf",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["DEFAULT_BASE", "FORMATS", "PREFIXES", "export_rdf", "read_rdf", "to_rdflib", "to_store", "write_rdf"]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kg.rdf' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
