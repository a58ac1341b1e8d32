"""For each constraint of `shapes.ttl` a small damage to a sound graph that it alone, or it at least, must notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyoxigraph as ox
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES
from kg.rdf.shacl.shapes import Shape, Shapes

__all__ = ["Constraint", "constraints", "corrupt"]

_TOLD_BESIDE = {SH.path, SH.message, SH.property, SH.ignoredProperties, *(
    SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, RDF.type
)}  # fmt: skip


class Constraint(NamedTuple):
    """One thing that a shape asks: the node shape, the shape it stands in (itself or one of a property), and what."""

    shape: Shape
    within: URIRef
    kind: URIRef
    asked: Node

    @property
    def name(self) -> str:
        more = f"={_local(self.asked)}" if self.kind == SH["class"] else ""
        return f"{_local(self.within)}.{_local(self.kind)}{more}"

    @property
    def rule(self) -> str:
        """The component that reports it."""
        kind = _local(self.kind)
        return "SPARQL" if kind == "sparql" else kind[0].upper() + kind[1:]


def constraints(shapes: Shapes) -> Iterator[Constraint]:
    """Every constraint of every shape."""
    for shape in shapes.shapes:
        for within in (shape.node, *shapes.graph.objects(shape.node, SH.property)):
            assert isinstance(within, URIRef)
            for kind, asked in sorted(shapes.graph.predicate_objects(within), key=str):
                if kind not in _TOLD_BESIDE:
                    assert isinstance(kind, URIRef)
                    yield Constraint(shape, within, kind, asked)


def corrupt(store: ox.Store, constraint: Constraint, shapes: Shapes) -> str:
    """Damage the store so that the constraint is broken; returns the IRI that must be named."""
    by_hand = _BY_HAND.get(constraint.name)
    if by_hand is not None:
        return by_hand(store)
    damage = _Damage(store, constraint, shapes.graph)
    if constraint.within == constraint.shape.node:
        _OF_NODE[constraint.kind](damage)
    else:
        _OF_PROPERTY[constraint.kind](damage)
    return damage.node.value


class _Damage:
    """A node of the shape, the property that is spoken of, and ways to change its values."""

    def __init__(self, store: ox.Store, constraint: Constraint, graph: Graph) -> None:
        self.store, self.constraint, self.graph = store, constraint, graph
        self.node = constraint.shape.nodes(store)[0]
        path = graph.value(constraint.within, SH.path)
        self.property = None if path is None or isinstance(path, BNode) else ox.NamedNode(str(path))

    def asks(self, kind: URIRef) -> Node | None:
        return self.graph.value(self.constraint.within, kind)

    def literal(self, text: str) -> ox.Literal:
        kind = self.asks(SH.datatype)
        return ox.Literal(text, datatype=None if kind is None else ox.NamedNode(str(kind)))

    def set(self, *values: ox.NamedNode | ox.Literal, of: ox.NamedNode | None = None) -> None:
        property_ = of or self.property
        assert property_ is not None
        _set(self.store, self.node, property_, *values)

    def twice(self) -> None:
        literal = self.asks(SH["class"]) is None and self.asks(SH.nodeKind) is None
        values = [self.literal(str(number)) if literal else _node(f"nowhere-{number}") for number in (1, 2, 3)]
        self.set(*values)

    def below(self, gap: int) -> None:
        """Put the value so much above the one it must be below."""
        other = ox.NamedNode(str(self.constraint.asked))
        self.set(self.literal("1"), of=other)
        self.set(self.literal(str(1 + gap)))


_A = ox.NamedNode(str(RDF.type))
_NOWHERE = DEFAULT_BASE + "nowhere"
_OF_PROPERTY: dict[URIRef, Callable[[_Damage], None]] = {
    SH.minCount: lambda damage: damage.set(),
    SH.maxCount: lambda damage: damage.twice(),
    SH.datatype: lambda damage: damage.set(ox.Literal("x", datatype=_iri("xsd:token"))),
    SH.nodeKind: lambda damage: damage.set(ox.Literal("x")),
    SH["class"]: lambda damage: damage.set(ox.NamedNode(_NOWHERE)),
    SH["in"]: lambda damage: damage.set(ox.Literal("nonsense")),
    SH["or"]: lambda damage: damage.set(ox.NamedNode(_NOWHERE)),
    SH.pattern: lambda damage: damage.set(ox.Literal("x") if damage.asks(SH.nodeKind) is None else _node("x")),
    SH.minLength: lambda damage: damage.set(ox.Literal("")),
    SH.minInclusive: lambda damage: damage.set(damage.literal("-1")),
    SH.minExclusive: lambda damage: damage.set(damage.literal("0")),
    SH.maxInclusive: lambda damage: damage.set(damage.literal("1.5")),
    SH.equals: lambda damage: damage.set(ox.NamedNode(_NOWHERE), of=ox.NamedNode(str(damage.constraint.asked))),
    SH.lessThan: lambda damage: damage.below(0),
    SH.lessThanOrEquals: lambda damage: damage.below(1),
}
_OF_NODE: dict[URIRef, Callable[[_Damage], None]] = {
    SH["class"]: lambda damage: _remove(
        damage.store, damage.node, _A, ox.NamedNode(str(damage.constraint.asked))
    ),
    SH.closed: lambda damage: _add(damage.store, damage.node, _iri("kg:odd"), ox.Literal("x")),
}  # fmt: skip


def _concepts_in_a_ring(store: ox.Store) -> str:
    _add(store, _node("hardware-gpu"), _iri("skos:broader"), _node("hardware-nvidia-a100"))
    return DEFAULT_BASE + "hardware-nvidia-a100"


def _another_title(store: ox.Store) -> str:
    paper = _node("paper-on-nothing-in-particular")
    _set(store, paper, _iri("dcterms:title"), ox.Literal("Another"))
    return paper.value


def _name_twice(store: ox.Store) -> str:
    _add(store, _node("software-vllm"), _iri("skos:altLabel"), ox.Literal("vLLM"))
    return DEFAULT_BASE + "software-vllm"


def _neither_narrow_nor_top(store: ox.Store) -> str:
    _set(store, _node("software-llama-cpp"), _iri("skos:topConceptOf"))
    return DEFAULT_BASE + "software-llama-cpp"


def _two_types(store: ox.Store) -> str:
    _add(store, _node("software-vllm"), _A, _iri("kg:Task"))
    return DEFAULT_BASE + "software-vllm"


def _unit_unsaid(store: ox.Store) -> str:
    quantity = next(store.quads_for_pattern(None, _iri("kg:surface"), None)).subject
    assert isinstance(quantity, ox.NamedNode)
    _set(store, quantity, _iri("kg:surface"))
    return quantity.value


def _figure(of: str, property_: str) -> Callable[[ox.Store], str]:
    def damage(store: ox.Store) -> str:
        _add(store, _node(of), _iri(property_), ox.Literal("2"))
        return DEFAULT_BASE + of

    return damage


def _first_with(store: ox.Store, property_: str, value: ox.NamedNode | ox.Literal | None = None) -> ox.NamedNode:
    found = [quad.subject for quad in store.quads_for_pattern(None, _iri(property_), value)]
    return min((node for node in found if isinstance(node, ox.NamedNode)), key=lambda node: node.value)


def _value(store: ox.Store, node: ox.NamedNode, property_: str) -> ox.NamedNode:
    value = next(store.quads_for_pattern(node, _iri(property_), None)).object
    assert isinstance(value, ox.NamedNode)
    return value


def _in_another_text(node: ox.NamedNode, link: str) -> Callable[[ox.Store], str]:
    """Let the text of a mention, a result or a bond be that of a paper it is not of."""

    def damage(store: ox.Store) -> str:
        target = _value(store, node, link)
        _set(store, target, _iri("oa:hasSource"), _node("paper-on-nothing-in-particular_abstract"))
        return node.value

    return damage


def _another_quote(store: ox.Store) -> str:
    target = _node("paper-pagepool-sharing-kv-cache-pages-across-requests_mention-1_target")
    _set(store, _node(target.value.removeprefix(DEFAULT_BASE) + "_quote"), _iri("oa:exact"), ox.Literal("Page"))
    return target.value


def _selected(*types: str) -> Callable[[ox.Store], str]:
    """Let the offsets of a mention be of these classes."""

    def damage(store: ox.Store) -> str:
        target = DEFAULT_BASE + f"{_PAGEPOOL}_mention-1_target"
        _set(store, ox.NamedNode(f"{target}_position"), _A, *map(_iri, types))
        return target

    return damage


def _unknown_to_its_paper(store: ox.Store) -> str:
    mention = _first_with(store, "oa:hasBody", _node("hardware-raspberry-pi-5"))
    _remove(store, _value(store, mention, "kg:inPaper"), _iri("schema:mentions"), _node("hardware-raspberry-pi-5"))
    return mention.value


def _bond_of_another_thing(store: ox.Store) -> str:
    bond = _first_with(store, "kg:slot", ox.Literal("baseline"))
    _set(store, bond, _iri("oa:hasBody"), _node("hardware-gpu"))
    return bond.value


_PAGEPOOL = "paper-pagepool-sharing-kv-cache-pages-across-requests"
_RESULT = "result-pagepool-sharing-kv-cache-pages-across-requests-1"


def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(DEFAULT_BASE + name)


_BY_HAND: dict[str, Callable[[ox.Store], str]] = {
    "Paper-titleText.equals": _another_title,
    "Concept-prefLabel.disjoint": _name_twice,
    "Concept-noCycle.disjoint": _concepts_in_a_ring,
    "Target-ways.minCount": _selected(),
    "Target-ways.in": _selected("oa:FragmentSelector"),
    "Concept.xone": _neither_narrow_nor_top,
    "OneType.sparql": _two_types,
    "Quantity.or": _unit_unsaid,
    "FactsOfHardware.class=Hardware": _figure("software-vllm", "kg:powerW"),
    "FactsOfModel.class=Model": _figure("software-vllm", "kg:modelVersion"),
    "QuotesStand.sparql": _another_quote,
    "MentionsInPaper.sparql": _in_another_text(_node(f"{_PAGEPOOL}_mention-1"), "oa:hasTarget"),
    "MentionsAreKnown.sparql": _unknown_to_its_paper,
    "ResultsInPaper.sparql": _in_another_text(_node(_RESULT), "prov:wasDerivedFrom"),
    "BondsInPaper.sparql": _in_another_text(_node(f"{_RESULT}_bond-1"), "oa:hasTarget"),
    "BondsInSlots.sparql": _bond_of_another_thing,
}


def _iri(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def _local(term: Node) -> str:
    return str(term).rpartition("#")[2].rpartition("/")[2]


def _add(store: ox.Store, node: ox.NamedNode, property_: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
    store.add(ox.Quad(node, property_, value))


def _remove(store: ox.Store, node: ox.NamedNode, property_: ox.NamedNode, value: ox.NamedNode) -> None:
    quad = ox.Quad(node, property_, value)
    assert quad in store
    store.remove(quad)


def _set(store: ox.Store, node: ox.NamedNode, property_: ox.NamedNode, *values: ox.NamedNode | ox.Literal) -> None:
    for quad in list(store.quads_for_pattern(node, property_, None)):
        store.remove(quad)
    for value in values:
        _add(store, node, property_, value)
