"""The shapes: exports meet them, each constraint notices its damage, batches find what one go finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import get_args

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdf.corruptions import Constraint, constraints, corrupt
from rdflib import RDF, SH
from rdflib.collection import Collection
from records import rival_records, sample_records

from kg.errors import InputError
from kg.model import (
    ENTITY_TYPES,
    METRIC_KEYS,
    SLOTS,
    Better,
    BoundBy,
    Extraction,
    JoinedBy,
    MetricBy,
    Qualifier,
    Sense,
)
from kg.rdf import to_store, write_rdf
from kg.rdf.shacl import validate as checking
from kg.rdf.shacl.shapes import Shapes, load_shapes
from kg.rdf.shacl.validate import findings, validate_rdf
from kg.rdf.shacl.violations import explain

pytestmark = pytest.mark.slow

SHAPES = load_shapes()
CONSTRAINTS = list(constraints(SHAPES))
NOWHERE = Path("none.ttl")


def records() -> list[Extraction]:
    return [*sample_records(), *rival_records()]


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return list(to_store(records(), version="1.0"))


@pytest.fixture
def store(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def only(constraint: Constraint) -> Shapes:
    """The shape that the constraint is of, alone; all of them together are met by what is then damaged."""
    shapes = copy(SHAPES)
    shapes.shapes = (constraint.shape,)
    return shapes


@pytest.mark.parametrize("name", ["graph.nt", "graph.ttl"])
def test_an_export_meets_the_shapes(name: str, tmp_path: Path) -> None:
    write_rdf(records(), tmp_path, version="1.0")
    found = validate_rdf(tmp_path / name)
    assert (found.violations, found.conforms, found.shapes) == ((), True, len(SHAPES.shapes))
    assert found.triples == len((tmp_path / "graph.nt").read_bytes().splitlines())


@pytest.mark.parametrize("base", ["https://example.org/papers/", "urn:papers#"])
def test_an_export_of_another_base_and_of_no_papers_meets_them(base: str, tmp_path: Path) -> None:
    write_rdf(records(), tmp_path, base=base)
    assert validate_rdf(tmp_path).conforms
    write_rdf([], tmp_path)
    assert validate_rdf(tmp_path).conforms


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=[constraint.name for constraint in CONSTRAINTS])
def test_each_constraint_notices_its_damage_and_names_the_node(constraint: Constraint, store: ox.Store) -> None:
    shapes = only(constraint)
    node = corrupt(store, constraint, SHAPES)
    shown = explain(findings(store, shapes), store, NOWHERE)
    shape = str(constraint.within).rpartition("#")[2]
    hits = [one for one in shown if one.shape == shape and one.rule == constraint.rule]
    assert hits
    name = node.rpartition("/")[2]
    assert any(re.search(rf"\bid:{re.escape(name)}(?![\w-])", str(hit)) for hit in hits), [str(hit) for hit in shown]
    message = next(SHAPES.graph.objects(constraint.within, SH.message), None)
    message = message or SHAPES.graph.value(constraint.asked, SH.message)
    assert all(hit.must.partition("{")[0][:20] == str(message)[:20] for hit in hits)


def test_no_constraint_is_named_like_another() -> None:
    names = [constraint.name for constraint in CONSTRAINTS]
    assert len(names) == len(set(names)) > 200
    assert {constraint.shape.node for constraint in CONSTRAINTS} == set(SHAPES.graph.subjects(RDF.type, SH.NodeShape))
    within = {constraint.within for constraint in CONSTRAINTS}
    assert set(SHAPES.graph.objects(None, SH.property)) - within == set(blank_shapes())


def blank_shapes() -> Iterator[rdflib.BNode]:
    """Shapes of properties that stand within sh:or and sh:xone, and are no tasks of their own."""
    return (node for node in SHAPES.graph.objects(None, SH.property) if isinstance(node, rdflib.BNode))


def test_everything_asked_has_a_message_in_plain_words() -> None:
    for constraint in CONSTRAINTS:
        holder = constraint.asked if constraint.kind == SH.sparql else constraint.within
        messages = [str(message) for message in SHAPES.graph.objects(holder, SH.message)]
        assert len(messages) == 1, constraint.name
        assert re.match(r"[A-Z“].*\.$|.*\{\?there\}”\.$", messages[0]), messages[0]


VALUES = {
    "Mention-joinedBy": get_args(JoinedBy),
    "Result-sense": get_args(Sense),
    "Result-better": get_args(Better),
    "Metric-better": get_args(Better),
    "Result-qualifier": get_args(Qualifier),
    "Result-metricBy": get_args(MetricBy),
    "Bond-slot": SLOTS,
    "Bond-boundBy": get_args(BoundBy),
    "Measure-key": METRIC_KEYS,
    "Scheme-label": [*map(str.lower, ENTITY_TYPES), "measure"],
}  # fmt: skip


def test_lists_of_values_are_those_of_records() -> None:
    found = {
        str(shape).rpartition("#")[2]: {str(value) for value in Collection(SHAPES.graph, values)}
        for shape, values in SHAPES.graph.subject_objects(SH["in"])
        if isinstance(Collection(SHAPES.graph, values)[0], rdflib.Literal)
    }
    assert found == {shape: set(values) for shape, values in VALUES.items()}


def at_once(store: ox.Store) -> set[tuple[str, ...]]:
    """What pyshacl itself finds in the whole graph with all shapes as they stand."""
    text = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    assert text is not None
    data = rdflib.Graph().parse(data=text, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=SHAPES.graph)
    kinds = (SH.focusNode, SH.sourceShape, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultMessage)
    return {tuple(plain(report.value(result, kind)) for kind in kinds) for result in report.objects(None, SH.result)}


def plain(term: object) -> str:
    """A term as a text; paths that are more than a property have no name."""
    return "" if isinstance(term, rdflib.BNode) else str(term)


@pytest.mark.parametrize("damaged", [False, True])
def test_batches_find_what_pyshacl_finds_at_once(damaged: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    small = to_store(sample_records()[:2], version="1.0")
    if damaged:
        for constraint in CONSTRAINTS[::9]:
            if constraint.kind != SH.sparql and constraint.shape.nodes(small):
                corrupt(small, constraint, SHAPES)
    expected = at_once(small)
    assert bool(expected) == damaged
    monkeypatch.setattr(checking, "_AT_ONCE", 7)
    found = [
        tuple(map(plain, (one.node, one.shape, one.path, one.value, one.component, one.message)))
        for one in findings(small, SHAPES)
    ]
    assert sorted(found) == sorted(expected)


def test_a_line_tells_node_paper_what_must_hold_what_stands_there_and_where(tmp_path: Path) -> None:
    write_rdf(sample_records(), tmp_path)
    file = tmp_path / "graph.nt"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('/ns#sense> "cut"', '/ns#sense> "gone"'), encoding="utf-8")
    (only_one,) = validate_rdf(tmp_path).violations
    assert only_one.line is not None
    assert '"gone"' in file.read_text(encoding="utf-8").splitlines()[only_one.line - 1]
    assert str(only_one) == (
        "id:result-pagepool-sharing-kv-cache-pages-across-requests-2 "
        "(PagePool: Sharing KV Cache Pages across Requests): "
        'The sense of a result is one of: gain, cut, value, loss. There is "gone". [Result-sense]'
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.nt", "no triples\n", "no valid RDF"),
        ("a.ttl", "@prefix x <y> .", "no valid RDF"),
        ("a.nt", "_:b <http://x.y/p> <http://x.y/o> .\n", "without a name"),
        ("a.csv", "", "named none of"),
        ("a.nt", "# nothing\n", "holds no triples"),
        ("none/a.nt", None, "there is no such file"),
    ],
)
def test_a_file_that_is_no_export_is_refused_in_one_line(
    name: str, content: str | None, said: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said) as refused:
        validate_rdf(tmp_path / name)
    assert "\n" not in str(refused.value)
