"""The section `slots` of results.yaml: words that tell names from other words, and rivals from settings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

from kg.extract.results.slots.naming import naming_phrases
from kg.text.alternatives import one_of

if TYPE_CHECKING:
    from kg.ruleset.entry import Entry  # it reads YAML, which words that are ready made do without

__all__ = ["SlotWords", "slot_words"]

_PREFIX = "slot-"


@dataclass(frozen=True)
class SlotWords:
    """The forms of each entry, by its id without the prefix; results.yaml says what each is for."""

    acts: frozenset[str]
    act_ends: frozenset[str]
    no_acts: frozenset[str]
    plain_ends: frozenset[str]
    no_names: frozenset[str]
    of_others: frozenset[str]
    comparing: frozenset[str]
    equal: frozenset[str]
    equal_right_before: frozenset[str]
    plain_links: frozenset[str]
    anyones: frozenset[str]
    plural_heads: frozenset[str]
    determiners: frozenset[str]
    vague_kinds: frozenset[str]
    vague_heads: frozenset[str]
    no_rivals: frozenset[str]
    technique_ends: frozenset[str]
    going_on: frozenset[str]
    means: frozenset[str]
    places: frozenset[str]
    worked_with: frozenset[str]
    tails: frozenset[str]
    wide_models: frozenset[str]
    parts: frozenset[str]

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """`plain_ends`, as `str.endswith` takes them."""
        return tuple(self.plain_ends)

    @cached_property
    def techniques(self) -> tuple[str, ...]:
        """`technique_ends`, as `str.endswith` takes them."""
        return tuple(self.technique_ends)

    @cached_property
    def naming(self) -> tuple[re.Pattern[str], ...]:
        """The phrases in which a paper's own name stands, the surest first."""
        acts = rf"(?:{one_of(self.acts)}|\w+{one_of(self.act_ends)})"
        return tuple(naming_phrases(acts, one_of(self.of_others)))

    @cached_property
    def heads_after(self) -> re.Pattern[str]:
        """ "systems", "offloading baselines" right after a name."""
        return re.compile(rf"\W{{1,3}}(?:\w{{1,30}}[ -]){{0,2}}?{one_of(self.plural_heads)}\b")

    @cached_property
    def going(self) -> re.Pattern[str]:
        return re.compile(rf"\b{one_of(self.going_on)}\b")

    @cached_property
    def worked_on(self) -> re.Pattern[str]:
        """ "BERT", "our BERT", "compressed BERT" as what a method works on: what stands before the name."""
        return re.compile(rf"\b(?:[Oo]ur|sparse|{one_of(self.worked_with)})(?: \w+)? $")

    @cached_property
    def worked_by(self) -> re.Pattern[str]:
        """ "BERT trained with Swift": what stands after the name."""
        return re.compile(rf" (?:\w{{1,20}}-)?{one_of(self.worked_with)} (?:with|by|using|on)\b")

    @cached_property
    def glued(self) -> re.Pattern[str]:
        """ "GPU-based", "GPT-4 evaluation": what follows a name that is no setting."""
        return re.compile(rf"-{one_of(self.tails)}\b|[ -](?:evaluat\w+|judge\w*|tokenizer)\b")


def slot_words(entries: Iterable[Entry]) -> SlotWords:
    """The words by the ids of their entries. Raises RuleError for an id that nothing reads, or where one is missing."""
    names = {_PREFIX + field.name.replace("_", "-"): field.name for field in fields(SlotWords)}
    found: dict[str, frozenset[str]] = {}
    last: Entry | None = None
    for last in entries:
        found[names[last.word("id", names)]] = frozenset(last.texts("forms", least=1))
    missing = sorted(id for id, name in names.items() if name not in found)
    if missing and last is not None:
        raise last.wrong(f"section slots: entry {missing[0]!r} is missing")
    return SlotWords(**found)
