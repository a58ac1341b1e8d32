"""Names grow: a device takes its vendor, memory and class word, a model its version, size and variant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.errors import RuleError
from kg.extract.candidate import Candidate
from kg.extract.parsed import Parsed
from kg.ruleset import ComposeRule, Ruleset

__all__ = ["Composer"]


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
        grown = end - start - (plain.end - plain.start)
        return replace(plain, start=start, end=end, variant=variant, grown=grown)


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
