"""Queries in a person's terms."""

from __future__ import annotations

import subprocess
import sys

import pytest
from records import sample_records

from kg.errors import QueryError, UnknownNameError
from kg.query import KnowledgeGraph

PAGEPOOL = "PagePool: Sharing KV Cache Pages across Requests"
NIBBLE = "Nibble: Four-Bit Weights without Calibration"
FPGA = "Segmenting Street Scenes on an FPGA"


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(sample_records())


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"hardware": "A100"}, [NIBBLE, PAGEPOOL]),
        ({"hardware": "NVIDIA A100 80GB"}, [PAGEPOOL]),
        ({"hardware": "Ampere GPU"}, [NIBBLE, PAGEPOOL]),
        ({"hardware": "raspberry-pi 5"}, [NIBBLE]),
        ({"hardware": "FPGA", "task": "Semantic Segmentation"}, [FPGA]),
        ({"method": "quantization", "model": "Llama"}, [NIBBLE]),
        ({"software": "vllm", "dataset": "gsm8k"}, [PAGEPOOL]),
        ({"metric": "accuracy"}, [NIBBLE, PAGEPOOL]),
        ({"metric": "throughput"}, [NIBBLE, PAGEPOOL, FPGA]),
        ({"metric": "peak memory"}, [PAGEPOOL]),
        ({"metric": "power"}, [FPGA]),
        ({"hardware": "FPGA", "software": "vLLM"}, []),
    ],
)
def test_papers(g: KnowledgeGraph, filters: dict[str, str], titles: list[str]) -> None:
    hits = g.papers(**filters)
    assert [hit.title for hit in hits] == titles
    assert all(len(hit.evidence) == len(filters) for hit in hits)


def test_papers_without_a_filter_are_all(g: KnowledgeGraph) -> None:
    assert len(g.papers()) == 5


def test_a_papers_evidence_is_where_it_meets_the_filter_first(g: KnowledgeGraph) -> None:
    (hit,) = g.papers(hardware="Raspberry Pi 5")
    (evidence,) = hit.evidence
    assert evidence.text == "Raspberry Pi 5"
    assert evidence.sentence.startswith("Nibble runs")
    assert evidence.sentence.endswith("llama.cpp.")


@pytest.mark.parametrize(
    ("filters", "labels"),
    [
        ({"baseline": "vLLM"}, ["4.1x throughput gain (up to)"]),
        ({"hardware": "GPU"}, ["71 tokens/s throughput", "4.1x throughput gain (up to)"]),
        (
            {"model": "Llama 3", "metric": "throughput", "hardware": "Raspberry Pi 5"},
            ["12.5 tokens/s throughput"],
        ),
        ({"subject": "existing gpu designs"}, ["3x energy gain"]),
        ({"dataset": "Cityscapes"}, ["76.1 miou"]),
        ({"metric": "peak memory"}, ["30-45% memory cut"]),
        ({"metric": "area"}, []),
    ],
)
def test_results(g: KnowledgeGraph, filters: dict[str, str], labels: list[str]) -> None:
    assert [hit.label for hit in g.results(**filters)] == labels


def test_every_result_has_its_quote_as_evidence(g: KnowledgeGraph) -> None:
    hits = g.results()
    assert len(hits) == 11
    assert all(hit.evidence.text in hit.evidence.sentence for hit in hits)


@pytest.mark.parametrize(
    ("query", "nearest"),
    [
        (lambda g: g.papers(hardware="A10O"), "A100"),
        (lambda g: g.entity("pagepol"), "PagePool"),
        (lambda g: g.results(baseline="vLMM"), "vLLM"),
        (lambda g: g.paper("Nibble: Four-Bit Weight without Calibration"), NIBBLE),
        (lambda g: g.neighbours("raspbery pi"), "Raspberry Pi 5"),
        (lambda g: g.papers(metric="acuracy"), "accuracy"),
    ],
)
def test_an_unknown_name_offers_the_nearest(g: KnowledgeGraph, query, nearest: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        query(g)
    assert nearest in caught.value.nearest


def test_a_name_of_another_kind_is_unknown(g: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError):
        g.papers(hardware="vLLM")


def test_entities_and_their_families(g: KnowledgeGraph) -> None:
    hardware = g.entities("hardware")
    assert {hit.kind for hit in hardware} == {"hardware"}
    assert hardware[0].label == "GPU"
    assert hardware[0].papers == 2
    part = g.entity("nvidia a100 80GB GPU")
    assert part.key == "hardware-nvidia-a100-80gb"
    assert part.broader == ("hardware-nvidia-a100", "hardware-ampere-gpu", "hardware-gpu")
    with pytest.raises(QueryError, match="hardware"):
        g.entities("harware")


def test_a_paper_by_key_or_title(g: KnowledgeGraph) -> None:
    hit = g.paper(PAGEPOOL.upper())
    assert hit == g.paper(hit.key)
    assert hit.introduces == ("PagePool",)
    assert hit.sources == ("july.txt:3", "august.txt:41")


def test_neighbours_of_an_entity(g: KnowledgeGraph) -> None:
    found = {(hit.relation, hit.outgoing, hit.label) for hit in g.neighbours("vLLM")}
    assert ("compares_with", False, PAGEPOOL) in found
    assert ("baseline", False, "4.1x throughput gain (up to)") in found
    assert ("broader", True, "NVIDIA A100") in {
        (hit.relation, hit.outgoing, hit.label) for hit in g.neighbours("NVIDIA A100 80GB")
    }


def test_evidence_of_names_hits_and_edges(g: KnowledgeGraph) -> None:
    assert [item.text for item in g.evidence("Nibble")] == ["Nibble"] * 3
    paper = g.evidence(g.paper(NIBBLE))
    assert len(paper) == 12 + 4
    assert [item.section for item in paper].index("abstract") == 1
    (result,) = g.evidence(g.results(baseline="vLLM")[0])
    assert result.text == "up to 4.1x higher throughput than vLLM"
    key = g.paper(NIBBLE).key
    assert len(g.evidence((key, "method-nibble", "introduces"))) == 3
    (compared,) = g.evidence((key, "software-llama-cpp", "compares_with"))
    assert compared.text == "2 times faster than llama.cpp"
    (wider,) = g.evidence(("hardware-nvidia-a100", "hardware-ampere-gpu", "broader"))
    assert wider.text == "A100"
    with pytest.raises(QueryError, match="no edge"):
        g.evidence((key, "software-llama-cpp", "introduces"))


def test_every_edge_gives_evidence(g: KnowledgeGraph) -> None:
    for edge in g.nx.edges(keys=True):
        first = g.evidence(edge)[0]
        data = g.nx.edges[edge]
        assert (first.paper, first.section, first.start, first.end) == (
            data["paper"], data["section"], data["start"], data["end"],
        )  # fmt: skip


def test_sparql_over_the_graph_in_memory(g: KnowledgeGraph) -> None:
    table = g.sparql('SELECT ?label { ?r kg:baseline/skos:prefLabel "vLLM" ; rdfs:label ?label }')
    assert table.rows == [("4.1x throughput gain (up to)",)]
    assert len(list(g.rdf.query("SELECT ?r { ?r a kg:Result }"))) == 11


def test_reprs_are_short_and_say_what_matters(g: KnowledgeGraph) -> None:
    assert repr(g) == "<KnowledgeGraph: 5 papers, 30 entities, 11 results>"
    assert repr(g.papers(hardware="FPGA")[0]) == f"<Paper {FPGA!r}: 'FPGA'>"
    assert "vs vLLM" in repr(g.results(baseline="vLLM")[0])
    assert repr(g.entity("vLLM")) == "<Software 'vLLM' (software-vllm): 1 mentions, 1 papers>"
    assert "<-uses-" in repr([hit for hit in g.neighbours("vLLM") if hit.relation == "uses"])
    assert "'vLLM' abstract[" in repr(g.evidence("vLLM")[0])


def test_the_graph_needs_no_rdf_library() -> None:
    code = "import sys, kg.query; sys.exit(bool({'rdflib', 'pyoxigraph'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
