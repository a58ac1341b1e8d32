"""The graph contract: nodes, edges, evidence, and the same graph for any order of records."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import msgspec
import networkx as nx
import pytest
from msgspec.structs import replace
from records import A100, PaperBuilder, sample_records

from kg.errors import InputError, KgError, OutputError
from kg.graph import MOST_PAPERS, build_graph, check_size, read_graph_json, result_label, write_graph_json
from kg.model import Concept, Extraction, Facts, Normal, Result

PAGEPOOL = "paper-pagepool-sharing-kv-cache-pages-across-requests"
NIBBLE = "paper-nibble-four-bit-weights-without-calibration"
FPGA = "paper-segmenting-street-scenes-on-an-fpga"
RELATIONS = {
    "introduces", "mentions", "evaluates_on", "uses", "runs_on", "compares_with", "broader", "has_result",
    "subject", "baseline", "hardware", "model", "dataset", "task", "metric",
}  # fmt: skip


@dataclass(frozen=True)
class Relations:
    graph: nx.MultiDiGraph

    def targets(self, source: str, relation: str) -> set[str]:
        return {target for _, target, key in self.graph.out_edges(source, keys=True) if key == relation}


@pytest.fixture(scope="module")
def graph() -> nx.MultiDiGraph:
    return build_graph(sample_records())


def test_every_node_has_kind_label_and_plain_attributes(graph: nx.MultiDiGraph) -> None:
    for key, data in graph.nodes(data=True):
        assert data["label"], key
        assert data["kind"], key
        assert key.startswith(f"{data['kind']}-")
        assert all(type(value) in (str, int, float, bool) for value in data.values()), key


def test_every_edge_has_evidence_that_its_text_bears_out(graph: nx.MultiDiGraph) -> None:
    for source, target, relation, data in graph.edges(keys=True, data=True):
        assert relation == data["relation"]
        assert relation in RELATIONS
        paper = graph.nodes[data["paper"]]
        text = paper[data["section"]]
        assert 0 <= data["start"] < data["end"] <= len(text), (source, target, relation)
        assert data["quote"] in text
        assert text[data["start"] : data["end"]] in data["quote"]
        assert data["rule"]
        assert data["count"] >= 1


def test_relations_of_a_paper(graph: nx.MultiDiGraph) -> None:
    edges = Relations(graph)
    assert edges.targets(PAGEPOOL, "introduces") == {"method-pagepool"}
    assert edges.targets(PAGEPOOL, "uses") == {"software-vllm"}
    assert edges.targets(PAGEPOOL, "runs_on") == {"hardware-nvidia-a100-80gb"}
    assert edges.targets(PAGEPOOL, "evaluates_on") == {"dataset-gsm8k"}
    assert edges.targets(PAGEPOOL, "compares_with") == {"software-vllm"}
    assert len(edges.targets(PAGEPOOL, "mentions")) == 9
    assert edges.targets(NIBBLE, "compares_with") == {"software-llama-cpp"}


def test_slots_of_a_result(graph: nx.MultiDiGraph) -> None:
    key = "result-pagepool-sharing-kv-cache-pages-across-requests-1"
    edges = Relations(graph)
    assert edges.targets(PAGEPOOL, "has_result") >= {key}
    assert edges.targets(key, "subject") == {"method-pagepool"}
    assert edges.targets(key, "baseline") == {"software-vllm"}
    assert edges.targets(key, "metric") == {"metric-throughput"}
    assert edges.targets(key, "dataset") == set()
    data = graph.nodes[key]
    assert (data["value"], data["unit"], data["qualifier"]) == (4.1, "x", "up to")
    assert "high" not in data


def test_a_result_has_its_amount_for_comparing_as_plain_attributes(graph: nx.MultiDiGraph) -> None:
    key = "result-pagepool-sharing-kv-cache-pages-across-requests-"
    cut, loss = graph.nodes[f"{key}2"], graph.nodes[f"{key}3"]
    assert (cut["better"], cut["confidence"]) == ("lower", 0.8)
    assert (cut["normal"], cut["normal_high"], cut["normal_unit"]) == (1.4286, 1.8182, "x")
    assert (loss["better"], loss["confidence"]) == ("higher", 0.5)
    assert not [name for name in loss if name.startswith("normal")]
    assert cut["metric_by"] == "nearby"
    assert "metric_by" not in loss


def test_a_slot_edge_stands_on_the_name_that_fills_it(graph: nx.MultiDiGraph) -> None:
    key = "result-pagepool-sharing-kv-cache-pages-across-requests-1"
    edge = graph.edges[key, "hardware-nvidia-a100-80gb", "hardware"]
    assert edge["by"] == "sentence"
    assert "confidence" not in edge
    assert graph.nodes[PAGEPOOL]["abstract"][edge["start"] : edge["end"]] == "NVIDIA A100 80GB GPU"
    assert edge["quote"].startswith("On one NVIDIA A100 80GB GPU it gives")
    assert graph.edges[f"{key[:-1]}2", "method-pagepool", "subject"]["section"] == "title"
    assert graph.edges[key, "software-vllm", "baseline"]["confidence"] == 0.88
    unbound = graph.edges[key, "metric-throughput", "metric"]
    assert "by" not in unbound
    assert unbound["quote"] == "up to 4.1x higher throughput than vLLM"


def test_whole_numbers_are_written_as_others(tmp_path: Path) -> None:
    def written(number: float) -> bytes:
        record = PaperBuilder("T", "It is 2x faster.").entity("Method", "method-it", "It", ["It"]).result(
            "2x faster", "speedup", number, "x", "gain", high=number, normal=Normal(number, number, "x"),
            confidence=type(number)(1), subject_key="method-it",
            bound={"subject": ("clause", "It", 0, type(number)(1))},
        )  # fmt: skip
        write_graph_json(build_graph([record.record()]), tmp_path / "graph.json")
        return (tmp_path / "graph.json").read_bytes()

    assert written(2) == written(2.0)


def test_families_reach_up_and_stand_on_the_narrower_entity(graph: nx.MultiDiGraph) -> None:
    edges = Relations(graph)
    assert edges.targets("hardware-nvidia-a100-80gb", "broader") == {A100.key}
    assert edges.targets(A100.key, "broader") == {"hardware-ampere-gpu"}
    assert graph.nodes["hardware-ampere-gpu"]["papers"] == 0
    direct = graph.edges[A100.key, "hardware-ampere-gpu", "broader"]
    assert direct["paper"] == NIBBLE
    assert direct["count"] == 2
    inherited = graph.edges["hardware-ampere-gpu", "hardware-gpu", "broader"]
    assert inherited["paper"] == NIBBLE


def test_counts_and_aliases_of_an_entity(graph: nx.MultiDiGraph) -> None:
    data = graph.nodes["model-large-language-model"]
    assert data["papers"] == 3
    assert data["mentions"] == 3
    assert data["aliases"] == "LLMs | large language models"
    assert graph.edges[NIBBLE, "method-nibble", "mentions"]["count"] == 3


@pytest.mark.parametrize(
    ("names", "label"),
    [(["Zeta", "Zeta", "Alpha"], "Zeta"), (["Zeta", "Alpha"], "Alpha")],
    ids=["most papers", "then the alphabet"],
)
def test_papers_vote_on_a_label(names: list[str], label: str) -> None:
    records = [
        PaperBuilder(f"Paper {number}", "It has a Thing.").entity("Method", "method-x", name, ["Thing"]).record()
        for number, name in enumerate(names)
    ]
    assert build_graph(records).nodes["method-x"]["label"] == label


def test_a_papers_own_name_counts_more_than_a_chain(graph: nx.MultiDiGraph) -> None:
    wide = Concept("method-wide", "A Chain's Name")
    records = [
        PaperBuilder("One", "Uses Narrow.").entity("Method", "method-n", "N", ["Narrow"], broader=(wide,)).record(),
        PaperBuilder("Two", "Uses Narrow.").entity("Method", "method-n", "N", ["Narrow"], broader=(wide,)).record(),
        PaperBuilder("Three", "Uses Wide.").entity("Method", wide.key, "Wide", ["Wide"]).record(),
    ]  # fmt: skip
    assert build_graph(records).nodes[wide.key]["label"] == "Wide"


def test_a_slot_may_link_to_what_no_record_lists() -> None:
    record = PaperBuilder("T", "It is 2x faster than Ghost.")
    record.result("2x faster than Ghost", "speedup", 2, "x", "gain", baseline="Ghost", baseline_key="software-ghost")
    graph = build_graph([record.record()])
    assert graph.nodes["software-ghost"] == {"kind": "software", "label": "Ghost", "papers": 0, "mentions": 0}
    assert graph.has_edge("paper-t", "software-ghost", "compares_with")


def test_order_of_records_changes_nothing(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    write_graph_json(graph, tmp_path / "graph.json")
    for seed in range(5):
        records = sample_records()
        random.Random(seed).shuffle(records)
        write_graph_json(build_graph(records), tmp_path / "other.json")
        assert (tmp_path / "other.json").read_bytes() == (tmp_path / "graph.json").read_bytes()


def test_order_changes_nothing_where_papers_share_the_keys_of_their_results() -> None:
    def paper(key: str, text: str) -> Extraction:
        builder = PaperBuilder("T", text)
        builder.result("2x faster", "speedup", 2, "x", "gain", task="Sort", task_key="task-sort")
        return replace(builder.record(), id=key)

    two = [paper("paper-t", "It is 2x faster."), paper("t", "Now it is 2x faster.")]
    forth, back = build_graph(two), build_graph(two[::-1])
    assert list(forth.nodes(data=True)) == list(back.nodes(data=True))
    assert list(forth.edges(keys=True, data=True)) == list(back.edges(keys=True, data=True))
    assert forth.edges["result-t-1", "task-sort", "task"]["paper"] == "paper-t"
    assert forth.edges["result-t-1", "task-sort", "task"]["count"] == 2
    assert forth.nodes["result-t-1"]["paper"] == "t"


def test_the_graph_is_as_networkx_would_have_made_it(graph: nx.MultiDiGraph) -> None:
    made: nx.MultiDiGraph = nx.MultiDiGraph()
    made.add_nodes_from(graph.nodes(data=True))
    for source, target, relation, data in graph.edges(keys=True, data=True):
        made.add_edge(source, target, key=relation, **data)
    assert (made._succ, made._pred, made._node) == (graph._succ, graph._pred, graph._node)
    assert [list(made.pred[key]) for key in made] == [list(graph.pred[key]) for key in graph]
    assert all(graph.pred[target][source] == graph.succ[source][target] for source, target in graph.edges())
    changed = graph.copy()
    changed.remove_node(PAGEPOOL)
    changed.add_edge(NIBBLE, "method-new", key="uses")
    assert changed.has_predecessor("method-new", NIBBLE)
    assert PAGEPOOL in graph


def test_each_edge_has_attributes_of_its_own(graph: nx.MultiDiGraph) -> None:
    attributes = [data for *_, data in graph.edges(data=True)]
    assert len({id(data) for data in attributes}) == len(attributes)


def test_nodes_and_edges_stand_in_sorted_order(graph: nx.MultiDiGraph) -> None:
    assert list(graph.nodes) == sorted(graph.nodes)
    assert list(graph.edges(keys=True)) == sorted(graph.edges(keys=True))


def test_json_holds_the_same_graph(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    write_graph_json(graph, path)
    again = read_graph_json(path)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_networkx_writers_take_the_graph(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    nx.write_graphml(graph, tmp_path / "graph.graphml")
    nx.write_gexf(graph, tmp_path / "graph.gexf")
    again = nx.read_graphml(tmp_path / "graph.graphml")
    assert again.number_of_edges() == graph.number_of_edges()
    assert again.nodes[A100.key] == graph.nodes[A100.key]
    assert nx.read_gexf(tmp_path / "graph.gexf").nodes[A100.key]["memory_gb"] == 40


def test_a_thing_has_what_is_known_of_it_as_plain_attributes(graph: nx.MultiDiGraph) -> None:
    device, model = graph.nodes[A100.key], graph.nodes["model-llama-3-8b"]
    assert (device["memory_gb"], device["memory_gb_high"], device["year"]) == (40, 80, 2020)
    assert [type(device[name]) for name in ("memory_gb", "year")] == [float, int]
    assert (model["parameters"], model["version"]) == (8e9, "3")
    assert "memory_gb" not in model
    assert (graph.nodes["metric-accuracy"]["better"], graph.nodes["metric-accuracy"]["unit"]) == ("higher", "%")


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "no JSON"), ("[1]", "node-link"), ('{"nodes": []}', "node-link"),
     ('{"directed": true, "multigraph": false, "graph": {}, "nodes": [], "edges": []}', "node-link")],
)  # fmt: skip
def test_a_file_that_is_no_graph_is_refused(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_graph_json(path)


def test_files_that_are_not_there_are_named(graph: nx.MultiDiGraph, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        read_graph_json(tmp_path / "none.json")
    with pytest.raises(OutputError, match="no-folder"):
        write_graph_json(graph, tmp_path / "no-folder" / "graph.json")


def test_records_that_contradict_themselves_are_refused() -> None:
    first = sample_records()[0]
    unmentioned = msgspec.structs.replace(first.entities[0], mentions=())
    endless = msgspec.structs.replace(first.results[0], value=float("inf"))
    unsure = msgspec.structs.replace(first.results[0], confidence=float("nan"))
    bond = msgspec.structs.replace(first.results[0].bound[0], confidence=float("inf"))
    unbound = msgspec.structs.replace(first.results[0], bound=(bond,))
    shapeless = msgspec.structs.replace(first.results[0], normal=Normal(2.0, float("inf"), "x"))
    weightless = msgspec.structs.replace(first.entities[0], facts=Facts(power_w=float("nan")))
    wide = Concept("hardware-wide", "Wide", Facts(memory_gb=float("inf")))
    boundless = msgspec.structs.replace(first.entities[0], broader=(wide,))
    cases = [
        ([first, first], "two records"),
        ([replace(first, entities=(first.entities[0],) * 2)], "twice"),
        ([replace(first, entities=(unmentioned,))], "no mention"),
        ([replace(first, entities=(weightless,))], "fact"),
        ([replace(first, entities=(boundless,))], "fact"),
        ([replace(first, introduces=("method-else",))], "method-else"),
        ([replace(first, results=(endless,))], "finite"),
        ([replace(first, results=(unsure,))], "finite"),
        ([replace(first, results=(shapeless,))], "finite"),
        ([replace(first, results=(unbound,))], "finite"),
    ]
    for records, said in cases:
        with pytest.raises(InputError, match=said):
            build_graph(records)


@pytest.mark.parametrize(
    ("fields", "label"),
    [({"value": 4.1, "unit": "x", "qualifier": "up to"}, "4.1x throughput gain (up to)"),
     ({"value": 30.0, "high": 45, "unit": "%", "sense": "cut", "metric": "model_size"}, "30-45% model size cut"),
     ({"value": 71, "unit": "tokens/s", "sense": "value"}, "71 tokens/s throughput"),
     ({"value": 700000000, "unit": None, "sense": "value", "metric": "parameters"}, "700,000,000 parameters"),
     ({"value": 1234.5, "unit": "ms", "sense": "value", "metric": "latency"}, "1,234.5 ms latency"),
     ({"value": 1e30, "unit": None, "sense": "value", "metric": "flops"}, "1e+30 flops")],
)  # fmt: skip
def test_a_results_label(fields: dict[str, object], label: str) -> None:
    basis = Result("q", "abstract", 0, 1, "throughput", 1, None, None, "gain", "r")
    assert result_label(msgspec.structs.replace(basis, **fields)) == label


def test_too_many_papers_for_networkx_are_refused_in_one_line() -> None:
    check_size(MOST_PAPERS)
    with pytest.raises(KgError, match=r"^250,001 papers are too many .*`kg build --from`.* \(--about NAME\)$"):
        check_size(MOST_PAPERS + 1)
