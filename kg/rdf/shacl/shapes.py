"""The shapes of `shapes.ttl`: which nodes each is about, and what of the data it needs to see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
import rdflib
from rdflib import RDF, SH, BNode, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

__all__ = ["Shape", "Shapes", "load_shapes"]

# How a shape names its nodes, and the pattern of triples that has them: where a node stands, and what else is known.
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)


@dataclass(frozen=True)
class Shape:
    """A node shape as it can be run on many nodes at once; `asks` where it needs SPARQL.

    To pyshacl, a shape of a property that stands within another shape is a task for each node, and on its own one task
    for all of them. So `graph` has them side by side: `roots`, each to be given the nodes. A closed shape, which knows
    its properties by those within it, is told them instead.
    """

    node: URIRef
    asks: bool
    targets: tuple[tuple[URIRef, URIRef], ...]
    roots: tuple[Node, ...]
    graph: rdflib.Graph

    def nodes(self, store: ox.Store) -> list[ox.NamedNode]:
        """The nodes that the shape is about, sorted."""
        found = {node for target in self.targets for node in _nodes_of(store, *target)}
        return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=lambda node: node.value)

    def about(self, nodes: Iterable[ox.NamedNode]) -> rdflib.Graph:
        """The shape as a graph of its own that is about these nodes and no others."""
        graph = rdflib.Graph()
        graph += self.graph
        named = [URIRef(node.value) for node in nodes]
        graph.addN((root, SH.targetNode, node, graph) for root in self.roots for node in named)
        return graph


class Shapes:
    """All shapes and the graph they stand in."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self.graph = graph
        nodes = sorted(node for node in graph.subjects(RDF.type, SH.NodeShape) if isinstance(node, URIRef))
        self.shapes = tuple(_shape(graph, node) for node in nodes)
        self.steps = frozenset(_steps(graph))


@cache
def load_shapes() -> Shapes:
    """Return the shapes that ship with kg."""
    text = files("kg.rdf").joinpath("shapes.ttl").read_text(encoding="utf-8")
    return Shapes(rdflib.Graph().parse(data=text, format="turtle"))


def _shape(whole: rdflib.Graph, node: URIRef) -> Shape:
    targets = tuple((kind, URIRef(str(term))) for kind in _TARGETS for term in whole.objects(node, kind))
    graph, properties = _all_of(whole, node), sorted(whole.objects(node, SH.property), key=str)
    graph.remove((node, SH.property, None))
    if whole.value(node, SH.closed) is not None:
        _tell_properties(graph, node, [whole.value(property_, SH.path) for property_ in properties])
    return Shape(node, (node, SH.sparql, None) in whole, targets, (node, *properties), graph)


def _all_of(whole: rdflib.Graph, shape: URIRef) -> rdflib.Graph:
    """The triples of a shape and of all that it speaks of, but for its targets."""
    graph = rdflib.Graph()
    waiting: list[Node] = [shape]
    while waiting:
        for triple in whole.triples((waiting.pop(), None, None)):
            if triple[1] not in _TARGETS and triple not in graph:
                graph.add(triple)
                waiting.append(triple[2])
    return graph


def _tell_properties(graph: rdflib.Graph, node: URIRef, paths: Iterable[Node | None]) -> None:
    """Let a closed shape ignore the properties that are checked beside it."""
    head = graph.value(node, SH.ignoredProperties)
    assert head is not None, f"{node} is closed and ignores nothing, not even rdf:type"
    ignored = Collection(graph, head, [])
    for path in paths:
        if isinstance(path, URIRef):
            ignored.append(path)


def _steps(graph: rdflib.Graph) -> Iterator[ox.NamedNode]:
    """The properties that some path goes on by, so that values have to be seen with them."""
    yield ox.NamedNode(str(RDF.type))
    for path in graph.objects(None, SH.path):
        if isinstance(path, BNode):
            yield from (ox.NamedNode(str(term)) for term in _terms_below(graph, path))


def _nodes_of(store: ox.Store, kind: URIRef, term: URIRef) -> Iterator[object]:
    node = ox.NamedNode(str(term))
    if kind == SH.targetClass:
        return (quad.subject for quad in store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), node, None))
    if kind == SH.targetSubjectsOf:
        return (quad.subject for quad in store.quads_for_pattern(None, node, None, None))
    return (quad.object for quad in store.quads_for_pattern(None, node, None, None))


def _terms_below(graph: rdflib.Graph, node: BNode) -> Iterator[URIRef]:
    """The IRIs of a path: the members of its lists, and those within brackets."""
    for property_, value in graph.predicate_objects(node):
        if isinstance(value, BNode):
            yield from _terms_below(graph, value)
        elif property_ != RDF.rest and isinstance(value, URIRef):
            yield value
