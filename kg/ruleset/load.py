"""rules/ → `Ruleset`: reads every file, refuses what is wrong with file, line and rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kg.errors import RuleError
from kg.memory import no_garbage
from kg.model import METRIC_KEYS
from kg.ruleset.entry import Entry
from kg.ruleset.families import FAMILIES, cue, term
from kg.ruleset.files import LINE, read_yaml
from kg.ruleset.folders import digest_of, files_by_folder
from kg.ruleset.layers import ById
from kg.ruleset.schema import (
    AbbreviationRule,
    AnyRule,
    ComposeRule,
    CueRule,
    HeadRule,
    IdentityRule,
    Ruleset,
    SiblingRule,
    TermRule,
)
from kg.ruleset.shorthands import Shorthands
from kg.ruleset.words import WordLists

__all__ = ["load_ruleset"]

Rule = TypeVar("Rule", bound=AnyRule)

_SECTIONS = ("rules", "words", "cues", *FAMILIES)

_RESULT_FILES = frozenset(("units.yaml", "results.yaml"))  # read by kg.extract.results, folder over folder as here


def load_ruleset(*extra: str | Path) -> Ruleset:
    """The shipped rules, then each folder of `extra` over them: a rule of the same id replaces the shipped one.

    A phrase that a rule of a later folder claims is taken from the rules before it.
    Raises RuleError (file, line, rule) on the first thing that is wrong.
    """
    with no_garbage():
        return _load(files_by_folder(extra))


def _load(folders: Mapping[Path, list[Path]]) -> Ruleset:
    gathered = _Gathered()
    for files in folders.values():
        for path in files:
            if path.name not in _RESULT_FILES:
                gathered.add_file(path)
        gathered.close_folder()
    return gathered.ruleset(tuple(map(str, folders)), digest_of(folders))


class _Gathered:
    """Rules and word lists as they come in, file by file."""

    def __init__(self) -> None:
        self.rules: ById[AnyRule] = ById()
        self.words = WordLists()
        self.shorthands = Shorthands()
        self.metric_units: dict[str, str] = {}

    def add_file(self, path: Path) -> None:
        whole = Entry(path.name, read_yaml(path))
        section = next((name for name in _SECTIONS if name in whole), None)
        if section is None:
            raise whole.wrong(f"must hold one of: {', '.join(_SECTIONS)}")
        beside = {"rules": {"type"}, "cues": {"shorthands"}, "identity": {"metric_units"}}.get(section, set())
        whole.only({section, *beside})
        if section == "words":
            self.words.add(whole.part("words"))
            return
        if section == "cues":
            self.shorthands.add(whole.part("shorthands"))
        if section == "identity":
            self.metric_units.update(_metric_units(whole.part("metric_units")))
        make = self._maker(section, whole)
        for entry in whole.entries(section):
            self.rules.add(entry, make(entry))

    def close_folder(self) -> None:
        """From here on rules of another folder come, which go over these."""
        ids = self.rules.close_folder()
        terms = {rule.id: rule for rule in self._of(TermRule)}
        claimed = {_folded(phrase) for id_ in ids & terms.keys() for phrase in terms[id_].phrases}
        for rule in terms.values():
            if rule.id not in ids and any(_folded(phrase) in claimed for phrase in rule.phrases):
                left = tuple(phrase for phrase in rule.phrases if _folded(phrase) not in claimed)
                self.rules.found[rule.id] = replace(rule, phrases=left)

    def _maker(self, section: str, whole: Entry) -> Callable[[Entry], AnyRule]:
        if section == "rules":
            return _term_maker(whole)
        if section == "cues":
            return lambda entry: cue(entry, self.shorthands)
        return FAMILIES[section]

    def ruleset(self, folders: tuple[str, ...], digest: str) -> Ruleset:
        terms = {rule.id: rule for rule in self._of(TermRule)}
        for rule in terms.values():
            _check_broader(rule, terms)
        identity = tuple(self._of(IdentityRule))
        for decision in identity:
            _check_target(decision, terms)
        abbreviation, *more = self._of(AbbreviationRule)
        if more:
            origin = more[0].origin
            raise RuleError(origin.file, f"there is but one such rule, {abbreviation.id}", origin.line, more[0].id)
        return Ruleset(
            folders, digest, terms, tuple(self._of(ComposeRule)), tuple(self._of(HeadRule)), tuple(self._of(CueRule)),
            tuple(self._of(SiblingRule)), abbreviation, self.words.words(),
            identity, self.metric_units,
        )  # fmt: skip

    def _of(self, kind: type[Rule]) -> Iterator[Rule]:
        return (rule for rule in self.rules.found.values() if isinstance(rule, kind))


def _folded(phrase: str) -> str:
    """Phrases that match the same texts, but for their plurals and capitals."""
    return phrase.casefold().replace("-", " ")


def _term_maker(whole: Entry) -> Callable[[Entry], TermRule]:
    type_ = whole.type()
    return lambda entry: term(entry, type_)


def _metric_units(part: Entry) -> dict[str, str]:
    part.only((*METRIC_KEYS, LINE))
    return {key: part.text(key) for key in METRIC_KEYS if key in part}


def _check_target(decision: IdentityRule, terms: Mapping[str, TermRule]) -> None:
    """A decision names a thing that a rule stands for: a slip in a key would make a thing of its own."""
    key = decision.target or decision.refused
    if key not in terms or terms[key].open:
        raise RuleError(decision.origin.file, f"{key!r} is the id of no name", decision.origin.line, decision.id)


def _check_broader(rule: TermRule, terms: Mapping[str, TermRule]) -> None:
    """Every `broader` names a rule of the same type, and no chain comes back to itself."""
    passed: set[str] = set()
    while rule.broader is not None:
        wider = terms.get(rule.broader)
        problem = None
        if wider is None:
            problem = "is no rule"
        elif wider.type != rule.type:
            problem = f"is a {wider.type}, not a {rule.type}"
        elif wider.id in passed:
            problem = "leads back to the rule itself"
        if wider is None or problem:
            raise RuleError(rule.origin.file, f"broader {rule.broader!r} {problem}", rule.origin.line, rule.id)
        passed.add(rule.id)
        rule = wider
