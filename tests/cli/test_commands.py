"""Each command through its real entry point: what it prints where, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.command import COMMAND, FILES, SCRIPT, complaint, contents, environment, kg
from typer.main import get_command

import kg as library
from kg.cli.main import app
from kg.model import Extraction
from kg.workbench import check
from kg.workbench.check import Complaint

HARDWARE = "SELECT ?label WHERE { ?h a kg:Hardware ; skos:prefLabel ?label } ORDER BY ?label"
Done = subprocess.CompletedProcess[bytes]
Built = tuple[Path, Done]
Warm = Callable[..., Done]


def records_of(lines: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.splitlines()]


def test_build_without_input_makes_the_six_files_of_the_sample(sample_build: Built) -> None:
    folder, done = sample_build
    assert (done.returncode, done.stderr) == (0, b"")  # no progress bar in a pipe either
    assert sorted(contents(folder)) == sorted(FILES)
    said = done.stdout.decode()
    assert all(f"outputs/{name} " in said for name in FILES)
    records = records_of((folder / "records.jsonl").read_bytes())
    assert said.startswith(f"{len(records)} papers, ")
    assert len(records) >= 30


@pytest.mark.slow
def test_extract_writes_the_same_records_to_a_file_and_to_a_pipe(dump: Path, tmp_path: Path, warm: Warm) -> None:
    file = tmp_path / "new" / "records.jsonl"
    to_file = kg("extract", dump, "-o", file)
    assert (to_file.returncode, to_file.stdout) == (0, b"")
    assert to_file.stderr.decode() == f"wrote 2 records to {file}\n"
    assert list(contents(tmp_path)) == ["new/records.jsonl"]
    piped = warm("extract", "-", "-o", "-", stdin=dump.read_bytes())
    assert (piped.returncode, piped.stderr) == (0, b"")
    from_file, from_pipe = records_of(file.read_bytes()), records_of(piped.stdout)
    assert [record.pop("source") for record in from_pipe] == [[{"file": "stdin", "line": line}] for line in (1, 2)]
    assert [record.pop("source") for record in from_file] == [[{"file": "dump.jsonl", "line": line}] for line in (1, 2)]
    assert from_file == from_pipe
    assert [set(record) for record in from_file] == [set(Extraction.__struct_fields__) - {"source"}] * 2


def test_sparql_answers_a_query_in_quotes_from_a_file_and_from_a_pipe(built: Path, tmp_path: Path) -> None:
    inline = kg("sparql", built, HARDWARE)
    assert (inline.returncode, inline.stderr) == (0, b"")
    head, rule, *rows = inline.stdout.decode().splitlines()
    assert (head.strip(), set(rule)) == ("label", {"-"})
    assert "NVIDIA A100" in rows
    file = tmp_path / "hardware.rq"
    file.write_text(HARDWARE, encoding="utf-8")
    assert kg("sparql", built, file).stdout == inline.stdout
    answer = json.loads(kg("sparql", built, "-", "--json", stdin=HARDWARE.encode()).stdout)
    assert [row["label"]["value"] for row in answer["results"]["bindings"]] == rows


def test_view_draws_around_a_name_and_leaves_the_rest_alone(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    before = contents(folder)
    page = tmp_path / "pages" / "a100.html"
    done = kg("view", folder, "--around", "A100", "--top", "12", "-o", page)
    assert (done.returncode, done.stderr, done.stdout.decode()) == (0, b"", f"{page}\n")
    assert contents(folder) == before
    start = re.search(r'<script id="start" type="application/json">(.*?)</script>', page.read_text(encoding="utf-8"))
    assert start is not None
    picture = json.loads(start[1])
    assert picture["centre"] == "hardware-nvidia-a100"
    assert 1 < len(picture["nodes"]) <= 12


def test_view_draws_the_kinds_asked_for(built: Path, tmp_path: Path) -> None:
    done = kg("view", built, "--kind", "hardware", "--kind", "Method", "--top", "500", "-o", tmp_path / "page.html")
    assert (done.returncode, done.stderr) == (0, b"")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    start = re.search(r'<script id="start" type="application/json">(.*?)</script>', page)
    assert start is not None
    picture = json.loads(start[1])
    assert picture["kinds"] == ["paper", "method", "hardware"]
    assert {node["group"] for node in picture["nodes"]} == {"paper", "method", "hardware"}


@pytest.mark.slow
def test_report_draws_the_page_beside_the_graph_or_elsewhere(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(built, folder)
    before = contents(folder)
    done = kg("report", folder)
    assert (done.returncode, done.stderr, done.stdout.decode()) == (0, b"", f"{folder / 'report.html'}\n")
    assert contents(folder) == before | {"report.html": (folder / "report.html").read_bytes()}
    assert '"explorer":"graph.html"' in (folder / "report.html").read_text(encoding="utf-8")
    page = tmp_path / "javascript:pages" / "mine.html"
    done = kg("report", folder, "--title", "Mine", "-o", page)
    assert (done.returncode, done.stderr) == (0, b"")
    html = page.read_text(encoding="utf-8")
    assert "<title>Mine</title>" in html
    assert '"explorer":"../copy/graph.html"' in html
    (folder / "graph.html").unlink()
    assert kg("report", folder).returncode == 0
    assert '"explorer":null' in (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_report_that_cannot_be_written_costs_one_line(built: Path, tmp_path: Path) -> None:
    assert "is a folder" in complaint(kg("report", built, "-o", tmp_path))
    assert "/proc/new: cannot be written" in complaint(kg("report", built, "-o", "/proc/new"))


TEXT = (
    "We present Tidepool, a server of large language models (LLMs). Tidepool is 2.02x faster than vLLM on one A100-80G."
)


@pytest.fixture(scope="module")
def explained() -> str:
    done = kg("explain", "-", stdin=TEXT.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


@pytest.mark.slow
def test_explain_names_rule_place_entity_and_what_lost(explained: str) -> None:
    text, *groups = explained.strip().split("\n\n")
    assert text == TEXT
    told = {group.splitlines()[0].split(maxsplit=1)[1]: group for group in groups}
    a100 = told["A100-80G"]
    assert re.search(r"hardware-nvidia-a100-80gb \(hardware\.yaml:\d+\)", a100)
    assert "method-tidepool, introduced by " in told["Tidepool ×2"]
    shorter = r"not language models as Model: overlaps a match that is 6 characters longer\n +model-\S+ \(models\.yaml:"
    assert re.search(shorter, told["large language models"])
    result = told["2.02x speedup gain"]
    assert "by result-" in result
    for filled in ("subject Tidepool", "baseline vLLM", "hardware A100-80G"):
        assert re.search(rf"^ +{filled}(, .+)?$", result, re.MULTILINE)


@pytest.mark.slow
def test_explain_tells_everything_once_and_nothing_of_what_is_no_loss(explained: str) -> None:
    for group in explained.split("\n\n")[1:]:
        losers = [line.strip() for line in group.splitlines() if line.strip().startswith("not ")]
        assert len(losers) == len(set(losers))
    assert "not A100 as Hardware" not in explained  # the very thing that was kept, but for its memory


def test_explain_as_json_holds_every_match_with_its_place(warm: Warm) -> None:
    done = warm("explain", "A title on a GPU\nThe A100-80G café.", "--json")
    told = json.loads(done.stdout)
    assert told["text"] == "A title on a GPU\nThe A100-80G café."
    assert told["record"]["title"] == "A title on a GPU"
    for match in [*told["kept"], *told["lost"]]:
        assert told["text"][match["start"] : match["end"]] == match["text"]
        assert match["rule"]
        assert match["origin"]
    assert [match["text"] for match in told["kept"]] == ["GPU", "A100-80G"]
    assert all(told["text"][slice(*match["lost_to_span"])] == match["lost_to"] for match in told["lost"])
    assert {match["reason"] for match in told["lost"]} >= {"overlaps a match that is 4 characters longer"}


@pytest.mark.slow
def test_the_shipped_rules_keep_their_examples() -> None:
    done = kg("rules", "check")
    assert (done.returncode, done.stderr) == (0, b""), done.stdout.decode()
    *warnings, last = done.stdout.decode().splitlines()
    assert re.fullmatch(r"\d+ rules: every example holds", last)
    assert all(": warning: " in line or "phrase" in line for line in warnings)


def test_rules_check_fails_and_names_a_rule_whose_example_is_broken(
    warm: Warm, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Complaint("lab.yaml", 3, "hardware-lab-chip", "does not find [labchip] in 'a labchip'; it finds nothing")
    monkeypatch.setattr(check, "check_rules", lambda *_: [broken])
    done = warm("rules", "check")
    assert (done.returncode, done.stderr) == (1, b"kg: 1 rule is broken\n")
    assert done.stdout.decode().startswith(f"{broken}\n")


def commands() -> list[list[str]]:
    """Every command and group, as typed."""

    def below(command: object, path: list[str]) -> list[list[str]]:
        subcommands = getattr(command, "commands", {})
        return [path, *(found for name, sub in subcommands.items() for found in below(sub, [*path, name]))]

    return below(get_command(app), [])


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_help_text_ends_its_description_with_an_example(command: list[str]) -> None:
    done = kg(*command, "--help")
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode()
    example = re.search(r"^  Example:\n    kg (\S.*)\n$", said, re.MULTILINE)
    assert example is not None, said
    assert example[1].startswith(" ".join(command))
    assert "..." not in said.partition("\nCommands:")[2]  # no command's summary is cut off


def test_help_is_quick() -> None:
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        assert kg("--help").returncode == 0
        seconds.append(time.perf_counter() - began)
    assert statistics.median(seconds) < 0.5, seconds


def test_version_and_the_module_entry_point() -> None:
    assert SCRIPT.exists()
    done = subprocess.run([sys.executable, "-m", "kg", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"kg {library.__version__}\n"


@pytest.mark.parametrize(
    "args",
    ["nonsense", "build --nonsense", "extract", "view", "view . --top 1", "view . --top x"],
)
def test_wrong_usage_exits_2_and_says_how_it_goes(args: str) -> None:
    done = kg(*args.split())
    assert (done.returncode, done.stdout) == (2, b"")
    told = done.stderr.decode()
    assert told.startswith("Usage: kg")
    assert "Error: " in told
    assert "Traceback" not in told


def test_output_closed_early_is_no_error(built: Path) -> None:
    everything = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
    pipe = f"{' '.join(COMMAND)} sparql {built} '{everything}' --format tsv | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", pipe], capture_output=True, check=False, env=environment(), timeout=60
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, b"", b"?s\t?p\t?o\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full, a disk that is always full")
def test_standard_output_that_cannot_be_written_is_said_in_one_line(built: Path) -> None:
    command = [*COMMAND, "sparql", str(built), HARDWARE]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, env=environment())
    assert done.returncode == 1
    assert done.stderr.decode().startswith("kg: standard output: cannot be written: No space left on device")
    assert done.stderr.count(b"\n") == 1


def test_streams_that_are_closed_are_no_riddle(tmp_path: Path) -> None:
    line = f"{' '.join(COMMAND)} explain - <&- >&-"
    done = subprocess.run(["bash", "-c", line], stderr=subprocess.PIPE, check=False, env=environment(), timeout=60)
    assert done.returncode == 1
    assert done.stderr.decode() == "kg: TEXT: is empty; give an abstract in quotes, or - and pipe one in\n"


def test_stopping_by_hand_says_that_nothing_was_lost(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(built, folder)
    before = contents(folder)
    command = [*COMMAND, "build", "-o", str(folder)]
    # Stopped in the middle of anything, Python may find files open: no warnings of that here.
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=environment(PYTHONWARNINGS="ignore")) as process:
        while process.poll() is None and not list(folder.glob(".kg-unfinished-*")):
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert (process.returncode, told) == (130, b"kg: stopped; what stood there before is unchanged\n")
    assert contents(folder) == before
