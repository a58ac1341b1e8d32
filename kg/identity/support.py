"""Whether a paper that coins a known name means the known thing: it then speaks of what that thing is a kind of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.ruleset import Ruleset

__all__ = ["Support"]

_WORD = re.compile(r"[a-z0-9]+")
_STEM = 6  # letters: optimizer, optimizing, optimization
_SHORTEST = 3
# Words of so many families that they speak for none; a language model may be anywhere.
_GENERAL = frozenset(
    "model models learning network networks system systems method methods deep neural training based large efficient"
    " inference framework algorithm algorithms analysis general processing level data".split()
)


class Support:
    """Built once from a ruleset; the words of a family are gathered when first asked for."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._stems: dict[str, frozenset[str]] = {}
        self._families = ruleset.parents

    def is_namesake(self, key: str, text: str, names: Iterable[str]) -> bool:
        """Return whether a text that introduces the known thing of this key as its own means another by the name.

        R2D2 is a way of reinforcement learning; a paper that proposes R2D2 and never speaks of such learning, nor of
        anything wider, has coined the name anew. Of families, and of things without one, nothing is told so.
        """
        rule = self._ruleset.terms.get(key)
        if rule is None or rule.broader is None or key in self._families or rule.label == rule.label.lower():
            return False
        for name in sorted({name for name in names if " " not in name}, key=len, reverse=True):
            text = text.replace(name, " ")  # a name speaks for nothing; one that is spelled out says what it is
        return not self._family_stems(rule.broader) & self._stems_of(text)

    def _family_stems(self, key: str) -> frozenset[str]:
        if key not in self._stems:
            rules = [self._ruleset.terms[wider] for wider in (key, *self._ruleset.broader_ids(key))]
            stems = self._stems_of(" ".join(text for rule in rules for text in (rule.label, *rule.phrases)))
            self._stems[key] = stems if rules[0].type == "Model" else stems - self._stems_of("language")
        return self._stems[key]

    def _stems_of(self, text: str) -> frozenset[str]:
        words = {word for word in _WORD.findall(text.lower()) if len(word) >= _SHORTEST}
        return frozenset(word[:_STEM] for word in words - _GENERAL - self._ruleset.words.stops)
