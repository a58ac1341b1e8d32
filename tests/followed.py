"""A document followed to the letter: its files are written, its commands run, their output is what it shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

__all__ = ["follow", "steps"]

PROGRAMS = {
    "kg": str(Path(sys.executable).with_name("kg")), "python": sys.executable, "curl": shutil.which("curl") or "curl",
}  # fmt: skip
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
    """Do in `folder` all that the document does; returns the commands. A command fails where `kg: ` is shown.

    One that ends in `&` is started, has said what is shown before the next one, and is stopped at the end.
    """
    ran = []
    with ExitStack() as started:
        for what, content in steps(document):
            if not what.startswith("$ "):
                _write(folder / what, content)
                continue
            command = what.removeprefix("$ ")
            if command.endswith(" &"):
                process = started.enter_context(_start(command.removesuffix(" &"), folder, content))
                started.callback(process.terminate)
            else:
                _follow(command, folder, content)
            ran.append(command)
    return ran


def _write(target: Path, content: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(content, encoding="utf-8")


def _follow(command: str, folder: Path, shown: str) -> None:
    done = subprocess.run(_words(command), **_surroundings(folder), check=False, stdout=subprocess.PIPE, timeout=120)
    assert re.fullmatch(_as_pattern(shown), done.stdout.strip(), re.DOTALL), f"{command}\n{done.stdout}"
    assert done.returncode == ("\nkg: " in f"\n{shown}"), f"{command} exits {done.returncode}"


def _start(command: str, folder: Path, shown: str) -> subprocess.Popen[str]:
    """Start a command and wait until it has said what is shown."""
    said = folder / f".said-{time.monotonic_ns()}"
    with said.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(_words(command), **_surroundings(folder), stdout=output)
    end = time.monotonic() + 60
    while not re.fullmatch(_as_pattern(shown), said.read_text(encoding="utf-8").strip(), re.DOTALL):
        if process.poll() is not None or time.monotonic() > end:
            process.kill()
            process.wait()
            raise AssertionError(f"{command}\n{said.read_text(encoding='utf-8')}")
        time.sleep(0.05)
    return process


def _words(command: str) -> list[str]:
    program, *arguments = shlex.split(command)
    return [PROGRAMS[program], *arguments]


def _surroundings(folder: Path) -> dict[str, Any]:
    environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}
    return {"cwd": folder, "env": environment, "stderr": subprocess.STDOUT, "text": True, "encoding": "utf-8"}


def _as_pattern(shown: str) -> str:
    return ".*".join(re.escape(part) for part in shown.strip().split("…"))
