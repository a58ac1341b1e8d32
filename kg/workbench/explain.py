"""Why a text gives what it gives: every match, its rule, and what lost to it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extract.candidate import Candidate, Lost
from kg.model import Extraction, Paper
from kg.record import Extractor
from kg.ruleset import Ruleset
from kg.text.clean import clean

__all__ = ["Explained", "Explanation", "LostGroup", "MatchGroup", "explain", "grouped"]


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
    lost_to_span: tuple[int, int] | None = None  # and its place
    reason: str | None = None


@dataclass(frozen=True)
class Explanation:
    """A text, what was kept of it, what was not, and the record it gives."""

    text: str
    kept: tuple[Explained, ...]
    lost: tuple[Explained, ...]
    record: Extraction


@dataclass(frozen=True)
class LostGroup:
    """Matches of the same words that lost for the same reason, one a rule; `count` is at how many places."""

    matches: tuple[Explained, ...]
    count: int


@dataclass(frozen=True)
class MatchGroup:
    """A match that was kept, at how many places, and what lost to it at any of them."""

    kept: Explained
    count: int
    lost: tuple[LostGroup, ...]


def explain(text: str, extractor: Extractor) -> Explanation:
    """Read `text` as an abstract (its first line as the title, if there are several) and say what every rule saw."""
    title, _, abstract = text.strip().partition("\n")
    if not abstract:
        title, abstract = "", title
    paper = Paper("paper-explained", clean(title), clean(abstract))
    _, findings, resolved = extractor.read(paper)
    rules = extractor.ruleset
    kept = tuple(_explained(paper, c, rules, key=resolved.keys[c]) for c in findings.kept)
    lost = tuple(
        _explained(paper, entry.candidate, rules, lost=entry)
        for entry in sorted(findings.lost, key=lambda entry: (entry.candidate.start, entry.candidate.end))
    )
    return Explanation(paper.text, kept, lost, extractor.extract_one(paper))


def grouped(explanation: Explanation) -> list[MatchGroup]:
    """What is said several times told once: kept matches by words, entity and rule, in the order of the text."""
    groups: dict[tuple[object, ...], list[Explained]] = {}
    for found in explanation.kept:
        groups.setdefault((found.text, found.type, found.key, found.rule), []).append(found)
    return [MatchGroup(places[0], len(places), _lost_to(places, explanation.lost)) for places in groups.values()]


def _lost_to(places: list[Explained], lost: tuple[Explained, ...]) -> tuple[LostGroup, ...]:
    """What lost to any of these places, but for shorter readings as the very thing that was kept, or its plain kind."""
    spans = {(kept.start, kept.end) for kept in places}
    groups: dict[tuple[object, ...], list[Explained]] = {}
    for match in lost:
        if match.lost_to_span in spans and not _is_same_thing(match, places[0]):
            groups.setdefault((match.text, match.type, match.reason), []).append(match)
    return tuple(_lost_group(matches) for matches in groups.values())


def _is_same_thing(lost: Explained, kept: Explained) -> bool:
    """`A100` within `A100-80GB`, whether that has a rule of its own or not."""
    return lost.type == kept.type and (lost.rule == kept.rule or f"{kept.key}-".startswith(f"{lost.rule}-"))


def _lost_group(matches: list[Explained]) -> LostGroup:
    by_rule = {match.rule: match for match in reversed(matches)}
    return LostGroup(tuple(by_rule[rule] for rule in sorted(by_rule)), len({match.start for match in matches}))


def _explained(
    paper: Paper, found: Candidate, rules: Ruleset, *, key: str | None = None, lost: Lost | None = None
) -> Explained:
    rule = rules.with_id(found.rule)
    origin = f"{rule.origin.file}:{rule.origin.line}" if rule else "the title"
    text = paper.text[found.start : found.end]
    plain = Explained(found.start, found.end, text, found.type, key, found.rule, origin)
    if lost is None:
        return plain
    span = (lost.winner.start, lost.winner.end)
    return replace(plain, lost_to=paper.text[slice(*span)], lost_to_span=span, reason=lost.reason)
