"""What each family of rules may say: one entry of a rule file in, one checked rule out."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import ENTITY_TYPES, METRIC_KEYS, EntityType
from kg.ruleset.entry import Entry
from kg.ruleset.facts import facts_of
from kg.ruleset.files import without_lines
from kg.ruleset.schema import (
    AbbreviationRule,
    AnyRule,
    ComposeRule,
    CueRule,
    HeadRule,
    IdentityRule,
    SiblingRule,
    TermRule,
    TokenPattern,
)
from kg.ruleset.shorthands import Shorthands
from kg.text.tokens import tokenize

__all__ = ["FAMILIES", "cue", "term"]

_TERM_FIELDS = ("id label forms broader near open metric better facts match no_match").split()


def term(entry: Entry, type_: EntityType) -> TermRule:
    """A rule of a file whose rules are all of one type."""
    entry.only(_TERM_FIELDS)
    phrases, patterns = _forms(entry)
    open_ = entry.flag("open")
    return TermRule(
        id=entry.id("" if open_ else f"{type_.lower()}-"),
        type=type_,
        label=entry.text("label"),
        phrases=phrases,
        patterns=patterns,
        broader=entry.optional_text("broader"),
        near=_tokens(entry, "near"),
        open=open_,
        metric=entry.optional_word("metric", METRIC_KEYS),
        better=entry.optional_word("better", ("higher", "lower")),
        facts=facts_of(entry),
        examples=entry.examples(),
        origin=entry.origin,
    )


def _tokens(entry: Entry, field: str, *special: str) -> frozenset[str]:
    """Words to be looked for token by token; each must be one, in lower case, or one of `special`."""
    words = entry.texts(field)
    for word in set(words) - set(special):
        if word != word.lower() or len(tokenize(word)[0]) != 1:
            raise entry.wrong(f"field {field!r}: {word!r} is no single lower-case token; list its parts")
    return frozenset(words)


def _forms(entry: Entry) -> tuple[tuple[str, ...], tuple[TokenPattern, ...]]:
    forms = entry.raw.get("forms")
    if not isinstance(forms, list) or not forms:
        raise entry.wrong("field 'forms' must list at least one phrase or token pattern")
    phrases: list[str] = []
    patterns: list[TokenPattern] = []
    for form in forms:
        if isinstance(form, str) and form.strip():
            phrases.append(form)
        elif isinstance(form, list) and form and all(isinstance(token, dict) for token in form):
            patterns.append(tuple(without_lines(form)))
        else:
            raise entry.wrong(f"form {form!r} is neither a phrase nor a list of token patterns (quote numbers)")
    return tuple(phrases), tuple(patterns)


def _compose(entry: Entry) -> ComposeRule:
    entry.only(("id", "type", "before", "after", "match", "no_match"))
    return ComposeRule(
        entry.id(), entry.type(), entry.text_or_empty("before"), entry.text_or_empty("after"), entry.examples(),
        entry.origin,
    )  # fmt: skip


def _head(entry: Entry) -> HeadRule:
    entry.only(("id", "type", "heads", "least", "most", "match", "no_match"))
    return HeadRule(
        entry.id(), entry.type(), entry.texts("heads", least=1), entry.count("least", 1), entry.count("most", 3),
        entry.examples(), entry.origin,
    )  # fmt: skip


def cue(entry: Entry, shorthands: Shorthands) -> CueRule:
    """A rule of wording; its pattern is spelled out here."""
    entry.only(("id", "pattern", "begins", "introduces", "type", "weak", "title", "match", "no_match"))
    pattern = shorthands.expand(entry, entry.text("pattern"))
    if sum(map(pattern.count, ("{name}", "{phrase}", "{title}"))) != 1:
        raise entry.wrong("field 'pattern' must hold one of {name}, {phrase} and {title} exactly once")
    return CueRule(
        id=entry.id(),
        pattern=pattern,
        begins=_tokens(entry, "begins", "{name}"),
        introduces=entry.flag("introduces"),
        type=entry.optional_word("type", ENTITY_TYPES),
        weak=entry.flag("weak"),
        title=entry.flag("title"),
        examples=entry.examples(),
        origin=entry.origin,
    )


def _sibling(entry: Entry) -> SiblingRule:
    entry.only(("id", "type", "known", "match", "no_match"))
    return SiblingRule(entry.id(), entry.type(), entry.count("known", 1), entry.examples(), entry.origin)


def _abbreviation(entry: Entry) -> AbbreviationRule:
    entry.only(("id", "match", "no_match"))
    return AbbreviationRule(entry.id(), entry.examples(), entry.origin)


def _identity(entry: Entry) -> IdentityRule:
    entry.only(("id", "names", "is", "not", "type", "match", "no_match"))
    target, refused = entry.text_or_empty("is"), entry.text_or_empty("not")
    if bool(target) == bool(refused):
        raise entry.wrong("must say what its names are (`is: KEY`) or what they are not (`not: KEY`), one of the two")
    return IdentityRule(
        entry.id(), entry.texts("names", least=1), target, refused, entry.optional_word("type", ENTITY_TYPES),
        entry.examples(), entry.origin,
    )  # fmt: skip


# By the field of a rule file that lists them; terms and cues need more of their file than the entry.
FAMILIES: dict[str, Callable[[Entry], AnyRule]] = {
    "compose": _compose,
    "heads": _head,
    "siblings": _sibling,
    "abbreviations": _abbreviation,
    "identity": _identity,
}
