"""Quantitative results of one paper: numbers, units, metrics, lists, sense, qualifier, slots.

Each stage is a module of its own, tested alone: `figures` (1), `numbers` (2), `tokens` and `lists` (3), `attach` (4),
`claims` with `measure`, `unnamed` and `alone` (5 to 7), `slots` (8), `normal` and `confidence` (9). `find` runs them;
`grammar` has what the rule files say, which `grammar_files` reads; that is loaded when first used, for it reads YAML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.results.check import check_grammar
from kg.extract.results.find import find_results
from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.parts import Named

if TYPE_CHECKING:
    from kg.extract.results.grammar_files import load_grammar

__all__ = ["Named", "ResultGrammar", "check_grammar", "find_results", "load_grammar"]


def __getattr__(name: str) -> object:
    if name != "load_grammar":
        raise AttributeError(f"module 'kg.extract.results' has no attribute {name!r}")
    from kg.extract.results.grammar_files import load_grammar

    return load_grammar
