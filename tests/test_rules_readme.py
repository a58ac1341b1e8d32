"""rules/README.md, followed to the letter: its files are written, its commands run, their output is what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.ruleset import load_ruleset

README = Path(__file__).parents[1] / "rules" / "README.md"
KG = Path(sys.executable).with_name("kg")
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def _steps() -> list[tuple[str, str]]:
    """Each block as ("file name", content), or as ("$ command", the output shown below it), in order."""
    found: list[tuple[str, str]] = []
    for block in _BLOCK.finditer(README.read_text(encoding="utf-8")):
        if block["file"]:
            found.append((block["file"], block["body"]))
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                found.append((f"$ {command}", output))
    return found


def _run(command: str, folder: Path) -> tuple[int, str]:
    program, *arguments = shlex.split(command)
    assert program == "kg", "the README runs nothing but kg"
    done = subprocess.run(
        [KG, *arguments], cwd=folder, env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout


def _as_pattern(shown: str) -> str:
    return ".*".join(re.escape(part) for part in shown.strip().split("…"))


@pytest.mark.skipif(not KG.exists(), reason="kg is not installed beside this Python")
def test_the_five_steps_do_what_the_readme_says(tmp_path: Path) -> None:
    ran = []
    for what, content in _steps():
        if not what.startswith("$ "):
            target = tmp_path / what
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
            continue
        status, output = _run(what.removeprefix("$ "), tmp_path)
        assert re.fullmatch(_as_pattern(content), output.strip(), re.DOTALL), f"{what}\n{output}"
        assert status == ("\nkg: " in f"\n{content}"), f"{what} exits {status}"
        ran.append(what.split()[2])
    assert ran == ["rules", "rules", "explain", "build", "sparql"]


def test_the_readme_names_every_field_that_a_term_may_have(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("type: Task\nrules:\n  - {id: task-x, colour: red}\n", encoding="utf-8")
    with pytest.raises(RuleError, match="known: ") as told:
        load_ruleset(tmp_path)
    known = str(told.value).rpartition("known: ")[2].split(", ")

    rows = re.findall(r"^\| (`[^|]*) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(known) > 8
    assert [name for name in known if name not in listed] == []


def test_the_readme_names_every_grammar_file() -> None:
    text = README.read_text(encoding="utf-8")
    grammars = [
        path.name
        for path in README.parent.glob("*.yaml")
        if not re.search(r"^type: ", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(grammars) >= 6
    assert [name for name in grammars if f"`{name}`" not in text] == []
