"""`kg`: abstracts of machine-learning papers into a knowledge graph that can be checked line by line.

    >>> import kg
    >>> g = kg.build(["dump.txt"], "outputs")      # or kg.load("outputs")
    >>> g.papers(hardware="A100", method="quantization")
    >>> g.results(baseline="vLLM", sort="value")    # or kg.results("outputs", baseline="vLLM", sort="value")

Names are loaded when first used, so that importing `kg` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.errors import InputError, KgError, OutputError, QueryError, RuleError, UnknownNameError
    from kg.model import Entity, Extraction, Mention, Paper, Result, Source
    from kg.query import Comparison, KnowledgeGraph, Matrix, Neighbourhood, Papers, Results
    from kg.record import Extractor
    from kg.ruleset import Ruleset, load_ruleset
    from kg.run import add, build, build_from, diff, extract_shards, graph_from, load, remove, results
    from kg.sources import iter_papers, read_papers

__version__ = "0.1.0"

_HOMES = {
    "kg.errors": ("InputError", "KgError", "OutputError", "QueryError", "RuleError", "UnknownNameError"),
    "kg.query": ("Comparison", "KnowledgeGraph", "Matrix", "Neighbourhood", "Papers", "Results"),
    "kg.model": ("Entity", "Extraction", "Mention", "Paper", "Result", "Source"),
    "kg.record": ("Extractor",),
    "kg.ruleset": ("Ruleset", "load_ruleset"),
    "kg.run": ("add", "build", "build_from", "diff", "extract_shards", "graph_from", "load", "remove", "results"),
    "kg.sources": ("iter_papers", "read_papers"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Comparison", "Entity", "Extraction", "Extractor", "InputError", "KgError", "KnowledgeGraph", "Matrix", "Mention",
    "Neighbourhood", "OutputError", "Paper", "Papers", "QueryError", "Result", "Results", "RuleError", "Ruleset",
    "Source", "UnknownNameError", "__version__", "add", "build", "build_from", "diff", "extract_shards", "graph_from",
    "iter_papers", "load", "load_ruleset", "read_papers", "remove", "results",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
