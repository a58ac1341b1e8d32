"""`kg add`, `kg remove` and `kg diff` as people type them: what is printed where, and what a mistake costs."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import FILES, complaint, contents, kg

Done = subprocess.CompletedProcess[bytes]
Warm = Callable[..., Done]

PAPER = {
    "title": "Firn: Snow in Four Bits",
    "abstract": "Firn quantizes LLaMA-7B. On one A100 it is 3x faster than vLLM.",
}


@pytest.fixture
def place(warm: Warm, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with `out`, built of two papers, and an input with a third."""
    monkeypatch.chdir(tmp_path)
    assert warm("build", dump, "-o", "out").returncode == 0
    (tmp_path / "new.jsonl").write_text(json.dumps(PAPER) + "\n", encoding="utf-8")
    return tmp_path


def said(done: Done) -> list[str]:
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().splitlines()


def test_add_counts_what_came_and_what_is_there(place: Path, dump: Path, warm: Warm) -> None:
    first, second, *files = said(warm("add", "out", "new.jsonl", dump))
    assert (first, second.partition(",")[0]) == ("papers: 1 new, 2 as before", "3 papers")
    assert sorted(line.split()[0] for line in files) == sorted(f"out/{name}" for name in FILES)
    warm("build", "new.jsonl", dump, "-o", "whole")
    assert contents(place / "out") == contents(place / "whole")


def test_remove_takes_titles_and_keys(place: Path, warm: Warm) -> None:
    warm("add", "out", "new.jsonl")
    before = contents(place / "out")
    first, second, *_ = said(warm("remove", "out", "firn: snow in four bits"))
    assert (first, second.partition(",")[0]) == ("papers: 2 as before, 1 gone", "2 papers")
    assert contents(place / "out") != before


def test_reading_all_again_is_said_in_one_line(place: Path, warm: Warm) -> None:
    (place / "out" / "build.json").unlink()
    done = warm("add", "out", "new.jsonl")
    assert (done.returncode, done.stderr.decode()) == (
        0, "kg: out: no build.json says what made its records; all its papers are read again\n",
    )  # fmt: skip


def test_skip_bad_goes_on(place: Path, warm: Warm) -> None:
    (place / "mixed.jsonl").write_text("{broken\n" + json.dumps(PAPER) + "\n", encoding="utf-8")
    done = warm("add", "out", "mixed.jsonl", "--skip-bad")
    assert done.stdout.startswith(b"papers: 1 new, 2 as before\n")
    assert done.stderr.decode().splitlines()[1:] == ["kg: skipped 1 in all"]


def test_diff_says_what_is_new_and_nothing_where_nothing_is(place: Path, warm: Warm) -> None:
    shutil.copytree(place / "out", place / "before")
    warm("add", "out", "new.jsonl")
    lines = said(warm("diff", "before", "out"))
    assert lines[0].startswith("1 paper new; ")
    assert lines[lines.index("new papers") + 1] == "  Firn: Snow in Four Bits"
    assert "  1 paper more compares with vLLM (2, before 1)" in lines
    assert said(warm("diff", "out", "out")) == ["no difference"]
    assert said(warm("diff", "before/records.jsonl", "out", "--all"))[0] == lines[0]
    rows = json.loads(warm("diff", "before", "out", "--json").stdout)
    assert [row["title"] for row in rows["papers_new"]] == ["Firn: Snow in Four Bits"]


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("add nowhere new.jsonl", "nowhere: is no folder; make one with `kg build INPUT -o DIR`"),
        ("add . new.jsonl", ".: holds no records.jsonl; make one with"),
        ("add out nothing.jsonl", "nothing.jsonl: no such file"),
        ("remove out Sandbank:Pruning", "out: nothing in the graph is called 'Sandbank:Pruning'; nearest: Sandbar"),
        ("remove out A100", "out: nothing in the graph is called 'A100'"),
        ("remove nowhere Kelp", "nowhere: is no folder"),
        ("diff out nowhere", "nowhere: holds no records.jsonl"),
        ("diff out new.jsonl", "new.jsonl:1: is no record"),
    ],
)  # fmt: skip
def test_a_mistake_costs_one_line_and_nothing_else(command: str, says: str, place: Path, warm: Warm) -> None:
    before = contents(place)
    told = complaint(warm(*command.split()))
    assert told.startswith(f"kg: {says}")
    assert contents(place) == before


def test_records_that_are_none_are_named_with_their_line(place: Path, warm: Warm) -> None:
    (place / "out" / "records.jsonl").write_bytes(b"none\n")
    before = contents(place)
    for command in (["add", "out", "new.jsonl"], ["remove", "out", "Kelp"]):
        assert complaint(warm(*command)).startswith("kg: out/records.jsonl:1: is no record")
    assert contents(place) == before


@pytest.mark.slow
def test_the_commands_start_as_programs(place: Path) -> None:
    assert said(kg("add", "out", "-", cwd=place, stdin=json.dumps(PAPER).encode()))[0] == "papers: 1 new, 2 as before"
    assert said(kg("remove", "out", PAPER["title"], cwd=place))[0] == "papers: 2 as before, 1 gone"
    assert said(kg("diff", "out", "out", cwd=place)) == ["no difference"]
