"""All finders over one paper: which spans name which things, what lost, and what the paper says of its own names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.abbreviations import Abbreviation, find_abbreviations
from kg.extract.candidate import Candidate, Lost, Rank, settle
from kg.extract.coined import CuedName, NameFinder
from kg.extract.compose import Composer
from kg.extract.heads import HeadFinder
from kg.extract.parsed import Parsed
from kg.extract.terms import TermFinder
from kg.model import EntityType
from kg.ruleset import Ruleset

__all__ = ["Finder", "Findings"]


_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|io|net|ai)/\S+")
_LISTED = re.compile(r"\)?,?(?: and| as well as)?(?: an?| the)? ")  # from one definition to the next on a list


@dataclass(frozen=True, slots=True)
class Findings:
    """What the finders say of one paper."""

    kept: list[Candidate]
    lost: list[Lost]
    aliases: list[tuple[str, str]]  # long form, short form: one thing in this paper
    introduced: list[str]  # names, in the order of the text


class Finder:
    """Built once from a ruleset; `find` is pure."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._terms = TermFinder(ruleset)
        self._composer = Composer(ruleset)
        self._heads = HeadFinder(ruleset)
        self._names = NameFinder(ruleset)
        self._abbreviation_rule = ruleset.abbreviation.id
        self._head_types = {head.split()[-1]: rule.type for rule in ruleset.heads for head in rule.heads}
        self._nouns = ruleset.words.nouns
        self._not_names = ruleset.words.not_names

    def find(self, parsed: Parsed) -> Findings:
        """Everything the rules see in one paper, overlaps settled."""
        plain = list(self._terms.find(parsed))
        terms = [*plain, *self._composer.grow(parsed, plain)]
        cued = self._names.find(parsed)
        found = list(_outside_links(parsed, [*terms, *self._heads.find(parsed), *_occurrences(parsed, cued, terms)]))
        settled, _ = settle(found)
        pairs = [p for p in find_abbreviations(parsed.text, parsed.sentences) if self._defines_name(parsed, p)]
        defined = [c for pair in pairs for c in self._defined(parsed, pair, found, settled, cued)]
        kept, lost = settle([*found, *defined])
        aliases = [(parsed.text[slice(*p.long)], parsed.text[slice(*p.short)]) for p in pairs]
        introduced = self._introduced(parsed, cued, pairs, settled)
        return Findings(kept, lost, aliases, introduced)

    def _defined(
        self,
        parsed: Parsed,
        pair: Abbreviation,
        found: list[Candidate],
        settled: list[Candidate],
        cued: list[CuedName],
    ) -> Iterator[Candidate]:
        """Candidates for a defined abbreviation: each place of its long form, in any case, and of its short form."""
        long, short = parsed.text[slice(*pair.long)], parsed.text[slice(*pair.short)]
        known = self._known(pair, found, settled)
        coined = next((c.type for c in cued if c.text in (short, long)), None)
        type_ = known.type if known else self._type_by_head(long) or coined or "Method"
        key = known.key if known and (known.start, known.end) == pair.long else None
        template = Candidate(0, 0, type_, self._abbreviation_rule, Rank.ABBREVIATION, key)
        yield replace(template, start=pair.long[0], end=pair.long[1])
        for start, end in (*_places(parsed, short), *_places(parsed, long, re.IGNORECASE)):
            yield replace(template, start=start, end=end)

    def _introduced(
        self, parsed: Parsed, cued: list[CuedName], pairs: list[Abbreviation], settled: list[Candidate]
    ) -> list[str]:
        """Names this paper coins: by cue, or defined right behind wording that introduces and not known before."""
        names = {name.text: None for name in cued if name.introduced}
        known = {(c.start, c.end) for c in settled if c.rank is Rank.TERM}
        last = -1  # where the last definition of this paper's own ended: the next on a list is its own too
        for pair in pairs:
            begins, ends = min(pair.long, pair.short), max(pair.long, pair.short)
            listed = last >= 0 and _LISTED.fullmatch(parsed.text, last, begins[0])
            if not {pair.long, pair.short} & known and (listed or self._names.coins(parsed, begins[0])):
                names.setdefault(parsed.text[slice(*pair.short)])
                last = ends[1]
        shorts = {parsed.text[slice(*p.short)]: parsed.text[slice(*p.long)] for p in pairs}
        longs = {long: short for short, long in shorts.items()}
        return list(dict.fromkeys(longs.get(name, name) for name in names))  # the short form stands for both

    def _defines_name(self, parsed: Parsed, pair: Abbreviation) -> bool:
        return parsed.text[slice(*pair.short)].rstrip("s") not in self._not_names

    def _known(self, pair: Abbreviation, found: list[Candidate], settled: list[Candidate]) -> Candidate | None:
        """What is already known of the long form: a match of all of it, else of its end, else of the short form."""
        begin, end = pair.long
        exact = [c for c in found if (c.start, c.end) == pair.long and c.rank is Rank.TERM]
        exact += [c for c in settled if (c.start, c.end) == pair.long and c.rank is not Rank.CONTEXT]
        inside = [c for c in settled if c.end == end and c.start >= begin and c.rank in (Rank.TERM, Rank.HEAD)]
        shorts = [c for c in settled if (c.start, c.end) == pair.short and c.rank in (Rank.TERM, Rank.SHAPE)]
        return next(iter([*exact, *inside, *shorts]), None)

    def _type_by_head(self, long: str) -> EntityType | None:
        last = re.split(r"[\s-]", long.lower())[-1]
        for word in (last, last.removesuffix("s")):
            if word in self._nouns or word in self._head_types:
                return self._nouns.get(word) or self._head_types.get(word)
        return None


def _outside_links(parsed: Parsed, candidates: list[Candidate]) -> Iterator[Candidate]:
    """The candidates that stand in no web address."""
    links = [found.span() for found in _LINK.finditer(parsed.text)]
    for candidate in candidates:
        if not any(start < candidate.end and candidate.start < end for start, end in links):
            yield candidate


def _places(parsed: Parsed, name: str, flags: re.RegexFlag = re.NOFLAG) -> Iterator[tuple[int, int]]:
    """Where a name stands as whole words, exact case unless `flags` say otherwise, an added plural s included."""
    for found in re.finditer(rf"(?<![\w]){re.escape(name)}s?(?!\w)", parsed.text, flags):
        yield found.span()


def _occurrences(parsed: Parsed, cued: list[CuedName], terms: list[Candidate]) -> Iterator[Candidate]:
    """Every place of every cued name.

    A known thing of the same span lends its key, a shape its type where no words describe the name.
    """
    seen = {(t.start, t.end): t for t in sorted(terms, key=lambda t: t.rank)}
    for name in cued:
        for start, end in _places(parsed, name.text):
            term = seen.get((start, end))
            if term is None or term.key is None:
                type_ = name.type or (term.type if term else "Method")
                yield Candidate(start, end, type_, name.rule, Rank.COINED if name.introduced else Rank.CONTEXT)
            elif name.introduced:
                software = term.type == "Software"  # a system this paper brings is its method
                type_ = "Method" if software else term.type
                yield Candidate(start, end, type_, name.rule, Rank.COINED, None if software else term.key)
