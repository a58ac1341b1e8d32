"""An export held against the shapes, some thousand nodes at a time, so that its size costs time but little memory.

A shape without SPARQL sees what its nodes say, what classes their values have and what its paths lead to: a small graph
in memory holds that. A shape with SPARQL asks a store of everything. Either way pyshacl checks, as it would at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import rdflib
from oxrdflib.store import OxigraphStore
from pyshacl import validate as run_pyshacl
from rdflib import SH, XSD, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.errors import InputError
from kg.rdf.formats.load import load_file
from kg.rdf.shacl.shapes import Shapes, load_shapes
from kg.rdf.shacl.violations import Finding, Violation, explain

__all__ = ["Validation", "findings", "validate_rdf"]

_AT_ONCE = 2000  # nodes
_NAMELESS = "SELECT ?s ?o { ?s ?p ?o FILTER (isBlank(?s) || isBlank(?o)) } LIMIT 1"


@dataclass(frozen=True)
class Validation:
    """What was checked, and each thing that is not as it must be."""

    triples: int
    shapes: int
    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        """Whether everything is as it must be."""
        return not self.violations


def validate_rdf(path: Path | str) -> Validation:
    """Hold the `graph.nt` of a built folder, or an exported .nt or .ttl file, against `shapes.ttl`.

    Raises InputError for a file that cannot be read, is no RDF, or holds nodes without a name.
    """
    path = Path(path)
    file = path / "graph.nt" if path.is_dir() else path
    store, shapes = _loaded(file), load_shapes()
    found = explain(findings(store, shapes), store, file)
    return Validation(len(store), len(shapes.shapes), tuple(found))


def findings(store: ox.Store, shapes: Shapes) -> Iterator[Finding]:
    """Yield what pyshacl finds, shape by shape."""
    everything = rdflib.Graph(store=_Counted(store), identifier=DATASET_DEFAULT_GRAPH_ID)
    for shape in shapes.shapes:
        targets = shape.nodes(store)
        for start in range(0, len(targets), _AT_ONCE):
            nodes = targets[start : start + _AT_ONCE]
            graph = everything if shape.asks else _part(store, nodes, shapes.steps)
            yield from _check(graph, shape.about(nodes))


class _Counted(OxigraphStore):
    """A store that knows how many triples it has: pyshacl asks at every turn, and counting takes a second."""

    def __init__(self, store: ox.Store) -> None:
        super().__init__(store=store)
        self._count = len(store)

    def __len__(self, context: rdflib.Graph | None = None) -> int:
        return self._count


def _check(graph: rdflib.Graph, shape: rdflib.Graph) -> Iterator[Finding]:
    conforms, report, _ = run_pyshacl(graph, shacl_graph=shape)
    if isinstance(report, BaseException):
        raise report
    if conforms:
        return
    for result in report.objects(None, SH.result):
        yield Finding(
            node=report.value(result, SH.focusNode),
            shape=report.value(result, SH.sourceShape),
            path=report.value(result, SH.resultPath),
            value=report.value(result, SH.value),
            component=report.value(result, SH.sourceConstraintComponent),
            message=str(report.value(result, SH.resultMessage)),
        )


def _part(store: ox.Store, nodes: Iterable[ox.NamedNode], steps: frozenset[ox.NamedNode]) -> rdflib.Graph:
    """What the nodes say, with what is to be seen of their values, and of the values of these."""
    graph, waiting = rdflib.Graph(), set()
    for node in nodes:
        quads = list(store.quads_for_pattern(node, None, None, None))
        graph.addN((*_triple(quad), graph) for quad in quads)
        waiting |= {quad.object for quad in quads if isinstance(quad.object, ox.NamedNode)}
    seen: set[ox.NamedNode] = set()
    while waiting:
        node = waiting.pop()
        seen.add(node)
        for step in steps:
            for quad in store.quads_for_pattern(node, step, None, None):
                graph.add(_triple(quad))
                if isinstance(quad.object, ox.NamedNode) and quad.object not in seen:
                    waiting.add(quad.object)
    return graph


def _triple(quad: ox.Quad) -> tuple[URIRef, URIRef, URIRef | rdflib.Literal]:
    subject, property_, value = quad.subject, quad.predicate, quad.object
    assert isinstance(subject, ox.NamedNode)  # as the file has no nodes without a name
    return URIRef(subject.value), URIRef(property_.value), _term(value)


def _term(value: object) -> URIRef | rdflib.Literal:
    if isinstance(value, ox.NamedNode):
        return URIRef(value.value)
    assert isinstance(value, ox.Literal)  # as above
    if value.language:
        return rdflib.Literal(value.value, lang=value.language)
    kind = URIRef(value.datatype.value)
    return rdflib.Literal(value.value, datatype=None if kind == XSD.string else kind)


def _loaded(file: Path) -> ox.Store:
    store = ox.Store()
    load_file(store, file)
    if not len(store):
        raise InputError(str(file), "holds no triples; give a built folder or an RDF file that `kg` wrote")
    nameless = store.query(_NAMELESS)
    assert isinstance(nameless, ox.QuerySolutions)  # as a SELECT gives
    for row in nameless:
        raise InputError(str(file), f"holds a node without a name ({row[0]} … {row[1]}); `kg` writes none")
    return store
