"""What rules/units.yaml and rules/results.yaml say, as tables that the stages look up; see `grammar_files`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.extract.results.parts import Cue, Quantity, Unit
from kg.extract.results.phrases import PhraseTable
from kg.extract.results.slots.words import SlotWords
from kg.model import Qualifier
from kg.text.alternatives import one_of

__all__ = ["Example", "Fixed", "Pattern", "ResultGrammar"]


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its [marked] number, and what reading it must bring about."""

    rule: str
    text: str
    expect: str  # "unit", "metric", "change", "pattern" or "any"
    value: str = ""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A word that is a number with its unit: twice, half, doubling."""

    id: str
    value: float
    unit: str
    change: str | None


@dataclass(frozen=True)
class Pattern:
    """One sentence pattern; its regular expression runs over the tag letters of a sentence."""

    id: str
    source: str
    is_value: bool
    near: bool  # the metric is looked for around the numbers
    key: str | None  # the metric of a number for which the pattern finds none
    is_setting: bool  # its numbers are no results
    kinds: frozenset[str]  # the kinds of numbers it speaks of; empty for all
    not_kinds: frozenset[str]  # and those it does not
    is_loose: bool  # far apart, only what has values of its own is its metric

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self.source)

    def takes(self, quantity: Quantity) -> bool:
        if quantity.is_whole and "whole" in self.not_kinds:
            return False
        return quantity.kind not in self.not_kinds and (not self.kinds or quantity.kind in self.kinds)


@dataclass(frozen=True)
class ResultGrammar:
    """Everything the rule files say about results; picklable, shared by all papers of a worker."""

    units: PhraseTable[Unit]
    rates: PhraseTable[Unit]  # units that count only with a time below the line
    numerals: Mapping[str, float]
    per_time: frozenset[str]
    per_thing: frozenset[str]
    kind_metrics: Mapping[str, frozenset[str]]
    kinds_alone: frozenset[str]
    fixed: PhraseTable[Fixed]
    number_heads: frozenset[str]  # words that a number can begin with
    describing: frozenset[str]
    devices: frozenset[str]
    capabilities: frozenset[str]
    own_words: tuple[str, ...]  # by which a paper speaks of itself
    cues: PhraseTable[Cue]
    qualifiers: PhraseTable[Qualifier | None]
    rounds: tuple[tuple[Pattern, ...], ...]  # sentence patterns; lists are continued after each round
    metric_cues: Mapping[str, Cue]
    confidence: Mapping[tuple[str, str], float]  # by metric_by and kind of amount, and by slot and what bound it
    slot_words: SlotWords
    examples: tuple[Example, ...]

    @cached_property
    def own(self) -> re.Pattern[str]:
        """Finds where the paper speaks of itself."""
        return re.compile(rf"\b{one_of(self.own_words)}\b", re.IGNORECASE)

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        """The units by the id of their rule, which a quantity carries."""
        rows = [row for table in (self.units, self.rates) for rows in table.heads.values() for row in rows]
        return {unit.id: unit for _, _, unit in rows}
