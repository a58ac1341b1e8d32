"""How sure a result and each of its slots is: rates measured on annotated papers, kept in results.yaml."""

from __future__ import annotations

from msgspec.structs import replace

from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.parts import Claim
from kg.model import Result, amount_of

__all__ = ["rated"]


def rated(result: Result, claim: Claim, grammar: ResultGrammar) -> Result:
    """The result with its confidence and that of its bonds; None where the rule files give no rate."""
    sure = grammar.confidence.get((claim.ground, amount_of(result)))
    bound = tuple(replace(bond, confidence=grammar.confidence.get((bond.slot, bond.by))) for bond in result.bound)
    return replace(result, metric_by=claim.ground, confidence=sure, bound=bound)
