"""A worker process as the server sees it: started, given a job, killed."""

from __future__ import annotations

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.processes.child import child_command, child_environment
from kg.processes.frames import PIECE, packed_json, receive_frame
from kg.serve.measure import OVERRUN
from kg.serve.orders import Orders
from kg.serve.spool import Spool

__all__ = ["Died", "Launch", "Worker"]

_SECONDS_TO_START = 60.0


class Died(Exception):  # noqa: N818 - what became of a process
    """A worker ended in the middle of a job."""


@dataclass(frozen=True)
class Launch:
    """How workers are started: the folder with the store, memory in bytes, and whether they answer what is quick."""

    folder: Path
    memory: int
    quick: bool

    async def __call__(self) -> Worker:
        """Start a worker and wait until it has opened the store; raises KgError where it cannot."""
        orders = Orders(self.folder, self.memory, self.quick, os.getpid())
        process = await asyncio.create_subprocess_exec(
            *child_command("kg.serve.worker"), orders.written(),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=child_environment(), process_group=0,
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
        self._listening = asyncio.Lock()
        self._hearing_out: asyncio.Task[None] | None = None
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
        """Have a job done: returns what the answer is, its bytes in `into`.

        Raises Died, or TimeoutError where a quick worker ended of a job that is not.
        """
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
            async with self._listening:
                return await receive_frame(self._out)
        except asyncio.IncompleteReadError as error:
            if await self._process.wait() == -OVERRUN:
                raise TimeoutError from error
            raise Died from error

    def strike(self) -> None:
        """Kill the process without waiting for its end."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._in.close()
        if self._hearing_out is None:
            self._hearing_out = asyncio.create_task(self._hear_out())

    async def ended(self) -> None:
        """Return when the process is gone."""
        await self._process.wait()

    async def _hear_out(self) -> None:
        """Read what is left: a process does not count as ended while any of it waits in its pipe."""
        async with self._listening:
            while await self._out.read(PIECE):
                pass

    async def kill(self) -> None:
        """Kill the process and wait until it is gone."""
        self.strike()
        await self.ended()

