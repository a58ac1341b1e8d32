"""The way from one thing to another through papers that tell something: through what they introduce or compare with
rather than what they mention, through what few papers name rather than what all do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import islice, pairwise
from math import inf
from typing import Any

from msgspec import to_builtins

from kg.errors import QueryError
from kg.graph.entities import RELATION_BY_TYPE
from kg.query.answers import Answer, Table, counted
from kg.query.edges import edge_places
from kg.query.hits import Evidence
from kg.query.index import RecordIndex
from kg.query.meant import Name, node_key

__all__ = ["Path", "PathStep", "shortest_path"]

_HOP = 1000.0  # more than any path costs: with it the fewest steps win
_COSTS = {
    "introduces": 0.6, "compares_with": 0.7, "has_result": 0.5, "runs_on": 0.9, "uses": 0.9, "evaluates_on": 0.9,
    "mentions": 1.0, "broader": 1.5,
}  # fmt: skip
_LEAST = min(_COSTS.values())
_METRIC = 1.0  # that two papers measure the same thing tells little
_EFFORT = 4_000  # steps that are looked at to better a path that was found
_OF_HUB = 200  # papers of an entity that are looked at first
_SHARE = 0.25  # of the pull of a hub, on each step to it or from it
_RELATION_OF_KIND = {type_.lower(): relation for type_, relation in RELATION_BY_TYPE.items()}


@dataclass(frozen=True, repr=False)
class PathStep:
    """One step of a path and the place it stands on; `outgoing` when the graph's edge runs in the path's direction."""

    source: str
    target: str
    source_label: str
    target_label: str
    relation: str
    outgoing: bool
    evidence: Evidence

    def __repr__(self) -> str:
        return f"<{self.source_label!r} {self.arrow} {self.target_label!r}>"

    @property
    def arrow(self) -> str:
        return f"-{self.relation}->" if self.outgoing else f"<-{self.relation}-"


class Path(Answer):
    """A way from one thing to another: `keys` and `labels` from end to end, and the `steps` between them."""

    def __init__(self, keys: Iterable[str], labels: Iterable[str], steps: Iterable[PathStep]) -> None:
        self.keys, self.labels, self.steps = tuple(keys), tuple(labels), tuple(steps)

    def __len__(self) -> int:
        return len(self.steps)

    @property
    def counts(self) -> str:
        return f"{counted(len(self.steps), 'step')} from {self.labels[0]} to {self.labels[-1]}"

    def tables(self, most: int | None = None) -> list[Table]:
        """Return one table: where the path begins, then a row a step."""
        steps = self.steps[:most]
        rows = [("", self.labels[0], ""), *((step.arrow, step.target_label, step.evidence.sentence) for step in steps)]
        return [Table("", ("by", "to", "sentence"), rows, len(self.steps) - len(steps))]

    def plain(self) -> dict[str, Any]:
        """Return it as plain lists and dicts."""
        return {"keys": self.keys, "labels": self.labels, "steps": to_builtins(self.steps)}


def shortest_path(index: RecordIndex, start: Name, goal: Name, longest: int) -> Path:
    """Return the cheapest path of at most `longest` steps: what costs little is told in the module.

    Raises QueryError where no such path leads from one to the other, UnknownNameError for a name that nothing has.
    """
    ends = node_key(index, start), node_key(index, goal)
    labels = [index.node(key)[1] for key in ends]
    if ends[0] == ends[1]:
        raise QueryError(f"{labels[0]!r} is both ends of the path; name two things")
    for hop, most in ((0.0, _OF_HUB), (0.0, None), (_HOP, None)):
        keys = _meet(index, *ends, hop, most)
        if 0 < len(keys) <= longest + 1:
            return Path(keys, [index.node(key)[1] for key in keys], _steps(index, keys))
    raise QueryError(f"no path of up to {counted(longest, 'step')} leads from {labels[0]!r} to {labels[1]!r}")


# The search: from both ends at once, so that a hub in the middle is reached but never left


@dataclass
class _Front:
    """What one end has reached so far: at what cost, from where."""

    start: str
    cost: dict[str, float] = field(default_factory=dict)
    came_from: dict[str, str] = field(default_factory=dict)
    waiting: list[tuple[float, str]] = field(default_factory=list)
    left: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.cost[self.start] = 0.0
        self.waiting.append((0.0, self.start))

    def way_back(self, key: str) -> list[str]:
        way = [key]
        while way[-1] != self.start:
            way.append(self.came_from[way[-1]])
        return way


def _meet(index: RecordIndex, start: str, goal: str, hop: float, papers: int | None) -> list[str]:
    """The keys on a cheapest path, none where there is none; the front with less to do goes on.

    Of each entity so many `papers` are looked at, or all. Between hubs that is the cheapest path found with some
    effort: to prove that none is cheaper may take a large part of the graph.
    """
    fronts = (_Front(start), _Front(goal))
    best, middle, effort = *_common_paper(index, fronts, hop), 0
    while (
        effort < _EFFORT
        and all(front.waiting for front in fronts)
        and sum(front.waiting[0][0] for front in fronts) < best
    ):
        own, other = sorted(fronts, key=lambda front: len(front.waiting) + _degree(index, front.waiting[0][1]))
        cost, key = heappop(own.waiting)
        if key in own.left:
            continue
        own.left.add(key)
        # What costs this much or more is found from the other end, or belongs to no cheapest path.
        most = best - cost - other.waiting[0][0]
        for reached, weight in _ties(index, key, hop, most, papers):
            total = cost + weight
            effort += bool(middle)
            if total < own.cost.get(reached, inf):
                own.cost[reached], own.came_from[reached] = total, key
                heappush(own.waiting, (total, reached))
                if total + other.cost.get(reached, inf) < best:
                    best, middle = total + other.cost[reached], reached
    return [*fronts[0].way_back(middle)[::-1], *fronts[1].way_back(middle)[1:]] if middle else []


def _common_paper(index: RecordIndex, fronts: tuple[_Front, _Front], hop: float) -> tuple[float, str]:
    """The paper that ties both ends most closely, reached from both, and at what cost."""
    ends = [front.start for front in fronts]
    found = []
    for paper in set.intersection(*(index.papers_of((end,)) for end in ends)):
        found.append((sum(hop + _cost(index, paper, end) for end in ends), paper))
    best, middle = min(found, default=(inf, ""))
    for front in fronts if middle else ():
        front.cost[middle], front.came_from[middle] = hop + _cost(index, middle, front.start), front.start
    return best, middle


def _degree(index: RecordIndex, key: str) -> int:
    if key in index.papers:
        return len(index.papers[key].entities)
    return len(index.places.get(key, ())) + len(index.narrower.get(key, ())) + len(index.wider.get(key, ()))


def _ties(index: RecordIndex, key: str, hop: float, most: float, papers: int | None) -> Iterator[tuple[str, float]]:
    """What is one step away at a cost below `most`; each end of a step pays its share for being a hub."""
    if key in index.results:
        yield index.results[key][0].id, hop + _COSTS["has_result"]
    elif key in index.papers:
        for entity in index.papers[key].entities:
            cost = hop + _cost(index, key, entity.key)
            if cost < most:
                yield entity.key, cost
    elif hop + _LEAST + _SHARE * index.pulls.get(key, 0.0) < most:  # else no way out of a hub needs a look
        for record, _ in islice(index.places.get(key, ()), papers):
            yield record.id, hop + _cost(index, record.id, key)
        for concept in (*index.wider.get(key, ()), *index.narrower.get(key, ())):
            yield concept, hop + _COSTS["broader"] + _SHARE * (index.pulls[key] + index.pulls[concept])


def _cost(index: RecordIndex, paper: str, key: str) -> float:
    """What the step between a paper and an entity costs."""
    metric = _METRIC if index.entities[key].kind == "metric" else 0.0
    return _COSTS[_relation(index, paper, key)] + metric + _SHARE * index.pulls[key]


def _relation(index: RecordIndex, paper: str, key: str) -> str:
    """The relation between a paper and an entity it names that tells most."""
    if key in index.papers[paper].introduces:
        return "introduces"
    if (paper, key) in index.compared:
        return "compares_with"
    return _RELATION_OF_KIND.get(index.entities[key].kind, "mentions")


def _steps(index: RecordIndex, keys: list[str]) -> Iterator[PathStep]:
    for source, target in pairwise(keys):
        outgoing = source in index.papers or target in index.wider.get(source, ())
        edge = (source, target) if outgoing else (target, source)
        relation = _relation_of(index, *edge)
        evidence = edge_places(index, *edge, relation)[0]
        yield PathStep(source, target, index.node(source)[1], index.node(target)[1], relation, outgoing, evidence)


def _relation_of(index: RecordIndex, source: str, target: str) -> str:
    """The relation of an edge of the graph, of several the one a path takes."""
    if target in index.results:
        return "has_result"
    return _relation(index, source, target) if source in index.papers else "broader"
