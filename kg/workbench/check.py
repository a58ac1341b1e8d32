"""Check rules: what must match matches by that very rule, what must not does not, and no form is written in vain."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from kg.extract.finder import Finder, Findings
from kg.extract.parsed import Parsed
from kg.extract.results import check_grammar, load_grammar
from kg.identity.names import fold
from kg.identity.resolve import Resolver
from kg.model import Paper
from kg.ruleset import AnyRule, ComposeRule, CueRule, HeadRule, IdentityRule, Ruleset, TermRule
from kg.ruleset.files import read_yaml
from kg.workbench.dead import dead_heads, dead_phrases, pattern_problem
from kg.workbench.examples import parse_example
from kg.workbench.lines import LineReader, Sight

__all__ = ["Complaint", "check_rules", "ids_in", "parse_example"]

_MAYBE_LINK = re.compile(r"/|www\.")  # names inside web addresses do not count


@dataclass(frozen=True)
class Complaint:
    """What a rule does not keep, with the place of the rule."""

    file: str
    line: int
    rule: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: rule {self.rule}: {self.problem}"


def check_rules(ruleset: Ruleset, only: Collection[str] | None = None) -> list[Complaint]:
    """Every broken example and every form that can never match, in file order; empty where all is well.

    With `only`, of these rules alone.
    """
    everything = ruleset.all_rules()
    rules = [rule for rule in everything if only is None or rule.id in only]
    reader = _Reader(ruleset, rules)
    found = [complaint for rule in rules for complaint in _check(rule, reader)]
    if only is None or not set(only) <= {rule.id for rule in everything}:  # an id that is left is one of results.yaml
        problems = check_grammar(load_grammar(*map(Path, ruleset.folders)))
        found += [Complaint("results.yaml", 0, "results", problem) for problem in problems]
    return found


def ids_in(*folders: str | Path) -> set[str]:
    """The ids of all rules that stand in these folders."""
    files = [path for folder in folders for path in sorted(Path(folder).glob("*.yaml"))]
    sections = [section for path in files for section in read_yaml(path).values() if isinstance(section, list)]
    return {str(rule["id"]) for rules in sections for rule in rules if isinstance(rule, dict) and "id" in rule}


def _check(rule: AnyRule, reader: _Reader) -> Iterator[Complaint]:
    for problem in (*_of_examples(rule, reader), *_of_forms(rule, reader)):
        yield Complaint(rule.origin.file, rule.origin.line, rule.id, problem)


def _of_examples(rule: AnyRule, reader: _Reader) -> Iterator[str]:
    for example in rule.examples.match:
        text, spans = parse_example(example)
        found = reader.spans_by(rule, text)
        for start, end in spans:
            if (start, end) not in found:
                seen = ", ".join(sorted(text[a:b] for a, b in found)) or "nothing"
                yield f"does not find [{text[start:end]}] in {text!r}; it finds {seen}"
    for example in rule.examples.no_match:
        for start, end in sorted(reader.spans_by(rule, example)):
            yield f"must not match in {example!r}, and finds [{example[start:end]}]"


def _of_forms(rule: AnyRule, reader: _Reader) -> Iterator[str]:
    """What is wrong with forms that never match; a form that always loses to another rule's is none of them."""
    if isinstance(rule, HeadRule):
        yield from (f"head {head!r} can never match" for head in dead_heads(rule, reader.ruleset))
    elif isinstance(rule, TermRule):
        for phrase in reader.dead_phrases.get(rule.id, ()):
            yield f"form {phrase!r} can never match: it does not find its own spelling"
        for pattern in rule.patterns:
            problem = pattern_problem(rule, pattern, reader.ruleset)
            if problem:
                yield f"pattern {[dict(token) for token in pattern]} can never match: {problem}"


class _Reader:
    """Reads examples with no more finders than their rules need, for a check should follow every save of a file."""

    def __init__(self, ruleset: Ruleset, rules: Sequence[AnyRule]) -> None:
        self.ruleset = ruleset
        self._rules = rules
        self._terms = [rule for rule in rules if isinstance(rule, TermRule)]

    @cached_property
    def _lines(self) -> LineReader:
        """Names on their own, if no rule of another family is to be checked, for names do not touch each other."""
        alone = len(self._terms) == len(self._rules)
        return LineReader(self.ruleset, self._terms if alone else self.ruleset.terms.values())

    @cached_property
    def _by_phrases(self) -> dict[str, set[Sight]]:
        """What phrases find in every example of a name."""
        texts = sorted({text for rule in self._terms for text in _texts(rule)})
        return dict(zip(texts, self._lines.by_phrases(texts), strict=True))

    @cached_property
    def _needed(self) -> Ruleset:
        """All rules; of the names those alone that stand in the examples, which reads them just the same."""
        texts = sorted({text for rule in self._rules for text in _texts(rule) if _needs_all(rule, text)})
        sights = [*self._lines.by_phrases(texts), *map(self._lines.by_patterns, texts)]
        found = {rule for seen in sights for _, _, rule in seen}
        names = sorted(found | {wider for rule in found for wider in self.ruleset.broader_ids(rule)})
        return replace(self.ruleset, terms={name: self.ruleset.terms[name] for name in names})

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self._needed)

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self._needed)

    @cached_property
    def dead_phrases(self) -> dict[str, list[str]]:
        """By rule, the phrases that can never match."""
        found: dict[str, list[str]] = defaultdict(list)
        for rule, phrase in dead_phrases(self._terms, self._lines):
            found[rule.id].append(phrase)
        return found

    def spans_by(self, rule: AnyRule, text: str) -> set[tuple[int, int]]:
        """What the rule itself sees in the text, whether or not something longer wins there."""
        if _needs_all(rule, text):
            return self._spans_of_all(rule, text)
        sights = self._by_phrases[text]
        if isinstance(rule, TermRule) and rule.patterns:
            sights = sights | self._lines.by_patterns(text)
        return {(start, end) for start, end, name in sights if name == rule.id}

    def _spans_of_all(self, rule: AnyRule, text: str) -> set[tuple[int, int]]:
        title, line_break, abstract = text.partition("\n")  # an example of two lines brings its title along
        if not line_break:
            title, abstract = (text, "") if isinstance(rule, CueRule) and rule.title else ("", text)
        paper = Paper("paper-example", title, abstract)
        shift = 0 if title else 1  # the abstract starts behind the line break that follows the empty title
        findings = self._finder.find(Parsed(paper))
        if isinstance(rule, IdentityRule):
            return self._decided_by(rule, paper, findings, shift)
        seen = [*findings.kept, *(lost.candidate for lost in findings.lost)]
        if isinstance(rule, ComposeRule):  # a grown name keeps the rule of the plain one
            mine = [c for c in seen if c.type == rule.type]
        else:
            mine = [c for c in seen if c.rule == rule.id]
        return {(c.start - shift, c.end - shift) for c in mine}

    def _decided_by(self, rule: IdentityRule, paper: Paper, findings: Findings, shift: int) -> set[tuple[int, int]]:
        """The names in an example that are what the decision says, or are not what it says that they are not."""
        keys = self._resolver.resolve(paper, findings).keys
        names = {fold(name) for name in rule.names}
        named = [(c, key) for c, key in keys.items() if fold(paper.text[c.start : c.end]) in names]
        decided = [c for c, key in named if (key == rule.target if rule.target else key != rule.refused)]
        return {(c.start - shift, c.end - shift) for c in decided}


def _texts(rule: AnyRule) -> list[str]:
    return [*(parse_example(example)[0] for example in rule.examples.match), *rule.examples.no_match]


def _needs_all(rule: AnyRule, text: str) -> bool:
    return not isinstance(rule, TermRule) or bool(_MAYBE_LINK.search(text))
