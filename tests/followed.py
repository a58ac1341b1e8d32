"""A document followed to the letter: its files are written, its commands run, their output is what it shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

__all__ = ["follow", "steps"]

PROGRAMS = {"kg": str(Path(sys.executable).with_name("kg")), "python": sys.executable}
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def steps(document: Path) -> list[tuple[str, str]]:
    """Each block as ("file name", content), or as ("$ command", the output shown below it), in order."""
    found: list[tuple[str, str]] = []
    for block in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        if block["file"]:
            found.append((block["file"], block["body"]))
        elif block["language"] == "console":
            for part in re.split(r"^\$ ", block["body"], flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                found.append((f"$ {command}", output))
    return found


def follow(document: Path, folder: Path) -> list[str]:
    """Do in `folder` all that the document does; returns the commands. A command fails where `kg: ` is shown."""
    ran = []
    for what, content in steps(document):
        if not what.startswith("$ "):
            target = folder / what
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
            continue
        command = what.removeprefix("$ ")
        status, output = _run(command, folder)
        assert re.fullmatch(_as_pattern(content), output.strip(), re.DOTALL), f"{command}\n{output}"
        assert status == ("\nkg: " in f"\n{content}"), f"{command} exits {status}"
        ran.append(command)
    return ran


def _run(command: str, folder: Path) -> tuple[int, str]:
    program, *arguments = shlex.split(command)
    done = subprocess.run(
        [PROGRAMS[program], *arguments], cwd=folder, env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout


def _as_pattern(shown: str) -> str:
    return ".*".join(re.escape(part) for part in shown.strip().split("…"))
