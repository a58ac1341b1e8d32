"""`kg` as people start it: the installed script in a process of its own, warnings as errors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

SCRIPT = Path(sys.executable).with_name("kg")
COMMAND = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "kg"]
FILES = ("graph.html", "graph.json", "graph.nt", "graph.ttl", "records.jsonl")


def environment(**more: str) -> dict[str, str]:
    """The environment without what would change how output looks."""
    plain = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM")}
    return {**plain, "PYTHONWARNINGS": "error", "COLUMNS": "80", **more}


def kg(
    *args: str | Path,
    cwd: Path | None = None,
    stdin: bytes = b"",
    before: Callable[[], None] | None = None,
    **env: str,
) -> subprocess.CompletedProcess[bytes]:
    """Run `kg` with standard input given and both outputs in pipes; `before` runs in the child."""
    return subprocess.run(
        [*COMMAND, *map(str, args)], cwd=cwd, input=stdin, capture_output=True, check=False, timeout=120,
        env=environment(**env), preexec_fn=before,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line of a run that failed by a mistake of the user's; fails where it is anything else."""
    told = done.stderr.decode()
    assert "Traceback" not in told, told
    assert told.startswith("kg: "), told
    assert told.count("\n") == 1, told
    assert done.stdout == b""
    assert done.returncode == 1
    return told
