"""What to add next: frequent names and terms of a corpus that no rule matches, by the type their context speaks for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby, islice

from kg.extract.candidate import Candidate
from kg.extract.finder import Finder
from kg.extract.known.forms import spellings
from kg.extract.parsed import Parsed
from kg.model import ENTITY_TYPES, EntityType, Paper
from kg.ruleset import Ruleset, TermRule
from kg.workbench.hints import NameHints, head_types, last_word, likeliest
from kg.workbench.unmatched import Unmatched, lower_phrases, names

__all__ = ["Suggestion", "Suggestions", "suggest"]

_CONTEXTS = 3
_AROUND = 60  # characters of context on each side
_SHARE = 0.25  # of the phrases that end in a head noun, how many must be known terms for the rest to be worth a look
_GAP = re.compile(r"[ -]")


@dataclass(frozen=True)
class Suggestion:
    """A string that no rule matches: how often, in how many papers, and where it stands."""

    text: str
    type: EntityType | None  # what its context speaks for; None where that says nothing
    papers: int
    occurrences: int
    known: str | None  # the rule that has it as a form, but found none of its `near` words
    contexts: tuple[str, ...]  # `file:line: … words [text] words …`, each of another paper


@dataclass(frozen=True)
class Suggestions:
    """Names and lower-case terms: by type, those without one last, and of each the most frequent first."""

    names: tuple[Suggestion, ...]
    terms: tuple[Suggestion, ...]

    def top(self, most: int) -> Suggestions:
        """At most so many of each type, among the names and among the terms."""
        return Suggestions(_first(self.names, most), _first(self.terms, most))


def _first(suggestions: tuple[Suggestion, ...], most: int) -> tuple[Suggestion, ...]:
    groups = groupby(suggestions, key=lambda suggestion: suggestion.type)
    return tuple(chain.from_iterable(islice(group, most) for _, group in groups))


def suggest(papers: Iterable[Paper], ruleset: Ruleset, least: int = 2) -> Suggestions:
    """What stands in at least `least` of the papers and is matched by nothing; the same papers give the same answer."""
    gathered = _Gathered(ruleset)
    finder = Finder(ruleset)
    for paper in papers:
        parsed = Parsed(paper)
        gathered.add(parsed, finder.find(parsed).kept)
    return Suggestions(gathered.names(least), gathered.terms(least))


@dataclass
class _Seen:
    """Everything gathered of one string."""

    spellings: Counter[str] = field(default_factory=Counter)
    papers: dict[str, str] = field(default_factory=dict)  # paper id → its first context
    plain: bool = True
    votes: Counter[EntityType] = field(default_factory=Counter)

    def add(self, parsed: Parsed, found: Unmatched, votes: Iterable[tuple[EntityType, int]]) -> None:
        self.spellings[found.text] += 1
        self.papers.setdefault(parsed.paper.id, _context(parsed, found))
        self.plain &= found.plain
        for type_, weight in votes:
            self.votes[type_] += weight

    def suggestion(self, rule: TermRule | None) -> Suggestion:
        text = min(self.spellings, key=lambda spelling: (-self.spellings[spelling], spelling))
        type_ = rule.type if rule else likeliest(self.votes) if self.votes else None
        known = f"{rule.id} ({rule.origin.file}:{rule.origin.line})" if rule else None
        contexts = tuple(self.papers[paper] for paper in sorted(self.papers))[:_CONTEXTS]
        return Suggestion(text, type_, len(self.papers), self.spellings.total(), known, contexts)


class _Gathered:
    """Unmatched strings over papers."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._words = ruleset.words
        self._hints = NameHints(ruleset)
        self._heads = head_types(ruleset)
        self._known = _forms_with_context(ruleset)
        self._names: dict[str, _Seen] = defaultdict(_Seen)
        self._terms: dict[str, _Seen] = defaultdict(_Seen)
        self._lower: Counter[str] = Counter()  # papers that write a word in lower case
        self._matched: dict[str, set[str]] = defaultdict(set)  # by head noun, the matches that end in it
        self._open: dict[str, set[str]] = defaultdict(set)  # and the phrases that do and are matched by nothing

    def add(self, parsed: Parsed, kept: list[Candidate]) -> None:
        """Enter what one paper says besides its matches."""
        self._lower.update({word for word in parsed.words if word.islower()})
        for text in _phrases_of(parsed, kept):
            self._matched[last_word(text)].add(text)
        for found in names(parsed, kept, self._words):
            self._names[found.text].add(parsed, found, self._hints.of(parsed, found, kept))
        for found in lower_phrases(parsed, kept, self._words):
            self._add_term(parsed, found)

    def _add_term(self, parsed: Parsed, found: Unmatched) -> None:
        head = last_word(found.text)
        *modifiers, _ = _GAP.split(found.text)
        if found.text.count(" ") == 1:  # a phrase of three words holds one of two
            self._open[head].add(found.text)
        if head in self._heads:
            self._terms[" ".join((*modifiers, head))].add(parsed, found, [(self._heads[head], 1)])

    def names(self, least: int) -> tuple[Suggestion, ...]:
        """Names, without capitalised English words."""
        return self._ranked(
            seen
            for text, seen in self._names.items()
            if len(seen.papers) >= least and not (seen.plain and self._is_english(text, len(seen.papers)))
        )

    def _is_english(self, text: str, papers: int) -> bool:
        """Whether as many papers write the words of a plain capitalised string in lower case."""
        return all(self._lower[word.lower()] >= papers for word in _GAP.split(text))

    def terms(self, least: int) -> tuple[Suggestion, ...]:
        """Terms whose head noun often ends a term, and which are not mostly the end of one longer term."""
        longer: Counter[str] = Counter()
        for text, seen in self._terms.items():
            end = text.partition(" ")[2]
            # `deep learning models` and `machine learning models` together leave nothing of `learning models`.
            longer[end] = len(seen.papers) + longer[end] if self._is_field(text) else max(longer[end], len(seen.papers))
        return self._ranked(
            seen
            for text, seen in self._terms.items()
            if len(seen.papers) >= least
            and longer[text] * 2 <= len(seen.papers)
            and self._makes_terms(last_word(text))
            and not self._is_field(text)
        )

    def _is_field(self, term: str) -> bool:
        """Whether it, or how it begins, has the initials of a field: `machine learning (models)`, ML."""
        initials = "".join(word[0] for word in term.split()).upper()
        return not {initials, initials[:2]}.isdisjoint(self._words.not_names)

    def _makes_terms(self, head: str) -> bool:
        """Whether phrases that end in this noun are terms, as with "pruning", and not anything, as with "data"."""
        matched = len(self._matched[head]) + 1  # one either way: a few papers prove little
        return matched / (matched + len(self._open[head]) + 1) >= _SHARE

    def _ranked(self, found: Iterable[_Seen]) -> tuple[Suggestion, ...]:
        suggested = (seen.suggestion(self._rule_for(seen)) for seen in found)
        return tuple(sorted(suggested, key=lambda s: (_place_of(s.type), -s.papers, -s.occurrences, s.text)))

    def _rule_for(self, seen: _Seen) -> TermRule | None:
        return next((self._known[text] for text in sorted(seen.spellings) if text in self._known), None)


def _place_of(type_: EntityType | None) -> int:
    return len(ENTITY_TYPES) if type_ is None else ENTITY_TYPES.index(type_)


def _forms_with_context(ruleset: Ruleset) -> dict[str, TermRule]:
    """The forms of rules that count only near some word, and those rules."""
    rules = [rule for rule in ruleset.terms.values() if rule.near]
    return {spelling: rule for rule in rules for form in rule.phrases for spelling in spellings(form)}


def _phrases_of(parsed: Parsed, kept: Iterable[Candidate]) -> Iterator[str]:
    for candidate in kept:
        text = parsed.text[candidate.start : candidate.end]
        if text == text.lower() and _GAP.search(text):
            yield text


def _context(parsed: Parsed, found: Unmatched) -> str:
    """The string in brackets among the words around it, behind the place of its paper."""
    text = parsed.text
    abstract = len(parsed.paper.title) + 1
    first = abstract if found.start >= abstract else 0
    begin, end = max(first, found.start - _AROUND), min(len(text), found.end + _AROUND)
    if begin > first:
        begin = text.find(" ", begin, found.start) + 1 or found.start
    if end < len(text):
        end = max(text.rfind(" ", found.end, end), found.end)
    words = f"{text[begin : found.start]}[{found.text}]{text[found.end : end]}"
    place = next((f"{source.file}:{source.line}: " for source in parsed.paper.source), "")
    return place + " ".join(words.split())
