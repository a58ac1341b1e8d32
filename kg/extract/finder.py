"""All finders over one paper: which spans name which things, what lost, and what the paper says of its own names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msgspec.structs import replace

from kg.extract.candidate import Candidate, Lost, Rank, settle
from kg.extract.known.compose import Composer
from kg.extract.known.heads import HeadFinder
from kg.extract.known.terms import PackedForms, TermFinder
from kg.extract.naming.abbreviations import Abbreviation, find_abbreviations
from kg.extract.naming.coined import CuedName, NameFinder
from kg.extract.naming.names import is_strong, whole_words
from kg.extract.naming.own import OwnNames
from kg.extract.naming.siblings import SiblingFinder
from kg.extract.parsed import Parsed
from kg.model import EntityType
from kg.ruleset import Ruleset

__all__ = ["Finder", "Findings"]


_WITHIN = {("Hardware", "Metric"), ("Dataset", "Task")}  # what may stand within what, at its beginning
_IN_UNIT = re.compile(r"[ -](?:core[ -])?(?:hour|day|year|minute|second)s?\b")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|io|net|ai)/\S+")
_LINK_SIGNS = ("://", "www.", ".com/", ".org/", ".io/", ".net/", ".ai/")  # one of them is in each match of it


@dataclass(frozen=True, slots=True)
class Findings:
    """What the finders say of one paper."""

    kept: list[Candidate]
    lost: list[Lost]
    aliases: list[tuple[str, str]]  # long form, short form: one thing in this paper
    introduced: list[str]  # names, in the order of the text


class Finder:
    """Built once from a ruleset; `find` is pure.

    `forms` has the forms of the rules as an earlier finder of them packed these. Without, all is made and checked
    anew; raises RuleError for what is no pattern.
    """

    def __init__(self, ruleset: Ruleset, forms: PackedForms | None = None) -> None:
        self._rules = ruleset.terms
        self._terms = TermFinder(ruleset, forms)
        self._composer = Composer(ruleset)
        self._heads = HeadFinder(ruleset)
        self._names = NameFinder(ruleset)
        self._own = OwnNames(ruleset)
        self._siblings = SiblingFinder(ruleset)
        self._abbreviation_rule = ruleset.abbreviation.id
        heads = {head.split()[-1]: rule.type for rule in ruleset.heads for head in rule.heads}
        self._type_of_ending = {**heads, **ruleset.words.endings, **ruleset.words.nouns}
        self._not_names = ruleset.words.not_names
        if forms is None:
            self._check_wordings()

    def packed_forms(self) -> PackedForms:
        """The forms of the rules as data."""
        return self._terms.packed()

    def _check_wordings(self) -> None:
        """Compile every regular expression, though no text has asked for it: a wrong one is told at once."""
        for wording in (*self._composer.wordings(), *self._names.wordings(), *self._own.wordings()):
            _ = wording.compiled

    def find(self, parsed: Parsed) -> Findings:
        """Everything the rules see in one paper, overlaps settled."""
        plain = list(self._terms.find(parsed))
        terms = [*plain, *self._composer.grow(parsed, plain)]
        terms += self._siblings.find(parsed, settle(terms)[0])
        cued = self._own.confirm(parsed, self._names.find(parsed), terms)
        found = list(_outside_links(parsed, [*terms, *self._heads.find(parsed), *_occurrences(parsed, cued, terms)]))
        edges = {edge for c in found if c.type == "Metric" for edge in (c.start, c.end)}
        found = [candidate for candidate in found if not _only_describes(parsed.text, candidate, edges)]
        kept, lost = settle(found)
        pairs = [p for p in find_abbreviations(parsed.text, parsed.sentences) if self._defines_name(parsed, p)]
        own = self._own.find(parsed, cued, pairs, kept)
        once = {(parsed.text[slice(*p.long)], parsed.text[slice(*p.short)]): p for p in reversed(pairs)}
        defined = [c for pair in once.values() for c in self._defined(parsed, pair, found, kept, cued, own)]
        if defined:
            kept, lost = settle([*found, *defined])
        kept = [*kept, *_things_within(parsed.text, kept, lost)]
        aliases = [(parsed.text[slice(*p.long)], parsed.text[slice(*p.short)]) for p in pairs]
        return Findings(kept, lost, aliases, [_as_kept(parsed.text, name, kept) for name in own])

    def _defined(
        self,
        parsed: Parsed,
        pair: Abbreviation,
        found: list[Candidate],
        settled: list[Candidate],
        cued: list[CuedName],
        own: list[str],
    ) -> Iterator[Candidate]:
        """Candidates for a defined abbreviation: each place of its long form, in any case, and of its short form.

        None where nothing tells what it is, unless the paper coins it: most such are of no type of ours.
        """
        long, short = parsed.text[slice(*pair.long)], parsed.text[slice(*pair.short)]
        known = self._known(pair, found, settled)
        pointed_at = [c for c in cued if c.text in (short, long)]
        type_ = known.type if known else self._type_by_head(long) or next((c.type for c in pointed_at if c.type), None)
        if type_ is None and not pointed_at and short not in own:
            return
        key = known.key if known and (known.start, known.end) == pair.long else None
        template = Candidate(0, 0, type_ or "Method", self._abbreviation_rule, Rank.ABBREVIATION, key)
        yield replace(template, start=pair.long[0], end=pair.long[1])
        for start, end in (*_places(parsed, short), *_places_in_any_case(parsed, long)):
            yield replace(template, start=start, end=end)

    def _defines_name(self, parsed: Parsed, pair: Abbreviation) -> bool:
        return parsed.text[slice(*pair.short)].rstrip("s") not in self._not_names

    def _known(self, pair: Abbreviation, found: list[Candidate], settled: list[Candidate]) -> Candidate | None:
        """What is already known of the long form: a match of all of it, else of its end, else of the short form.

        A short form that is known with a long form of its own means something else here.
        """
        begin, end = pair.long
        exact = [c for c in found if (c.start, c.end) == pair.long and c.rank is Rank.TERM]
        exact += [c for c in settled if (c.start, c.end) == pair.long and c.rank is not Rank.CONTEXT]
        inside = [c for c in settled if c.end == end and c.start >= begin and c.rank in (Rank.TERM, Rank.HEAD)]
        shorts = [
            c for c in settled
            if (c.start, c.end) == pair.short and c.rank in (Rank.TERM, Rank.SHAPE) and not self._is_spelled_out(c.key)
        ]  # fmt: skip
        return next(iter([*exact, *inside, *shorts]), None)

    def _is_spelled_out(self, key: str | None) -> bool:
        return key is not None and any(" " in phrase for phrase in self._rules[key].phrases)

    def _type_by_head(self, long: str) -> EntityType | None:
        last = long.lower().replace("-", " ").split()[-1]
        return self._type_of_ending.get(last) or self._type_of_ending.get(last.removesuffix("s"))


def _only_describes(text: str, candidate: Candidate, edges: set[int]) -> bool:
    """A quantity joined by a hyphen says how something is, not what was measured: `low-latency`, `accuracy-aware`.

    Not so where another quantity, as one of `edges` tells, is on the other side: `latency-accuracy`.
    """
    start, end = candidate.start, candidate.end
    if candidate.type != "Metric" or not text[start:end].isalpha():
        return False
    before = text[max(start - 2, 0) : start]
    joined_before = before[-1:] == "-" and before[:1].isalpha() and start - 1 not in edges
    joined_after = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha() and end + 1 not in edges
    return joined_before or joined_after


def _things_within(text: str, kept: list[Candidate], lost: list[Lost]) -> Iterator[Candidate]:
    """Things that only the name of another holds: `GPU memory usage` tells of a GPU too; `GPU hours` is a unit.

    One place each, the longest, and only where the thing has no place of its own.
    """
    seen = {candidate.key for candidate in kept}
    inside = [
        item.candidate
        for item in lost
        if (item.candidate.type, item.winner.type) in _WITHIN and item.candidate.rank >= Rank.SHAPE
        and item.candidate.start == item.winner.start and not _counts_time(text, item.candidate)
    ]  # fmt: skip
    for candidate in sorted(inside, key=lambda c: (c.start - c.end, c.start, c.rule)):
        if candidate.key not in seen:
            seen.add(candidate.key)
            yield candidate


def _counts_time(text: str, candidate: Candidate) -> bool:
    """`GPU hours` is a unit and tells of no GPU; `TPUv4 hours` tells of that device."""
    named = any(map(str.isdigit, text[candidate.start : candidate.end]))
    return not named and _IN_UNIT.match(text, candidate.end) is not None


def _as_kept(text: str, name: str, kept: list[Candidate]) -> str:
    """The name, or what was kept in its stead where it stands nowhere alone: `Kelp 8x7B` or `Kelp coder` for `Kelp`."""
    at = {candidate.start: candidate for candidate in kept}
    found = [at.get(start) for start, _ in whole_words(text, name)]
    longer = [c for c in found if c and c.end > c.start + len(name) + 1 and c.rank is not Rank.ABBREVIATION]
    named = [c for c in longer if c.rank is Rank.HEAD or is_strong(text[c.start + len(name) : c.end])]
    return min(text[c.start : c.end] for c in named) if named and len(longer) == len(found) else name


def _outside_links(parsed: Parsed, candidates: list[Candidate]) -> Iterator[Candidate]:
    """The candidates that stand in no web address."""
    if not any(sign in parsed.text for sign in _LINK_SIGNS):  # as in most texts, and the search is slow
        yield from candidates
        return
    links = [found.span() for found in _LINK.finditer(parsed.text)]
    for candidate in candidates:
        if not any(start < candidate.end and candidate.start < end for start, end in links):
            yield candidate


def _places(parsed: Parsed, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands as whole words in its own case, an added plural s included."""
    yield from whole_words(parsed.text, name)
    yield from whole_words(parsed.text, f"{name}s")


def _places_in_any_case(parsed: Parsed, name: str) -> Iterator[tuple[int, int]]:
    yield from whole_words(parsed.lower_text, name.lower())
    yield from whole_words(parsed.lower_text, f"{name.lower()}s")


def _occurrences(parsed: Parsed, cued: list[CuedName], terms: list[Candidate]) -> Iterator[Candidate]:
    """Every place of every cued name.

    A known thing of the same span lends its key, a shape its type where no words describe the name.
    """
    seen = {(t.start, t.end): t for t in sorted(terms, key=lambda t: t.rank)}
    known_at = {term.start for term in terms if term.key}
    for name in cued:
        several = name.introduced and " " in name.text  # one word in other case may be another word
        for start, end in (_places_in_any_case if several else _places)(parsed, name.text):
            term = seen.get((start, end))
            if not name.introduced and "/" in name.text and any(start <= known < end for known in known_at):
                continue  # `GPU/TPU` is two things
            if term is None or term.key is None:
                type_ = name.type or (term.type if term else "Method")
                yield Candidate(start, end, type_, name.rule, Rank.COINED if name.introduced else Rank.CONTEXT)
            elif name.introduced:
                software = term.type == "Software"  # a system this paper brings is its method
                type_ = "Method" if software else term.type
                yield Candidate(start, end, type_, name.rule, Rank.COINED, None if software else term.key)
