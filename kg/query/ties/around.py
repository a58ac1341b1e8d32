"""What lies within a few steps of a thing, hubs cut short."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from itertools import chain, islice
from typing import Any

import networkx as nx
from msgspec import to_builtins

from kg.errors import QueryError
from kg.query.answers import Answer, Table, counted
from kg.query.edges import Edge, edges_from, edges_to
from kg.query.hits import Neighbour
from kg.query.index import RecordIndex
from kg.query.meant import KINDS, Name, node_key

__all__ = ["Neighbourhood", "Node", "neighbourhood", "neighbours"]

_KINDS = (*KINDS, "paper", "result")


@dataclass(frozen=True, repr=False)
class Node:
    """A paper, an entity or a result, `hop` steps from the centre."""

    key: str
    kind: str
    label: str
    hop: int

    def __repr__(self) -> str:
        return f"<{self.kind.capitalize()} {self.label!r} ({self.key}), hop {self.hop}>"


class Neighbourhood(Answer):
    """The nodes around a `center`, nearest first and the centre before all, and the edges among them.

    `nx` is that part of the whole graph as a copy, for NetworkX; the whole graph is built for it.
    """

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge], whole: Callable[[], nx.MultiDiGraph[str]]) -> None:
        self.nodes, self.edges = tuple(nodes), tuple(edges)
        self.center = self.nodes[0]
        self._whole = whole

    @cached_property
    def nx(self) -> nx.MultiDiGraph[str]:
        """The nodes and edges as a NetworkX graph of its own."""
        part: nx.MultiDiGraph[str] = self._whole().subgraph([node.key for node in self.nodes]).copy()
        return part

    @property
    def counts(self) -> str:
        return f"{counted(len(self.nodes), 'node')} around {self.center.label}, {counted(len(self.edges), 'edge')}"

    def tables(self, most: int | None = None) -> list[Table]:
        """Return one table, a row a node, with the edges that tie it to nodes nearer to the centre."""
        hops = {node.key: node.hop for node in self.nodes}
        labels = {node.key: node.label for node in self.nodes}
        ties: dict[str, dict[str, list[str]]] = {}
        for source, target, relation, _ in self.edges:
            if hops[source] != hops[target]:
                far, near = (target, source) if hops[source] < hops[target] else (source, target)
                ties.setdefault(far, {}).setdefault(labels[near], []).append(relation)
        by = {key: "; ".join(f"{', '.join(told)}: {name}" for name, told in near.items()) for key, near in ties.items()}
        rows = [(str(node.hop), node.kind, node.label, by.get(node.key, "")) for node in self.nodes]
        return [Table("", ("hop", "kind", "name", "by"), rows[:most], len(rows[most:]) if most else 0)]

    def plain(self) -> dict[str, Any]:
        """Return centre, nodes and edges as plain lists and dicts."""
        edges = [edge._asdict() for edge in self.edges]
        return {"center": self.center.key, "nodes": to_builtins(self.nodes), "edges": edges}


def neighbourhood(
    index: RecordIndex, name: Name, hops: int, kinds: Iterable[str] | None, top: int,
    whole: Callable[[], nx.MultiDiGraph[str]],
) -> Neighbourhood:  # fmt: skip
    """Return what is up to `hops` edges away, of each node its `top` neighbours: entities of most papers first.

    With `kinds` only nodes of these kinds are entered, and papers, which tie the others together. Raises QueryError for
    what is no kind or no number of steps, UnknownNameError for a name that nothing has.
    """
    if hops < 1 or top < 1:
        raise QueryError("hops and top must be 1 or more")
    allowed = _allowed(kinds)
    center = node_key(index, name)
    found = {center: 0}
    last = [center]
    for hop in range(1, hops + 1):
        reached = chain.from_iterable(_nearest(index, key, allowed, top) for key in last)
        last = [key for key in dict.fromkeys(reached) if key not in found]
        found.update(dict.fromkeys(last, hop))
    nodes = (Node(key, *index.node(key), hop) for key, hop in found.items())
    edges = (edge for key in found for edge in edges_from(index, key) if edge.target in found)
    return Neighbourhood(nodes, edges, whole)


def neighbours(index: RecordIndex, name: Name) -> list[Neighbour]:
    """Return what is one edge away from a paper, entity or result: edges out first, then by relation."""
    key = node_key(index, name)
    ends = [(edge, edge.target) for edge in edges_from(index, key)]
    ends += [(edge, edge.source) for edge in edges_to(index, key)]
    found = [Neighbour(edge.relation, edge.source == key, end, *index.node(end), edge.count) for edge, end in ends]
    return sorted(found, key=lambda hit: (not hit.outgoing, hit.relation, -hit.count, hit.label, hit.key))


def _allowed(kinds: Iterable[str] | None) -> frozenset[str]:
    if kinds is None:
        return frozenset(_KINDS)
    given = [kinds] if isinstance(kinds, str) else list(kinds)
    for kind in given:
        if kind.lower() not in _KINDS:
            raise QueryError(f"no kind of node is called {kind!r}; the kinds are {', '.join(_KINDS)}")
    return frozenset(("paper", *(kind.lower() for kind in given)))


def _nearest(index: RecordIndex, key: str, kinds: Collection[str], top: int) -> Iterator[str]:
    """The neighbours of a node: entities by their papers, then papers by how often they name it, then results."""
    near, papers, results = _around(index, key)
    entities = sorted(
        (other for other in set(near) if index.entities[other].kind in kinds),
        key=lambda other: (-index.entities[other].papers, index.labels[other], other),
    )
    shown = chain(entities, papers(top), results if "result" in kinds else ())
    yield from islice(dict.fromkeys(shown), top)


def _around(index: RecordIndex, key: str) -> tuple[Iterable[str], Callable[[int], Iterable[str]], Iterable[str]]:
    """The entities next to a node, so many of its papers, and its results."""
    if key in index.papers:
        edges = list(edges_from(index, key))
        results = [edge.target for edge in edges if edge.relation == "has_result"]
        return [edge.target for edge in edges if edge.relation != "has_result"], lambda _: (), results
    if key in index.results:
        return [edge.target for edge in edges_from(index, key)], lambda _: (index.results[key][0].id,), ()
    linked = [result for table in index.linked.values() for result in table.get(key, ())]
    compared = (index.results[result][0].id for result in index.linked["baseline"].get(key, ()))
    return (
        (*index.wider.get(key, ()), *index.narrower.get(key, ())),
        lambda top: chain(_naming_most(index, key, top), compared),
        linked,
    )


def _naming_most(index: RecordIndex, key: str, top: int) -> list[str]:
    found = ((-len(entity.mentions), record.id) for record, entity in index.places.get(key, ()))
    return [paper for _, paper in nsmallest(top, found)]
