"""The shared corpus: how many papers it holds, how well they are read, how long it takes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cli.command import FILES, contents
from run.conftest import CorpusBuild

import kg
from kg.record import read_records
from kg.workbench.calibration import calibrate
from kg.workbench.gold import read_gold

pytestmark = pytest.mark.slow

# What must be reached on the held-out annotations, strict.
FLOORS = {"all types": 0.77, "introduces": 0.78, "results": 0.77, "results_family": 0.85}


def test_the_corpus_is_built_within_a_minute(corpus: CorpusBuild) -> None:
    assert corpus.done.returncode == 0, corpus.done.stderr.decode()
    assert corpus.done.stderr == b""
    assert corpus.done.stdout.startswith(b"392 papers, ")
    assert sorted(contents(corpus.folder)) == sorted(FILES)
    print(f"\nkg build of the corpus: {corpus.seconds:.1f} s")
    assert corpus.seconds < 60


def test_each_file_keeps_its_papers_and_what_is_twice_is_one(corpus: CorpusBuild) -> None:
    records = list(read_records(corpus.folder / "records.jsonl"))
    files = Counter(source.file for record in records for source in record.source)
    assert sorted(files.values()) == [95, 115, 208]
    assert len({record.id for record in records}) == len(records) == 392


def test_offsets_cut_out_their_texts(corpus: CorpusBuild) -> None:
    mentions = 0
    for record in read_records(corpus.folder / "records.jsonl"):
        for entity in record.entities:
            for mention in entity.mentions:
                assert getattr(record, mention.section)[mention.start : mention.end] == mention.text
                mentions += 1
        for result in record.results:
            assert getattr(record, result.section)[result.start : result.end] == result.quote
    assert mentions > 392


def test_the_graph_is_loaded_from_its_folder(corpus: CorpusBuild) -> None:
    assert len(kg.load(corpus.folder).papers()) == 392


@pytest.fixture(scope="module")
def scores(shared: Path, corpus: CorpusBuild) -> dict[str, Any]:
    """The scorer's figures on the held-out annotations; which papers are right or wrong stays unread."""
    gold = shared / "gold"
    command = [sys.executable, "score.py", "check.jsonl", str(corpus.folder / "records.jsonl"), "--json"]
    done = subprocess.run(command, cwd=gold, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    assert figures["papers_missing"] == 0
    return {**figures["entities"], **figures}


@pytest.mark.parametrize("name", FLOORS)
def test_held_out_papers_are_read_well_enough(name: str, scores: dict[str, Any]) -> None:
    print(f"\n{name}: F1 {scores[name]['F1']}")
    assert scores[name]["F1"] >= FLOORS[name]


def test_of_what_is_sure_to_a_degree_about_as_much_is_right(shared: Path, corpus: CorpusBuild) -> None:
    """A band of few results may differ from its rate by chance; one of many may not."""
    gold = list(read_gold(shared / "gold" / "dev.jsonl"))
    measured = calibrate(gold, list(read_records(corpus.folder / "records.jsonl")))
    bands = [band for band in (*measured.results.values(), *measured.slots.values()) if band.found >= 25]
    assert len(bands) >= 4
    for band in bands:
        assert band.stated is not None
        assert abs(band.measured - band.stated) < 0.08, band
