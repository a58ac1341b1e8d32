"""rules/ → `Ruleset`: reads every file, refuses what is wrong with file, line and rule."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import RuleError
from kg.model import ENTITY_TYPES, METRIC_KEYS, EntityType
from kg.ruleset.files import LINE, read_yaml
from kg.ruleset.schema import (
    AbbreviationRule,
    ComposeRule,
    CueRule,
    Examples,
    HeadRule,
    Origin,
    Ruleset,
    TermRule,
    Words,
)

__all__ = ["load_ruleset", "rules_folder"]

TERM_FIELDS = {"id", "label", "forms", "broader", "near", "open", "metric", "better", "facts", "match", "no_match"}
_ID = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
_MARKED = re.compile(r"\[[^\[\]]+\]")
RESULT_FILES = {"units.yaml", "results.yaml"}  # read by the results grammar


def rules_folder() -> Path:
    """The shipped rules: inside the installed package, or beside it in a checkout."""
    packaged = Path(__file__).resolve().parent.parent / "_rules"
    checkout = Path(__file__).resolve().parents[2] / "rules"
    return packaged if packaged.is_dir() else checkout


def load_ruleset(*extra: str | Path) -> Ruleset:
    """The shipped rules, then each folder of `extra` over them: a rule of the same id replaces the shipped one.

    Raises RuleError (file, line, rule) on the first thing that is wrong.
    """
    folders = [rules_folder(), *(Path(folder) for folder in extra)]
    building = _Building()
    digest = hashlib.sha256()
    for folder in folders:
        for path in _rule_files(folder):
            digest.update(path.name.encode() + path.read_bytes())
            if path.name not in RESULT_FILES:
                building.add_file(path)
            elif folder != folders[0]:
                raise RuleError(path.name, "the grammar of results is read from the shipped rules alone", 1)
        building.close_folder()
    return building.finish(tuple(str(folder) for folder in folders), digest.hexdigest()[:16])


def _rule_files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        raise RuleError(str(folder), "holds no rule files (*.yaml); give a folder of rules")
    return files


@dataclass
class _Entry:
    """One mapping of a rule file, with checked access to its fields."""

    file: str
    raw: dict[str, Any]

    @property
    def line(self) -> int:
        return int(self.raw.get(LINE, 1))

    @property
    def origin(self) -> Origin:
        return Origin(self.file, self.line)

    def fail(self, problem: str) -> RuleError:
        return RuleError(self.file, problem, self.line, str(self.raw.get("id", "")) or None)

    def id(self, prefix: str = "") -> str:
        """The rule's id, which is also an entity's key: flat, so that it can stand in an address as it is."""
        value = self.text("id")
        if not (value.startswith(prefix) and _ID.fullmatch(value, len(prefix))):
            raise self.fail(f"field 'id' must be `{prefix}` and lower-case letters, digits, hyphens and dots")
        return value

    def only(self, allowed: set[str]) -> None:
        unknown = sorted(set(self.raw) - allowed - {LINE}, key=str)
        if unknown:
            raise self.fail(f"unknown field {unknown[0]!r}; known: {', '.join(sorted(allowed))}")

    def text(self, name: str, default: str | None = None) -> str:
        value = self.raw.get(name, default)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"field {name!r} must be a text (quote it if it looks like a number)")
        return value

    def optional(self, name: str) -> str | None:
        return self.text(name) if name in self.raw else None

    def texts(self, name: str, least: int = 0) -> tuple[str, ...]:
        values = self.raw.get(name, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            raise self.fail(f"field {name!r} must be a list of texts (quote what looks like a number or holds `: `)")
        if len(values) < least:
            raise self.fail(f"field {name!r} needs at least {least}")
        return tuple(values)

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.raw.get(name, {})
        if not isinstance(value, dict):
            raise self.fail(f"field {name!r} must be a mapping, `name: value` on lines of their own")
        return {key: part for key, part in value.items() if key != LINE}

    def pattern(self, name: str) -> str:
        return self.text(name) if self.raw.get(name) else ""

    def number(self, name: str, default: int) -> int:
        value = self.raw.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.fail(f"field {name!r} must be a whole number")
        return value

    def flag(self, name: str) -> bool:
        value = self.raw.get(name, False)
        if not isinstance(value, bool):
            raise self.fail(f"field {name!r} must be true or false")
        return value

    def type(self, name: str = "type") -> EntityType:
        value = self.raw.get(name)
        for type_ in ENTITY_TYPES:
            if value == type_:
                return type_
        raise self.fail(f"field {name!r} must be one of {', '.join(ENTITY_TYPES)}, not {value!r}")

    def examples(self) -> Examples:
        match = self.texts("match", least=1)
        for text in match:
            bare = _MARKED.sub("", text)
            if bare == text or "[" in bare or "]" in bare:
                raise self.fail(f"example {text!r} must bracket the mention it expects, as in `a [fast GPU] runs it`")
        return Examples(match, self.texts("no_match"))


def _term(entry: _Entry, type_: EntityType) -> TermRule:
    entry.only(TERM_FIELDS)
    phrases, patterns = _forms(entry)
    open_ = entry.flag("open")
    metric, better = entry.optional("metric"), entry.optional("better")
    if metric is not None and metric not in METRIC_KEYS:
        raise entry.fail(f"field 'metric' must be a metric key, not {metric!r}")
    if better not in (None, "higher", "lower"):
        raise entry.fail("field 'better' must be higher or lower")
    return TermRule(
        id=entry.id("" if open_ else f"{type_.lower()}-"),
        type=type_,
        label=entry.text("label"),
        phrases=phrases,
        patterns=patterns,
        broader=entry.optional("broader"),
        near=frozenset(entry.texts("near")),
        open=open_,
        metric=metric,
        better=better,
        facts=entry.mapping("facts"),
        examples=entry.examples(),
        origin=entry.origin,
    )


def _forms(entry: _Entry) -> tuple[tuple[str, ...], tuple[tuple[dict[str, Any], ...], ...]]:
    forms = entry.raw.get("forms")
    if not isinstance(forms, list) or not forms:
        raise entry.fail("field 'forms' must list at least one phrase or token pattern")
    phrases = []
    patterns = []
    for form in forms:
        if isinstance(form, str) and form.strip():
            phrases.append(form)
        elif isinstance(form, list) and form and all(isinstance(token, dict) for token in form):
            patterns.append(tuple(_without_lines(token) for token in form))
        else:
            raise entry.fail(f"form {form!r} is neither a phrase nor a list of token patterns (quote numbers)")
    return tuple(phrases), tuple(patterns)


def _without_lines(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_lines(v) for k, v in value.items() if k != LINE}
    return value


def _compose(entry: _Entry) -> ComposeRule:
    entry.only({"id", "type", "before", "after", "match", "no_match"})
    return ComposeRule(
        entry.id(), entry.type(), entry.pattern("before"), entry.pattern("after"), entry.examples(), entry.origin,
    )  # fmt: skip


def _head(entry: _Entry) -> HeadRule:
    entry.only({"id", "type", "heads", "least", "most", "match", "no_match"})
    return HeadRule(
        entry.id(), entry.type(), entry.texts("heads", least=1), entry.number("least", 1),
        entry.number("most", 3), entry.examples(), entry.origin,
    )  # fmt: skip


def _cue(entry: _Entry) -> CueRule:
    entry.only({"id", "pattern", "introduces", "type", "weak", "title", "match", "no_match"})
    pattern = entry.text("pattern")
    if pattern.count("{name}") + pattern.count("{phrase}") != 1:
        raise entry.fail("field 'pattern' must hold {name} or {phrase} exactly once")
    type_ = entry.type() if "type" in entry.raw else None
    return CueRule(
        entry.id(), pattern, entry.flag("introduces"), type_, entry.flag("weak"), entry.flag("title"),
        entry.examples(), entry.origin,
    )  # fmt: skip


def _abbreviation(entry: _Entry) -> AbbreviationRule:
    entry.only({"id", "match", "no_match"})
    return AbbreviationRule(entry.id(), entry.examples(), entry.origin)


_FAMILIES: dict[str, Callable[[_Entry], Any]] = {
    "compose": _compose,
    "heads": _head,
    "cues": _cue,
    "abbreviations": _abbreviation,
}


@dataclass
class _Building:
    """Rules as they are gathered, folder by folder; a later folder may replace, the same folder may not."""

    found: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    words: dict[str, Any] = field(default_factory=dict)

    def add_file(self, path: Path) -> None:
        content = read_yaml(path)
        whole = _Entry(path.name, content)
        family = next((name for name in ("words", "rules", *_FAMILIES) if name in content), None)
        if family is None:
            raise RuleError(path.name, f"must hold one of: rules, words, {', '.join(_FAMILIES)}", 1)
        whole.only({family, "type"} if family == "rules" else {family})
        if family == "words":
            self._add_words(whole)
        elif family == "rules":
            type_ = whole.type()
            self._add_all(whole, family, lambda entry: _term(entry, type_))
        else:
            self._add_all(whole, family, _FAMILIES[family])

    def _add_all(self, whole: _Entry, family: str, make: Callable[[_Entry], Any]) -> None:
        file, entries = whole.file, whole.raw[family]
        if not isinstance(entries, list):
            raise whole.fail(f"{family!r} must be a list, each rule starting with `- id:`")
        for raw in entries:
            if not isinstance(raw, dict):
                raise whole.fail(f"a rule must be a mapping starting with `- id:`, not {raw!r}")
            rule = make(_Entry(file, raw))
            if rule.id in self.origins:
                first = self.origins[rule.id]
                raise RuleError(file, f"the id stands already at {first.file}:{first.line}", rule.origin.line, rule.id)
            self.origins[rule.id] = rule.origin
            self.found[rule.id] = rule

    def _add_words(self, whole: _Entry) -> None:
        entry = _Entry(whole.file, {LINE: whole.line, **whole.mapping("words")})
        entry.only({*_WORD_LISTS, "verbs", "nouns"})
        for name in (*_WORD_LISTS, "verbs"):
            self.words.setdefault(name, set()).update(entry.texts(name))
        nouns = _Entry(whole.file, {LINE: whole.line, **entry.mapping("nouns")})
        nouns.only(set(ENTITY_TYPES))
        for type_ in nouns.raw.keys() - {LINE}:
            self.words.setdefault("nouns", {}).update(dict.fromkeys(nouns.texts(type_), type_))

    def close_folder(self) -> None:
        """From here on the same ids may come again, as replacements."""
        self.origins.clear()

    def finish(self, folders: tuple[str, ...], digest: str) -> Ruleset:
        def of(kind: type) -> list[Any]:
            return [rule for rule in self.found.values() if isinstance(rule, kind)]

        terms = {rule.id: rule for rule in of(TermRule)}
        _check_broader(terms)
        return Ruleset(
            folders, digest, terms, tuple(of(ComposeRule)), tuple(of(HeadRule)), tuple(of(CueRule)),
            of(AbbreviationRule)[0], _words(self.words),
        )  # fmt: skip


_WORD_LISTS = ("stops", "vague", "participles", "not_names")


def _check_broader(terms: dict[str, TermRule]) -> None:
    """Every `broader` names a rule of the same type, and no chain comes back to itself."""
    for rule in terms.values():
        seen: Sequence[str] = ()
        at: TermRule | None = rule
        while at is not None and at.broader is not None:
            parent = terms.get(at.broader)
            problem = None
            if parent is None:
                problem = f"broader {at.broader!r} is no rule"
            elif parent.type != at.type:
                problem = f"broader {at.broader!r} is a {parent.type}, not a {at.type}"
            elif parent.id in seen:
                problem = f"broader {at.broader!r} leads back to the rule itself"
            if problem:
                raise RuleError(at.origin.file, problem, at.origin.line, at.id)
            seen, at = (*seen, at.id), parent


def _words(lists: dict[str, Any]) -> Words:
    inflected = {form for verb in lists["verbs"] for form in _verb_forms(verb)}
    participles = frozenset(lists["participles"])
    return Words(
        stops=frozenset(lists["stops"]) | (inflected - participles),
        vague=frozenset(lists["vague"]),
        participles=participles,
        not_names=frozenset(lists["not_names"]),
        nouns=lists["nouns"],
    )


def _verb_forms(verb: str) -> tuple[str, ...]:
    """A regular verb's forms: base, -s, -ed, -ing (`reduce`: reduces, reduced, reducing)."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    ending = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return verb, f"{verb}{ending}", f"{verb}ed", f"{verb}ing"
