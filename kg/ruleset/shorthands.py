"""Parts of patterns under a name: `<propose>` in a cue stands for all the verbs that coin."""

from __future__ import annotations

import re

from kg.ruleset.entry import Entry
from kg.ruleset.files import LINE

__all__ = ["Shorthands"]

_USE = re.compile(r"(?<!\?P)<([a-z-]+)>")


class Shorthands:
    """The shorthands of all files so far; a later file may use, and replace, those of the ones before."""

    def __init__(self) -> None:
        self._parts: dict[str, str] = {}

    def add(self, entry: Entry) -> None:
        """Enter what stands under `shorthands:`; a shorthand may use those above it."""
        for name in entry.raw:
            if name != LINE:
                self._parts[name] = f"(?:{self.expand(entry, entry.text(name))})"

    def expand(self, entry: Entry, pattern: str) -> str:
        """The pattern with every shorthand spelled out. Raises RuleError for one that is not known."""

        def spelled(use: re.Match[str]) -> str:
            if use[1] not in self._parts:
                raise entry.wrong(f"unknown shorthand <{use[1]}>; known: {', '.join(sorted(self._parts))}")
            return self._parts[use[1]]

        return _USE.sub(spelled, pattern)
