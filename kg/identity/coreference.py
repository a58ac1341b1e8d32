"""One thing under a short and a long name in one paper: `latency` after `inference latency` is that latency."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.candidate import Candidate
from kg.identity.names import fold
from kg.model import EntityType

__all__ = ["same_things"]

# What is measured and what is done are shortened as a text goes on; a method or a model and its kinds are told apart.
_SHORTENED: frozenset[EntityType] = frozenset(("Metric", "Task"))


def same_things(text: str, groups: Mapping[str, list[Candidate]], types: Mapping[str, EntityType]) -> dict[str, str]:
    """For each key of `groups` that goes by another key in this paper, that other key.

    A name that ends exactly one longer name of its type means the same, and goes by that one's key: `cost` that stands
    for the compression cost is no cost at large.
    """
    names = {
        key: {fold(text[c.start : c.end]) for c in group} for key, group in groups.items() if types[key] in _SHORTENED
    }
    merged: dict[str, str] = {}
    for short in names:
        endings = tuple(f" {name}" for name in names[short])
        others = (key for key in names if key != short and types[key] == types[short])
        longer = [key for key in others if any(name.endswith(endings) for name in names[key])]
        if len(longer) == 1 and longer[0] not in merged and short not in merged.values():
            merged[short] = longer[0]
    return merged
