"""Names grow: a device takes its vendor, memory and class word, a model its version, size and variant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from kg.errors import RuleError
from kg.extract.candidate import Candidate, Rank
from kg.extract.naming.names import is_adjective
from kg.extract.parsed import Parsed
from kg.ruleset import ComposeRule, Ruleset

__all__ = ["Composer"]

_COMPOUNDED = ("Model", "Dataset")
# Parts of a compound have a capital or a digit; in an address as `org-name-2b-v1` the first may be plain.
_LEFT_PARTS = re.compile(r"(?<![\w/.-])(?:[a-z]+-(?=(?:\w+-)+))?(?:[a-z]{0,3}[A-Z0-9][\w.]*-)+\Z")
_RIGHT_PARTS = re.compile(r"(?:-(?:[A-Z]\w*|v?\d[\w]*(?:\.\d+)?))+(?![\w-])")


class Composer:
    """Grows known names by the compose rules of their type."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._grammars = {rule.type: _compiled(rule) for rule in ruleset.composes}
        # Classes ("GPU", "edge device") are no names: they take no vendor, size or version.
        self._names = {
            rule.id for rule in ruleset.terms.values() if _is_proper(rule.label) or any(map(_is_name, rule.phrases))
        }

    def grow(self, parsed: Parsed, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        """The grown form of each candidate that grows; the plain ones are not repeated."""
        for candidate in candidates:
            grammar = self._grammars.get(candidate.type)
            if grammar is not None and candidate.key in self._names:
                grown = self._grown(parsed, candidate, *grammar)
                if grown != candidate:
                    yield grown
                compound = _compound(parsed.text, grown) if candidate.type in _COMPOUNDED else None
                if compound is not None:
                    yield compound

    def _grown(self, parsed: Parsed, plain: Candidate, before: re.Pattern[str], after: re.Pattern[str]) -> Candidate:
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


def _compiled(rule: ComposeRule) -> tuple[re.Pattern[str], re.Pattern[str]]:
    try:
        return re.compile(rf"(?:{rule.before})\Z"), re.compile(rule.after)
    except re.error as error:
        raise RuleError(rule.origin.file, f"not a regular expression: {error}", rule.origin.line, rule.id) from error
