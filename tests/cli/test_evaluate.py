"""`kg evaluate` as people start it: figures, differences, mistakes."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.command import complaint, kg
from cli.conftest import PAPERS

pytestmark = pytest.mark.slow  # each runs the whole program

Done = subprocess.CompletedProcess[bytes]
Warm = Callable[..., Done]
Evaluated = Callable[..., str]

DRIFTWOOD, SANDBAR = (title for title, _ in PAPERS)
THROUGHPUT = {
    "quote": "2.5x higher throughput", "metric": "throughput", "value": 2.5, "unit": "x", "sense": "gain",
    "baseline": "vLLM",
}  # fmt: skip
GOLD: list[dict[str, Any]] = [
    {
        "title": DRIFTWOOD,
        "introduces": [["Driftwood"]],
        "entities": [{"type": "Hardware", "names": ["A100"]}, {"type": "Hardware", "names": ["flash", "Flash"]}],
        "results": [THROUGHPUT],
    },
    {
        "title": SANDBAR.upper(),
        "introduces": [],
        "entities": [{"type": "Dataset", "names": ["ImageNet"]}],
        "results": [],
    },
]


@pytest.fixture
def place(tmp_path: Path, dump: Path, warm: Warm, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder we are in, with annotations and the records of the same two papers."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, *GOLD)
    assert warm("extract", dump, "-o", tmp_path / "records.jsonl").returncode == 0
    return tmp_path


def write(folder: Path, *lines: object) -> None:
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (folder / "gold.jsonl").write_text(text, encoding="utf-8")


@pytest.fixture
def evaluated(place: Path, warm: Warm) -> Evaluated:
    """What `kg evaluate` says of the two with the options given."""

    def run(*options: str) -> str:
        done = warm("evaluate", "gold.jsonl", "records.jsonl", *options)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    return run


def test_the_table_has_a_line_for_each_figure_and_then_what_differs(evaluated: Evaluated) -> None:
    said = evaluated()
    table, right, *groups = said.rstrip("\n").split("\n\n")
    head, *rows = table.splitlines()
    assert head.split() == ["P", "R", "F1", "gold", "found", "F1", "if", "partial"]
    figures = {row[:28].strip(): row[28:].split() for row in rows}
    assert figures["Hardware"][1:5] == ["0.500", "0.500", "2", "2"]  # an A100; flash is missed, the GPU not annotated
    assert figures["Dataset"][:5] == ["1.000", "1.000", "1.000", "1", "1"]
    assert figures["results"][1] == "1.000"
    assert right == "papers without a fault: 0 of 2"
    told = dict(group.split("\n", 1) for group in groups)
    assert told["Hardware"].splitlines() == [
        f"  missing  flash / Flash, in {DRIFTWOOD!r}",
        f"  extra    GPU, in {SANDBAR.upper()!r}, by hardware-gpu",
    ]
    assert "Dataset" not in told


def test_a_built_folder_is_as_good_as_its_records(place: Path, evaluated: Evaluated) -> None:
    done = kg("evaluate", "gold.jsonl", ".", cwd=place)
    assert (done.returncode, done.stdout.decode()) == (0, evaluated())


def test_differences_are_as_many_as_asked_for_and_the_rest_is_counted(place: Path, evaluated: Evaluated) -> None:
    write(place, {**GOLD[0], "entities": [{"type": "Task", "names": [name]} for name in ("cold", "pages", "flash")]})
    assert "missing" not in evaluated("--differences", "0")
    said = evaluated("--differences", "1", "--type", "task")
    assert said.splitlines()[-2:] == [f"  missing  cold, in {DRIFTWOOD!r}", "  missing  and 2 more"]


@pytest.mark.parametrize("kind", ["hardware", "introduces", "results"])
def test_one_type_alone(evaluated: Evaluated, kind: str) -> None:
    rows = [line.split()[0].lower().rstrip(",") for line in evaluated("--type", kind).splitlines()[1:] if line]
    assert rows[0] == kind
    assert set(rows) <= {kind, "missing", "extra", "their", "sense"}
    told = json.loads(evaluated("--type", kind, "--json"))
    assert {found["kind"].lower() for found in told["differences"]} <= {kind}
    assert ("entities" in told, "introduces" in told, "results" in told) == (
        kind == "hardware", kind == "introduces", kind == "results"
    )  # fmt: skip


def test_json_holds_every_figure_and_every_difference(evaluated: Evaluated) -> None:
    told = json.loads(evaluated("--json"))
    assert (told["papers"], told["papers_without_record"], told["papers_without_fault"]) == (2, [], 0)
    assert told["entities"]["Hardware"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 2, "found": 2}
    assert set(told["entities"]) == set(told["entities_partial"])
    assert told["introduces"]["recall"] == told["results"]["recall"] == told["results_value_recall"] == 1.0
    assert told["results_sense"] == told["results_family"]["recall"] == told["result_slots"]["baseline"]["recall"] == 1
    assert told["all_types"]["gold"] == 3
    assert told["main_types"]["gold"] == 2
    hardware = [found for found in told["differences"] if found["kind"] == "Hardware"]
    assert hardware == [
        {"kind": "Hardware", "side": "missing", "text": "flash / Flash", "title": DRIFTWOOD, "rules": []},
        {"kind": "Hardware", "side": "extra", "text": "GPU", "title": SANDBAR.upper(), "rules": ["hardware-gpu"]},
    ]
    limited = json.loads(evaluated("--json", "--differences", "1"))["differences"]
    assert len(limited) == len({(found["kind"], found["side"]) for found in told["differences"]})


def test_papers_without_a_record_are_said_in_one_line_and_missed(place: Path) -> None:
    write(place, GOLD[1], *({**GOLD[0], "title": f"Unheard of {number}"} for number in range(5)))
    done = kg("evaluate", "gold.jsonl", "records.jsonl", "--json", cwd=place)
    assert done.returncode == 0
    assert done.stderr.decode() == (
        "kg: no record has the title of 5 of 6 annotated papers, and all they hold counts as missed: 'Unheard of 0' "
        "(gold.jsonl:2), 'Unheard of 1' (gold.jsonl:3), 'Unheard of 2' (gold.jsonl:4), 2 more\n"
    )
    told = json.loads(done.stdout)
    assert told["papers_without_record"] == [f"Unheard of {number}" for number in range(5)]
    assert (told["entities"]["Hardware"]["recall"], told["entities"]["Hardware"]["gold"]) == (0.0, 10)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken\n", "gold.jsonl:1: is not JSON"),
        (json.dumps({**GOLD[0], "title": 3}), "gold.jsonl:1: is no annotated paper: Expected `str`"),
        (json.dumps({**GOLD[0], "introduces": [["Pebble"]]}), "gold.jsonl:1: what it introduces, 'Pebble' does not"),
        ("\n", "gold.jsonl: holds no annotated paper"),
    ],
)
def test_a_mistake_in_the_gold_costs_one_line(line: str, says: str, place: Path) -> None:
    (place / "gold.jsonl").write_text(line, encoding="utf-8")
    assert complaint(kg("evaluate", "gold.jsonl", "records.jsonl", cwd=place)).startswith(f"kg: {says}")


def test_records_that_are_not_there_or_are_none(place: Path) -> None:
    assert "nowhere: holds no records.jsonl" in complaint(kg("evaluate", "gold.jsonl", "nowhere", cwd=place))
    told = complaint(kg("evaluate", "records.jsonl", "gold.jsonl", cwd=place))  # the wrong way round
    assert told.startswith("kg: records.jsonl:1: is no annotated paper: ")


def test_an_unknown_type_is_wrong_usage(place: Path) -> None:
    done = kg("evaluate", "gold.jsonl", "records.jsonl", "--type", "gadget", cwd=place)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "'hardware'" in done.stderr.decode().lower()
