"""Which rules fire over papers, how often, and what they cost in time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract.candidate import Candidate
from kg.extract.finder import Finder
from kg.extract.parsed import Parsed
from kg.model import Paper
from kg.ruleset import AnyRule, ComposeRule, CueRule, HeadRule, Ruleset, TermRule
from kg.workbench.costs import Cost, finder_costs, pattern_costs

__all__ = ["Coverage", "RuleUse", "coverage"]


@dataclass(frozen=True)
class RuleUse:
    """How often one rule matched: at how many places it was kept and lost, and in how many papers it was kept."""

    rule: str
    family: str  # the type of a name, else compose, heads, cues or abbreviations
    place: str  # file:line
    kept: int
    lost: int
    papers: int


@dataclass(frozen=True)
class Coverage:
    """Every rule's use, the most often kept first, and the time that finders took."""

    papers: int
    rules: tuple[RuleUse, ...]
    finders: tuple[Cost, ...]  # each family of finders run on its own
    patterns: tuple[Cost, ...]  # each rule with token patterns run on its own; phrases share one matcher

    @property
    def never(self) -> tuple[RuleUse, ...]:
        """The rules that saw nothing, in the order of files and lines."""
        return tuple(
            sorted((use for use in self.rules if not use.kept + use.lost), key=lambda use: _position(use.place))
        )


def coverage(papers: Iterable[Paper], ruleset: Ruleset) -> Coverage:
    """Read the papers and count what each rule saw. Results (`results.yaml`) are not counted."""
    counted = _Counted(ruleset)
    finder = Finder(ruleset)
    texts: list[Parsed] = []
    for paper in papers:
        parsed = Parsed(paper)
        findings = finder.find(parsed)
        counted.add(findings.kept, [lost.candidate for lost in findings.lost])
        texts.append(parsed)
    uses = sorted(map(counted.use, ruleset.all_rules()), key=lambda use: (-use.kept, -use.lost, use.rule))
    costs = finder_costs(texts, ruleset), pattern_costs(texts, ruleset)
    return Coverage(len(texts), tuple(uses), *costs)


class _Counted:
    """Matches by rule, over papers."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._kept: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._papers: Counter[str] = Counter()
        self._composes: dict[str, list[str]] = defaultdict(list)
        for rule in ruleset.composes:
            self._composes[rule.type].append(rule.id)

    def add(self, kept: list[Candidate], lost: list[Candidate]) -> None:
        """Enter the matches of one paper."""
        by_rule = [rule for candidate in kept for rule in self._rules_of(candidate)]
        self._kept.update(by_rule)
        self._papers.update(set(by_rule))
        self._lost.update(rule for candidate in lost for rule in self._rules_of(candidate))

    def _rules_of(self, candidate: Candidate) -> list[str]:
        """A grown name is the work of its own rule and of the one that grew it."""
        return [candidate.rule, *(self._composes[candidate.type] if candidate.grown else ())]

    def use(self, rule: AnyRule) -> RuleUse:
        """What was counted of one rule."""
        counts = self._kept[rule.id], self._lost[rule.id], self._papers[rule.id]
        return RuleUse(rule.id, _family(rule), f"{rule.origin.file}:{rule.origin.line}", *counts)


def _family(rule: AnyRule) -> str:
    if isinstance(rule, TermRule):
        return rule.type
    return {ComposeRule: "compose", HeadRule: "heads", CueRule: "cues"}.get(type(rule), "abbreviations")


def _position(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line)
