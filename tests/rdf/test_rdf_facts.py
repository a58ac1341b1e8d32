"""Facts and why names are joined, in RDF: asked for in SPARQL, kept where papers differ, read back."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from records import A100_FACTS, GPU, PaperBuilder

from kg.errors import InputError
from kg.model import Concept, Extraction, Facts
from kg.rdf import read_rdf, to_store, write_rdf
from kg.rdf import terms as t
from kg.rdf.recorded import fields_of_json
from kg.sparql import sparql

GEFORCE = Concept("hardware-geforce", "GeForce", Facts(vendor="NVIDIA", device_class="consumer GPU"))
RTX_4090 = Concept(
    "hardware-nvidia-rtx-4090", "NVIDIA RTX 4090",
    Facts("NVIDIA", "consumer GPU", "Ada Lovelace", 2022, 24, None, "GDDR6X", 1008, 165.2, 450, "RTX 4090 data sheet"),
)  # fmt: skip
ORIN = Concept("hardware-orin-nano", "Orin Nano", Facts("NVIDIA", "edge board", memory_gb=4, memory_gb_high=8))
A100 = Concept("hardware-nvidia-a100", "NVIDIA A100", A100_FACTS)
PLOVER = Concept("model-plover", "Plover", Facts(version="2"))
PLOVER_8B_FACTS = Facts(parameters=8.5e9, active_parameters=1e9, version="2", variant="Instruct")
TOKENS = Facts(better="higher", unit="tokens/s")


def paper(name: str, *devices: Concept) -> PaperBuilder:
    """A paper that names Plover 2 8B and some devices, each a GPU."""
    text = f"{name} runs Plover-2-8B on {' and '.join(device.name for device in devices)}, in tokens per second."
    builder = PaperBuilder(f"On {name}", text)
    for device in devices:
        wider = (GEFORCE, GPU) if device.key == RTX_4090.key else (GPU,)
        builder.entity("Hardware", device.key, device.name, [device.name], broader=wider, facts=device.facts)
    return (
        builder.entity("Model", "model-plover-2-8b", "Plover 2 8B", ["Plover-2-8B"], broader=(PLOVER,),
                       facts=PLOVER_8B_FACTS, joined="spelling")
        .entity("Metric", "metric-tokens", "tokens per second", ["tokens per second"], facts=TOKENS)
    )  # fmt: skip


def records() -> list[Extraction]:
    return [paper("Knot", A100).record(), paper("Reef", RTX_4090).record(), paper("Wharf", RTX_4090, ORIN).record()]


def back(folder: Path, given: list[Extraction]) -> tuple[list[Extraction], list[str]]:
    """The records as they are read back from both files, and the lines of the export that keep what differs."""
    write_rdf(given, folder)
    again = read_rdf(folder / "graph.nt")
    assert read_rdf(folder / "graph.ttl") == again
    lines = (folder / "graph.nt").read_text(encoding="utf-8").splitlines()
    return again, [line for line in lines if "asRecorded" in line]


def test_each_field_has_one_property_of_its_own() -> None:
    fields = [*t.FACT_TEXTS, *t.FACT_YEARS, *t.FACT_AMOUNTS]
    assert sorted(fields) == sorted(Facts.__struct_fields__)
    properties = [*t.FACT_TEXTS.values(), *t.FACT_YEARS.values(), *t.FACT_AMOUNTS.values()]
    assert len(set(properties)) == len(properties)


def test_facts_that_papers_agree_on_stand_on_the_concept_alone(tmp_path: Path) -> None:
    again, kept = back(tmp_path, records())
    assert again == records()
    assert kept == []


def test_devices_with_at_most_24_gb() -> None:
    query = "SELECT ?name ?gb { ?d kg:memoryGB ?gb ; skos:prefLabel ?name FILTER(?gb <= 24) } ORDER BY ?gb"
    assert sparql(to_store(records()), query).rows == [("Orin Nano", 4.0), ("NVIDIA RTX 4090", 24.0)]


def test_papers_that_run_on_a_consumer_gpu() -> None:
    query = """SELECT DISTINCT ?title { ?paper kg:runsOn/skos:broader* [ kg:deviceClass "consumer GPU" ] ;
        dcterms:title ?title } ORDER BY ?title"""
    assert sparql(to_store(records()), query).rows == [("On Reef",), ("On Wharf",)]


@pytest.mark.parametrize(
    "pattern",
    [
        'id:hardware-nvidia-rtx-4090 kg:vendor "NVIDIA" ; kg:architecture "Ada Lovelace" ; kg:launchYear 2022',
        'id:hardware-nvidia-rtx-4090 kg:memoryType "GDDR6X" ; kg:memoryBandwidthGBs 1008.0 ; kg:denseFP16TFLOPS 165.2',
        'id:hardware-nvidia-rtx-4090 kg:powerW 450.0 ; kg:factSource "RTX 4090 data sheet"',
        "id:hardware-orin-nano kg:memoryGBHigh 8.0 FILTER NOT EXISTS { id:hardware-gpu kg:memoryGB ?gb }",
        'id:hardware-geforce kg:deviceClass "consumer GPU"',  # named by no paper itself
        "id:model-plover-2-8b kg:parameterCount 8500000000.0 ; kg:activeParameterCount 1000000000.0",
        'id:model-plover-2-8b kg:modelVersion "2" ; kg:modelVariant "Instruct"',
        'id:metric-tokens kg:better "higher" ; kg:canonicalUnit "tokens/s" ; qudt:hasUnit/qudt:symbol "tokens/s"',
    ],
)
def test_facts_of_all_three_kinds(pattern: str) -> None:
    assert sparql(to_store(records()), f"ASK {{ {pattern} }}").rows == [(True,)]


@pytest.mark.parametrize(
    "other",
    [None, Facts(), Facts("NVIDIA", memory_gb=24), msgspec.structs.replace(RTX_4090.facts, memory_gb=48)],
    ids=["unknown", "nothing", "fewer", "another"],
)
def test_facts_of_a_paper_that_differ_are_kept(other: Facts | None, tmp_path: Path) -> None:
    device = Concept(RTX_4090.key, RTX_4090.name, other)
    given = [*records(), paper("Yard", device).record()]
    again, kept = back(tmp_path, given)
    assert again == given
    assert len(kept) == 1
    assert "paper-on-yard_mention-1" in kept[0]
    query = "SELECT ?gb { id:hardware-nvidia-rtx-4090 kg:memoryGB ?gb }"
    assert sparql(tmp_path, query).rows == [(24.0,)]  # as most papers have it


@pytest.mark.parametrize("other", [None, Facts(), Facts(version="2.1")], ids=["unknown", "nothing", "another"])
def test_facts_of_a_wider_thing_that_differ_are_kept(other: Facts | None, tmp_path: Path) -> None:
    odd = PaperBuilder("On Yard", "Yard runs Plover-2-8B.").entity(
        "Model", "model-plover-2-8b", "Plover 2 8B", ["Plover-2-8B"],
        broader=(Concept(PLOVER.key, PLOVER.name, other),), facts=PLOVER_8B_FACTS,
    )  # fmt: skip
    given = [*records(), odd.record()]
    again, kept = back(tmp_path, given)
    assert again == given
    assert len(kept) == 1


def test_whole_numbers_make_the_same_bytes_as_floats(tmp_path: Path) -> None:
    for name, gb in (("whole", 48), ("float", 48.0)):
        (tmp_path / name).mkdir()
        facts = msgspec.structs.replace(RTX_4090.facts, memory_gb=gb)
        write_rdf([*records(), paper("Yard", Concept(RTX_4090.key, "RTX", facts)).record()], tmp_path / name)
    assert (tmp_path / "whole/graph.nt").read_bytes() == (tmp_path / "float/graph.nt").read_bytes()


def test_why_a_name_is_taken_for_a_thing(tmp_path: Path) -> None:
    builder = PaperBuilder("On Quay", "Quay runs on a 4090 and on Orins.")
    builder.entity("Hardware", RTX_4090.key, RTX_4090.name, ["4090"], rule="shape-gpu", joined="short")
    builder.entity("Hardware", ORIN.key, ORIN.name, ["Orins"], joined="decision", decision="orin-is-nano")
    given = [builder.record()]
    assert back(tmp_path, given) == (given, [])
    query = """SELECT ?exact ?why ?decision { ?m kg:joinedBy ?why ; oa:hasTarget/oa:hasSelector/oa:exact ?exact
        OPTIONAL { ?m kg:byDecision ?d . ?d a kg:Rule ; dcterms:identifier ?decision } } ORDER BY ?exact"""
    assert sparql(tmp_path, query).rows == [("4090", "short", None), ("Orins", "decision", "orin-is-nano")]


def test_what_a_paper_says_otherwise_reads_as_it_was_written_before_facts() -> None:
    own = '{"type": "Hardware", "name": "RTX", "broader": [["hardware-gpu", "GPU"]]}'
    assert fields_of_json(own) == {"type": "Hardware", "name": "RTX", "broader": (GPU,), "facts": None}


def test_a_damaged_record_of_an_entity_is_named(tmp_path: Path) -> None:
    write_rdf([*records(), paper("Yard", Concept(RTX_4090.key, RTX_4090.name)).record()], tmp_path)
    whole = (tmp_path / "graph.nt").read_text(encoding="utf-8")
    damaged = whole.replace(r"{\"type\":\"Hardware\"", r"{\"type\":\"Gadget\"")
    (tmp_path / "graph.nt").write_text(damaged, encoding="utf-8")
    with pytest.raises(InputError, match=r"Gadget.*no record of an entity"):
        read_rdf(tmp_path / "graph.nt")
