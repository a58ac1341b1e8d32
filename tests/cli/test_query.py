"""`kg query`: each question at the command line, as a table and as JSON, and what it says of a mistake."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import complaint
from rich.console import Console
from shore_records import shore_records
from typer.main import get_command

from kg.cli.answer_table import print_answer
from kg.cli.query import query_app
from kg.query import KnowledgeGraph
from kg.record.store import write_records

Warm = Callable[..., "subprocess.CompletedProcess[bytes]"]
Ask = Callable[..., str]

COMMANDS = (
    "papers", "entities", "devices", "matrix method hardware", "path Limpet GSM8K", "compare Kelp Driftwood",
    "beats Barge", "beaten-by Kelp", "cooccurring Kelp", "neighbourhood Kelp", "matrix method hardware --gaps",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("query")
    with (place / "records.jsonl").open("wb") as out:
        write_records(sorted(shore_records(), key=lambda record: record.id), out)
    return place


@pytest.fixture
def ask(warm: Warm, folder: Path) -> Ask:
    def run(command: str, *more: str) -> str:
        done = warm("query", *command.split(), *more, "--in", folder)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    return run


@pytest.mark.parametrize("command", COMMANDS)
def test_every_question_has_a_table_and_json(ask: Ask, command: str) -> None:
    assert len(ask(command).splitlines()) > 2
    assert json.loads(ask(command, "--json"))


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ("--hardware A100 --method quantization", ["Driftwood"]),
        ("--hardware A100 --hardware H200", ["Driftwood", "Kelp", "Shore <Engines> & Their Boards"]),
        ("--introduces Kelp --introduces Limpet", ["Kelp", "Limpet"]),
        ("--device-class consumer --older-than 2021", ["Driftwood"]),
        ("--vendor google", ["Limpet"]),
        ("--newer-than Hopper", []),
        ("--architecture Hopper --min-memory 100", ["Shore <Engines> & Their Boards"]),
        ("--max-memory 24 --model model-llama-3-8b --metric throughput", ["Driftwood"]),
        ("--dataset GSM8K", ["Limpet"]),
    ],
)
def test_papers(ask: Ask, options: str, titles: list[str]) -> None:
    found = json.loads(ask(f"papers {options}", "--json"))
    assert [row["title"].partition(":")[0] for row in found] == titles


def test_a_table_tells_what_is_left_out(ask: Ask) -> None:
    lines = ask("entities method --top 2").splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["entity", "Kelp", "Barge"]
    assert lines[-3:] == ["… 7 more; --top shows them", "", "9 entities"]


def test_devices_show_their_facts(ask: Ask) -> None:
    lines = ask("devices --device-class data-centre --max-memory 80 --older-than Hopper").splitlines()
    assert lines[-1] == "2 devices"
    row = json.loads(ask("entities --vendor Google", "--json"))[0]
    assert (row["label"], row["facts"]["year"]) == ("TPU v4", 2021)


def test_a_matrix_and_its_gaps(ask: Ask) -> None:
    told = json.loads(ask("matrix hardware method --top 1 --level family", "--json"))
    assert [row["label"] for row in told["rows"]] == ["NVIDIA A100"]
    gaps = json.loads(ask("matrix method hardware --least 2 --gaps", "--json"))
    assert gaps[0]["expected"] >= gaps[-1]["expected"]


def test_a_path_and_a_neighbourhood(ask: Ask) -> None:
    assert "4 steps from Limpet to NVIDIA RTX 3090" in ask("path Limpet", "RTX 3090")
    found = json.loads(ask("neighbourhood Kelp --hops 2 --kind dataset --top 30", "--json"))
    assert {node["kind"] for node in found["nodes"][1:]} == {"paper", "dataset"}
    assert [row["label"] for row in json.loads(ask("cooccurring Kelp --kind dataset --top 1", "--json"))] == ["GSM8K"]


def test_results_take_several_names_and_devices(warm: Warm, folder: Path) -> None:
    def amounts(*options: str) -> list[str]:
        done = warm("results", folder, "--json", *options)
        assert (done.returncode, done.stderr) == (0, b"")
        return [row["amount"] for row in json.loads(done.stdout)]

    assert amounts("--baseline", "Orca", "--baseline", "Kelp") == ["1.5x", "3x", "0.8x"]
    assert amounts("--device-class", "consumer") == ["1.5x"]
    assert amounts("--newer-than", "A100", "--subject", "Kelp") == ["120 tokens/s"]


def test_the_folder_is_outputs_unless_another_is_named(
    warm: Warm, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "outputs").symlink_to(folder)
    monkeypatch.chdir(tmp_path)
    done = warm("query", "papers", "--hardware", "A100", "--method", "quantization")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[-1] == "1 paper"


def test_a_narrow_terminal_folds_and_markup_stays_text() -> None:
    g = KnowledgeGraph(shore_records())
    out = io.StringIO()
    console = Console(file=out, width=40, force_terminal=True, color_system=None)
    print_answer(g.papers(hardware="H200"), console=console)
    print_answer(g.matrix("method", "hardware"), console=console)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 40
    assert "Shore <Engines>" in out.getvalue()
    assert any(line.split() == ["1", "NVIDIA", "A100", "80GB"] for line in lines)


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("papers --hardware A10O", "nothing in the graph is called 'A10O'; nearest: "),
        ("papers --vendor Nvidea", "known vendors: Google, NVIDIA"),
        ("devices --older-than Blackwell", "known architectures: Ada Lovelace, Ampere, Hopper"),
        ("entities methods", "no kind of entity is called 'methods'"),
        ("entities method --vendor Google", "only hardware has a vendor"),
        ("matrix method gpu", "no kind of entity is called 'gpu'"),
        ("path Kelp Lighthouse", "no path of up to 6 steps leads from 'Kelp' to 'Lighthouse'"),
        ("path Kelp Kelb", "nearest: Kelp"),
        ("compare Kelp Kelp", "cannot be compared with itself"),
        ("beats Kelb", "nearest: Kelp"),
        ("cooccurring Kelp --kind gpu", "no kind of entity"),
        ("neighbourhood Kelp --kind gpu", "no kind of node"),
    ],
)
def test_a_mistake_is_one_line(warm: Warm, folder: Path, command: str, says: str) -> None:
    assert says in complaint(warm("query", *command.split(), "--in", folder))


def test_a_folder_that_was_not_built_is_named(warm: Warm, tmp_path: Path) -> None:
    assert "holds no records.jsonl; make one with `kg build" in complaint(warm("query", "papers", "-i", tmp_path))


def test_wrong_usage_exits_2(warm: Warm, folder: Path) -> None:
    for command in ("papers --min-memory much", "matrix method", "path Kelp", "nonsense", "matrix a b --level c"):
        assert warm("query", *command.split(), "-i", folder).returncode == 2


def test_every_help_has_an_example() -> None:
    group = get_command(query_app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert f"  kg query {name}" in command.help, name
        assert "/" not in command.help
