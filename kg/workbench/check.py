"""Run every rule's examples: what must match matches by that very rule, what must not does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.results import check_grammar
from kg.model import Paper
from kg.record import Extractor
from kg.ruleset import AnyRule, ComposeRule, CueRule

__all__ = ["Complaint", "check_rules", "parse_example"]

_MARK = re.compile(r"\[([^\[\]]+)\]")

@dataclass(frozen=True)
class Complaint:
    """One example that a rule does not keep, with the place of the rule."""

    file: str
    line: int
    rule: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: rule {self.rule}: {self.problem}"


def check_rules(extractor: Extractor) -> list[Complaint]:
    """Every broken example of every rule, in file order; empty where all is well."""
    found = [complaint for rule in extractor.ruleset.all_rules() for complaint in _check(rule, extractor)]
    return found + [Complaint("results.yaml", 0, "results", problem) for problem in check_grammar(extractor.grammar)]


def parse_example(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """`a [fast GPU] runs` → the plain text and the spans of its brackets."""
    spans = []
    plain = ""
    at = 0
    for mark in _MARK.finditer(marked):
        plain += marked[at : mark.start()]
        spans.append((len(plain), len(plain) + len(mark[1])))
        plain += mark[1]
        at = mark.end()
    return plain + marked[at:], tuple(spans)


def _check(rule: AnyRule, extractor: Extractor) -> Iterator[Complaint]:
    for example in rule.examples.match:
        text, spans = parse_example(example)
        found = _spans_by(rule, text, extractor)
        for start, end in spans:
            if (start, end) not in found:
                seen = ", ".join(sorted(text[a:b] for a, b in found)) or "nothing"
                yield _complaint(rule, f"does not find [{text[start:end]}] in {text!r}; it finds {seen}")
    for example in rule.examples.no_match:
        for start, end in sorted(_spans_by(rule, example, extractor)):
            yield _complaint(rule, f"must not match in {example!r}, and finds [{example[start:end]}]")


def _complaint(rule: AnyRule, problem: str) -> Complaint:
    return Complaint(rule.origin.file, rule.origin.line, rule.id, problem)


def _spans_by(rule: AnyRule, text: str, extractor: Extractor) -> set[tuple[int, int]]:
    """What the rule itself sees in the text, whether or not something longer wins there."""
    of_title = isinstance(rule, CueRule) and rule.title
    paper = Paper("paper-example", text, "") if of_title else Paper("paper-example", "", text)
    _, findings, _ = extractor.read(paper)
    seen = [*findings.kept, *(lost.candidate for lost in findings.lost)]
    shift = 0 if of_title else 1  # the abstract starts behind the line break that follows the empty title
    if isinstance(rule, ComposeRule):  # a grown name keeps the rule of the plain one
        mine = [c for c in seen if c.type == rule.type]
    else:
        mine = [c for c in seen if c.rule == rule.id]
    return {(c.start - shift, c.end - shift) for c in mine}
