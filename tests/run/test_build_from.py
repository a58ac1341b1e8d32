"""A folder built from shards is what one build of the papers gives; its tables say what the graph says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest
from cli.command import complaint, contents
from cli.command import kg as command
from networkx.utils import graphs_equal
from run.made_up import EXTRA, PAPERS, Counting, write

import kg
import kg.record
import kg.run.shards.folder
from kg.errors import InputError, KgError
from kg.graph import read_graph_json
from kg.record import Extractor, read_records
from kg.run import build, build_from, extract_shards, is_shards, load
from kg.sample import sample_path

# Two papers that coin one name, which is a key of its own in each.
NAMESAKES = (
    ("Scree: Sparse Reads for Caches", "We propose Scree. On one A100 it is 2x faster than vLLM."),
    ("Scree: Learning to Climb Slopes", "We introduce Scree, a robot. It beats PPO by 3% accuracy on MuJoCo."),
)


@pytest.fixture(scope="module")
def built(extractor: Extractor, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `shards`, `whole` (a build of the same papers) and `merged` (one from the shards)."""
    place = tmp_path_factory.mktemp("merged")
    papers = write(place / "papers.jsonl", [*PAPERS, *EXTRA, *NAMESAKES])
    counting = Counting(extractor)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.record, "load_extractor", lambda *_: counting)
        for name, size in {"_LEAST": 5, "_MOST": 15, "_ENDS": 5}.items():
            patch.setattr(kg.run.shards.folder, name, size)
        extract_shards([papers, sample_path()], place / "shards", workers=1)
        build([papers, sample_path()], place / "whole", workers=1)
    build_from(place / "shards", place / "merged")
    return place


def table(built: Path, query: str) -> list[tuple[Any, ...]]:
    return duckdb.execute(query.replace("FROM ", f"FROM '{built}/merged/", 1)).fetchall()


def test_it_is_what_one_build_gives(built: Path) -> None:
    whole, merged = contents(built / "whole"), contents(built / "merged")
    assert {name: merged[name] for name in whole} == whole
    assert {name for name in merged if name not in whole} == {
        "papers.parquet", "entities.parquet", "mentions.parquet", "results.parquet",
    }  # fmt: skip
    assert len(list((built / "shards").glob("*.parquet"))) > 3


def test_entities_are_those_of_the_graph(built: Path) -> None:
    graph = read_graph_json(built / "merged" / "graph.json")
    nodes = {
        (key, data["kind"], data["label"], data["papers"], data["mentions"])
        for key, data in graph.nodes(data=True)
        if data["kind"] not in ("paper", "result")
    }
    rows = table(built, "SELECT entity, kind, label, papers, mentions FROM entities.parquet'")
    assert set(rows) == nodes
    assert len(rows) == len(nodes) > 100
    assert any("--" in entity for entity, *_ in rows)
    wider = {(narrow, wide) for narrow, wide, relation in graph.edges(keys=True) if relation == "broader"}
    assert set(table(built, "SELECT entity, broader FROM entities.parquet' WHERE broader IS NOT NULL")) <= wider


def test_the_other_tables_are_the_records(built: Path) -> None:
    told = {record.id: record for record in load(built / "merged").records}
    introduced = dict(table(built, "SELECT paper, introduces FROM papers.parquet'"))
    assert introduced == {key: list(record.introduces) for key, record in told.items()}
    mentions = table(built, 'SELECT paper, entity, section, start, "end", text FROM mentions.parquet\'')
    assert sorted(mentions) == sorted(
        (record.id, entity.key, place.section, place.start, place.end, place.text)
        for record in told.values()
        for entity in record.entities
        for place in entity.mentions
    )
    results = table(built, "SELECT paper, number, quote, value, subject_key, baseline_key FROM results.parquet'")
    assert results == [
        (key, number, result.quote, result.value, result.subject_key, result.baseline_key)
        for key, record in sorted(told.items())
        for number, result in enumerate(record.results, 1)
    ]


def test_shards_can_be_asked_as_a_built_folder_can(built: Path) -> None:
    asked = [command("results", built / folder, "--json").stdout for folder in ("shards", "merged")]
    assert asked[0] == asked[1] != b"[]\n"


def test_a_graph_among_its_shards_is_what_the_folder_is_asked_for(built: Path, tmp_path: Path) -> None:
    both, new = tmp_path / "both", write(tmp_path / "new.jsonl", [("Cairn: Stones", "Cairn runs on one FPGA.")])
    shutil.copytree(built / "shards", both)
    assert is_shards(both)
    build_from(both, both)
    assert not is_shards(both)
    shards = sorted(both.glob("shard-*"))
    done = command("add", both, new)
    assert done.returncode == 0, done.stderr.decode()
    assert len(load(both).records) == len(load(built / "merged").records) + 1
    assert sorted(both.glob("shard-*")) == shards


def test_what_a_networkx_graph_cannot_hold_is_built_without_it(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.size.MOST_PAPERS", 10)
    merged = build_from(built / "shards", built / "large")
    assert merged.without is not None
    assert "too many for a NetworkX graph" in merged.without
    assert merged.kinds == {"paper": len(list(read_records(built / "merged" / "records.jsonl")))}
    large, small = contents(built / "large"), contents(built / "merged")
    assert {name: small[name] for name in large} == large
    assert {name for name in small if name not in large} == {"graph.json", "graph.html"}


def test_the_graph_alone_is_that_of_the_folder(built: Path) -> None:
    graph = kg.graph_from(built / "shards")
    assert graphs_equal(graph, read_graph_json(built / "merged" / "graph.json"))
    assert graph.number_of_nodes() > 300


def test_a_part_is_the_papers_that_speak_of_a_thing(built: Path, tmp_path: Path) -> None:
    merged = build_from(built / "shards", tmp_path / "part", about="nvidia gpu")
    whole, part = (kg.load(folder) for folder in (built / "merged", tmp_path / "part"))
    meant = {hit.key for hit in whole.papers(hardware="NVIDIA GPU")}
    assert {record.id for record in part.records} >= meant
    assert 0 < len(part.records) == merged.kinds["paper"] < len(whole.records)
    (papers,) = duckdb.execute(f"SELECT count(*) FROM '{tmp_path}/part/papers.parquet'").fetchone() or ()
    assert papers == len(part.records)
    with pytest.raises(InputError, match="no paper speaks of 'Ouija board'"):
        build_from(built / "shards", tmp_path / "none", about="Ouija board")


def test_too_many_papers_for_a_build_are_told_before_they_are_read(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.size.MOST_PAPERS", 5)
    monkeypatch.setattr(kg.record, "load_extractor", lambda *_: pytest.fail("a paper is read"))
    with pytest.raises(KgError, match="too many for a NetworkX graph"):
        build([built / "papers.jsonl"], tmp_path / "out", workers=1)
    with pytest.raises(KgError, match="too many for a NetworkX graph"):
        kg.graph_from(built / "shards")


def test_mistakes_are_told(built: Path, tmp_path: Path) -> None:
    assert "holds no shards of `kg extract --shards`" in complaint(command("build", "--from", tmp_path, "-o", tmp_path))
    both = command("build", built / "papers.jsonl", "--from", built / "shards", "-o", tmp_path)
    assert both.returncode == 2
    assert "'INPUT' / '--from'" in both.stderr.decode()
    assert list(tmp_path.iterdir()) == []
