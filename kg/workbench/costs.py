"""What finders cost in time: each run on its own over texts that are already tokenized."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from time import process_time

from kg.extract.known.compose import Composer
from kg.extract.known.heads import HeadFinder
from kg.extract.known.terms import TermFinder
from kg.extract.naming.abbreviations import find_abbreviations
from kg.extract.naming.coined import NameFinder
from kg.extract.parsed import Parsed
from kg.ruleset import Ruleset, TermRule

__all__ = ["Cost", "finder_costs", "pattern_costs"]


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time that something took over all papers."""

    what: str
    rules: int
    seconds: float


def finder_costs(texts: Sequence[Parsed], ruleset: Ruleset) -> tuple[Cost, ...]:
    """The time of each family of finders, by what they read: names by phrases and by token patterns, and grammars."""
    terms = ruleset.terms.values()
    phrased = [replace(rule, patterns=()) for rule in terms if rule.phrases]
    patterned = [replace(rule, phrases=()) for rule in terms if rule.patterns]
    phrases, patterns = _terms(ruleset, phrased), _terms(ruleset, patterned)
    plain = {id(text): [*phrases.find(text), *patterns.find(text)] for text in texts}  # words are looked up once here
    composer, heads, names = Composer(ruleset), HeadFinder(ruleset), NameFinder(ruleset)
    return (
        Cost("phrases (one matcher for all)", len(phrased), _time(texts, phrases.find)),
        Cost("token patterns", len(patterned), _time(texts, patterns.find)),
        Cost("compose", len(ruleset.composes), _time(texts, lambda text: composer.grow(text, plain[id(text)]))),
        Cost("heads", len(ruleset.heads), _time(texts, heads.find)),
        Cost("cues", len(ruleset.cues), _time(texts, names.find)),
        Cost("abbreviations", 1, _time(texts, lambda text: find_abbreviations(text.text, text.sentences))),
    )


def pattern_costs(texts: Sequence[Parsed], ruleset: Ruleset) -> tuple[Cost, ...]:
    """The time of each rule with token patterns, run alone, the slowest first; together they may be quicker."""
    rules = [rule for rule in ruleset.terms.values() if rule.patterns]
    costs = []
    for rule in rules:
        finder = _terms(ruleset, [replace(rule, phrases=())])
        costs.append(Cost(rule.id, 1, _time(texts, finder.find)))
    return tuple(sorted(costs, key=lambda cost: (-cost.seconds, cost.what)))


def _terms(ruleset: Ruleset, rules: Iterable[TermRule]) -> TermFinder:
    return TermFinder(replace(ruleset, terms={rule.id: rule for rule in rules}))


def _time(texts: Sequence[Parsed], find: Callable[[Parsed], Iterable[object]]) -> float:
    began = process_time()
    for text in texts:
        for _ in find(text):
            pass
    return process_time() - began
