"""The export: byte-stable, valid, by the vocabulary, and whole: records read back are the records written."""

from __future__ import annotations

import io
import random
import re
import string
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args, get_origin

import msgspec
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.utils import graphs_equal
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, RDF, RDFS
from records import sample_records

from kg.errors import InputError, OutputError
from kg.graph import build_graph
from kg.model import (
    ENTITY_TYPES,
    METRIC_KEYS,
    SLOTS,
    Better,
    Bond,
    Concept,
    Entity,
    Extraction,
    Facts,
    JoinedBy,
    Mention,
    MetricBy,
    Normal,
    Result,
    Source,
)
from kg.rdf import FORMATS, PREFIXES, export_rdf, read_rdf, to_rdflib, to_store, write_rdf
from kg.rdf.formats import format_of
from kg.rdf.iris import encode
from kg.rdf.own_units import own_unit
from kg.rdf.statements import statements
from kg.rdf.terms import decimal
from kg.rdf.units import qudt_unit
from kg.rdf.vocabulary import KG
from kg.sparql import sparql

ONTOLOGY = Path(sys.modules["kg.rdf"].__file__ or "").with_name("ontology.ttl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    write_rdf(sample_records(), folder, version="1.0")
    return folder


def exported(records: list[Extraction], name: str) -> bytes:
    out, format_ = io.BytesIO(), format_of(Path(name))
    assert format_ is not None
    export_rdf(records, out, format_.name, version="1.0")
    return out.getvalue()


def in_id_order(records: list[Extraction]) -> list[Extraction]:
    return sorted(records, key=lambda record: record.id)


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt"])
def test_records_and_graph_come_back_whole(folder: Path, name: str) -> None:
    again = read_rdf(folder / name)
    assert again == in_id_order(sample_records())
    assert graphs_equal(build_graph(again), build_graph(sample_records()))


def test_turtle_and_ntriples_hold_the_same_graph_for_rdflibs_own_parsers(folder: Path) -> None:
    turtle = rdflib.Graph().parse(folder / "graph.ttl", format="turtle")
    lines = rdflib.Graph().parse(folder / "graph.nt", format="nt")
    assert len(turtle) == len(list(statements(sample_records(), version="1.0")))
    assert isomorphic(turtle, lines)
    in_store = to_rdflib(to_store(sample_records(), version="1.0")).serialize(format="ox-nt", encoding="utf-8")
    assert isomorphic(lines, rdflib.Graph().parse(data=in_store, format="nt"))


def test_a_lost_triple_is_noticed(folder: Path) -> None:
    whole = rdflib.Graph().parse(folder / "graph.nt", format="nt")
    short = rdflib.Graph().parse(folder / "graph.nt", format="nt")
    short.remove(next(iter(short)))
    assert not isomorphic(whole, short)


def test_order_of_records_and_process_change_no_byte(folder: Path, tmp_path: Path) -> None:
    records = sample_records()
    random.Random(7).shuffle(records)
    (tmp_path / "records.json").write_bytes(msgspec.json.encode(records))
    code = (
        "import sys, msgspec, kg.rdf, kg.model\n"
        "data = open(sys.argv[1] + '/records.json', 'rb').read()\n"
        "records = msgspec.json.decode(data, type=list[kg.model.Extraction])\n"
        "kg.rdf.write_rdf(records, sys.argv[1], version='1.0')"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
    for name in ("graph.ttl", "graph.nt"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_there_are_no_blank_nodes_no_doubles_and_no_clock(folder: Path) -> None:
    lines = (folder / "graph.nt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert not [line for line in lines if line.startswith("_:") or " _:" in line.rpartition("> ")[2]]
    assert not [line for line in lines if "AtTime" in line or "dateTime" in line]


def test_every_value_of_a_number_is_a_decimal(folder: Path) -> None:
    lines = (folder / "graph.nt").read_text(encoding="utf-8").splitlines()
    values = [line for line in lines if re.search("numericValue|ns#high>|ns#confidence>", line)]
    assert len(values) == 12 + 7 + 6 + 4  # stated, normal, confidences of results and of bonds
    assert all(line.endswith(f'"^^<{PREFIXES["xsd"]}decimal> .') for line in values)


def test_the_base_is_a_setting(tmp_path: Path) -> None:
    write_rdf(sample_records(), tmp_path, base="https://example.org/papers/")
    text = (tmp_path / "graph.nt").read_text(encoding="utf-8")
    assert "kg-abstracts/id/" not in text
    assert "<https://example.org/papers/software-vllm>" in text
    assert read_rdf(tmp_path / "graph.nt") == in_id_order(sample_records())
    assert sparql(tmp_path, "ASK { id:software-vllm a kg:Software }").rows == [(True,)]


@pytest.mark.parametrize("base", ["papers/", "https://example.org/papers", "https://exa mple.org/", ""])
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(OutputError, match="base IRI"):
        statements(sample_records(), base=base)


def test_all_our_terms_are_described_and_no_others_used(folder: Path) -> None:
    ontology = rdflib.Graph().parse(ONTOLOGY, format="turtle")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    described = {term for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    assert described == {KG[name] for name in KG.__annotations__ if not name.startswith("_")}
    for term in described:
        assert ontology.value(term, RDFS.label)
        assert ontology.value(term, RDFS.comment)
    text = (folder / "graph.nt").read_text(encoding="utf-8")
    used = {rdflib.URIRef(iri) for iri in re.findall(rf"<({re.escape(PREFIXES['kg'])}\w+)>", text)}
    assert used
    assert used <= described


def test_datatype_and_object_properties_are_used_as_described(folder: Path) -> None:
    ontology = rdflib.Graph().parse(ONTOLOGY, format="turtle")
    data = rdflib.Graph().parse(folder / "graph.nt", format="nt")
    for property_ in ontology.subjects(RDF.type, OWL.ObjectProperty):
        assert all(isinstance(value, rdflib.URIRef) for value in data.objects(None, property_))
    for property_ in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        range_ = ontology.value(property_, RDFS.range)
        for value in data.objects(None, property_):
            assert isinstance(value, rdflib.Literal)
            assert (value.datatype or rdflib.XSD.string) == range_


def test_a_misspelt_term_fails() -> None:
    with pytest.raises(AttributeError):
        _ = KG.hardwear


def test_second_types_and_provenance(folder: Path) -> None:
    for pattern in (
        "id:software-vllm a schema:SoftwareApplication, skos:Concept",
        "id:dataset-gsm8k a schema:Dataset ; skos:inScheme id:scheme_dataset",
        "?run a prov:Activity ; prov:used id:paper-on-nothing-in-particular ; "
        "prov:qualifiedAssociation/prov:hadPlan id:rule_shape-nvidia-gpu ; "
        'prov:wasAssociatedWith/schema:softwareVersion "1.0"',
        "?r a mls:ModelEvaluation ; kg:quantity/qudt:hasUnit unit:FRAME-PER-SEC",
        '?r kg:quantity/qudt:hasUnit ?u . ?u a qudt:Unit ; qudt:symbol "tokens/s"',
        '?m a oa:Annotation ; oa:hasBody id:software-vllm ; oa:hasTarget/oa:hasSelector/oa:exact "vLLM"',
        '?r kg:better "lower" ; kg:normalQuantity ?n . '
        "?n qudt:numericValue 1.4286 ; kg:high 1.8182 ; qudt:hasUnit unit:UNITLESS",
        '?b a kg:Bond ; kg:slot "hardware" ; kg:boundBy "list" ; kg:inResult/kg:confidence 0.95 ; '
        'oa:hasTarget/oa:hasSelector/oa:exact "A100"',
        '?b a kg:Bond ; kg:slot "hardware" ; kg:confidence 0.65 ; kg:inResult/kg:metricBy "unit"',
        '?r kg:normalQuantity/qudt:hasUnit ?u . ?u a qudt:Unit ; qudt:symbol "tokens/s"',
        'id:model-llama-3-8b skos:broader+ id:model-llama ; skos:altLabel "Llama-3-8B"',
    ):
        assert sparql(folder, f"ASK {{ {pattern} }}").rows == [(True,)], pattern


def test_a_quote_is_the_text_at_its_offsets(folder: Path) -> None:
    query = """SELECT ?text ?start ?end ?exact { ?target oa:hasSource/prov:value ?text ;
        oa:hasSelector [ oa:start ?start ; oa:end ?end ] , [ oa:exact ?exact ] }"""
    rows = sparql(folder, query).rows
    assert len(rows) == 36 + 11 + 10
    assert all(text[start:end] == exact for text, start, end, exact in rows)


@pytest.mark.parametrize(
    ("value", "written"),
    [(4.0, "4"), (71, "71"), (0.1, "0.1"), (2.5e-7, "0.00000025"), (1e21, "1" + 21 * "0"), (-0.0, "0"), (-1.5, "-1.5")],
)  # fmt: skip
def test_decimals_are_exact_and_canonical(value: float, written: str) -> None:
    assert decimal(value).split('"')[1] == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_decimals_give_back_the_float(value: float) -> None:
    assert float(decimal(value).split('"')[1]) == value


@given(st.text(), st.text())
def test_keys_stay_apart_as_iris_and_are_plain(one: str, other: str) -> None:
    try:
        one.encode(), other.encode()
    except UnicodeEncodeError:
        return  # half a surrogate pair is no text, and no record can hold it
    assert (encode(one) == encode(other)) == (one == other)
    assert set(encode(one)) <= set(string.ascii_letters + string.digits + "-.%")


def test_units_of_qudt_and_ours() -> None:
    node = qudt_unit("ms")
    assert node == "<http://qudt.org/vocab/unit/MilliSEC>"
    assert qudt_unit("tokens/s") is None
    assert qudt_unit("GFLOPs") is None  # a count of operations, no rate


@pytest.mark.parametrize(
    ("written", "name", "said", "kind"),
    [
        ("tokens per second", "tokens/s", "how many tokens in one second", "CountRate"),
        ("req/s", "requests/s", "how many requests in one second", "CountRate"),
        ("ms per token", "ms/token", "milliseconds for one token", "TimePerCount"),
        ("params", "parameters", "count of parameters", "Count"),
        ("TPUv4 hours", "TPUv4 hours", "one TPUv4 at work for one hour", None),
        ("kg CO2e", "kg CO2e", "carbon dioxide", "CO2Equivalent"),
        ("GFLOPs", "GFLOPs", "a number of them or a rate", None),
        ("MACs", "MACs", "multiply and add", "Count"),
        ("TOPS", "TOPS", "in one second", "CountRate"),
        ("$", "$", "Money", "Currency"),
        ("TB/s", "TB/s", "TB for each second", None),
        ("points", "points", "Points of a score", None),
        ("zorkmids", "zorkmids", "papers write as zorkmids", None),
    ],
)
def test_a_unit_that_qudt_lacks_is_one_however_it_is_written_and_defined(
    written: str, name: str, said: str, kind: str | None
) -> None:
    assert qudt_unit(written) is None
    unit = own_unit(written)
    assert (unit.name, unit.quantity_kind) == (name, kind)
    assert said in unit.definition
    assert own_unit(name) == unit


@pytest.mark.parametrize(
    ("written", "name"),
    [("B/s", "BYTE-PER-SEC"), ("FLOP/s", "FLOPS"),
     ("Hours", "HR"), ("Petaflops", "PetaFLOPS"), ("Mb/s", "MegaBIT-PER-SEC")],
)  # fmt: skip
def test_words_of_qudt_units_may_have_a_capital(written: str, name: str) -> None:
    assert qudt_unit(written) == f"<{PREFIXES['unit']}{name}>"
    assert qudt_unit("Mb") is None  # bits or bytes


def test_our_units_are_told_in_full(folder: Path) -> None:
    query = """SELECT ?unit { ?unit a qudt:Unit ; rdfs:label ?label ; qudt:symbol ?label ; dcterms:description ?text ;
        qudt:hasQuantityKind quantitykind:CountRate }"""
    assert len(sparql(folder, query).rows) == 1
    assert len(sparql(folder, "SELECT ?unit { ?unit a qudt:Unit MINUS { ?unit dcterms:description ?text } }").rows) == 0


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="none"):
        write_rdf(sample_records(), tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.nt", "no triples\n", "no valid RDF"),
        ("a.ttl", "@prefix x <y> .", "no valid RDF"),
        ("a.nt", "_:b <http://x.y/p> <http://x.y/o> .\n", "without a name"),
        ("a.csv", "", "named none of"),
        (
            "a.nt",
            f"<http://x.y/p> <{PREFIXES['rdf']}type> <{PREFIXES['schema']}ScholarlyArticle> .\n",
            "no values",
        ),
    ],
)
def test_a_file_that_holds_no_records_is_refused(name: str, content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_rdf(tmp_path / name)


def test_an_export_from_before_bonds_and_normal_forms_still_reads(folder: Path, tmp_path: Path) -> None:
    new = re.compile(r"ns#(better|metricBy|confidence|normalQuantity|inResult|boundBy|slot|Bond)>")
    lines = (folder / "graph.nt").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "graph.nt"
    path.write_text("".join(line for line in lines if not new.search(line)), encoding="utf-8")
    results = [result for record in read_rdf(path) for result in record.results]
    assert len(results) == 11
    assert {
        (result.better, result.normal, result.metric_by, result.confidence, result.bound) for result in results
    } == {("higher", None, None, None, ())}


def test_a_damaged_export_names_what_is_missing(folder: Path, tmp_path: Path) -> None:
    lines = (folder / "graph.nt").read_text(encoding="utf-8").splitlines(keepends=True)
    for lost, said in (
        ("oa#start>", "start"),
        ("oa#TextQuoteSelector>", "no selector"),
        ("ns#Task> .", "types"),
    ):
        path = tmp_path / "graph.nt"
        path.write_text("".join(line for line in lines if lost not in line), encoding="utf-8")
        with pytest.raises(InputError, match=said):
            read_rdf(path)
    path.write_text("".join(lines).replace('"78.3"', '"many"'), encoding="utf-8")
    with pytest.raises(InputError, match="no number"):
        read_rdf(path)


# Texts as titles may hold them: anything but line breaks, which sources take away.
LINE = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\n\r"), max_size=12)
HARD = st.sampled_from(
    [
        '"',
        '\\"',
        "\\",
        "'''",
        "<b>&amp;",
        "a b",
        "é\u2028",
        "\x00\x1f\x7f",
        "%20",
        "_",
        ".",
        "~",
        "a.",
        "\ufffe",
        "😀",
    ]
)
NAME = st.one_of(HARD, LINE.filter(bool))
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
SECTION = st.sampled_from(["title", "abstract"])
OFFSET = st.integers(0, 2000)
JOINED = st.sampled_from([None, *get_args(JoinedBy)])
MENTION = st.builds(Mention, NAME, SECTION, OFFSET, OFFSET, NAME, JOINED, st.none() | NAME)
SHARED_NAMES = st.sampled_from(["x", "y", "x-1", "x-1_mention-1", "é", 'a"b'])
# Facts of which some are the same in many papers, and facts of nothing, which are not the same as no facts.
FACT_VALUES = {str: NAME, int: st.integers(-9999, 9999), float: NUMBER, Literal: st.sampled_from(get_args(Better))}
FACT_FIELDS = {
    field.name: FACT_VALUES[get_origin(get_args(field.type)[0]) or get_args(field.type)[0]]
    for field in msgspec.structs.fields(Facts)
}
FACTS = st.one_of(
    st.none(), st.sampled_from([Facts(), Facts(vendor="x"), Facts(memory_gb=24)]),
    st.fixed_dictionaries({}, optional=FACT_FIELDS).map(lambda fields: Facts(**fields)),
)  # fmt: skip
CONCEPT = st.builds(Concept, SHARED_NAMES, st.one_of(SHARED_NAMES, NAME), FACTS)
ENTITY = st.builds(
    Entity, SHARED_NAMES, st.sampled_from(ENTITY_TYPES), NAME,
    st.lists(MENTION, min_size=1, max_size=3).map(tuple), st.lists(CONCEPT, max_size=3).map(tuple), FACTS,
)  # fmt: skip
NORMAL = st.builds(Normal, NUMBER, st.none() | NUMBER, NAME)
BOND = st.builds(
    Bond, st.sampled_from(SLOTS), st.sampled_from(["clause", "sentence", "neighbour", "list", "paper"]), SECTION,
    OFFSET, OFFSET, st.none() | st.floats(0, 1), st.none() | SHARED_NAMES,
)  # fmt: skip
LINKED = {f"{slot}_key": st.none() | SHARED_NAMES for slot in SLOTS}
SURFACES = {slot: st.none() | NAME for slot in SLOTS}
RESULT = st.builds(
    Result, quote=NAME, section=SECTION, start=OFFSET, end=OFFSET, metric=st.sampled_from(sorted(METRIC_KEYS)),
    value=NUMBER, high=st.none() | NUMBER, unit=st.none() | NAME,
    sense=st.sampled_from(["gain", "cut", "value", "loss"]), rule=NAME,
    qualifier=st.sampled_from([None, "up to", "about"]), metric_entity_key=st.none() | SHARED_NAMES,
    better=st.sampled_from(["higher", "lower"]), normal=st.none() | NORMAL, confidence=st.none() | st.floats(0, 1),
    bound=st.lists(BOND, max_size=4).map(tuple),
    metric_by=st.sampled_from([None, *get_args(MetricBy)]),
    **LINKED, **SURFACES,
)  # fmt: skip
# Results whose bonds all speak of one slot: its entities and its main one in all their combinations.
CROWDED = st.builds(
    lambda result, bonds: msgspec.structs.replace(
        result, bound=tuple(msgspec.structs.replace(bond, slot="baseline") for bond in bonds)
    ),
    RESULT, st.lists(BOND, max_size=4),
)  # fmt: skip


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    entities = draw(st.lists(ENTITY, max_size=3, unique_by=lambda entity: entity.key))
    keys = [entity.key for entity in entities]
    introduces = draw(st.lists(st.sampled_from(keys), max_size=3)) if keys else []
    sources = draw(st.lists(st.builds(Source, NAME, st.integers(1, 9)), max_size=3))
    results = draw(st.lists(RESULT | CROWDED, max_size=2))
    paper = "paper-" + draw(st.one_of(SHARED_NAMES, NAME))
    return Extraction(paper, draw(LINE), draw(LINE), tuple(sources), tuple(introduces), tuple(entities), tuple(results))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(extractions(), max_size=3, unique_by=lambda record: record.id),
    st.sampled_from([f"graph{format_.suffix}" for format_ in FORMATS.values()]),
)
def test_any_records_come_back_whole(
    tmp_path_factory: pytest.TempPathFactory, records: list[Extraction], name: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    try:
        path.write_bytes(exported(records, name))
    except OutputError as error:
        if not name.endswith(".rdf") or "no XML can hold" not in str(error):  # XML has no place for some characters
            raise
        return
    assert read_rdf(path) == in_id_order(records)
    assert exported(list(reversed(records)), name) == path.read_bytes()
