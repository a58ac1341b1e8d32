"""rules/units.yaml and rules/results.yaml, read into a `ResultGrammar`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from kg.errors import RuleError
from kg.extract.results.grammar import Example, Fixed, Pattern, ResultGrammar
from kg.extract.results.parts import Cue, Unit
from kg.extract.results.patterns import PATTERN_TAGS, compile_form
from kg.extract.results.phrases import PhraseTable, pieces_of
from kg.extract.results.sections import Sections, read_sections
from kg.extract.results.slots.words import slot_words
from kg.model import METRIC_KEYS, SLOTS, Amount, BoundBy, MetricBy, Qualifier
from kg.ruleset.entry import Entry
from kg.text.inflect import plural, verb_forms

__all__ = ["load_grammar"]

_UNIT_SECTIONS = ("units", "numerals", "fixed", "per", "kinds")
_RESULT_SECTIONS = (
    "metrics", "changes", "links", "settings", "qualifiers", "plain", "describing", "devices", "capabilities", "own",
    "patterns", "confidence", "slots",
)  # fmt: skip
_ROUNDS = ("first", "second", "last")
_FALLBACK_METRICS = frozenset(("score", "speedup", "other", "model_size"))
_FIXED_FIELDS = ("id", "value", "unit", "change", "forms", "match")
_PATTERN_FIELDS = ("id", "form", "value", "metric", "setting", "kinds", "not_kinds", "loose", "round", "match")
_METRIC_FIELDS = ("id", "key", "better", "quality", "values", "sense", "forms", "match")
_CHANGE_FIELDS = ("id", "class", "metric", "verbs", "forms", "match")
_CONFIDENCE_FIELDS = ("id", "metric_by", "slot", *get_args(Amount), *get_args(BoundBy))
_UNIT_FIELDS = ("id", "kind", "metric", "base", "factor", "rate", "forms", "match")


def load_grammar(shipped: Path, *extra: Path) -> ResultGrammar:
    """Read units.yaml and results.yaml of the shipped rules, then those that folders of `extra` have, over them.

    Raises RuleError with file and line where they are wrong.
    """
    folders = (shipped, *extra)
    return _grammar(
        read_sections("units.yaml", folders, _UNIT_SECTIONS), read_sections("results.yaml", folders, _RESULT_SECTIONS)
    )


def _grammar(units: Sections, results: Sections) -> ResultGrammar:
    examples: list[Example] = []
    cues, metric_cues = _cues(results, examples)
    numerals = units.numbers("numerals")
    per = _per(units.entries("per", ("id", "class", "forms", "match")), examples)
    kinds = units.entries("kinds", ("id", "kind", "metrics", "alone"))
    fixed = _fixed(units.entries("fixed", _FIXED_FIELDS), examples)
    rounds = _rounds(results.entries("patterns", _PATTERN_FIELDS), examples)
    plain_units, rates = _units(units.entries("units", _UNIT_FIELDS), examples)
    _need_metrics(metric_cues, plain_units, results.file)
    return ResultGrammar(
        units=plain_units,
        rates=rates,
        numerals=numerals,
        per_time=per["time"],
        per_thing=per["thing"],
        kind_metrics={entry.text("kind"): frozenset(entry.texts("metrics", least=1)) for entry in kinds},
        kinds_alone=frozenset(entry.text("kind") for entry in kinds if entry.flag("alone")),
        describing=frozenset(results.words("describing")),
        devices=frozenset(results.words("devices")),
        capabilities=frozenset(results.words("capabilities")),
        own_words=results.words("own"),
        fixed=fixed,
        number_heads=frozenset(numerals) | frozenset(fixed.heads),
        cues=cues,
        qualifiers=_qualifiers(results.entries("qualifiers", ("id", "qualifier", "forms", "match")), examples),
        rounds=rounds,
        metric_cues=metric_cues,
        confidence=_confidence(results.entries("confidence", _CONFIDENCE_FIELDS)),
        slot_words=slot_words(results.entries("slots", ("id", "forms"))),
        examples=tuple(examples),
    )


def _cues(results: Sections, examples: list[Example]) -> tuple[PhraseTable[Cue], dict[str, Cue]]:
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
    for entry in results.entries("changes", _CHANGE_FIELDS):
        tag = _tag(entry, "class")
        _add_forms(cues, entry, Cue(entry.id(), tag, key=entry.optional_word("metric", METRIC_KEYS)))
        examples += _examples(entry, "change", tag)
    for entry in results.entries("settings", ("id", "forms", "match")):
        _add_forms(cues, entry, Cue(entry.id(), PATTERN_TAGS["setting"]))
        examples += _examples(entry, "any", "")
    for entry in results.entries("links", ("id", "class", "verbs", "forms", "match")):
        _add_forms(cues, entry, Cue(entry.id(), _tag(entry, "class")))
        examples += _examples(entry, "any", "")
    return cues, metric_cues


def _tag(entry: Entry, field: str) -> str:
    return PATTERN_TAGS[entry.word(field, PATTERN_TAGS)]


def _need_metrics(metric_cues: Mapping[str, Cue], units: PhraseTable[Unit], file: str) -> None:
    """Refuse rule files without an entry for a metric that the stages or the units fall back on."""
    wanted = {unit.metric for rows in units.heads.values() for _, _, unit in rows if unit.metric}
    missing = sorted((wanted | _FALLBACK_METRICS) - set(metric_cues))
    if missing:
        raise RuleError(file, f"section metrics: no entry has the key {missing[0]}")


def _per(entries: Iterable[Entry], examples: list[Example]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {"time": frozenset(), "thing": frozenset()}
    for entry in entries:
        found[entry.word("class", found)] |= frozenset(entry.texts("forms", least=1))
        examples += _examples(entry, "unit", "")
    return found


def _metric_cue(entry: Entry) -> Cue:
    return Cue(
        entry.id(),
        PATTERN_TAGS["metric"],
        key=entry.word("key", METRIC_KEYS),
        better=entry.word("better", ("higher", "lower")),
        quality=entry.flag("quality"),
        values=entry.flag("values", default=True),
        always_cut=entry.optional_word("sense", ("cut",)) is not None,
    )


def _add_forms(table: PhraseTable[Any], entry: Entry, item: object, plurals: bool = False) -> None:
    for form in entry.texts("forms", least=0 if "verbs" in entry else 1):
        table.add(form, item)
        if plurals:
            table.add(plural(form), item, keep=True)
    for verb in entry.texts("verbs"):
        for form in verb_forms(verb):
            table.add(form, item)


def _units(entries: Iterable[Entry], examples: list[Example]) -> tuple[PhraseTable[Unit], PhraseTable[Unit]]:
    units: PhraseTable[Unit] = PhraseTable()
    rates: PhraseTable[Unit] = PhraseTable()
    for entry in entries:
        factor = entry.number("factor") if "factor" in entry else None
        unit = Unit(entry.id(), entry.text("kind"), entry.optional_word("metric", METRIC_KEYS), entry.flag("rate"),
                    entry.optional_text("base"), factor)  # fmt: skip
        _add_forms(rates if unit.rate else units, entry, unit)
        examples += _examples(entry, "unit", "")
    return units, rates


def _fixed(entries: Iterable[Entry], examples: list[Example]) -> PhraseTable[Fixed]:
    table: PhraseTable[Fixed] = PhraseTable()
    for entry in entries:
        tag = _tag(entry, "change") if "change" in entry else None
        _add_forms(table, entry, Fixed(entry.id(), entry.number("value"), entry.word("unit", ("x", "%")), tag))
        examples += _examples(entry, "any", "")
    return table


def _confidence(entries: Iterable[Entry]) -> dict[tuple[str, str], float]:
    rates: dict[tuple[str, str], float] = {}
    for entry in entries:
        of_metric = "metric_by" in entry
        row = entry.word("metric_by", get_args(MetricBy)) if of_metric else entry.word("slot", SLOTS)
        for column in get_args(Amount) if of_metric else get_args(BoundBy):
            if column in entry:
                rates[row, column] = entry.share(column)
    return rates


def _qualifiers(entries: Iterable[Entry], examples: list[Example]) -> PhraseTable[Qualifier | None]:
    table: PhraseTable[Qualifier | None] = PhraseTable(backwards=True)
    for entry in entries:
        _add_forms(table, entry, entry.optional_word("qualifier", get_args(Qualifier)))
        examples += _examples(entry, "any", "")
    return table


def _rounds(entries: Iterable[Entry], examples: list[Example]) -> tuple[tuple[Pattern, ...], ...]:
    """The patterns of each round in order."""
    rounds: dict[str, list[Pattern]] = {name: [] for name in _ROUNDS}
    for entry in entries:
        pattern = _pattern(entry)
        rounds[entry.optional_word("round", _ROUNDS) or _ROUNDS[0]].append(pattern)
        examples += _examples(entry, "any" if pattern.is_setting else "pattern", pattern.id)
    return tuple(tuple(patterns) for patterns in rounds.values())


def _pattern(entry: Entry) -> Pattern:
    try:
        regex = compile_form(entry.text("form"))
    except (KeyError, ValueError) as error:
        raise entry.wrong(f"field 'form': unknown item {error.args[0]!r}") from error
    if "q" not in regex.groupindex:
        raise entry.wrong("field 'form': no quantity in it")
    return Pattern(
        id=entry.id(),
        source=regex.pattern,
        is_value=entry.flag("value"),
        near=entry.optional_word("metric", ("near", *METRIC_KEYS)) == "near",
        key=_stated_key(entry),
        is_setting=entry.flag("setting"),
        kinds=frozenset(entry.texts("kinds")),
        not_kinds=frozenset(entry.texts("not_kinds")),
        is_loose=entry.flag("loose"),
    )


def _stated_key(entry: Entry) -> str | None:
    stated = entry.optional_word("metric", ("near", *METRIC_KEYS))
    return None if stated == "near" else stated


def _examples(entry: Entry, expect: str, value: str) -> Iterator[Example]:
    for text in entry.texts("match", least=1):
        if text.count("[") != 1 or text.count("]") != 1 or not pieces_of(text.partition("[")[2].partition("]")[0]):
            raise entry.wrong(f"field 'match': mark one number with [ ] in {text!r}")
        yield Example(entry.id(), text, expect, value)
