"""A `Ruleset` as data that is ready at once: of its many terms each is decoded when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kg.ruleset.schema import (
    AbbreviationRule,
    ComposeRule,
    CueRule,
    HeadRule,
    IdentityRule,
    Ruleset,
    SiblingRule,
    TermRule,
    Words,
)

__all__ = ["PackedRules", "pack_rules", "unpack_rules"]


class PackedRules(msgspec.Struct, frozen=True, array_like=True):
    """A ruleset as data; `terms` are those of `ids`, one by one."""

    folders: tuple[str, ...]
    digest: str
    ids: list[str]
    terms: list[bytes]
    parents: frozenset[str]
    composes: tuple[ComposeRule, ...]
    heads: tuple[HeadRule, ...]
    cues: tuple[CueRule, ...]
    siblings: tuple[SiblingRule, ...]
    abbreviation: AbbreviationRule
    words: Words
    identity: tuple[IdentityRule, ...]
    metric_units: dict[str, str]


def pack_rules(ruleset: Ruleset) -> PackedRules:
    """The ruleset as data."""
    return PackedRules(
        folders=ruleset.folders,
        digest=ruleset.digest,
        ids=list(ruleset.terms),
        terms=[msgspec.msgpack.encode(rule) for rule in ruleset.terms.values()],
        parents=ruleset.parents,
        composes=ruleset.composes,
        heads=ruleset.heads,
        cues=ruleset.cues,
        siblings=ruleset.siblings,
        abbreviation=ruleset.abbreviation,
        words=ruleset.words,
        identity=ruleset.identity,
        metric_units=dict(ruleset.metric_units),
    )


def unpack_rules(packed: PackedRules) -> Ruleset:
    """The ruleset that was packed."""
    ruleset = Ruleset(
        packed.folders, packed.digest, _Terms(dict(zip(packed.ids, packed.terms, strict=True))), packed.composes,
        packed.heads, packed.cues, packed.siblings, packed.abbreviation, packed.words, packed.identity,
        packed.metric_units,
    )  # fmt: skip
    vars(ruleset)["parents"] = packed.parents  # else each term would have to be decoded for it
    return ruleset


_TERM = msgspec.msgpack.Decoder(TermRule)


class _Terms(Mapping[str, TermRule]):
    """Term rules by id, in their order."""

    def __init__(self, packed: dict[str, bytes]) -> None:
        self._packed = packed
        self._read: dict[str, TermRule] = {}

    def __getitem__(self, rule_id: str) -> TermRule:
        known = self._read.get(rule_id)
        if known is None:
            known = self._read[rule_id] = _TERM.decode(self._packed[rule_id])
        return known

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._packed

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
