"""Why a text gives what it gives: every match, its rule, and what lost to it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.candidate import Candidate
from kg.model import Extraction, Paper
from kg.record import Extractor
from kg.ruleset import Ruleset
from kg.text.clean import clean

__all__ = ["Explained", "Explanation", "explain"]


@dataclass(frozen=True)
class Explained:
    """One match: its place in the text, what it was taken for, the rule and where that rule stands."""

    start: int
    end: int
    text: str
    type: str
    key: str | None  # of the entity; None for a match that lost
    rule: str
    origin: str  # file:line
    lost_to: str | None = None  # text of the match kept instead
    reason: str | None = None


@dataclass(frozen=True)
class Explanation:
    """A text, what was kept of it, what was not, and the record it gives."""

    text: str
    kept: tuple[Explained, ...]
    lost: tuple[Explained, ...]
    record: Extraction


def explain(text: str, extractor: Extractor) -> Explanation:
    """Read `text` as an abstract (its first line as the title, if there are several) and say what every rule saw."""
    title, _, abstract = text.strip().partition("\n")
    if not abstract:
        title, abstract = "", title
    paper = Paper("paper-explained", clean(title), clean(abstract))
    _, findings, resolved = extractor.read(paper)
    rules = extractor.ruleset
    kept = tuple(_explained(paper, c, rules, resolved.keys[c]) for c in findings.kept)
    lost = tuple(
        _explained(paper, entry.candidate, rules, None, paper.text[entry.winner.start : entry.winner.end], entry.reason)
        for entry in sorted(findings.lost, key=lambda entry: (entry.candidate.start, entry.candidate.end))
    )
    return Explanation(paper.text, kept, lost, extractor.extract_one(paper))


def _explained(
    paper: Paper, found: Candidate, rules: Ruleset, key: str | None, lost_to: str | None = None, reason: str | None = None
) -> Explained:
    rule = rules.with_id(found.rule)
    origin = f"{rule.origin.file}:{rule.origin.line}" if rule else "the title"
    text = paper.text[found.start : found.end]
    return Explained(found.start, found.end, text, found.type, key, found.rule, origin, lost_to, reason)
