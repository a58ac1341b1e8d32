"""What the page draws first: the most connected part of the graph, or what surrounds one node."""

from __future__ import annotations

import heapq
from difflib import get_close_matches

import networkx as nx

from kg.errors import UnknownNameError
from kg.view.style import is_major, strength

__all__ = ["choose_nodes", "find_node", "first_picture", "ties"]


def first_picture(graph: nx.MultiDiGraph[str], around: str | None, top: int) -> tuple[nx.Graph[str], str | None]:
    """The part to draw first, as a simple graph with `weight` on its edges, and the key it is drawn around.

    Raises UnknownNameError where `around` is no key, label or alias of the graph.
    """
    all_ties = ties(graph)
    centre = None if around is None else find_node(graph, around)
    if centre is not None and centre not in all_ties:  # a result: it is drawn only when it is asked for
        own = sorted(set(nx.all_neighbors(graph, centre)))
        all_ties.add_edges_from((centre, other, {"weight": 1, "major": True}) for other in own)
    chosen = choose_nodes(all_ties, centre, max(top, 1))
    return _picture(all_ties, chosen, centre), centre


def ties(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Papers and entities with one tie for each pair: `weight` (strongest relation first) and `major`.

    Nodes and edges come in key order, so that the same graph gives the same ties however it was built.
    """
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(key for key, data in graph.nodes(data=True) if data.get("kind") != "result"))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for source, target, relation, data in edges:
        if source == target or source not in simple or target not in simple:
            continue
        major = is_major(relation, data.get("section"), int(data.get("count", 1)))
        known = simple.get_edge_data(source, target, {"weight": 0.0, "major": False})
        weight = max(known["weight"], strength(relation), 1 if major else 0.25)
        simple.add_edge(source, target, weight=weight, major=major or known["major"])
    return simple


def choose_nodes(simple: nx.Graph[str], centre: str | None, top: int) -> list[str]:
    """At most `top` keys, sorted: what surrounds `centre`, else the most connected part."""
    if centre is not None:
        return sorted(_grow(simple, centre, top))
    major: nx.Graph[str] = nx.Graph()
    major.add_nodes_from(simple)
    major.add_edges_from((a, b, data) for a, b, data in simple.edges(data=True) if data["major"])
    # A paper is known by what it introduces, which few others name: keep a part of the room for that.
    core = _core(major, max(1, top * 4 // 5))
    return sorted(core | _closest(major, core, top - len(core)))


def find_node(graph: nx.MultiDiGraph[str], name: str) -> str:
    """The key that `name` stands for: a key, label or alias, in any case; of several the best connected."""
    if name in graph:
        return name
    wanted = name.casefold()
    named: dict[str, list[str]] = {}
    for key, data in graph.nodes(data=True):
        for spelling in (str(data.get("label", key)), *str(data.get("aliases", "")).split(" | ")):
            if spelling:
                named.setdefault(spelling.casefold(), []).append(key)
    if wanted not in named:
        raise UnknownNameError(name, tuple(get_close_matches(wanted, sorted(named), n=3)))
    return min(named[wanted], key=lambda key: (-graph.degree(key), key))


def _core(simple: nx.Graph[str], size: int) -> set[str]:
    """Take away the least connected node again and again until `size` are left: the densest part stays."""
    degree = dict(simple.degree())
    heap = [(count, key) for key, count in degree.items()]
    heapq.heapify(heap)
    while len(degree) > size:
        count, key = heapq.heappop(heap)
        if degree.get(key) != count:
            continue  # an older entry: the node lost ties since, or is gone
        del degree[key]
        for other in simple[key]:
            if other in degree:
                degree[other] -= 1
                heapq.heappush(heap, (degree[other], other))
    return set(degree)


def _closest(simple: nx.Graph[str], core: set[str], size: int) -> set[str]:
    """At most `size` nodes outside `core` that are tied to it most strongly, the better connected first."""
    pull: dict[str, float] = {}
    for key in core:
        for other, data in simple[key].items():
            if other not in core:
                pull[other] = max(pull.get(other, 0), data["weight"])
    ranked = sorted(pull, key=lambda key: (-pull[key], -simple.degree(key), key))
    return set(ranked[: max(size, 0)])


def _grow(simple: nx.Graph[str], centre: str, size: int) -> set[str]:
    """`centre`, its neighbours and theirs, strongest ties first, until `size` nodes are taken."""
    chosen = {centre}
    for _ in range(2):
        chosen |= _closest(simple, chosen, size - len(chosen))
    return chosen


def _picture(simple: nx.Graph[str], chosen: list[str], centre: str | None) -> nx.Graph[str]:
    """The chosen nodes in their order and the ties among them that earn a line.

    Passing mentions are left out, except round `centre` and where they alone hold a node in the picture.
    """
    inside = set(chosen)
    held = {key for key in chosen if any(simple[key][other]["major"] for other in simple[key] if other in inside)}
    # Not a subgraph view: that gives its nodes in the order of a set, which is another one in each process.
    picture: nx.Graph[str] = nx.Graph()
    picture.add_nodes_from(chosen)
    for key in chosen:
        for other, data in simple[key].items():
            loose = key not in held or other not in held
            if other in inside and (data["major"] or loose or centre in (key, other)):
                picture.add_edge(key, other, **data)
    return picture
