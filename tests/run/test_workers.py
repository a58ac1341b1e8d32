"""Worker processes: the same bytes as without them, whatever becomes of some of them."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from run.deadly import DEADLY, ONCE, lay_traps
from run.made_up import write

import kg.run.reading
from kg.errors import InputError, KgError
from kg.record import compiled_rules
from kg.run import extract
from kg.run.work.job import Answer, Reading
from kg.run.work.pool import Pool
from kg.sources import iter_papers
from kg.sources.gathering import Gathering

TEXTS = [
    (f"Cairn {number}: Stones on an A100", f"Cairn {number} runs Llama on one A100, {number}x faster.")
    for number in range(2, 32)
]


@pytest.fixture(autouse=True)
def small_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.run.reading, "_PAPERS_A_JOB", 4)


def records_of(file: Path, rules: Path, workers: int, **how: object) -> bytes:
    out = io.BytesIO()
    extract([file], out, rules=[rules], workers=workers, **how)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "papers.jsonl", TEXTS)


@pytest.fixture
def alone(file: Path, own_rules: Path) -> bytes:
    return records_of(file, own_rules, 1)


@pytest.fixture(scope="module")
def own_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    rule = '{id: method-cairn, label: Cairn, forms: [Cairn], match: ["we use [Cairn]"]}'
    (folder / "own.yaml").write_text(f"type: Method\nrules: [{rule}]\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("workers", [2, pytest.param(3, marks=pytest.mark.slow)])
def test_processes_give_the_bytes_of_one(file: Path, own_rules: Path, alone: bytes, workers: int) -> None:
    assert records_of(file, own_rules, workers) == alone
    assert alone.count(b"\n") == len(TEXTS)
    assert alone.count(b"method-cairn") >= len(TEXTS)  # they read by the rules that were given


@pytest.mark.slow
def test_a_paper_that_a_process_died_of_by_chance_is_read_by_another(
    file: Path, own_rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(file, [*TEXTS, (f"{ONCE}: A Paper", "It runs on an A100.")])
    alone = records_of(file, own_rules, 1)
    lay_traps(tmp_path, monkeypatch)
    assert records_of(file, own_rules, 2) == alone
    assert (tmp_path / "sprung").exists()


@pytest.mark.slow
def test_a_paper_that_kills_is_named_and_costs_no_other(
    file: Path, own_rules: Path, alone: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(file, [*TEXTS[:7], (f"{DEADLY}: A Paper", "It runs on an A100."), *TEXTS[7:]])
    lay_traps(tmp_path, monkeypatch)
    with pytest.raises(InputError, match=r"papers\.jsonl:8: 'Belladonna: A Paper' ends the process that reads it"):
        records_of(file, own_rules, 2)
    told: list[InputError] = []
    left = records_of(file, own_rules, 2, skip_bad=True, on_skip=told.append)
    assert [(error.file, error.line) for error in told] == [("papers.jsonl", 8)]
    lines = [line.partition(b'"source"')[0] for line in alone.splitlines()]
    assert [line.partition(b'"source"')[0] for line in left.splitlines()] == lines


def test_a_mistake_of_ours_is_told_of_one_paper(
    file: Path, own_rules: Path, alone: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = kg.Extractor.extract_one

    def failing(self: kg.Extractor, paper: kg.Paper) -> kg.Extraction:
        if paper.title.startswith("Cairn 9"):
            raise ValueError("nine is\ntoo many")
        return read(self, paper)

    monkeypatch.setattr(kg.Extractor, "extract_one", failing)
    told: list[InputError] = []
    left = records_of(file, own_rules, 1, skip_bad=True, on_skip=told.append)
    assert [str(error) for error in told] == [
        "papers.jsonl:8: 'Cairn 9: Stones on an A100' cannot be read: ValueError: nine is too many; "
        "--skip-bad leaves it out"
    ]
    assert left.splitlines() == [line for line in alone.splitlines() if b"Cairn 9:" not in line]


@pytest.fixture
def papers(file: Path) -> tuple[bytes, ...]:
    return tuple(Gathering(iter_papers([file])))


@pytest.mark.slow
def test_processes_that_are_killed_at_any_time_lose_nothing(papers: tuple[bytes, ...], own_rules: Path) -> None:
    pool = Pool(2, compiled_rules(own_rules))
    try:
        whole = pool.submit(Reading(papers)).result()
        for wait in (0.0, 0.01, 0.03, 0.1):
            answers = [pool.submit(Reading(papers)) for _ in range(6)]
            time.sleep(wait)
            for process in children():
                os.kill(process, signal.SIGKILL)
            assert {answer.result().lines for answer in answers} == {whole.lines}
    finally:
        pool.close()
    assert not children()


def test_a_pool_that_is_closed_ends_what_is_under_way(papers: tuple[bytes, ...], own_rules: Path) -> None:
    pool = Pool(2, compiled_rules(own_rules))
    assert isinstance(pool.submit(Reading(papers)).result(), Answer)
    late = [pool.submit(Reading(papers * 50)) for _ in range(4)]
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 5
    assert not children()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("kg-worker")]
    for answer in late:
        assert answer.cancelled() or isinstance(answer.exception(), KgError)


def children() -> list[int]:
    """The worker processes of this process."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    found = [int(word) for one in listed for word in one.read_text().split()]
    return [pid for pid in found if b"kg.run.work.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]
