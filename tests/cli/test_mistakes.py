"""What a person can get wrong: one line that names the place and the remedy, exit 1, and nothing lost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import FILES, complaint, contents, kg

GOOD = b'{"title": "Shoal: Batching on One GPU", "abstract": "Shoal batches requests on a GPU."}\n'
RULE = b"type: Hardware\nrules:\n  - id: hardware-lab-chip\n    label: Lab Chip\n    forms: [LabChip]\n"


Warm = Callable[..., "subprocess.CompletedProcess[bytes]"]


class Mistake:
    """A command, what its complaint must hold, and what it reads: standard input, files by name (`a_txt`: a.txt)."""

    def __init__(self, command: str, *says: str, stdin: bytes = b"", **files: bytes) -> None:
        self.command, self.says, self.stdin = command.split(), says, stdin
        self.files = {name.replace("_", "."): content for name, content in files.items()}


MISTAKES = {
    "missing file": Mistake("build nowhere.txt", "nowhere.txt: no such file", "check the path"),
    "missing file beside a good one": Mistake("build good.jsonl nowhere.txt", "nowhere.txt: no such file"),
    "file taken for a folder": Mistake("extract good.jsonl/a.txt", "good.jsonl/a.txt: ", "check the path"),
    "empty file": Mistake("build a.txt", "a.txt: the file is empty", "kg reads: ", a_txt=b""),
    "empty standard input": Mistake("extract -", "stdin: the file is empty", "kg reads: "),
    "empty folder": Mistake("build hollow", "hollow: ", "holds no file to read"),
    "binary": Mistake("build a.txt", "a.txt: holds binary data", "give text", a_txt=bytes(range(256)) * 9),
    "latin-1": Mistake("extract a.txt", "a.txt:", "is not UTF-8 text", "iconv", a_txt=b"M\xe9lange\n\nUn caf\xe9.\n"),
    "latin-1 in JSON Lines": Mistake(
        "build a.txt", "a.txt:2: is not UTF-8", "iconv", a_txt=GOOD + b'{"title": "M\xe9lange", "abstract": "-"}\n'
    ),
    "latin-1 on standard input": Mistake("explain -", "stdin:2: is not UTF-8 text", stdin=b"A GPU\nun caf\xe9"),
    "broken JSON line": Mistake(
        "build a.txt", "a.txt:3: broken JSON", "--skip-bad", a_txt=GOOD + b"\n" + GOOD[:-9] + b"\n"
    ),
    "JSON that is no paper": Mistake("extract a.txt", "a.txt:1: ", "title", a_txt=b'{"name": "no paper"}\n'),
    "prose": Mistake("build a.txt", "a.txt: no paper recognised", "kg reads: ", a_txt=b"Buy milk, then call.\n"),
    "glob that matches nothing": Mistake("extract *.nope", "*.nope: the pattern matches no file", "check it"),
    "file where the folder should be": Mistake("build good.jsonl -o good.jsonl", "good.jsonl: cannot", "name another"),
    "folder below a file": Mistake("build good.jsonl -o good.jsonl/b", "good.jsonl/b: cannot be", "name another"),
    "folder in /proc": Mistake("build good.jsonl -o /proc/nowhere", "/proc/nowhere: cannot be", "name another"),
    "folder where the file should be": Mistake("extract good.jsonl -o out", "out: cannot", "is a folder", "name"),
    "file in /proc": Mistake("extract good.jsonl -o /proc/new", "/proc/new: cannot be written", "name another"),
    "output over the input": Mistake("extract good.jsonl -o ./good.jsonl", "good.jsonl: is the input and", "-o"),
    "rules folder without rules": Mistake("rules check --rules out", "out: holds no rule files", "give a folder"),
    "rule without a form": Mistake(
        "build good.jsonl --rules .", "a.yaml:3: rule hardware-lab-chip: ", "'forms'",
        a_yaml=RULE.replace(b"[Lab", b"[] #"),
    ),
    "rules that are no YAML": Mistake(
        "explain GPU --rules .", "a.yaml:6: is not valid YAML", a_yaml=RULE.replace(b"p]", b"p")
    ),
    "folder not built, view": Mistake("view hollow", "hollow: holds no records.jsonl", "kg build"),
    "folder not built, report": Mistake("report hollow", "hollow: holds no records.jsonl", "kg build"),
    "folder not built, sparql": Mistake("sparql hollow ASK{}", "hollow: ", "graph.nt", "kg build"),
    "folder not there": Mistake("view nowhere --around A100", "nowhere: ", "kg build"),
    "records that are none": Mistake("view out", "out/records.jsonl:1: is no record"),
    "RDF that is none": Mistake("sparql out ASK{}", "out/graph.nt:1: is no valid RDF"),
    "query that is no file": Mistake("sparql out a.rq", "a.rq: is neither a SPARQL query nor a file", "give one"),
    "empty text": Mistake("explain -", "TEXT: is empty", "give an abstract", stdin=b" \n"),
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with one good input, an empty folder and an earlier `out`, whose bytes are no matter."""
    (tmp_path / "good.jsonl").write_bytes(GOOD)
    (tmp_path / "hollow").mkdir()
    (tmp_path / "out").mkdir()
    for name in FILES:
        (tmp_path / "out" / name).write_bytes(b"from an earlier run\n")
    return tmp_path


def state(folder: Path) -> tuple[list[Path], dict[str, bytes]]:
    return sorted(folder.rglob("*")), contents(folder)


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_costs_one_line_and_nothing_else(mistake: Mistake, place: Path) -> None:
    for name, content in mistake.files.items():
        (place / name).write_bytes(content)
    before = state(place)
    told = complaint(kg(*mistake.command, cwd=place, stdin=mistake.stdin))
    assert all(words in told for words in mistake.says), told
    assert state(place) == before


def test_a_new_output_folder_does_not_stay_behind_empty(place: Path) -> None:
    before = state(place)
    complaint(kg("build", "nowhere.txt", "-o", "new/deeper", cwd=place))
    assert state(place) == before


def test_skip_bad_goes_on_names_each_line_and_counts(place: Path, warm: Warm, monkeypatch: pytest.MonkeyPatch) -> None:
    other = GOOD.replace(b"Shoal", b"Eddy")
    (place / "mixed.jsonl").write_bytes(GOOD + b"{broken\n" + other + b"[]\n")
    monkeypatch.chdir(place)
    done = warm("extract", "mixed.jsonl", "--skip-bad")
    assert done.returncode == 0
    assert [json.loads(line)["title"] for line in done.stdout.splitlines()] == [
        "Eddy: Batching on One GPU", "Shoal: Batching on One GPU",
    ]  # fmt: skip
    second, fourth, last = done.stderr.decode().splitlines()
    assert second.startswith("kg: skipped mixed.jsonl:2: broken JSON")
    assert fourth.startswith("kg: skipped mixed.jsonl:4: ")
    assert last == "kg: skipped 2 in all"


def test_where_all_is_skipped_nothing_is_built(place: Path) -> None:
    (place / "bad.jsonl").write_bytes(b'{"title": 1}\n')
    before = state(place)
    done = kg("build", "bad.jsonl", "--skip-bad", "-o", "out", cwd=place)
    assert done.returncode == 1
    *skipped, last = done.stderr.decode().splitlines()
    assert all(line.startswith("kg: skipped bad.jsonl") for line in skipped)
    assert last.startswith("kg: bad.jsonl: no paper could be read")
    assert state(place) == before


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?x WHERE ?x ?y }", "(line 1, column "),
        ("SELECT *\nWHERE { ?s nope:thing ?o }", "(line 2, column "),
        ("DELETE WHERE { ?s ?p ?o }", "(line 1, column "),
        ("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is not answered"),
    ],
    ids=["malformed", "unknown prefix", "an update", "another machine"],
)
def test_a_query_that_cannot_be_answered_names_its_place(query: str, says: str, built: Path, tmp_path: Path) -> None:
    told = complaint(kg("sparql", built, query))
    assert told.startswith("kg: QUERY: ")
    assert says in told, told


def test_a_malformed_query_in_a_file_names_the_file(built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT * WHERE {", encoding="utf-8")
    told = complaint(kg("sparql", built, "q.rq", cwd=tmp_path))
    assert told.startswith("kg: q.rq: the query cannot be read where it ends (line 1, column ")


@pytest.mark.parametrize(("name", "hint"), [("qqqqq", "; give a name"), ("NVIDIA A10O", "nearest: nvidia a10")])
def test_an_unknown_name_offers_the_nearest(name: str, hint: str, built: Path) -> None:
    before = contents(built)
    told = complaint(kg("view", built, "--around", name))
    assert told.startswith(f"kg: {built}: nothing in the graph is called {name!r}")
    assert hint in told
    assert contents(built) == before


def test_an_unknown_kind_names_those_there_are(built: Path) -> None:
    before = contents(built)
    told = complaint(kg("view", built, "--kind", "hardware", "--kind", "gpu"))
    assert told.startswith("kg: no kind is called 'gpu'; the kinds are paper, method, model, hardware, ")
    assert contents(built) == before


def small_files(limit: int) -> Callable[[], None]:
    """What a full disk does, for one process: no file may grow beyond `limit` bytes."""

    def limit_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return limit_files


@pytest.mark.slow
def test_a_disk_that_fills_during_a_build(place: Path) -> None:
    before = state(place)
    told = complaint(kg("build", "good.jsonl", "-o", "out", cwd=place, before=small_files(20_000)))
    assert told == (
        "kg: out: cannot be written: File too large; make room or name another place;"
        " what stood there before is unchanged\n"
    )
    assert state(place) == before


def test_a_disk_that_fills_during_a_view(built: Path, place: Path) -> None:
    (place / "page.html").write_bytes(b"an earlier page\n")
    before = state(place)
    told = complaint(kg("view", built, "-o", "page.html", cwd=place, before=small_files(4096)))
    assert told.startswith("kg: page.html: cannot be written: File too large; make room")
    assert state(place) == before


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full, a disk that is always full")
def test_a_device_that_is_full(dump: Path, warm: Warm) -> None:
    told = complaint(warm("extract", dump, "-o", "/dev/full"))
    assert told == "kg: /dev/full: cannot be written: No space left on device; make room or name another place\n"
    assert Path("/dev/full").is_char_device()


def test_a_file_name_that_is_no_text_is_shown_all_the_same(place: Path) -> None:
    told = complaint(kg("build", os.fsdecode(b"caf\xe9.txt"), cwd=place))
    assert told.endswith("caf\\udce9.txt: no such file or folder; check the path\n")
