"""The README's commands and Python, run as they stand."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The README's code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """Every `kg …` line of the README's shell blocks, comments dropped."""
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("kg ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder in which the README's inputs exist and its sample has been built."""
    place = tmp_path_factory.mktemp("readme")
    abstract = "We run it on one A100 with vLLM and find a 2.5x speedup over the older engine in each setting tried."
    (place / "dump.txt").write_text(
        f"new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nTidepool: Serving Ashore\n\n{abstract}\n",
        encoding="utf-8",
    )
    (place / "more.jsonl").write_text('{"title": "A second one", "abstract": "It needs an FPGA."}\n', encoding="utf-8")
    assert run(["build", "-o", "outputs"], place).returncode == 0
    return place


def run(arguments: list[str], where: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *arguments]
    return subprocess.run(command, cwd=where, capture_output=True, text=True, check=False)


def test_the_readme_shows_commands_and_python() -> None:
    assert len(commands()) >= 6
    assert len(blocks("python")) >= 1


@pytest.mark.parametrize("arguments", [c for c in commands() if c[0] != "build"], ids=" ".join)
def test_command(arguments: list[str], folder: Path) -> None:
    done = run(arguments, folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_build_of_named_inputs(folder: Path) -> None:
    arguments = next(c for c in commands() if c[0] == "build" and "dump.txt" in c)
    done = run([*arguments[:-1], "named"], folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "named" / "graph.html").stat().st_size > 100_000


def test_build_from_shards(folder: Path) -> None:
    extract = next(c for c in commands() if "--shards" in c)
    build = next(c for c in commands() if "--from" in c)
    assert run(extract, folder).returncode == 0
    done = run([*build[:-1], "merged"], folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "merged" / "results.parquet").exists()


def test_python(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for block in blocks("python"):
        lines = [line for line in block.splitlines() if line.startswith("g.")]
        setup = "\n".join(line for line in block.splitlines() if not line.startswith("g."))
        names: dict[str, object] = {}
        exec(setup, names)
        for line in lines:
            assert eval(line, names), f"{line} answers nothing"


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
