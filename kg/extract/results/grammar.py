"""rules/units.yaml and rules/results.yaml, read once into tables that the stages look up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import Pattern as Regex
from typing import Any

from kg.extract.results.parts import Cue, Unit
from kg.extract.results.patterns import PATTERN_TAGS, compile_form
from kg.extract.results.phrases import PhraseTable, inflections, pieces_of, plural
from kg.extract.results.yamlfile import Entry, load_entries
from kg.model import METRIC_KEYS, Qualifier

__all__ = ["Example", "Fixed", "Pattern", "ResultGrammar", "load_grammar"]

METRIC_FIELDS = {"id", "key", "better", "quality", "values", "sense", "forms", "match"}
UNIT_FIELDS = {"id", "kind", "metric", "base", "factor", "rate", "forms", "match"}


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


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled sentence pattern; it runs over the tag letters of a sentence."""

    id: str
    regex: Regex[str]
    is_value: bool
    near: bool  # the metric is looked for around the numbers
    is_setting: bool  # its numbers are no results
    fallback: bool  # tried after lists have been continued


@dataclass(frozen=True)
class ResultGrammar:
    """Everything the rule files say about results; picklable, shared by all papers of a worker."""

    units: PhraseTable[Unit]
    numerals: Mapping[str, float]
    per_time: frozenset[str]
    per_thing: frozenset[str]
    kind_metrics: Mapping[str, frozenset[str]]
    kinds_alone: frozenset[str]
    fixed: PhraseTable[Fixed]
    devices: frozenset[str]
    own: PhraseTable[bool]
    cues: PhraseTable[Cue]
    qualifiers: PhraseTable[Qualifier | None]
    patterns: tuple[Pattern, ...]
    metric_cues: Mapping[str, Cue]
    examples: tuple[Example, ...]


def load_grammar(rules_dir: Path) -> ResultGrammar:
    """Read units.yaml and results.yaml of `rules_dir`; RuleError with file and line where they are wrong."""
    units = load_entries(rules_dir / "units.yaml", {"units", "numerals", "fixed", "per", "kinds"})
    results = load_entries(rules_dir / "results.yaml",
                           {"metrics", "changes", "links", "settings", "qualifiers", "plain", "devices", "own", "patterns"})  # fmt: skip
    cues: PhraseTable[Cue] = PhraseTable()
    examples: list[Example] = []
    for entry in results.plain("plain").get("forms", ()):
        cues.add(entry, Cue("plain", "w"))
    metric_cues: dict[str, Cue] = {}
    for entry in results.entries("metrics", METRIC_FIELDS):
        cue = _metric_cue(entry)
        metric_cues.setdefault(cue.key or "", cue)
        _add_forms(cues, entry, cue, plurals=True)
        examples += _examples(entry, "metric", cue.key or "")
    for entry in results.entries("changes", {"id", "class", "metric", "verbs", "forms", "match"}):
        tag = entry.choice("class", PATTERN_TAGS)
        _add_forms(cues, entry, Cue(entry.id, tag, key=entry.optional("metric", METRIC_KEYS)))
        examples += _examples(entry, "change", tag)
    for entry in results.entries("settings", {"id", "forms", "match"}):
        _add_forms(cues, entry, Cue(entry.id, PATTERN_TAGS["setting"]))
        examples += _examples(entry, "any", "")
    for entry in results.entries("links", {"id", "class", "verbs", "forms", "match"}):
        _add_forms(cues, entry, Cue(entry.id, entry.choice("class", PATTERN_TAGS)))
        examples += _examples(entry, "any", "")
    return ResultGrammar(
        units=_units(units.entries("units", UNIT_FIELDS), examples),
        numerals={str(word): float(n) for word, n in units.plain("numerals").items()},
        per_time=frozenset(map(str, units.plain("per").get("time", ()))),
        per_thing=frozenset(map(str, units.plain("per").get("thing", ()))),
        kind_metrics={kind: frozenset(row["metrics"]) for kind, row in units.plain("kinds").items()},
        kinds_alone=frozenset(kind for kind, row in units.plain("kinds").items() if row.get("alone")),
        devices=frozenset(results.plain("devices").get("forms", ())),
        own=_own(results.plain("own").get("forms", ())),
        fixed=_fixed(units.entries("fixed", {"id", "value", "unit", "change", "forms", "match"}), examples),
        cues=cues,
        qualifiers=_qualifiers(results.entries("qualifiers", {"id", "qualifier", "forms", "match"}), examples),
        patterns=_patterns(results.entries("patterns", {"id", "form", "value", "metric", "setting", "fallback", "match"}), examples),
        metric_cues=metric_cues,
        examples=tuple(examples),
    )


def _metric_cue(entry: Entry) -> Cue:
    return Cue(
        entry.id,
        PATTERN_TAGS["metric"],
        key=entry.member("key", METRIC_KEYS),
        better=entry.member("better", {"higher", "lower"}),
        quality=bool(entry.get("quality", False)),
        values=bool(entry.get("values", True)),
        always_cut=entry.get("sense") == "cut",
    )


def _add_forms(table: PhraseTable[Any], entry: Entry, item: object, plurals: bool = False) -> None:
    for form in entry.strings("forms", required="verbs" not in entry.fields):
        table.add(form, item)
        if plurals:
            table.add(plural(form), item, keep=True)
    for verb in entry.strings("verbs", required=False):
        for form in inflections(verb):
            table.add(form, item)


def _own(forms: Iterable[str]) -> PhraseTable[bool]:
    table: PhraseTable[bool] = PhraseTable()
    for form in forms:
        table.add(form, True)
    return table


def _units(entries: Iterator[Entry], examples: list[Example]) -> PhraseTable[Unit]:
    table: PhraseTable[Unit] = PhraseTable()
    for entry in entries:
        factor = entry.get("factor")
        unit = Unit(entry.id, str(entry.need("kind")), entry.optional("metric", METRIC_KEYS),
                    bool(entry.get("rate", False)), entry.get("base"), float(factor) if factor else None)  # fmt: skip
        _add_forms(table, entry, unit)
        examples += _examples(entry, "unit", "")
    return table


def _fixed(entries: Iterator[Entry], examples: list[Example]) -> PhraseTable[Fixed]:
    table: PhraseTable[Fixed] = PhraseTable()
    for entry in entries:
        change = entry.get("change")
        tag = entry.choice("change", PATTERN_TAGS) if change else None
        _add_forms(table, entry, Fixed(entry.id, float(entry.need("value")), str(entry.need("unit")), tag))
        examples += _examples(entry, "any", "")
    return table


def _qualifiers(entries: Iterator[Entry], examples: list[Example]) -> PhraseTable[Qualifier | None]:
    table: PhraseTable[Qualifier | None] = PhraseTable(backwards=True)
    for entry in entries:
        kind = entry.optional("qualifier", {"up to", "about", "at least", "average"})
        _add_forms(table, entry, kind)
        examples += _examples(entry, "any", "")
    return table


def _patterns(entries: Iterator[Entry], examples: list[Example]) -> tuple[Pattern, ...]:
    found = []
    for entry in entries:
        try:
            regex = compile_form(str(entry.need("form")))
        except KeyError as error:
            raise entry.wrong(f"field form: unknown item {error.args[0]!r}") from None
        is_setting = bool(entry.get("setting", False))
        found.append(Pattern(entry.id, regex, bool(entry.get("value", False)), entry.get("metric") == "near",
                             is_setting, bool(entry.get("fallback", False))))  # fmt: skip
        examples += _examples(entry, "any" if is_setting else "pattern", entry.id)
    return tuple(found)


def _examples(entry: Entry, expect: str, value: str) -> Iterator[Example]:
    for text in entry.strings("match"):
        if text.count("[") != 1 or text.count("]") != 1 or not pieces_of(text.partition("[")[2].partition("]")[0]):
            raise entry.wrong(f"field match: mark one number with [ ] in {text!r}")
        yield Example(entry.id, text, expect, value)
