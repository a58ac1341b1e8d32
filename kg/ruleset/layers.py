"""Folders of rules over each other: a user's folder may replace a shipped rule by its id."""

from __future__ import annotations

from typing import Generic, TypeVar

from kg.ruleset.entry import Entry
from kg.ruleset.schema import Origin

__all__ = ["ById"]

T = TypeVar("T")


class ById(Generic[T]):
    """Rules by id in the order they came; a later folder may replace one (in its place), the same folder may not."""

    def __init__(self) -> None:
        self.found: dict[str, T] = {}
        self._in_folder: dict[str, Origin] = {}

    def add(self, entry: Entry, rule: T) -> None:
        """Enter what was made of `entry`. Raises RuleError if its id has stood in this folder before."""
        rule_id = entry.id()
        if rule_id in self._in_folder:
            first = self._in_folder[rule_id]
            raise entry.wrong(f"the id stands already at {first.file}:{first.line}")
        self._in_folder[rule_id] = entry.origin
        self.found[rule_id] = rule

    def close_folder(self) -> set[str]:
        """From here on the same ids may come again, as replacements. Returns the ids of the folder that ends."""
        ids = set(self._in_folder)
        self._in_folder.clear()
        return ids
