"""`kg results`: what it lists at each width, what it keeps apart, and what it says of a mistake."""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import complaint, kg
from records import PaperBuilder, rival_records, sample_records
from rich.console import Console

from kg.cli.result_table import print_results
from kg.model import Extraction, Normal
from kg.query import KnowledgeGraph
from kg.record.store import write_records

Warm = Callable[..., "subprocess.CompletedProcess[bytes]"]

SPEED = "speed as a factor of improvement, vs vLLM, on NVIDIA A100 80GB, with Llama 3 8B, dataset not stated"


def rival(title: str, subject: str, value: float) -> Extraction:
    builder = PaperBuilder(title, f"{subject} [/b] is {value:g}x faster than vLLM for Llama-3-8B on an A100 80GB.")
    return builder.result(
        f"{value:g}x faster than vLLM", "speedup", value, "x", "gain", subject=subject, baseline="vLLM",
        baseline_key="software-vllm", hardware="A100 80GB", hardware_key="hardware-nvidia-a100-80gb",
        model="Llama-3-8B", model_key="model-llama-3-8b", normal=Normal(value, None, "x"), confidence=0.9,
    ).record()  # fmt: skip


RECORDS = [
    *sample_records(),
    rival("Heron: Waiting for Pages", "Heron", 1.5),
    rival("Egret, or What a Scheduler of Requests Can Learn from Birds that Stand Still", "Egret", 3.0),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("results")
    with (place / "records.jsonl").open("wb") as out:
        write_records(sorted(RECORDS, key=lambda record: record.id), out)
    return place


def printed(width: int, evidence: bool = False, **filters: str | bool) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=True, color_system=None)
    print_results(KnowledgeGraph(RECORDS).results(**filters), evidence, console)  # type: ignore[arg-type]
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_wide_terminal_gets_a_table() -> None:
    lines = printed(160, baseline="vLLM", sort="value")
    assert lines[0] == SPEED
    assert lines[1].split() == ["result", "measure", "subject", "vs", "setting", "sure", "paper"]
    assert lines[2].split()[:5] == ["1", "3x", "speedup", "gain", "Egret"]
    assert lines[3].split()[:5] == ["2", "1.5x", "speedup", "gain", "Heron"]
    assert lines[2].endswith("…")  # a long title gives way
    assert lines[5] == "not ranked: no other result here compares"
    assert lines[7].startswith("up to 4.1x  ")
    assert lines[-1] == "3 results of 3 papers"
    assert max(map(len, lines)) <= 160


def test_a_narrow_terminal_gets_a_few_lines_a_result() -> None:
    lines = printed(80, baseline="vLLM")
    first = lines.index("up to 4.1x throughput gain  0.92")
    assert lines[first + 1 : first + 3] == [
        "    PagePool, vs vLLM, on NVIDIA A100 80GB GPU, with Llama-3-8B",
        "    PagePool: Sharing KV Cache Pages across Requests",
    ]
    assert max(map(len, lines)) <= 80
    assert not any("ranked" in line for line in lines)  # nobody asked for a ranking


def test_evidence_is_the_sentence_as_it_stands() -> None:
    lines = printed(160, evidence=True, subject="Heron")
    assert lines[:4] == [
        "1.5x speedup gain  0.90",
        "    Heron, vs vLLM, on A100 80GB, with Llama-3-8B",
        "    Heron: Waiting for Pages",
        "    “Heron [/b] is 1.5x faster than vLLM for Llama-3-8B on an A100 80GB.”",
    ]


def test_across_is_one_list_that_says_it_does_not_compare() -> None:
    head, *_ = lines = printed(160, baseline="vLLM", across=True)
    assert head == "all in one list, best first; these do not compare: they differ in metric"
    assert [line.split()[:2] for line in lines if line[:1].isdigit()][:3] == [["1", "up"], ["2", "3x"], ["3", "1.5x"]]


def test_the_command_lists_sorts_and_filters(folder: Path) -> None:
    done = kg(
        "results", folder, "--hardware", "A100", "--metric", "speedup", "--metric", "throughput", "--sort", "value"
    )
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode()
    assert said.splitlines()[:2] == [SPEED[: SPEED.index("8B,") + 3], SPEED[SPEED.index("dataset not") :]]  # 80 columns
    assert said.splitlines()[-1] == "4 results of 4 papers"


@pytest.mark.parametrize(
    ("options", "amounts"),
    [
        ("--subject Nibble --sense value", ["71 tokens/s", "12.5 tokens/s"]),
        ("--model Llama --least 3 --sense gain", ["3x", "up to 4.1x"]),
        ("--task semantic-segmentation", ["76.1"]),
        ("--dataset GSM8K --least-confidence 0.5", ["0.4%"]),
        ("--baseline vllm --sort confidence", ["up to 4.1x", "3x", "1.5x"]),
        ("--baseline vllm --across", ["up to 4.1x", "3x", "1.5x"]),
        ("--metric area", []),
    ],
)
def test_json_holds_what_the_options_leave(warm: Warm, folder: Path, options: str, amounts: list[str]) -> None:
    done = warm("results", folder, "--json", *options.split())
    assert (done.returncode, done.stderr) == (0, b"")
    assert [row["amount"] for row in json.loads(done.stdout)] == amounts


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results that are compared with several engines."""
    place = tmp_path_factory.mktemp("several")
    with (place / "records.jsonl").open("wb") as out:
        write_records(rival_records(), out)
    return place


def test_each_of_several_baselines_is_found(warm: Warm, several: Path) -> None:
    done = warm("results", several, "--baseline", "vllm", "--metric", "throughput", "--sort", "value")
    heading, first, second = re.split(r" [12]\.? ", " ".join(done.stdout.decode().split()), maxsplit=2)
    assert heading.startswith("throughput as a factor of improvement, vs Orca and vLLM, on NVIDIA A100, ")
    assert re.match("2.4x throughput gain .*Orca and vLLM", first)
    assert re.match("1.8x throughput gain .*vLLM and Orca.* 2 results of 2 papers$", second)
    done = warm("results", several, "--baseline", "tgi", "--json")
    (row,) = json.loads(done.stdout)
    assert [(bond["name"], bond["key"]) for bond in row["bound"][1:]] == [
        ("Plover", None), ("vLLM", "software-vllm"), ("TGI", "software-tgi"),
    ]  # fmt: skip


def test_who_is_faster_has_a_line_for_each_baseline(warm: Warm, several: Path) -> None:
    done = warm("faster", several)
    pairs = [line.partition("  ")[0] for line in done.stdout.decode().splitlines() if "→" in line]
    assert {"Kestrel → Orca", "Kestrel → vLLM", "Wren → Orca", "Wren → vLLM"} <= set(pairs)
    assert len(pairs) == 8


def test_nothing_found_is_no_mistake(warm: Warm, folder: Path) -> None:
    done = warm("results", folder, "--metric", "area", "--sort", "value")
    assert (done.returncode, done.stdout) == (0, b"no results\n")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ("--baseline vLMM", "nothing in the graph is called 'vLMM'; nearest: vLLM"),
        ("--metric sped", "metric keys: accuracy "),
        ("--least nan", "least must be a number"),
        ("--least-confidence 90", "runs from 0 to 1; 90 is outside"),
        ("--across --sort metric", "cannot sort by metric"),
    ],
)
def test_a_mistake_is_one_line(warm: Warm, folder: Path, options: str, says: str) -> None:
    assert says in complaint(warm("results", folder, *options.split()))


def test_a_folder_that_was_not_built_is_named(warm: Warm, tmp_path: Path) -> None:
    assert "holds no records.jsonl; make one with `kg build" in complaint(warm("results", tmp_path))


@pytest.mark.parametrize("options", ["--least fast", "--sense win", "--sort name"])
def test_wrong_usage_exits_2(warm: Warm, folder: Path, options: str) -> None:
    done = warm("results", folder, *options.split())
    assert done.returncode == 2
    assert b"Error: Invalid value for '--" in done.stderr
