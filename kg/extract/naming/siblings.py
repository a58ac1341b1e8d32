"""Names on a list take the type of the known ones: in `on CIFAR-10, Gullset and MNIST` Gullset is a dataset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract.candidate import Candidate, Rank
from kg.extract.naming.names import NAME, further_names, is_adjective, is_strong
from kg.extract.parsed import Parsed
from kg.ruleset import Ruleset, SiblingRule

__all__ = ["SiblingFinder"]

_BEFORE = re.compile(rf"(?<![\w-])(?P<name>{NAME})(?: \([^()]*\))?(?:,? and |,? or |, |/)\Z")
_LINKS = (" and ", " or ", ", ", "/")  # what ends each match of it
_FAR = 60  # characters before a name in which the one before it on the list begins

Span = tuple[int, int]


class SiblingFinder:
    """Reads lists around known names."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._rules = {rule.type: rule for rule in ruleset.siblings}
        self._not_names = ruleset.words.not_names

    def find(self, parsed: Parsed, terms: Iterable[Candidate]) -> Iterator[Candidate]:
        """A candidate for each unknown name on a list with enough known ones of one type and none of another."""
        known = [c for c in terms if c.rank in (Rank.TERM, Rank.SHAPE)]
        at = {c.start: c for c in sorted(known, key=lambda c: c.end)}
        seen: set[int] = set()
        for candidate in known:
            rule = self._rules.get(candidate.type)
            if rule is None or candidate.start in seen or parsed.text[candidate.start : candidate.end].islower():
                continue
            members = _members(parsed, candidate)
            seen.update(start for start, _ in members)
            yield from self._unknown(parsed, rule, members, at, known)

    def _unknown(
        self, parsed: Parsed, rule: SiblingRule, members: list[Span], at: dict[int, Candidate], known: list[Candidate]
    ) -> Iterator[Candidate]:
        types = [at[start].type for start, _ in members if start in at]
        if len(types) < rule.known or set(types) != {rule.type}:
            return
        for start, end in members:
            covered = any(c.start < end and start < c.end for c in known)
            if not covered and self._is_name(parsed.text[start:end]):
                yield Candidate(start, end, rule.type, rule.id, Rank.SHAPE)

    def _is_name(self, name: str) -> bool:
        return len(name) > 1 and name not in self._not_names and is_strong(name) and not is_adjective(name)


def _members(parsed: Parsed, known: Candidate) -> list[Span]:
    """The spans of the list on which a known name stands, in order."""
    first, limit = parsed.sentence_at(known.start)
    before: list[Span] = []
    begin = known.start
    while parsed.text.endswith(_LINKS, 0, begin) and (
        found := _BEFORE.search(parsed.text, max(first, begin - _FAR), begin)
    ):
        begin = found.start("name")
        before.append(found.span("name"))
    return [*reversed(before), (known.start, known.end), *further_names(parsed.text, known.end, limit)]
