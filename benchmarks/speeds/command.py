"""Whole commands: how long they take, and the memory of all their processes together."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from served import memory_of, processes_of

import kg

__all__ = ["Ran", "kg_command", "offers", "python", "run"]

_SAMPLED_EVERY = 0.05  # seconds
_ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(kg.__file__).parents[1])}  # the very kg that is measured here


@dataclass(frozen=True)
class Ran:
    """One run: seconds in all, those of the processor (children included), and the most memory at any moment."""

    wall: float
    cpu: float
    memory: int = 0  # bytes of all its processes, 0 where nobody looked


def kg_command(*arguments: str | Path) -> list[str]:
    """`kg` with these arguments."""
    return python("-m", "kg", *map(str, arguments))


def python(*arguments: str) -> list[str]:
    """This interpreter, which looks for kg where `run` says and not where it happens to stand."""
    return [sys.executable, "-P", *arguments]


@cache
def offers(command: str, option: str) -> bool:
    """Whether `kg COMMAND` has such an option: some are newer than others."""
    told = subprocess.run(  # noqa: S603 - our own program
        kg_command(command, "--help"), check=False, stdout=subprocess.PIPE, text=True,
        env={**_ENVIRONMENT, "COLUMNS": "200", "NO_COLOR": "1"},
    )  # fmt: skip
    return option in told.stdout.replace(",", " ").split()


def run(command: Sequence[str], *, watch_memory: bool = False, **environment: str) -> Ran:
    """Run a command to its end, its output dropped; fails where it fails."""
    with tempfile.TemporaryFile() as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own programs
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=complaints,
            env={**_ENVIRONMENT, **environment},
        )  # fmt: skip
        most = _watched(process.pid) if watch_memory else 0
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)  # Popen has not waited for it
        if process.returncode:
            complaints.seek(0)
            raise SystemExit(f"{' '.join(command)} failed: {complaints.read().decode(errors='replace').strip()}")
    return Ran(wall, used.ru_utime + used.ru_stime, most)


def _watched(pid: int) -> int:
    """The most memory that a process and all it starts have together, until it ends."""
    most = 0
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        most = max(most, sum(map(_memory, _tree(pid))))
        time.sleep(_SAMPLED_EVERY)
    return most


def _tree(pid: int) -> list[int]:
    _, *children = processes_of(pid)
    return [pid, *(one for child in children for one in _tree(child))]


def _memory(pid: int) -> int:
    """What a process holds, shared pages by parts; where the system does not tell that, all that is resident."""
    _, proportional = memory_of(pid)
    if proportional:
        return proportional
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except OSError:  # it has just ended
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
