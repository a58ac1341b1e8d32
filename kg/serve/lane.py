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
        self._keepers: set[asyncio.Task[None]] = set()
        self._waiting = 0

    async def open(self) -> None:
        """Start the workers; raises KgError where they cannot be started."""
        for started in await asyncio.gather(*(self._launch() for _ in range(self._size))):
            self._take_on(started)

    async def close(self) -> None:
        """Kill all workers, and start none any more."""
        for task in self._keepers:
            task.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(worker.kill() for worker in self._workers))

    async def run(self, job: dict[str, Any], into: Spool) -> dict[str, Any]:
        """Have a job done. Raises TimeoutError at the limit, Died for a job that ends its worker, Refused when busy."""
        worker = await self._free_worker()
        try:
            async with asyncio.timeout(self.limit):
                head = await worker.ask(job, into)
        except BaseException:  # too slow, dead, or nobody waits for the answer any more
            worker.strike()
            raise
        if worker.spent or head["is"] in ("exhausted", "failed"):
            worker.strike()
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
                    continue
                return worker
        except TimeoutError as error:
            raise busy("all workers are busy with other queries; try again in a few seconds") from error
        finally:
            self._waiting -= 1

    def _take_on(self, worker: Worker) -> None:
        self._workers.add(worker)
        self._idle.put_nowait(worker)
        keeper = asyncio.create_task(self._keep(worker))
        self._keepers.add(keeper)
        keeper.add_done_callback(self._keepers.discard)

    async def _keep(self, worker: Worker) -> None:
        """Wait for the end of a worker, whatever it ends of, and start another in its place."""
        await worker.ended()
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
