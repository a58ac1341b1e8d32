"""Runs the example of every entry of units.yaml and results.yaml."""

from __future__ import annotations

from kg.extract.results.find import read_claims
from kg.extract.results.grammar import Example, ResultGrammar
from kg.extract.results.parts import Claim

__all__ = ["check_grammar"]

# The senses that a change of each class may come to, by the metric's direction.
_SENSES = {
    "U": ("gain", "loss"), "D": ("cut", "loss"), "V": ("gain",), "F": ("gain",), "B": ("gain",), "L": ("loss", "cut"),
}  # fmt: skip


def check_grammar(grammar: ResultGrammar) -> list[str]:
    """One line for each example whose marked number is not read as its entry says; empty when all hold."""
    return [problem for example in grammar.examples if (problem := _problem(example, grammar))]


def _problem(example: Example, grammar: ResultGrammar) -> str | None:
    before, _, rest = example.text.partition("[")
    marked, _, after = rest.partition("]")
    text = f"\nWe show that it {before}{marked}{after}."
    start = text.index(before + marked) + len(before)
    claims = [claim for _, claim in read_claims(text, [(1, len(text))], (), grammar)]
    at_mark = [c for c in claims if c.quantity.start < start + len(marked) and c.quantity.end > start]
    if not at_mark:
        return f"{example.rule}: no result in {example.text!r}"
    if not any(_holds(claim, example, start, start + len(marked)) for claim in at_mark):
        seen = "; ".join(f"{c.rule} {c.key} {c.sense} {c.quantity.value:g} {c.quantity.unit}" for c in at_mark)
        return f"{example.rule}: {example.text!r} is read as {seen}"
    return None


def _holds(claim: Claim, example: Example, start: int, end: int) -> bool:
    if example.expect == "unit":
        return (claim.quantity.start, claim.quantity.end) == (start, end)
    if example.expect == "metric":
        return claim.key == example.value
    if example.expect == "change":
        return claim.sense in _SENSES[example.value]
    return claim.rule == example.value if example.expect == "pattern" else True
