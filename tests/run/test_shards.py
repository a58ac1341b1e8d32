"""Shards: the records of one run in many files, made in any pieces and by whoever, and gone on with."""

from __future__ import annotations

import io
import json
import random
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from cli.command import COMMAND, complaint, contents, environment
from cli.command import kg as command
from run.made_up import PAPERS, Counting, write

import kg.record
import kg.run.shards.folder
from kg.errors import InputError, OutputError
from kg.files import lone_scratch
from kg.record import Extractor, encode_record
from kg.run import Made, ShardRecords, add_to_shards, extract, extract_shards
from kg.run.shards.folder import cut
from kg.sources import iter_papers
from kg.sources.gathering import Gathering, paper_id_of

MANY = [
    (f"Cairn {number}: Stones", f"Cairn {number} runs Llama-2-7B on one A100 and is {number}x faster than vLLM.")
    for number in range(2, 62)
]


@pytest.fixture
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in {"_LEAST": 4, "_MOST": 12, "_ENDS": 4}.items():
        monkeypatch.setattr(kg.run.shards.folder, name, size)


@pytest.fixture
def reader(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting(extractor)
    monkeypatch.setattr(kg.record, "load_extractor", lambda *_: counting)
    return counting


def lines_of(inputs: Sequence[Path]) -> bytes:
    out = io.BytesIO()
    extract(inputs, out, workers=1)
    return out.getvalue()


def records_in(folder: Path) -> bytes:
    return b"".join(map(encode_record, ShardRecords(folder)))


def in_shards(inputs: Sequence[Path], folder: Path) -> Made:
    return extract_shards(inputs, folder, workers=1)


@pytest.mark.usefixtures("small_shards")
def test_shards_hold_the_records_of_the_lines(reader: Counting, tmp_path: Path) -> None:
    inputs = [write(tmp_path / "a.jsonl", [*MANY, *PAPERS]), write(tmp_path / "b.jsonl", PAPERS[3:])]
    made = in_shards(inputs, tmp_path / "shards")
    assert records_in(tmp_path / "shards") == lines_of(inputs)
    assert made.made == made.shards > 5
    assert made.papers == len(ShardRecords(tmp_path / "shards")) == len(list(ShardRecords(tmp_path / "shards")))
    assert sorted(contents(tmp_path / "shards")) == sorted(
        ["shards.json", *(file.name for file in ShardRecords(tmp_path / "shards").files)]
    )


@pytest.mark.usefixtures("small_shards")
def test_a_second_run_makes_what_is_missing_and_the_bytes_are_the_same(reader: Counting, tmp_path: Path) -> None:
    inputs, folder = [write(tmp_path / "a.jsonl", MANY)], tmp_path / "shards"
    made = in_shards(inputs, folder)
    whole = contents(folder)
    reader.read.clear()
    assert in_shards(inputs, folder) == Made(made.papers, made.shards, 0)
    assert reader.read == []
    gone = ShardRecords(folder).files[2]
    gone.unlink()
    with pytest.raises(InputError, match=gone.name):
        list(ShardRecords(folder))
    assert in_shards(inputs, folder).made == 1
    assert len(reader.read) < 13
    assert contents(folder) == whole


@pytest.mark.usefixtures("small_shards")
def test_one_paper_more_changes_few_shards_and_only_it_is_read(reader: Counting, tmp_path: Path) -> None:
    folder, new = tmp_path / "shards", write(tmp_path / "new.jsonl", PAPERS[9:10])
    inputs = [write(tmp_path / "a.jsonl", MANY)]
    before = in_shards(inputs, folder)
    reader.read.clear()
    made = in_shards([*inputs, new], folder)
    assert reader.read == [PAPERS[9][0]]
    assert made.papers == before.papers + 1
    assert made.made <= 3 < made.shards
    assert records_in(folder) == lines_of([*inputs, new])


@pytest.mark.usefixtures("small_shards")
def test_adding_gives_what_one_run_of_all_gives(reader: Counting, tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.jsonl", [*MANY, *PAPERS[:5]]), write(tmp_path / "b.jsonl", PAPERS[5:])
    in_shards([first, second], tmp_path / "whole")
    in_shards([first], tmp_path / "grown")
    reader.read.clear()
    add_to_shards(tmp_path / "grown", [second], workers=1)
    assert contents(tmp_path / "grown") == contents(tmp_path / "whole")
    assert not [title for title in reader.read if title.startswith("Cairn")]


@pytest.mark.usefixtures("small_shards")
def test_other_rules_read_all_again_and_leave_nothing_behind(
    reader: Counting, few_rules: Path, tmp_path: Path
) -> None:
    inputs, folder = [write(tmp_path / "a.jsonl", MANY[:20])], tmp_path / "shards"
    in_shards(inputs, folder)
    before = set(contents(folder))
    reader.read.clear()
    extract_shards(inputs, folder, rules=[few_rules], workers=1)
    assert len(reader.read) == 20
    assert set(contents(folder)) & before == {"shards.json"}


def test_where_shards_end_is_a_matter_of_the_papers_near_by(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rng = random.Random(8)
    titles = [f"{rng.choice('abcdefgh')}{number} study" for number in range(20_000)]
    lines = list(Gathering(iter_papers([write(tmp_path / "a.jsonl", [(title, "Text.") for title in titles])])))
    parts = list(cut(lines))
    sizes = [len(part) for part in parts]
    assert [line for part in parts for line in part] == lines
    assert max(sizes) <= 3000
    assert min(sizes[:-1]) >= 1000
    assert 1500 < sum(sizes[:-1]) / len(sizes[:-1]) < 2500
    for _ in range(5):
        dropped = rng.randrange(len(lines))
        others = set(cut(lines[:dropped] + lines[dropped + 1 :]))
        assert len(set(parts) - others) <= 4
    assert paper_id_of(parts[0][0]) < paper_id_of(parts[1][0])


def test_two_runs_at_once_in_a_folder_are_refused(reader: Counting, tmp_path: Path) -> None:
    inputs = [write(tmp_path / "a.jsonl", PAPERS)]
    with lone_scratch(tmp_path / "shards"), pytest.raises(OutputError, match="another run is writing it"):
        in_shards(inputs, tmp_path / "shards")
    assert in_shards(inputs, tmp_path / "shards").shards == 1


def test_a_folder_without_a_complete_run_is_no_source(reader: Counting, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no shards of `kg extract --shards`"):
        ShardRecords(tmp_path)
    in_shards([write(tmp_path / "a.jsonl", PAPERS)], tmp_path / "shards")
    (tmp_path / "shards" / "shards.json").unlink()
    with pytest.raises(InputError, match="no run has been completed in it; run the same `kg extract` once more"):
        ShardRecords(tmp_path / "shards")


def test_a_place_that_cannot_be_written_is_told(reader: Counting, tmp_path: Path) -> None:
    inputs = [write(tmp_path / "a.jsonl", PAPERS)]
    with pytest.raises(OutputError, match=r"a\.jsonl: cannot be written: .*; a file stands where a folder must be"):
        in_shards(inputs, inputs[0])
    assert reader.read == []


def test_on_the_command_line(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", PAPERS)
    for kept in ("", ", all of them there before"):
        done = command("extract", file, "--shards", tmp_path / "shards")
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == f"{tmp_path / 'shards'}: 7 records in 1 shard{kept}\n"
    twice = command("extract", file, "--shards", tmp_path / "shards", "-o", tmp_path / "lines.jsonl")
    assert twice.returncode == 2
    assert "'--out' / '--shards'" in twice.stderr.decode()
    lone = command("extract", file, "--ray")
    assert lone.returncode == 2
    assert "needs --shards DIR" in " ".join(lone.stderr.decode().split())
    assert "no such file or folder" in complaint(command("extract", tmp_path / "none", "--shards", tmp_path / "shards"))


@pytest.mark.slow
@pytest.mark.parametrize("signal_sent", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_stopped_at_any_time_is_gone_on_with(signal_sent: signal.Signals, tmp_path: Path) -> None:
    texts = [(f"{title} {number}", text) for number in range(250) for title, text in MANY[:28]]
    file = tmp_path / "many.jsonl"
    lines = (json.dumps({"title": title, "abstract": text}) for title, text in texts)
    file.write_text("".join(f"{line}\n" for line in lines))
    assert command("extract", file, "--shards", tmp_path / "whole").returncode == 0
    rng, stopped = random.Random(8), 0
    for _ in range(6):
        run = subprocess.Popen(
            [*COMMAND, "extract", str(file), "--shards", str(tmp_path / "again"), "--workers", "2"],
            env=environment(), stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        time.sleep(rng.uniform(1, 12))
        run.send_signal(signal_sent)
        _, told = run.communicate(timeout=30)
        stopped += run.returncode != 0
        assert b"Traceback" not in told
        for shard in (tmp_path / "again").glob("shard-*.parquet"):
            assert shard.read_bytes() == (tmp_path / "whole" / shard.name).read_bytes()
        assert not orphans(tmp_path / "again")
    assert stopped
    assert command("extract", file, "--shards", tmp_path / "again").returncode == 0
    assert contents(tmp_path / "again") == contents(tmp_path / "whole")


def orphans(folder: Path) -> list[int]:
    """Worker processes whose run is gone; the kernel may take a moment to end them."""
    for _ in range(50):
        found = []
        for cmdline in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = cmdline.read_bytes()
                parent = cmdline.with_name("stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if b"kg.run.work.worker" in words and parent == "1":
                found.append(int(cmdline.parent.name))
        if not found:
            return []
        time.sleep(0.1)
    return found
