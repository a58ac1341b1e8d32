"""The same token rules in our engine, in `spacy.Matcher` and in spaCy's EntityRuler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from kg.extract.known.engine import PatternEngine
from kg.model import Paper
from kg.record import Extractor
from kg.ruleset import Ruleset
from kg.text.tokens import blank_vocab, doc_of, tokenize
from speeds.more_rules import patterns_of, token_rules, with_token_rules
from speeds.table import Section, at_least, times
from speeds.turns import Rounds, measured, over

__all__ = ["matchers"]

LIMIT = 15.0
NUMBERS = (200, 500)  # of token rules, beside those that ship
_WHOLE, _ENGINE, _MATCHER, _RULER = "kg", "PatternEngine", "Matcher", "EntityRuler"

Tokens = tuple[list[str], list[bool]]


def matchers(rules: Ruleset, papers: Sequence[Paper], rounds: int) -> Section:
    """The section of the table."""
    section = Section(
        f"b. Our token rules in spaCy, µs of one processor an abstract ({len(papers):,} abstracts; ratio to ours)"
    )
    shipped = len(token_rules(rules))
    for number in (shipped, *(more for more in NUMBERS if more > shipped)):
        _add_rows(section, with_token_rules(rules, number), papers, rounds, number == shipped)
    return section


def _add_rows(section: Section, rules: Ruleset, papers: Sequence[Paper], rounds: int, shipped: bool) -> None:
    found = _compared(rules, papers, rounds)
    with_token_patterns = token_rules(rules)
    patterns = sum(len(rule.patterns) for rule in with_token_patterns)
    section.add(f"{len(with_token_patterns)} rules, {patterns} patterns{', as shipped' if shipped else ''}", "")
    section.add("  kg: PatternEngine.find over tokens", f"{found.micros(_ENGINE):,.0f}")
    section.add("  kg: whole extraction, from text to record", f"{found.micros(_WHOLE):,.0f}")
    for name, what in (
        (_MATCHER, "spacy.Matcher over a ready Doc of these tokens"),
        (_RULER, 'spacy.blank("en") with an EntityRuler, from text'),
    ):
        engine, whole = found.ratio(name, _ENGINE), found.ratio(name, _WHOLE)
        section.add(f"  {what}", f"{found.micros(name):,.0f}")
        limit = at_least(engine, LIMIT) if name == _MATCHER else ""
        section.add("    beside our engine", "", times(engine), limit)
        section.add("    beside our whole extraction", "", times(whole))


def _compared(rules: Ruleset, papers: Sequence[Paper], rounds: int) -> Rounds:
    tokens = [tokenize(paper.text) for paper in papers]
    docs = [doc_of(*found) for found in tokens]
    engine, matcher, ruler = _engine(rules), _matcher(rules), _ruler(rules)
    _check(engine, matcher, tokens, docs)
    sides = {
        _ENGINE: over(_apply(engine.find), tokens),
        _MATCHER: over(matcher, docs),
        _RULER: over(lambda paper: ruler(paper.text), papers),
        _WHOLE: over(Extractor(rules).extract_one, papers),
    }
    return measured(sides, len(papers), rounds)


def _apply(find: Callable[[list[str], list[bool]], object]) -> Callable[[Tokens], object]:
    return lambda found: find(*found)


def _engine(rules: Ruleset) -> PatternEngine:
    engine = PatternEngine()
    for rule in token_rules(rules):
        engine.add(rule.id, rule.patterns)
    return engine


def _matcher(rules: Ruleset) -> Matcher:
    matcher = Matcher(blank_vocab(), validate=False)
    for rule in token_rules(rules):
        matcher.add(rule.id, patterns_of(rule))
    return matcher


def _ruler(rules: Ruleset) -> Language:
    pipeline = spacy.blank("en")
    ruler: Any = pipeline.add_pipe("entity_ruler")
    found = [(rule, pattern) for rule in token_rules(rules) for pattern in patterns_of(rule)]
    ruler.add_patterns([{"label": rule.type, "id": rule.id, "pattern": pattern} for rule, pattern in found])
    return pipeline


def _check(engine: PatternEngine, matcher: Matcher, tokens: Sequence[Tokens], docs: Sequence[Doc]) -> None:
    """What is compared must do the same: fails where the matches of a paper differ."""
    for found, doc in zip(tokens, docs, strict=True):
        theirs = {(doc.vocab.strings[key], first, after) for key, first, after in matcher(doc)}
        if set(engine.find(*found)) != theirs:
            raise SystemExit(f"the engine and spacy.Matcher differ over: {doc.text[:80]}")
