"""rules/units.yaml and rules/results.yaml, read once into tables that the stages look up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import Pattern as Regex
from typing import Any

from kg.errors import RuleError
from kg.extract.results.parts import Cue, Unit
from kg.extract.results.patterns import PATTERN_TAGS, compile_form
from kg.extract.results.phrases import PhraseTable, inflections, pieces_of, plural
from kg.extract.results.yamlfile import Entry, RuleFile, load_entries
from kg.model import METRIC_KEYS, Qualifier

__all__ = ["Example", "Fixed", "Pattern", "ResultGrammar", "load_grammar"]

_RESULT_SECTIONS = {"metrics", "changes", "links", "settings", "qualifiers", "plain", "devices", "own", "patterns"}
_FALLBACK_METRICS = frozenset(("score", "speedup", "other", "model_size"))
_FIXED_FIELDS = {"id", "value", "unit", "change", "forms", "match"}
_PATTERN_FIELDS = {"id", "form", "value", "metric", "setting", "factors", "fallback", "match"}
_METRIC_FIELDS = {"id", "key", "better", "quality", "values", "sense", "forms", "match"}
_UNIT_FIELDS = {"id", "kind", "metric", "base", "factor", "rate", "forms", "match"}


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
    factors: bool  # may its number be a factor?


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
    devices: frozenset[str]
    own: Regex[str]
    cues: PhraseTable[Cue]
    qualifiers: PhraseTable[Qualifier | None]
    patterns: tuple[Pattern, ...]
    fallbacks: tuple[Pattern, ...]  # tried after lists have been continued
    metric_cues: Mapping[str, Cue]
    examples: tuple[Example, ...]


def load_grammar(rules_dir: Path) -> ResultGrammar:
    """Read units.yaml and results.yaml of `rules_dir`; RuleError with file and line where they are wrong."""
    units = load_entries(rules_dir / "units.yaml", {"units", "numerals", "fixed", "per", "kinds"})
    results = load_entries(rules_dir / "results.yaml", _RESULT_SECTIONS)
    examples: list[Example] = []
    cues, metric_cues = _cues(results, examples)
    numerals = units.numbers("numerals")
    per = _per(units.entries("per", {"id", "class", "forms", "match"}), examples)
    kinds = list(units.entries("kinds", {"id", "kind", "metrics", "alone"}))
    fixed = _fixed(units.entries("fixed", _FIXED_FIELDS), examples)
    patterns, fallbacks = _patterns(results.entries("patterns", _PATTERN_FIELDS), examples)
    plain_units, rates = _units(units.entries("units", _UNIT_FIELDS), examples)
    _need_metrics(metric_cues, plain_units, results.file)
    return ResultGrammar(
        units=plain_units,
        rates=rates,
        numerals=numerals,
        per_time=per["time"],
        per_thing=per["thing"],
        kind_metrics={entry.need("kind"): frozenset(entry.strings("metrics")) for entry in kinds},
        kinds_alone=frozenset(entry.need("kind") for entry in kinds if entry.get("alone")),
        devices=frozenset(results.words("devices")),
        own=_own(results.words("own")),
        fixed=fixed,
        number_heads=frozenset(numerals) | frozenset(fixed.heads),
        cues=cues,
        qualifiers=_qualifiers(results.entries("qualifiers", {"id", "qualifier", "forms", "match"}), examples),
        patterns=patterns,
        fallbacks=fallbacks,
        metric_cues=metric_cues,
        examples=tuple(examples),
    )


def _cues(results: RuleFile, examples: list[Example]) -> tuple[PhraseTable[Cue], dict[str, Cue]]:
    """The table of all words that carry a tag, and for each metric key the cue it has by default."""
    cues: PhraseTable[Cue] = PhraseTable()
    for phrase in results.words("plain"):
        cues.add(phrase, Cue("plain", "w"))
    metric_cues: dict[str, Cue] = {}
    for entry in results.entries("metrics", _METRIC_FIELDS):
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
    return cues, metric_cues


def _need_metrics(metric_cues: Mapping[str, Cue], units: PhraseTable[Unit], file: str) -> None:
    """Refuse rule files without an entry for a metric that the stages or the units fall back on."""
    wanted = {unit.metric for rows in units.heads.values() for _, _, unit in rows if unit.metric}
    missing = sorted((wanted | _FALLBACK_METRICS) - set(metric_cues))
    if missing:
        raise RuleError(file, f"section metrics: no entry has the key {missing[0]}")


def _per(entries: Iterator[Entry], examples: list[Example]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {"time": frozenset(), "thing": frozenset()}
    for entry in entries:
        found[entry.member("class", found)] = frozenset(entry.strings("forms"))
        examples += _examples(entry, "unit", "")
    return found


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


def _own(forms: Iterable[str]) -> Regex[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.IGNORECASE)


def _units(entries: Iterator[Entry], examples: list[Example]) -> tuple[PhraseTable[Unit], PhraseTable[Unit]]:
    units: PhraseTable[Unit] = PhraseTable()
    rates: PhraseTable[Unit] = PhraseTable()
    for entry in entries:
        factor = entry.number("factor") if entry.get("factor") is not None else None
        unit = Unit(entry.id, str(entry.need("kind")), entry.optional("metric", METRIC_KEYS),
                    bool(entry.get("rate", False)), entry.get("base"), factor)  # fmt: skip
        _add_forms(rates if unit.rate else units, entry, unit)
        examples += _examples(entry, "unit", "")
    return units, rates


def _fixed(entries: Iterator[Entry], examples: list[Example]) -> PhraseTable[Fixed]:
    table: PhraseTable[Fixed] = PhraseTable()
    for entry in entries:
        change = entry.get("change")
        tag = entry.choice("change", PATTERN_TAGS) if change else None
        _add_forms(table, entry, Fixed(entry.id, entry.number("value"), str(entry.need("unit")), tag))
        examples += _examples(entry, "any", "")
    return table


def _qualifiers(entries: Iterator[Entry], examples: list[Example]) -> PhraseTable[Qualifier | None]:
    table: PhraseTable[Qualifier | None] = PhraseTable(backwards=True)
    for entry in entries:
        kind = entry.optional("qualifier", {"up to", "about", "at least", "average"})
        _add_forms(table, entry, kind)
        examples += _examples(entry, "any", "")
    return table


def _patterns(
    entries: Iterator[Entry], examples: list[Example]
) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """The patterns in order, and those tried last."""
    first: list[Pattern] = []
    last: list[Pattern] = []
    for entry in entries:
        try:
            regex = compile_form(str(entry.need("form")))
        except (KeyError, ValueError) as error:
            raise entry.wrong(f"field form: unknown item {error.args[0]!r}") from None
        if "q" not in regex.groupindex:
            raise entry.wrong("field form: no quantity in it")
        is_setting = bool(entry.get("setting", False))
        (last if entry.get("fallback") else first).append(
            Pattern(
                id=entry.id,
                regex=regex,
                is_value=bool(entry.get("value", False)),
                near=entry.get("metric") == "near",
                is_setting=is_setting,
                factors=bool(entry.get("factors", True)),
            )
        )
        examples += _examples(entry, "any" if is_setting else "pattern", entry.id)
    return tuple(first), tuple(last)


def _examples(entry: Entry, expect: str, value: str) -> Iterator[Example]:
    for text in entry.strings("match"):
        if text.count("[") != 1 or text.count("]") != 1 or not pieces_of(text.partition("[")[2].partition("]")[0]):
            raise entry.wrong(f"field match: mark one number with [ ] in {text!r}")
        yield Example(entry.id, text, expect, value)
