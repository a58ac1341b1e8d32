"""Namesakes: two papers that each coin the same name mean two things by it, which one paper alone cannot tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from kg.model import SLOTS, Bond, Entity, Extraction, Result, namesake_key
from kg.text.spelling import squeezed

__all__ = ["without_namesakes"]


def without_namesakes(records: Sequence[Extraction]) -> list[Extraction]:
    """Return the records, each in its place, with the things of one name that several papers coin told apart.

    Every paper that coins such a name has a thing of its own by it, with the paper's id in its key; a paper that only
    mentions the name keeps the plain key, for it may mean either. What a rule stands for is one thing, whoever claims
    to introduce it, and so is what the papers spell out alike.
    """
    coined: dict[str, list[tuple[Extraction, Entity]]] = defaultdict(list)
    ruled: set[str] = set()
    for record in records:
        introduced = frozenset(record.introduces)
        for entity in record.entities if introduced else ():
            if entity.key in introduced:
                coined[entity.key].append((record, entity))
                if any(mention.rule == entity.key for mention in entity.mentions):
                    ruled.add(entity.key)
    contested: dict[str, set[str]] = defaultdict(set)
    for key, claims in coined.items():
        if len(claims) > 1 and key not in ruled and not _spelled_out_alike([entity for _, entity in claims]):
            for record, _ in claims:
                contested[record.id].add(key)
    return [_renamed(record, contested[record.id]) if record.id in contested else record for record in records]


def _spelled_out_alike(claims: Sequence[Entity]) -> bool:
    """Whether all say by the same long form what the name stands for."""
    first, *others = ({squeezed(m.text) for m in entity.mentions if " " in m.text} for entity in claims)
    return bool(first.intersection(*others))


def _renamed(record: Extraction, contested: Iterable[str]) -> Extraction:
    own = {key: namesake_key(key, record.id) for key in contested}
    entities = (msgspec.structs.replace(e, key=own[e.key]) if e.key in own else e for e in record.entities)
    return msgspec.structs.replace(
        record,
        introduces=tuple(own.get(key, key) for key in record.introduces),
        entities=tuple(entities),
        results=tuple(_result(result, own) for result in record.results),
    )


def _result(result: Result, own: dict[str, str]) -> Result:
    keys = {f"{slot}_key": getattr(result, f"{slot}_key") for slot in (*SLOTS, "metric_entity")}
    renamed = {name: own[key] for name, key in keys.items() if key in own}
    bound: tuple[Bond, ...] = result.bound
    if any(bond.key in own for bond in bound):
        bound = tuple(msgspec.structs.replace(b, key=own[b.key]) if b.key in own else b for b in bound)
    return msgspec.structs.replace(result, bound=bound, **renamed)
