"""A lane: a fixed number of workers, a queue of jobs that wait for one, and a limit of time for each job."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from kg.errors import KgError
from kg.serve.process import Worker
from kg.serve.refusal import busy
from kg.serve.spool import Spool

__all__ = ["Lane"]

_MOST_WAITING = 64
_LONGEST_PAUSE = 30.0  # seconds between two attempts to start a worker


class Lane:
    """Workers that are started anew when a job has killed them, or they are spent."""

    def __init__(self, launch: Callable[[], Awaitable[Worker]], size: int, limit: float, patience: float) -> None:
        """`limit` is the time for a job, `patience` the time a job waits for a worker, in seconds."""
        self._launch, self._size = launch, size
        self.limit, self.patience = limit, patience
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._closed = False

    async def open(self) -> None:
        """Start the workers; raises KgError where they cannot be started."""
        for started in await asyncio.gather(*(self._launch() for _ in range(self._size))):
            self._take_on(started)

    async def close(self) -> None:
        """Kill all workers, and start none any more."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._workers))

    async def run(self, job: dict[str, Any], into: Spool) -> dict[str, Any]:
        """Have a job done. Raises TimeoutError at the limit, Died for a job that ends its worker, Refused when busy."""
        worker = await self._free_worker()
        try:
            async with asyncio.timeout(self.limit):
                head = await worker.ask(job, into)
        except BaseException:  # too slow, dead, or nobody waits for the answer any more
            self._replace(worker)
            raise
        if worker.spent or head["is"] in ("exhausted", "failed"):
            self._replace(worker)
        else:
            self._idle.put_nowait(worker)
        return head

    async def _free_worker(self) -> Worker:
        if self._waiting >= _MOST_WAITING:
            raise busy("too many queries wait already; try again in a few seconds")
        self._waiting += 1
        try:
            async with asyncio.timeout(self.patience):
                while not (worker := await self._idle.get()).alive:
                    self._replace(worker)
                return worker
        except TimeoutError as error:
            raise busy("all workers are busy with other queries; try again in a few seconds") from error
        finally:
            self._waiting -= 1

    def _take_on(self, worker: Worker) -> None:
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    def _replace(self, worker: Worker) -> None:
        worker.strike()
        if self._closed:
            return
        task = asyncio.create_task(self._start_instead_of(worker))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _start_instead_of(self, worker: Worker) -> None:
        await worker.kill()
        self._workers.discard(worker)
        pause = 0.5
        while True:
            try:
                self._take_on(await self._launch())
                return
            except (KgError, OSError) as error:
                print(f"kg: {error}", file=sys.stderr, flush=True)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
