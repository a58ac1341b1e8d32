"""Regular expressions of rules, each compiled when a text first asks for it: all of them take a third of a second."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property

from kg.errors import RuleError
from kg.ruleset.schema import ComposeRule, CueRule

__all__ = ["Wording"]


class Wording:
    """A regular expression that stands for, or was made of, what a rule says. Picklable.

    `match`, `search` and `compiled` raise RuleError where it is none; rules are checked for that when they are loaded
    from files.
    """

    def __init__(self, source: str, rule: CueRule | ComposeRule) -> None:
        self.source = source
        self._rule = rule

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        try:
            return re.compile(self.source)
        except re.error as error:
            origin = self._rule.origin
            raise RuleError(
                origin.file, f"not a regular expression: {error}", origin.line, self._rule.id
            ) from error

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """`re.Pattern.match` of the expression."""
        return self.compiled.match

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """`re.Pattern.search` of the expression."""
        return self.compiled.search
