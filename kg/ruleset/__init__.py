"""Rules are data: YAML files in, one validated, picklable `Ruleset` out."""

from kg.ruleset.load import load_ruleset, rules_digest, rules_folder
from kg.ruleset.schema import AnyRule, ComposeRule, CueRule, HeadRule, IdentityRule, Ruleset, SiblingRule, TermRule

__all__ = [
    "AnyRule",
    "ComposeRule",
    "CueRule",
    "HeadRule",
    "IdentityRule",
    "Ruleset",
    "SiblingRule",
    "TermRule",
    "load_ruleset",
    "rules_digest",
    "rules_folder",
]
