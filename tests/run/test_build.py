"""A whole build: the same bytes each time, records that hold what they promise, a graph that comes back from disk."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from cli.command import COMMAND, FILES, contents, environment, kg, once
from networkx.utils import graphs_equal

import kg as library
from kg.graph import build_graph, read_graph_json
from kg.model import ENTITY_TYPES, METRIC_KEYS, SLOTS, Extraction
from kg.rdf import read_rdf
from kg.record import read_records

BLOCKS = """new

Get trending papers in your email inbox!

Subscribe

byAK and the research community

Jul 3

Groundswell: Speculative Decoding at the Edge

Groundswell runs speculative decoding of Llama-2-7B on a Jetson Orin. It cuts latency by 38% against llama.cpp.

Undertow: Sparse Training of Vision Transformers

We propose Undertow, which trains ViT-B with 2.1x fewer FLOPs and reaches 81.2% top-1 accuracy on ImageNet-1K.
"""
LINES = (
    {"title": "Undertow: sparse training of vision transformers", "abstract": "We propose Undertow, for ViT-B."},
    {"title": "Backwash: Federated Learning with Fewer Bytes", "abstract": "Backwash halves traffic on CIFAR-10."},
)


@pytest.fixture(scope="module")
def build_of_two(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Path]:
    """Three papers in two files of two formats, one paper in both; and the folder built of them."""

    def make(folder: Path) -> list[Path]:
        (folder / "july.txt").write_text(BLOCKS, encoding="utf-8")
        (folder / "august.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in LINES), encoding="utf-8")
        inputs = [folder / "july.txt", folder / "august.jsonl"]
        done = kg("build", *inputs, "-o", folder / "out", PYTHONHASHSEED="1")
        assert (done.returncode, done.stderr) == (0, b"")
        return inputs

    folder, inputs = once(tmp_path_factory, "two", make)
    return inputs, folder / "out"


@pytest.fixture(scope="module")
def inputs(build_of_two: tuple[list[Path], Path]) -> list[Path]:
    return build_of_two[0]


@pytest.fixture(scope="module")
def built(build_of_two: tuple[list[Path], Path]) -> Path:
    return build_of_two[1]


@pytest.mark.slow
def test_other_order_other_process_same_bytes(inputs: list[Path], built: Path, tmp_path: Path) -> None:
    out = tmp_path / "again"
    done = kg("build", *reversed(inputs), inputs[0], "-o", out, PYTHONHASHSEED="2", LC_ALL="C", TZ="Asia/Tokyo")
    assert done.returncode == 0
    assert contents(out) == contents(built)


def test_a_paper_in_two_files_is_one_that_keeps_both_sources(built: Path) -> None:
    records = sorted(read_records(built / "records.jsonl"), key=lambda record: record.title)
    assert [record.title.partition(":")[0] for record in records] == ["Backwash", "Groundswell", "Undertow"]
    assert [(source.file, source.line) for source in records[2].source] == [("august.jsonl", 1), ("july.txt", 15)]
    assert records[2].abstract.endswith("ImageNet-1K.")


def test_no_folder_of_this_machine_is_named_in_any_file(sample: Path, built: Path) -> None:
    for folder in (sample, built):
        for name, content in contents(folder).items():
            assert str(folder.parent).encode() not in content, name
            assert str(Path(library.__file__).parent).encode() not in content, name


def sample_records(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def test_records_have_the_documented_fields(sample: Path) -> None:
    for record in sample_records(sample):
        assert set(record) == {"id", "title", "abstract", "source", "introduces", "entities", "results"}
        assert all(set(source) == {"file", "line"} and source["line"] > 0 for source in record["source"])
        for entity in record["entities"]:
            fields = {"key", "type", "name", "mentions"}
            assert fields <= set(entity) <= fields | {"broader", "facts"}
            assert entity["key"].partition("-")[0].capitalize() in ENTITY_TYPES
            assert entity["mentions"]
            for mention in entity["mentions"]:
                fields = {"text", "section", "start", "end", "rule"}
                assert fields <= set(mention) <= fields | {"joined", "decision"}
                assert mention["rule"]
        for result in record["results"]:
            described = {"quote", "section", "start", "end", "metric", "value", "high", "unit", "sense", "qualifier"}
            slots = {*SLOTS, *(f"{slot}_key" for slot in SLOTS)}
            known_by = {"rule", "metric_entity_key", "metric_by", "confidence", "bound"}
            bond_fields = {"slot", "by", "section", "start", "end", "confidence", "key"}
            assert set(result) == described | slots | known_by | {"better", "normal"}
            assert {bond["slot"] for bond in result["bound"]} == {slot for slot in SLOTS if result[slot] is not None}
            assert all(set(bond) == bond_fields for bond in result["bound"])
            for slot in SLOTS:
                check_bonds(record, result, slot, [bond for bond in result["bound"] if bond["slot"] == slot])
            assert result["metric"] in METRIC_KEYS
            assert result["sense"] in {"gain", "cut", "value", "loss"}
            assert result["high"] is None or result["high"] > result["value"]


def check_bonds(record: dict[str, Any], result: dict[str, Any], slot: str, bonds: list[dict[str, Any]]) -> None:
    """A bond of a single name holds the slot's text; those of several names hold parts of it, in its order."""
    texts = [record[bond["section"]][bond["start"] : bond["end"]] for bond in bonds]
    if len(bonds) == 1:
        assert texts == [result[slot]]
    at = 0
    for text in texts:
        assert text in result[slot][at:], (slot, texts, result[slot])
        at = result[slot].index(text, at) + len(text)
    places = [(bond["section"], bond["start"]) for bond in bonds]
    assert places == sorted(set(places))
    keys = [bond["key"] for bond in bonds if bond["key"] is not None]
    assert keys[:1] in ([], [result[f"{slot}_key"]])


def test_offsets_cut_out_their_texts(sample: Path) -> None:
    for record in sample_records(sample):
        spots = [(mention, mention["text"]) for entity in record["entities"] for mention in entity["mentions"]]
        spots += [(result, result["quote"]) for result in record["results"]]
        assert spots, record["title"]
        for spot, text in spots:
            assert record[spot["section"]][spot["start"] : spot["end"]] == text


def test_keys_are_shared_and_lead_somewhere(sample: Path) -> None:
    records = list(read_records(sample / "records.jsonl"))
    types: dict[str, set[str]] = {}
    papers: dict[str, int] = {}
    for record in records:
        own = {entity.key for entity in record.entities}
        assert len(own) == len(record.entities)
        assert set(record.introduces) <= own
        for result in record.results:
            assert {getattr(result, f"{slot}_key") for slot in SLOTS} - {None} <= own
            assert {bond.key for bond in result.bound} - {None} <= own
        for entity in record.entities:
            types.setdefault(entity.key, set()).add(entity.type)
            papers[entity.key] = papers.get(entity.key, 0) + 1
    # What is software to others is the method of the paper that introduces it.
    assert all(len(of_key) == 1 or of_key == {"Method", "Software"} for of_key in types.values())
    assert max(papers.values()) >= 10  # the sample is about shared things
    assert sum(count > 1 for count in papers.values()) >= 30


def test_the_graph_comes_back_from_each_of_its_files(sample: Path) -> None:
    records = list(read_records(sample / "records.jsonl"))
    graph = build_graph(records)
    assert graphs_equal(library.load(sample).nx, graph)
    assert graphs_equal(read_graph_json(sample / "graph.json"), graph)
    for name in ("graph.ttl", "graph.nt"):
        again: list[Extraction] = read_rdf(sample / name)
        assert again == records
        assert graphs_equal(build_graph(again), graph)


def kill_when(appears: str, out: Path, *command: str | Path) -> None:
    """Start `kg` and kill it, without a chance to clean up, as soon as it writes the file `appears` for `out`."""
    command = (*COMMAND, *map(str, command))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()) as process:
        while process.poll() is None and not any(out.glob(f".kg-unfinished-*/{appears}")):
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


@pytest.mark.slow
def test_killed_builds_leave_the_earlier_one_whole_and_the_next_sweeps_up(
    inputs: list[Path], built: Path, tmp_path: Path
) -> None:
    earlier = {name: f"an earlier {name}".encode() for name in FILES}
    for name, content in earlier.items():
        (tmp_path / name).write_bytes(content)
    for moment in ("records.jsonl", "graph.html"):  # the first file and the last
        kill_when(moment, tmp_path, "build", *inputs, "-o", tmp_path)
        assert {name: (tmp_path / name).read_bytes() for name in FILES} == earlier, moment
        assert any(tmp_path.glob(".kg-unfinished-*/*")), moment
    graph = library.build(inputs, tmp_path)  # writes what the command writes
    assert contents(tmp_path) == contents(built)
    assert graphs_equal(graph.nx, library.load(tmp_path).nx)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
