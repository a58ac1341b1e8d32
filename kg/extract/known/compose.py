"""Names grow: a device takes its vendor, memory and class word, a model its version, size and variant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kg.extract.candidate import Candidate, Rank
from kg.extract.naming.names import is_adjective
from kg.extract.parsed import Parsed
from kg.extract.wording import Wording
from kg.ruleset import Ruleset

__all__ = ["Composer"]

_COMPOUNDED = ("Model", "Dataset")
# Parts of a compound have a capital or a digit; in an address as `org-name-2b-v1` the first may be plain.
_LEFT_PARTS = re.compile(r"(?<![\w/.-])(?:[a-z]+-(?=(?:\w+-)+))?(?:[a-z]{0,3}[A-Z0-9][\w.]*-)+\Z")
_RIGHT_PARTS = re.compile(r"(?:-(?:[A-Z]\w*|v?\d[\w]*(?:\.\d+)?))+(?![\w-])")


class Composer:
    """Grows known names by the compose rules of their type."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._grammars = {
            rule.type: (Wording(rf"(?:{rule.before})\Z", rule), Wording(rule.after, rule)) for rule in ruleset.composes
        }
        self._terms = ruleset.terms
        self._named: dict[str, bool] = {}  # by the ids of terms that a text has asked for

    def grow(self, parsed: Parsed, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """The grown form of each candidate that grows; the plain ones are not repeated."""
        for candidate in candidates:
            grammar = self._grammars.get(candidate.type)
            if grammar is not None and self._has_name(candidate.key):
                grown = self._grown(parsed, candidate, *grammar)
                if grown != candidate:
                    yield grown
                compound = _compound(parsed.text, grown) if candidate.type in _COMPOUNDED else None
                if compound is not None:
                    yield compound

    def wordings(self) -> list[Wording]:
        """The regular expressions of the rules."""
        return [wording for grammar in self._grammars.values() for wording in grammar]

    def _has_name(self, key: str | None) -> bool:
        """Whether a term is no class ("GPU", "edge device"): those take no vendor, size or version."""
        if key is None:
            return False
        if key not in self._named:
            rule = self._terms[key]
            self._named[key] = _is_proper(rule.label) or any(map(_is_name, rule.phrases))
        return self._named[key]

    def _grown(self, parsed: Parsed, plain: Candidate, before: Wording, after: Wording) -> Candidate:
        left = before.search(parsed.text, max(0, plain.start - 40), plain.start)
        start = left.start() if left else plain.start
        if start and parsed.text[start - 1].isalnum():
            start = plain.start
        right = after.match(parsed.text, plain.end)
        end = plain.end
        variant = ""
        if right and parsed.ends_token(right.end()):
            end, variant = right.end(), right.groupdict().get("variant") or ""
        size = left.groupdict().get("size") if left and start == left.start() else None
        if size and size.strip("- ") not in variant:
            variant = f"-{size.strip('- ')}{variant}"
        grown = end - start - (plain.end - plain.start)
        return replace(plain, start=start, end=end, variant=variant, grown=grown)


def _compound(text: str, name: Candidate) -> Candidate | None:
    """The whole of a hyphenated name of which `name` is a part: `Kelp-BERT-v3` is no BERT, but a model of its own."""
    joined = text[name.start - 1 : name.start] == "-"  # else there is nothing to search for
    left = _LEFT_PARTS.search(text, max(0, name.start - 40), name.start) if joined else None
    right = _RIGHT_PARTS.match(text, name.end)
    start, end = left.start() if left else name.start, right.end() if right else name.end
    whole = text[start:end]
    if (start, end) == (name.start, name.end) or " " in whole or is_adjective(whole):
        return None
    return replace(name, start=start, end=end, rank=Rank.SHAPE, key=None, variant="", grown=0)


def _is_name(form: str) -> bool:
    return form != form.lower() or any(map(str.isdigit, form))


def _is_proper(label: str) -> bool:
    """Mixed case in the first word: `Code Llama`, but not `GPU` and not `large language model`."""
    first = label.split()[0]
    return first not in (first.lower(), first.upper())
