"""`kg` as people start it: the installed script in a process of its own, warnings as errors."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

SCRIPT = Path(sys.executable).with_name("kg")
COMMAND = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "kg"]
FILES = ("build.json", "graph.html", "graph.json", "graph.nt", "graph.ttl", "records.jsonl")


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


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> tuple[Path, T]:
    """A folder called `name` and what `make` returned when it filled it: once for all workers of a test run."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder, returned = root / name, root / f"{name}.pickle"
    with (root / f"{name}.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not returned.exists():
            folder.mkdir()
            returned.write_bytes(pickle.dumps(make(folder)))
    return folder, pickle.loads(returned.read_bytes())


def shared_sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[bytes]]:
    """The folder that `kg build` makes without INPUT, and what it said."""
    folder, done = once(tmp_path_factory, "sample", lambda folder: kg("build", cwd=folder))
    return folder / "outputs", done
