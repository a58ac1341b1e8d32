"""The vocabulary: each term told in full and used as told, the page made from it, the example sound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, URIRef
from rdflib.namespace import DCTERMS, Namespace
from records import rival_records, sample_records

import kg.rdf.vocabulary as vocabulary
from kg.rdf import PREFIXES, write_rdf
from kg.rdf.reference.example import EXAMPLE_TEXT, example_turtle
from kg.rdf.reference.page import SECTIONS, reference
from kg.rdf.shacl.shapes import load_shapes

ROOT = Path(__file__).parents[2]
ONTOLOGY = Graph().parse(ROOT / "kg" / "rdf" / "ontology.ttl")
KG, SCHEMA, VANN = (
    Namespace(name) for name in (PREFIXES["kg"], PREFIXES["schema"], "http://purl.org/vocab/vann/")
)  # fmt: skip
HERE = URIRef(PREFIXES["kg"].removesuffix("#"))
OURS = sorted(KG[name] for name in vocabulary.KG.__annotations__ if not name.startswith("_"))
PROPERTIES = [term for term in OURS if (term, RDF.type, OWL.Class) not in ONTOLOGY]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("built")
    write_rdf([*sample_records(), *rival_records()], folder, version="1.0")
    return Graph().parse(folder / "graph.nt", format="nt")


def test_the_page_in_docs_is_the_one_that_is_made() -> None:
    assert (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8") == reference()


def test_the_page_has_every_class_that_a_shape_is_about_and_every_term() -> None:
    about = set(load_shapes().graph.objects(None, SH.targetClass))
    assert {URIRef(PREFIXES[name.partition(":")[0]] + name.partition(":")[2]) for name in SECTIONS} == about
    page = reference()
    assert [term for term in OURS if f"kg:{term.removeprefix(KG)}" not in page] == []
    assert all(f"| `{prefix}` |" in page for prefix in PREFIXES)


def test_the_header_tells_who_what_which_and_no_time() -> None:
    assert (HERE, RDF.type, OWL.Ontology) in ONTOLOGY
    for term in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert ONTOLOGY.value(HERE, term)
    assert ONTOLOGY.value(HERE, OWL.versionIRI) == HERE + f"/{ONTOLOGY.value(HERE, OWL.versionInfo)}"
    assert str(ONTOLOGY.value(HERE, VANN.preferredNamespacePrefix)) == "kg"
    assert str(ONTOLOGY.value(HERE, VANN.preferredNamespaceUri)) == PREFIXES["kg"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(ONTOLOGY.value(HERE, OWL.versionInfo)))
    times = {DCTERMS.created, DCTERMS.date, DCTERMS.issued, DCTERMS.modified}
    assert not times & set(ONTOLOGY.predicates())


@pytest.mark.parametrize("term", OURS, ids=lambda term: term.removeprefix(KG))
def test_each_term_of_ours_is_told_in_full(term: URIRef) -> None:
    for said in (RDFS.label, RDFS.comment):
        (text,) = ONTOLOGY.objects(term, said)
        assert isinstance(text, rdflib.Literal)
        assert text.language == "en"
    assert list(ONTOLOGY.objects(term, RDFS.isDefinedBy)) == [HERE]
    reason = ONTOLOGY.value(term, SKOS.editorialNote)
    if term in PROPERTIES:
        assert len(list(ONTOLOGY.objects(term, RDFS.range))) == 1
        domains = len(list(ONTOLOGY.objects(term, RDFS.domain)))
        included = len(list(ONTOLOGY.objects(term, SCHEMA.domainIncludes)))
        assert domains == 1 or (domains == 0 and included > 1 and "no domain" in str(reason))
    elif ONTOLOGY.value(term, RDFS.subClassOf) is None:
        assert "no superclass" in str(reason)


def test_terms_of_others_are_told_what_they_are_for_and_no_more_than_are_used(data: Graph) -> None:
    used = set(data.predicates()) | set(data.objects(None, RDF.type))
    theirs = {term for term in used if not str(term).startswith(PREFIXES["kg"])} - {RDF.type}
    assert set(ONTOLOGY.subjects(SKOS.scopeNote)) == theirs


def test_no_domain_or_range_makes_anything_what_it_is_not(data: Graph) -> None:
    """What follows from our domains, ranges and superclasses is in the export already."""
    for class_, above in ONTOLOGY.subject_objects(RDFS.subClassOf):
        if not isinstance(above, BNode) and above != URIRef(PREFIXES["prov"] + "Location"):
            assert all((node, RDF.type, above) in data for node in data.subjects(RDF.type, class_)), class_
    for property_ in PROPERTIES:
        domain, range_ = (ONTOLOGY.value(property_, kind) for kind in (RDFS.domain, RDFS.range))
        for subject, value in data.subject_objects(property_):
            assert domain is None or (subject, RDF.type, domain) in data, (property_, subject)
            assert isinstance(value, rdflib.Literal) or (value, RDF.type, range_) in data, (property_, value)


@pytest.mark.parametrize("term", [p for p in PROPERTIES if (p, RDFS.subPropertyOf, None) in ONTOLOGY])
def test_what_is_a_kind_of_mentioning_stands_beside_the_mentioning(term: URIRef, data: Graph) -> None:
    above = ONTOLOGY.value(term, RDFS.subPropertyOf)
    if above == SCHEMA.mentions:
        assert all((subject, above, value) in data for subject, value in data.subject_objects(term))


def test_shapes_ask_for_what_the_ontology_says() -> None:
    """Where a shape names a class or a datatype for a property of ours, it is its range."""
    graph = load_shapes().graph
    for shape, path in graph.subject_objects(SH.path):
        asked = graph.value(shape, SH["class"]) or graph.value(shape, SH.datatype)
        if path in PROPERTIES and asked is not None:
            assert asked == ONTOLOGY.value(path, RDFS.range), shape
    assert set(PROPERTIES) <= set(graph.objects(None, SH.path))


def test_the_example_is_turtle_that_says_what_the_sentence_says() -> None:
    prefixes = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    shown = Graph().parse(data=prefixes + example_turtle(), format="turtle")
    (quote,) = shown.objects(None, URIRef(PREFIXES["oa"] + "exact"))
    (start,) = shown.objects(None, URIRef(PREFIXES["oa"] + "start"))
    (end,) = shown.objects(None, URIRef(PREFIXES["oa"] + "end"))
    assert EXAMPLE_TEXT[int(str(start)) : int(str(end))] == str(quote)
    assert example_turtle() in reference()
