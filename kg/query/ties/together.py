"""What stands in the same papers as a thing, and how much more often than chance would have it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import heappush, heappushpop, nlargest
from itertools import chain
from typing import Any

from kg.query.answers import Listing
from kg.query.index import RecordIndex
from kg.query.meant import Name, each_name

__all__ = ["Cooccurring", "Together", "cooccurring"]

_HUB = 300  # papers from which it is shorter to go through entities


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


class Cooccurring(Listing[Together]):
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
    named = index.names.resolve(*each_name(name))
    keys = index.family(named)
    own = keys.union(*(index.ancestors(key) for key in named))
    papers = index.papers_of(keys)
    hub = top is not None and len(papers) > _HUB
    counts = _of_hub(index, papers, own, kind, top or 0) if hub else _counted(index, papers, own, kind)
    # Only what may stand among the first is ordered: most share one paper with the thing.
    least = min(nlargest(top, counts.values()), default=0) if top is not None else 0
    found = [(count, _lift(index, key, count, len(papers)), key) for key, count in counts.items() if count >= least]
    found.sort(key=lambda item: (-item[0], -item[1], index.labels[item[2]], item[2]))

    def make(item: tuple[int, float, str]) -> Together:
        count, lift, key = item
        shared = sorted(papers.intersection(index.papers_of((key,))))
        return Together(key, index.entities[key].kind, index.labels[key], count, lift, tuple(shared))

    return Cooccurring(found[:top], make)


def _counted(index: RecordIndex, papers: Iterable[str], own: Collection[str], kind: str | None) -> dict[str, int]:
    """How many of the papers have each other entity, by a walk over them."""
    listed = ([entity.key for entity in index.papers[paper].entities] for paper in papers)
    counts = Counter(chain.from_iterable(listed))
    entities = index.entities
    return {
        key: count for key, count in counts.items() if key not in own and (kind is None or entities[key].kind == kind)
    }


def _of_hub(
    index: RecordIndex, papers: Iterable[str], own: Collection[str], kind: str | None, top: int
) -> dict[str, int]:
    """The same of the `top` and of what ties with them, by a walk over entities until no more can be among them."""
    wanted = index.bits_of(papers)
    counts: dict[str, int] = {}
    best: list[int] = []
    for key in index.by_papers:
        item = index.entities[key]
        if len(best) == top and item.papers < best[0]:
            break
        if key in own or kind not in (None, item.kind):
            continue
        count = (wanted & index.paper_bits(key)).bit_count()
        if count:
            counts[key] = count
            (heappush if len(best) < top else heappushpop)(best, count)
    return counts


def _lift(index: RecordIndex, key: str, together: int, papers: int) -> float:
    """The share of the thing's papers that have the other, over the share of all papers that do."""
    return together * len(index.records) / (papers * index.entities[key].papers)
