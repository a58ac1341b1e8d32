"""Forms that can never match: what finds nothing even in its own spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from kg.extract.known.heads import HeadFinder
from kg.extract.known.terms import TermFinder
from kg.extract.parsed import Parsed
from kg.model import Paper
from kg.ruleset import HeadRule, Ruleset, TermRule
from kg.ruleset.schema import TokenPattern
from kg.text.tokens import tokenize
from kg.workbench.examples import parse_example
from kg.workbench.lines import LineReader

__all__ = ["dead_heads", "dead_phrases", "pattern_problem", "sample_of"]

_MODIFIER = "brackish"  # any word that may stand before a head noun


def dead_phrases(rules: Iterable[TermRule], reader: LineReader) -> Iterator[tuple[TermRule, str]]:
    """Each phrase that its rule does not find where the text is the phrase, a word of the rule's `near` beside it."""
    forms = [(rule, form, f"{min(rule.near)} " if rule.near else "") for rule in rules for form in rule.phrases]
    found = reader.by_phrases([f"{near}{form} {near}" for _, form, near in forms])
    for (rule, form, near), sights in zip(forms, found, strict=True):
        if (len(near), len(near) + len(form), rule.id) not in sights:
            yield rule, form


def dead_heads(rule: HeadRule, ruleset: Ruleset) -> Iterator[str]:
    """Each head noun that makes no term even of the most modifiers it may take."""
    for head in rule.heads:
        finder = HeadFinder(replace(ruleset, heads=(replace(rule, heads=(head,)),)))
        text = " ".join([_MODIFIER] * max(1, rule.most) + [head])
        ends = {candidate.end - 1 for candidate in finder.find(Parsed(Paper("paper-head", "", text)))}
        if len(text) not in ends:
            yield head


def pattern_problem(rule: TermRule, pattern: TokenPattern, ruleset: Ruleset) -> str | None:
    """Why a pattern of the rule can never match; None where it matches its own words or an example, or tells none."""
    alone = replace(rule, phrases=(), patterns=(pattern,), near=frozenset())
    finder = TermFinder(replace(ruleset, terms={rule.id: alone}))
    sample = sample_of(pattern)
    texts = [*(parse_example(example)[0] for example in rule.examples.match), sample or ""]
    if any(True for text in texts for _ in finder.find(Parsed(Paper("paper-pattern", "", text)))):
        return None
    return _first_impossible(pattern) or (sample and f"it does not match {sample!r}")


def sample_of(pattern: TokenPattern) -> str | None:
    """Words that a pattern of plain words matches; None where one token is told by more than its word."""
    words = []
    for token in pattern:
        if token.get("OP") in ("?", "*", "!"):
            continue
        word = next(iter(_words(token)), None)
        if word is None:
            return None
        words.append(word)
    return " ".join(words)


def _words(token: Mapping[str, Any]) -> list[str]:
    """The words that a token may be, where it says so."""
    for attribute in ("ORTH", "TEXT", "LOWER"):
        said = token.get(attribute)
        if isinstance(said, str):
            return [said]
        if isinstance(said, Mapping) and isinstance(said.get("IN"), list):
            return [word for word in said["IN"] if isinstance(word, str)]
    return []


def _first_impossible(pattern: TokenPattern) -> str | None:
    for token in pattern:
        words = _words(token)
        if words and "LOWER" in token and all(word != word.lower() for word in words):
            return f"LOWER is compared with words in lower case, so {words[0]!r} never matches"
        if words and all(len(tokenize(word)[0]) != 1 for word in words):
            parts = " and ".join(map(repr, tokenize(words[0])[0]))
            return f"a text has no token {words[0]!r}, but {parts}"
    return None
