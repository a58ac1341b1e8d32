"""Rules are data: YAML files in, one validated, picklable `Ruleset` out.

What reads YAML is loaded when rules are first read from files: most runs take them ready made from a cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.ruleset.folders import reader_digest, rules_digest, rules_folder
from kg.ruleset.packed import PackedRules, pack_rules, unpack_rules
from kg.ruleset.schema import AnyRule, ComposeRule, CueRule, HeadRule, IdentityRule, Ruleset, SiblingRule, TermRule

if TYPE_CHECKING:
    from kg.ruleset.load import load_ruleset

__all__ = [
    "AnyRule",
    "ComposeRule",
    "CueRule",
    "HeadRule",
    "IdentityRule",
    "PackedRules",
    "Ruleset",
    "SiblingRule",
    "TermRule",
    "load_ruleset",
    "pack_rules",
    "reader_digest",
    "rules_digest",
    "rules_folder",
    "unpack_rules",
]


def __getattr__(name: str) -> object:
    if name != "load_ruleset":
        raise AttributeError(f"module 'kg.ruleset' has no attribute {name!r}")
    from kg.ruleset.load import load_ruleset

    return load_ruleset
