"""Quantitative results of one paper: numbers, units, metrics, lists, sense, qualifier, slots.

Each stage is a module of its own, tested alone: `figures` (1), `numbers` (2), `tokens` and `lists` (3), `attach` (4),
`claims` with `measure`, `unnamed` and `alone` (5 to 7), `slots` (8), `normal` and `confidence` (9). `find` runs them;
`grammar` reads rules/units.yaml and rules/results.yaml.
"""

from kg.extract.results.check import check_grammar
from kg.extract.results.find import find_results
from kg.extract.results.grammar import ResultGrammar, load_grammar
from kg.extract.results.parts import Named

__all__ = ["Named", "ResultGrammar", "check_grammar", "find_results", "load_grammar"]
