"""Phrases that several rules claim, and which of those rules gets them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.extract.known.forms import is_caseless, spellings
from kg.ruleset import Ruleset, TermRule
from kg.text.tokens import tokenize

__all__ = ["Claim", "find_claims"]

_FEW = 4  # words of context that a message shows
_Key = tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """One phrase and the rules that have it as a form: the first gets it where its `near` holds, else the next."""

    phrase: str
    rules: tuple[TermRule, ...]

    @property
    def across_types(self) -> bool:
        """Whether the rules disagree about what kind of thing it is."""
        return len({rule.type for rule in self.rules}) > 1

    def __str__(self) -> str:
        first, *others = self.rules
        also = " and ".join(f"{rule.id} ({_place(rule)})" for rule in others)
        return f"{_place(first)}: warning: {self.phrase!r} of {first.id} is a form of {also} too: {self.outcome}"

    @property
    def outcome(self) -> str:
        """How it is settled: a plain rule before a shape, then by rule id, as `kg.extract.candidate.settle` does."""
        told = []
        for rule in self.rules:
            told.append(f"{rule.id} near {_listed(rule.near)}" if rule.near else rule.id)
            if not rule.near:  # whatever the sentence, the rules behind it get nothing
                break
        first, *others = told
        silent = [rule.id for rule in self.rules[len(told) :]]
        outcome = "".join([f"{first} gets it", *(f", else {other}" for other in others)])
        return outcome + (f", never {' nor '.join(silent)}" if silent else "")


def find_claims(ruleset: Ruleset, only: Collection[str] | None = None) -> list[Claim]:
    """Each phrase that forms of several rules spell the same way, in the order of rules.

    Case, hyphens and plurals count as they do for matching; token patterns are not compared. With `only`, claims in
    which one of these rules has a part.
    """
    claims: dict[tuple[str, ...], Claim] = {}
    for phrase, rules in _claimed(ruleset):
        ids = tuple(rule.id for rule in rules)
        if only is None or not set(ids).isdisjoint(only):
            claims.setdefault(ids, Claim(phrase, rules))  # one phrase of the same rules tells enough
    return list(claims.values())


def _claimed(ruleset: Ruleset) -> Iterator[tuple[str, tuple[TermRule, ...]]]:
    exact: dict[_Key, set[str]] = defaultdict(set)  # forms with capitals
    caseless: dict[_Key, set[str]] = defaultdict(set)
    phrases: dict[_Key, str] = {}
    for rule in ruleset.terms.values():
        for form in rule.phrases:
            for spelling in spellings(form):
                key = tuple(tokenize(spelling)[0])
                (caseless if is_caseless(form) else exact)[key].add(rule.id)
                phrases.setdefault(key, spelling)
    for key, phrase in phrases.items():
        lower = tuple(word.lower() for word in key)
        ids = exact[key] | caseless[lower] if key in exact else caseless[key]
        if len(ids) > 1:
            yield phrase, tuple(sorted((ruleset.terms[id_] for id_ in ids), key=lambda rule: (rule.open, rule.id)))


def _place(rule: TermRule) -> str:
    return f"{rule.origin.file}:{rule.origin.line}"


def _listed(near: Collection[str]) -> str:
    words = sorted(near)
    return "/".join(words if len(words) <= _FEW else [*words[:_FEW], "…"])
