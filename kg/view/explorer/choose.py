"""What the page draws first: the most connected part of the graph, what surrounds one node, or the kinds asked for."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches

import networkx as nx

from kg.errors import QueryError, UnknownNameError
from kg.view.explorer.order import ordered_edges
from kg.view.style import KINDS, is_major, strength

__all__ = ["checked_kinds", "choose_nodes", "find_node", "first_picture", "ties"]

Kinds = frozenset[str]


def checked_kinds(kinds: Sequence[str] | None) -> Kinds | None:
    """The kinds asked for, whatever their case, and papers, which tie them; None where none is asked for.

    Raises QueryError for what is no kind.
    """
    known = [kind.name for kind in KINDS]
    for kind in kinds or ():
        if kind.lower() not in known:
            raise QueryError(f"no kind is called {kind!r}; the kinds are {', '.join(known)}")
    return frozenset({"paper", *(kind.lower() for kind in kinds)}) if kinds else None


def first_picture(
    graph: nx.MultiDiGraph[str], around: str | None, top: int, kinds: Kinds | None = None
) -> tuple[nx.Graph[str], str | None]:
    """The part to draw first, as a simple graph with `weight` on its edges, and the key it is drawn around.

    Raises UnknownNameError where `around` is no key, label or alias of the graph.
    """
    all_ties = ties(graph, kinds)
    centre = None if around is None else find_node(graph, around)
    if centre is not None and centre not in all_ties:  # of a kind that is drawn only where it is asked for
        own = sorted(key for key in set(nx.all_neighbors(graph, centre)) if key in all_ties)
        all_ties.add_node(centre, paper=False)
        all_ties.add_edges_from((centre, other, {"weight": 1, "major": True}) for other in own)
    chosen = choose_nodes(all_ties, centre, max(top, 1), kinds)
    return _picture(all_ties, chosen, centre), centre


def ties(graph: nx.MultiDiGraph[str], kinds: Kinds | None = None) -> nx.Graph[str]:
    """Nodes of some kinds, by default all but results, with one tie for each pair.

    A tie has `weight` (strongest relation first) and `major`, a node `paper`. Nodes and edges come in key order, so
    that the same graph gives the same ties however it was built.
    """
    simple: nx.Graph[str] = nx.Graph()
    for key in sorted(graph):
        kind = graph.nodes[key].get("kind")
        if kind != "result" if kinds is None else kind in kinds:
            simple.add_node(key, paper=kind == "paper")
    inside = set(simple)
    tied: dict[tuple[str, str], dict[str, float | bool]] = {}
    for source, target, relation, data in ordered_edges(graph):
        if source == target or source not in inside or target not in inside:
            continue
        major = is_major(relation, data.get("section"), int(data.get("count", 1)))
        weight = max(strength(relation), 1 if major else 0.25)
        pair = (source, target) if source < target else (target, source)
        known = tied.setdefault(pair, {"weight": 0.0, "major": False})
        known["weight"] = max(known["weight"], weight)
        known["major"] = major or known["major"]
    simple.add_edges_from((*pair, tie) for pair, tie in tied.items())
    return simple


def choose_nodes(simple: nx.Graph[str], centre: str | None, top: int, kinds: Kinds | None = None) -> list[str]:
    """At most `top` keys, sorted: what surrounds `centre`, else the most connected part, or that of `kinds`."""
    if centre is not None:
        return sorted(_grow(simple, centre, top))
    if kinds is None and top >= len(simple):
        return sorted(simple)
    major: nx.Graph[str] = nx.Graph()
    major.add_nodes_from(simple.nodes(data=True))
    major.add_edges_from((a, b, data) for a, b, data in simple.edges(data=True) if data["major"])
    if kinds is not None:
        return sorted(_core(major, top) if kinds == {"paper"} else _tied(major, top))
    # A paper is known by what it introduces, which few others name: keep a part of the room for that.
    chosen = _core(major, max(1, top * 4 // 5))
    chosen |= _closest(major, chosen, top - len(chosen))
    rest = sorted(set(major) - chosen, key=lambda key: (-major.degree(key), key))
    return sorted(chosen.union(rest[: top - len(chosen)]))


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
    """`centre`, its neighbours and theirs, strongest ties first, until `size` nodes are taken.

    The neighbours of a hub would fill the picture: what they have in common is left half of it, if it takes that.
    """
    chosen = {centre}
    chosen |= _closest(simple, chosen, size // 2)
    chosen |= _closest(simple, chosen, size - len(chosen))
    return chosen


def _tied(simple: nx.Graph[str], size: int) -> set[str]:
    """At most `size` nodes: papers that tie two others or more, a third of them at most, and what is tied best."""
    papers = {key for key, paper in simple.nodes(data="paper") if paper and simple.degree(key) > 1}
    weight = {
        key: sum(other in papers or not simple.nodes[other]["paper"] for other in simple[key])
        for key, paper in simple.nodes(data="paper") if not paper
    }  # fmt: skip
    ranked = sorted(weight, key=lambda key: (-weight[key], key))
    binding = _binding(simple, papers, set(ranked[: size - size // 3]), size // 3)
    inside = set(ranked[: size - len(binding)]) | binding
    return {key for key in inside if any(other in inside for other in simple[key])} or inside


def _binding(simple: nx.Graph[str], papers: set[str], wanted: set[str], size: int) -> set[str]:
    """At most `size` of the papers that tie two of `wanted` or more: first those that tie what others leave loose."""
    tied: Counter[str] = Counter()
    ends = {key: [other for other in simple[key] if other in wanted] for key in papers}
    heap = [(-float(len(found)), key) for key, found in ends.items() if len(found) > 1]
    heapq.heapify(heap)
    chosen: set[str] = set()
    while heap and len(chosen) < size:
        gain, key = heapq.heappop(heap)
        now = -sum(1 / (1 + tied[other]) for other in ends[key])
        if now > gain + 1e-9:  # others tie now what it tied: it waits for its turn again
            heapq.heappush(heap, (now, key))
            continue
        chosen.add(key)
        tied.update(ends[key])
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
