"""The page that tells what each term means: from the ontology, the shapes, and a record small enough to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import rdflib
from rdflib import OWL, RDFS, SH, SKOS, BNode, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from kg.rdf.prefixes import PREFIXES, VOCABULARY
from kg.rdf.reference.example import EXAMPLE_TEXT, example_turtle
from kg.rdf.shacl.shapes import load_shapes

__all__ = ["SECTIONS", "reference"]

# The classes that have a section each, as a reader meets them: what papers say, then what read it.
SECTIONS = (
    "schema:ScholarlyArticle", "doco:Title", "fabio:Abstract", "kg:SourceLocation", "kg:Contribution",
    "skos:Concept", "kg:Method", "kg:Model", "kg:Hardware", "kg:Metric", "kg:Dataset", "kg:Task", "kg:Software",
    "skos:ConceptScheme", "kg:Mention", "oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector",
    "kg:Result", "qudt:QuantityValue", "qudt:Unit", "kg:Bond", "kg:Rule", "kg:ExtractionRun", "prov:Association",
    "prov:SoftwareAgent", "void:Dataset",
)  # fmt: skip
_FEW = 12  # values of a closed list that are written out
_WHOSE = {
    "dcterms": "DCMI Metadata Terms", "doco": "Document Components Ontology", "fabio": "FRBR-aligned Bibliographic "
    "Ontology", "fair4ml": "FAIR4ML", "id": "the data", "kg": "ours", "mls": "ML Schema", "oa": "Web Annotation",
    "owl": "OWL", "prov": "PROV-O", "quantitykind": "kinds of quantity of QUDT", "qudt": "QUDT", "rdf": "RDF",
    "rdfs": "RDF Schema", "schema": "schema.org", "skos": "SKOS", "unit": "units of QUDT", "void": "VoID",
    "xsd": "datatypes of XML Schema",
}  # fmt: skip
_MADE = "<!-- Made by `kg rdf reference` from kg/rdf/ontology.ttl and kg/rdf/shapes.ttl: change those, not this. -->"


def reference() -> str:
    """Return the page; the same ontology and shapes give the same page."""
    parts = [
        *_opening(), "## Namespaces", _table(("prefix", "namespace", "whose"), _namespaces()),
        "## An example", *_example(), "## Classes", *_classes(), "## Terms of others", *_others(),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


@cache
def _ontology() -> rdflib.Graph:
    text = files("kg.rdf").joinpath("ontology.ttl").read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=text, format="turtle")


def _opening() -> Iterator[str]:
    ontology, told = URIRef(VOCABULARY.removesuffix("#")), _ontology().value
    yield f"# {told(ontology, DCTERMS.title)}"
    yield _MADE
    yield f"{told(ontology, DCTERMS.description)} Version {told(ontology, OWL.versionInfo)} of the vocabulary."
    yield (
        "An export (`graph.ttl`, `graph.nt`) has no blank nodes and no times: the same papers give the same bytes. "
        "What it must hold to stands in SHACL shapes, which any SHACL engine runs, and so does `kg`:"
    )
    build, check = "$ kg build -o outputs\n40 papers, …", "$ kg rdf validate outputs\n… triples,"
    yield f"```console\n{build}\n{check} {len(load_shapes().shapes)} shapes, no violation\n```"
    yield (
        "`kg` ships both, `kg/rdf/ontology.ttl` and `kg/rdf/shapes.ttl`. Names of concepts have no language tag: they "
        "read the same in every language. Nothing is matched with things elsewhere (`skos:exactMatch`, `owl:sameAs`): "
        "abstracts do not say so."
    )


def _namespaces() -> Iterator[Sequence[str]]:
    for prefix, namespace in sorted(PREFIXES.items()):
        yield f"`{prefix}`", f"`{namespace}`", _WHOSE[prefix]


def _example() -> Iterator[str]:
    yield (
        f"“{EXAMPLE_TEXT}”: the paper, a thing that it names, the place where it does, and the number with one of the "
        "bonds that tie it to its setting."
    )
    yield f"```turtle\n{example_turtle()}\n```"


def _classes() -> Iterator[str]:
    yield (
        "Each with its properties in an export. How many there are of each, and of what, is what the shapes demand; a "
        "list in quotes is closed."
    )
    for name in SECTIONS:
        class_ = _term(name)
        yield f"### {name}"
        yield _meaning(class_) + _above(class_, RDFS.subClassOf, "subclass")
        rows = [row for shape in _properties_of(class_) for row in _property(shape)]
        if rows:
            yield _table(("property", "values", "how many", "what it says"), rows)


def _others() -> Iterator[str]:
    yield "What we use the words of other vocabularies for; what they mean, their own documents say."
    notes = ((_name(term), str(note)) for term, note in _ontology().subject_objects(SKOS.scopeNote))
    yield _table(("term", "what for"), ((f"`{name}`", note) for name, note in sorted(notes, key=_by_name)))


def _by_name(row: tuple[str, str]) -> tuple[str, str]:
    return row[0].casefold(), row[0]


def _meaning(term: Node) -> str:
    """What we say of a term: of ours what it means, of others' what we use it for."""
    meaning = _ontology().value(term, RDFS.comment) or _ontology().value(term, SKOS.scopeNote)
    assert meaning is not None, f"{term} is told nowhere"
    return str(meaning)


def _above(term: Node, relation: URIRef, word: str) -> str:
    above = sorted(_name(other) for other in _ontology().objects(term, relation) if isinstance(other, URIRef))
    return f" A {word} of {_listed([f'`{name}`' for name in above], 'and')}." if above else ""


def _properties_of(class_: URIRef) -> list[URIRef]:
    """The shapes of properties that stand within a shape of the class, those that must be there first."""
    graph = load_shapes().graph
    found = {
        property_
        for node in graph.subjects(SH.targetClass, class_)
        for property_ in graph.objects(node, SH.property)
        if isinstance(property_, URIRef) and isinstance(graph.value(property_, SH.path), URIRef)
    }
    return sorted(found, key=lambda property_: (_optional(property_), _name_of_path(property_), property_))


def _optional(shape: URIRef) -> bool:
    return load_shapes().graph.value(shape, SH.minCount) is None


def _name_of_path(shape: URIRef) -> str:
    return _name(load_shapes().graph.value(shape, SH.path))


def _property(shape: URIRef) -> Iterator[Sequence[str]]:
    graph = load_shapes().graph
    path = graph.value(shape, SH.path)
    assert path is not None  # as every shape of a property has one
    most = graph.value(shape, SH.maxCount)
    many = "any" if most is None else f"{'at most ' if _optional(shape) else ''}{most}"
    meaning = _meaning(path) + _above(path, RDFS.subPropertyOf, "subproperty")
    yield f"`{_name(path)}`", _values(shape), many, meaning


def _values(shape: URIRef) -> str:
    """What the values are: a list of words, a datatype with its limits, or classes."""
    graph = load_shapes().graph
    listed = graph.value(shape, SH["in"])
    if listed is not None:
        words = [f"“{word}”" for word in Collection(graph, listed)]
        return _listed(words, "or") if len(words) <= _FEW else f"one of {len(words)} keys"
    datatype = graph.value(shape, SH.datatype)
    if datatype is not None:
        return f"`{_name(datatype)}`{_limits(shape)}"
    classes = sorted({_name(class_) for class_ in _below(shape, SH["class"])})
    return _listed([f"`{name}`" for name in classes], "or") or "an IRI"


def _limits(shape: URIRef) -> str:
    graph = load_shapes().graph
    least, most, above = (graph.value(shape, kind) for kind in (SH.minInclusive, SH.maxInclusive, SH.minExclusive))
    if most is not None:
        return f" from {least} to {most}"
    return f" from {least}" if least is not None else (f" above {above}" if above is not None else "")


def _below(node: Node, kind: URIRef) -> Iterator[URIRef]:
    """The values of a kind on a shape and on what stands within it."""
    graph = load_shapes().graph
    for value in graph.objects(node, kind):
        if isinstance(value, URIRef):
            yield value
    for property_, value in graph.predicate_objects(node):
        if isinstance(value, BNode) and property_ != SH.path:
            yield from _below(value, kind)


def _term(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(PREFIXES[prefix] + local)


def _name(term: Node | None) -> str:
    """The term with its prefix, the longest that fits."""
    assert term is not None  # as all that is named here is there
    fitting = [(space, prefix) for prefix, space in PREFIXES.items() if str(term).startswith(space)]
    space, prefix = max(fitting)
    return f"{prefix}:{str(term).removeprefix(space)}"


def _listed(words: Sequence[str], last: str) -> str:
    *first, end = words or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def _table(head: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
