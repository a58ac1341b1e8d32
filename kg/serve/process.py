"""A worker process as the server sees it: started, given a job, killed."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.serve.frames import packed_json, receive_frame
from kg.serve.spool import Spool

__all__ = ["Died", "Launch", "Worker"]

_SECONDS_TO_START = 60.0
_PACKAGE = Path(__file__).resolve().parents[2]


class Died(Exception):  # noqa: N818 - what became of a process
    """A worker ended in the middle of a job."""


@dataclass(frozen=True)
class Launch:
    """How workers are started: the folder with the store, memory in bytes, and how far they stand back for others."""

    folder: Path
    memory: int
    niceness: int = 0

    async def __call__(self) -> Worker:
        """Start a worker and wait until it has opened the store; raises KgError where it cannot."""
        given = (str(self.folder), str(self.memory), str(self.niceness), str(os.getpid()))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "kg.serve.worker", *given,
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_environment(), start_new_session=True,
        )  # fmt: skip
        worker = Worker(process)
        try:
            async with asyncio.timeout(_SECONDS_TO_START):
                head = await worker.hear()
        except (Died, TimeoutError) as error:
            await worker.kill()
            raise KgError(f"{self.folder}: a worker process did not start") from error
        except BaseException:
            worker.strike()
            raise
        if head["is"] != "ready":
            await worker.kill()
            raise KgError(f"{self.folder}: the store cannot be opened: {head['message']}; make it with `kg store`")
        return worker


class Worker:
    """One process; it does one job at a time, and after anything but an answer it must be killed."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._in, self._out = process, process.stdin, process.stdout
        self.spent = False  # it has grown, or done its share

    @property
    def alive(self) -> bool:
        """Whether the process runs, as far as is known."""
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    async def ask(self, job: dict[str, Any], into: Spool) -> dict[str, Any]:
        """Have a job done: returns what the answer is, its bytes in `into`. Raises Died."""
        try:
            self._in.write(packed_json(job))
            await self._in.drain()
        except ConnectionError as error:
            raise Died from error
        head = await self.hear()
        if head["is"] == "answer":
            while piece := await self._frame():
                into.write(piece)
        self.spent = bool(head.get("retire"))
        return head

    async def hear(self) -> dict[str, Any]:
        """Return what the process says next; raises Died where it says nothing any more."""
        head: dict[str, Any] = json.loads(await self._frame())
        return head

    async def _frame(self) -> bytes:
        try:
            return await receive_frame(self._out)
        except asyncio.IncompleteReadError as error:
            raise Died from error

    def strike(self) -> None:
        """Kill the process without waiting for its end."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._in.close()

    async def ended(self) -> None:
        """Return when the process is gone."""
        await self._process.wait()

    async def kill(self) -> None:
        """Kill the process and wait until it is gone."""
        self.strike()
        await self._process.wait()


def _environment() -> dict[str, str]:
    """The environment with this very package first, few heaps, and no stories told by what crashes."""
    paths = [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
    more = {"PYTHONPATH": os.pathsep.join(paths), "MALLOC_ARENA_MAX": "2", "RUST_BACKTRACE": "0"}
    return {**os.environ, **more}
