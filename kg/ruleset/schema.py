"""What a rule is, after loading: frozen and picklable, so that a `Ruleset` travels to any worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg.model import Better, EntityType, Facts

__all__ = [
    "AbbreviationRule", "AnyRule", "ComposeRule", "CueRule", "Examples", "HeadRule", "IdentityRule", "Origin",
    "Ruleset", "SiblingRule", "TermRule", "TokenPattern", "Words",
]  # fmt: skip

TokenPattern = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a rule stands: file name and line, for messages."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts a rule must find (the bracketed part) and texts in which it must find nothing."""

    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRule:
    """A known thing: phrases (smart case) and spaCy token patterns that name it."""

    id: str
    type: EntityType
    label: str
    phrases: tuple[str, ...]
    patterns: tuple[TokenPattern, ...]
    broader: str | None
    near: frozenset[str]
    open: bool  # the matched text, not the rule, is the entity: shapes such as `\\w+Bench`
    metric: str | None
    better: Better | None
    facts: Facts | None
    examples: Examples
    origin: Origin


@dataclass(frozen=True, slots=True)
class ComposeRule:
    """What may stand before and after a known name of a type as part of it (regular expressions).

    Text captured by the group `variant` makes the composed name an entity of its own under the plain one.
    """

    id: str
    type: EntityType
    before: str
    after: str
    examples: Examples
    origin: Origin


@dataclass(frozen=True, slots=True)
class HeadRule:
    """Head nouns that make a term of the words before them: `block-wise [quantization]`."""

    id: str
    type: EntityType
    heads: tuple[str, ...]
    least: int  # modifiers the head needs
    most: int  # modifiers it may take
    examples: Examples
    origin: Origin


@dataclass(frozen=True, slots=True)
class CueRule:
    """A regular expression with a `{name}` slot: wording that coins, compares or types a name.

    It is tried where one of the tokens `begins` stands (`{name}`: at each word with a capital); without, everywhere.
    """

    id: str
    pattern: str
    begins: frozenset[str]
    introduces: bool
    type: EntityType | None  # None: by the noun that describes the name
    weak: bool  # a plain capitalised word is not enough
    title: bool  # read in titles alone
    examples: Examples
    origin: Origin


@dataclass(frozen=True, slots=True)
class AbbreviationRule:
    """The one rule `long form (SHORT)`; its examples."""

    id: str
    examples: Examples
    origin: Origin


@dataclass(frozen=True, slots=True)
class SiblingRule:
    """Names on a list with known things of `type` are of that type too."""

    id: str
    type: EntityType
    known: int  # how many known things the list must hold
    examples: Examples
    origin: Origin


@dataclass(frozen=True, slots=True)
class IdentityRule:
    """A decision: `names` are the entity `target`, or they are not the entity `refused`; one of the two is set."""

    id: str
    names: tuple[str, ...]
    target: str
    refused: str
    type: EntityType | None  # None: whatever the text takes the name for
    examples: Examples
    origin: Origin


AnyRule = TermRule | ComposeRule | HeadRule | CueRule | SiblingRule | AbbreviationRule | IdentityRule


@dataclass(frozen=True, slots=True)
class Words:
    """Closed word lists that grammars share."""

    stops: frozenset[str]  # never inside a term
    vague: frozenset[str]  # never at the start of a term
    participles: frozenset[str]  # words in -ing and -ed that may modify a head
    not_names: frozenset[str]  # capitalised strings that name nothing of ours
    nouns: Mapping[str, EntityType]  # nouns that tell the type of the name they describe
    endings: Mapping[str, EntityType]  # last words that tell the type of a long form


@dataclass(frozen=True)
class Ruleset:
    """All rules of one run, in file order, and the digest that stands for them in the provenance."""

    folders: tuple[str, ...]
    digest: str
    terms: Mapping[str, TermRule]
    composes: tuple[ComposeRule, ...]
    heads: tuple[HeadRule, ...]
    cues: tuple[CueRule, ...]
    siblings: tuple[SiblingRule, ...]
    abbreviation: AbbreviationRule
    words: Words
    identity: tuple[IdentityRule, ...]
    metric_units: Mapping[str, str]  # by metric key, the unit its amounts are compared in
    _chains: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def parents(self) -> frozenset[str]:
        """The ids of the terms that others are kinds of."""
        return frozenset(rule.broader for rule in self.terms.values() if rule.broader is not None)

    def broader_ids(self, rule_id: str) -> tuple[str, ...]:
        """The wider terms of a term, nearest first; empty for a term that has none."""
        if rule_id not in self._chains:
            parent = self.terms[rule_id].broader
            self._chains[rule_id] = () if parent is None else (parent, *self.broader_ids(parent))
        return self._chains[rule_id]

    def broader_labels(self, rule_id: str) -> list[str]:
        """The labels of the wider terms of a term, nearest first."""
        return [self.terms[wider].label for wider in self.broader_ids(rule_id)]

    def all_rules(self) -> tuple[AnyRule, ...]:
        """Every rule with examples, family by family."""
        others: tuple[AnyRule, ...] = (*self.heads, *self.cues, *self.siblings, self.abbreviation, *self.identity)
        return (*self.terms.values(), *self.composes, *others)

    def with_id(self, rule_id: str) -> AnyRule | None:
        """The rule of that id, of whatever family, or None."""
        if rule_id in self.terms:
            return self.terms[rule_id]
        return next((rule for rule in self.all_rules() if rule.id == rule_id), None)
