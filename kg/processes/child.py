"""The child's side of a pair of pipes, and how a child is started: as a module of this very package.

No code of the caller's is run again in it, as `multiprocessing` would have it where processes are spawned.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO

from kg.processes.frames import read_frame

__all__ = ["child_command", "child_environment", "end_with", "frames_to_read", "own_output"]

_PACKAGE = Path(__file__).resolve().parents[2]


def child_command(module: str) -> list[str]:
    """The beginning of the command that runs a module of ours."""
    return [sys.executable, "-P", "-m", module]


def child_environment() -> dict[str, str]:
    """The environment with this very package first, few heaps, and no stories told by what crashes."""
    paths = [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
    more = {"PYTHONPATH": os.pathsep.join(paths), "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
    return {**os.environ, **more}


def own_output() -> IO[bytes]:
    """Standard output for frames alone: what anything else prints goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def frames_to_read() -> SimpleQueue[bytes]:
    """The frames from standard input. Where that ends the parent is gone, and so is this process, whatever it does."""
    frames: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        while (frame := read_frame(sys.stdin.buffer)) is not None:
            frames.put(frame)
        os._exit(0)

    Thread(target=read, name="frames", daemon=True).start()
    return frames


def end_with(parent: int) -> None:
    """Have the kernel end this process with its parent, whatever it does at the time."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:  # it was gone before
        os._exit(0)
