"""What identity.yaml decides: names that are one thing whatever they look like, and names that are not."""

from __future__ import annotations

from kg.extract.candidate import Candidate
from kg.identity.names import fold
from kg.model import EntityType
from kg.ruleset import IdentityRule, Ruleset

__all__ = ["Decisions"]


class Decisions:
    """The entries of identity.yaml by folded name; of a later folder of rules over those of an earlier one."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._same: dict[str, IdentityRule] = {}
        self._apart: dict[str, IdentityRule] = {}
        for rule in ruleset.identity:
            for name in map(fold, rule.names):
                for table in (self._same, self._apart):  # the last word on a name stands
                    table.pop(name, None)
                (self._same if rule.target else self._apart)[name] = rule

    def same(self, name: str, type_: EntityType) -> IdentityRule | None:
        """Return the decision that tells which entity a folded name is."""
        rule = self._same.get(name)
        return rule if rule is not None and rule.type in (None, type_) else None

    def apart(self, name: str) -> IdentityRule | None:
        """Return the decision that tells which entity a folded name is not."""
        return self._apart.get(name)

    def refuses(self, name: str, known: Candidate) -> bool:
        """Return whether a folded name must not be taken for a known thing, nor for a variant of it."""
        rule = self._apart.get(name)
        return rule is not None and known.key == rule.refused
