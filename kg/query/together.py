"""What stands in the same papers as a thing, and how much more often than chance would have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from kg.query.answers import Hits
from kg.query.index import RecordIndex
from kg.query.meant import Name, family_keys

__all__ = ["Cooccurring", "Together", "cooccurring"]


@dataclass(frozen=True, repr=False)
class Together:
    """An entity that stands in `papers` papers (`paper_keys`) together with the thing asked about.

    `lift` is how many times as often as if the two had nothing to do with each other.
    """

    key: str
    kind: str
    label: str
    papers: int
    lift: float
    paper_keys: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<{self.kind.capitalize()} {self.label!r} ({self.key}): {self.papers} papers, lift {self.lift:.2f}>"


class Cooccurring(Hits[Together]):
    """Entities by the papers they share with a thing, then by lift."""

    noun = "entity"
    columns = ("entity", "kind", "papers", "lift")
    fields = ("key", "kind", "label", "papers", "lift", "paper_keys")

    def cells(self, hit: Together) -> tuple[str, ...]:
        return hit.label, hit.kind, str(hit.papers), f"{hit.lift:.2f}"

    def row(self, hit: Together) -> dict[str, Any]:
        return {name: getattr(hit, name) for name in self.fields} | {"lift": round(hit.lift, 4)}


def cooccurring(index: RecordIndex, name: Name, kind: str | None, top: int | None) -> Cooccurring:
    """Return the entities in the papers of a thing and its family, without that family and what is wider than it.

    Raises UnknownNameError for a name that nothing has.
    """
    keys = family_keys(index, None, name)
    own = keys.union(*(index.ancestors(key) for key in keys))
    papers = index.papers_of(keys)
    counts = Counter(chain.from_iterable(_keys_in(index, papers)))
    counted = (
        (count, _lift(index, key, count, len(papers)), key)
        for key, count in counts.items()
        if key not in own and (kind is None or index.entities[key].kind == kind)
    )
    ordered = sorted(counted, key=lambda item: (-item[0], -item[1], index.labels[item[2]], item[2]))

    def make(item: tuple[int, float, str]) -> Together:
        count, lift, key = item
        shared = sorted(papers.intersection(index.papers_of((key,))))
        return Together(key, index.entities[key].kind, index.labels[key], count, lift, tuple(shared))

    return Cooccurring(ordered[:top], make)


def _keys_in(index: RecordIndex, papers: Iterable[str]) -> Iterable[list[str]]:
    return ([entity.key for entity in index.papers[paper].entities] for paper in papers)


def _lift(index: RecordIndex, key: str, together: int, papers: int) -> float:
    """The share of the thing's papers that have the other, over the share of all papers that do."""
    return together * len(index.records) / (papers * index.entities[key].papers)
