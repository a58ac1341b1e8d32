"""Namesakes: two papers that each coin the same name mean two things by it, which one paper alone cannot tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from kg.graph.ordered import Ordered, in_order
from kg.model import SLOTS, Bond, Extraction, Result, namesake_key
from kg.text.spelling import squeezed

__all__ = ["Claims", "told_apart", "without_namesakes"]


def without_namesakes(records: Iterable[Extraction]) -> Ordered:
    """Return the records in order, as `in_order` does, with the things of one name that several papers coin told apart.

    Every paper that coins such a name has a thing of its own by it, with the paper's id in its key; a paper that only
    mentions the name keeps the plain key, for it may mean either. What a rule stands for is one thing, whoever claims
    to introduce it, and so is what the papers spell out alike. Telling apart twice changes nothing more.
    """
    claims = Claims()
    ordered = in_order(records, claims.add)
    contested = claims.contested()
    return told_apart(ordered, contested)


def told_apart(records: Ordered, contested: Mapping[str, Sequence[str]]) -> Ordered:
    """Return the records with the contested keys of each paper made its own, as `Claims` finds them."""
    return _ToldApart(records, contested) if contested else records


class _ToldApart(Ordered):
    """Records whose contested keys, those of each paper by its id, become the paper's own."""

    def __init__(self, records: Ordered, contested: Mapping[str, Sequence[str]]) -> None:
        super().__init__(records)
        self._contested = contested

    def __iter__(self) -> Iterator[Extraction]:
        for record in self._records:
            keys = self._contested.get(record.id)
            yield _renamed(record, keys) if keys else record


class Claims:
    """Which papers coin which name: of each record no more than decides whose it is."""

    def __init__(self) -> None:
        self._coined: dict[str, list[tuple[str, tuple[str, ...]]]] = {}  # paper and long forms
        self._ruled: set[str] = set()

    def add(self, record: Extraction) -> None:
        """Note what a paper introduces."""
        introduced = frozenset(record.introduces)
        for entity in record.entities if introduced else ():
            if entity.key in introduced:
                ruled = any(mention.rule == entity.key for mention in entity.mentions)
                self.claim(record.id, entity.key, ruled, (mention.text for mention in entity.mentions))

    def claim(self, paper: str, key: str, ruled: bool, forms: Iterable[str]) -> None:
        """Note that a paper introduces what has this key: whether a rule stands for it, and how it is written."""
        if ruled:
            self._ruled.add(key)
        self._coined.setdefault(key, []).append((paper, tuple(form for form in forms if " " in form)))

    def contested(self) -> dict[str, list[str]]:
        """Return the keys that each paper must not share with the others, by paper."""
        contested: dict[str, list[str]] = defaultdict(list)
        for key, claims in self._coined.items():
            if len(claims) > 1 and key not in self._ruled and not _spelled_out_alike([forms for _, forms in claims]):
                for paper, _ in claims:
                    contested[paper].append(key)
        return dict(contested)


def _spelled_out_alike(claims: Iterable[Sequence[str]]) -> bool:
    """Whether all say by the same long form what the name stands for."""
    first, *others = (set(map(squeezed, forms)) for forms in claims)
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
