"""The shipped rules with as many token rules as are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count, islice
from typing import Any

from kg.ruleset import Ruleset, TermRule

__all__ = ["patterns_of", "token_rules", "with_token_rules"]


def token_rules(rules: Ruleset) -> list[TermRule]:
    """The rules that have token patterns."""
    return [rule for rule in rules.terms.values() if rule.patterns]


def patterns_of(rule: TermRule) -> list[list[dict[str, Any]]]:
    """A rule's token patterns as spaCy takes them."""
    return [[dict(token) for token in pattern] for pattern in rule.patterns]


def with_token_rules(rules: Ruleset, number: int) -> Ruleset:
    """The rules with so many token rules: copies of the shipped ones, each with an id and with words of its own."""
    missing = number - len(token_rules(rules))
    return replace(rules, terms={**rules.terms, **{rule.id: rule for rule in islice(_copies(rules), max(0, missing))}})


def _copies(rules: Ruleset) -> Iterator[TermRule]:
    for number in count(2):
        for rule in token_rules(rules):
            patterns = tuple(tuple(_renamed(token, number) for token in pattern) for pattern in rule.patterns)
            yield replace(rule, id=f"{rule.id}-{number}", phrases=(), patterns=patterns)


def _renamed(value: Any, number: int) -> Any:
    """The pattern, or part of one, with other words: `nvidia2` for `nvidia`, and `^RTX\\d$2` finds nothing either."""
    if isinstance(value, Mapping):
        return {key: part if key == "OP" else _renamed(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, number) for part in value]
    return f"{value}{number}" if isinstance(value, str) else value
