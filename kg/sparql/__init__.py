"""SPARQL over an export or a store: what is asked, what is refused, and how answers are written."""

from kg.sparql.ask import sparql
from kg.sparql.store import bulk_load, has_store, is_fresh, load_store, open_store
from kg.sparql.table import SparqlTable, answer_format, render_table

__all__ = [
    "SparqlTable", "answer_format", "bulk_load", "has_store", "is_fresh", "load_store", "open_store", "render_table",
    "sparql",
]  # fmt: skip
