"""Who answers a query: a worker of the quick lane, and when that takes too long one of the slow lane, from the start.

Most queries take milliseconds. They must not wait behind the few that take seconds, so that no query holds a quick
worker for more than a moment; `kg.serve.measure` says what a moment is.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.serve.lane import Lane
from kg.serve.process import Died, Launch
from kg.serve.refusal import Refused, busy
from kg.serve.settings import Settings
from kg.serve.spool import Room, Spool

__all__ = ["Pool"]

_LEAST_PATIENCE = 10.0  # seconds: a worker in place of a lost one may take so long to start on a busy machine


class Pool:
    """The workers over one store."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings, self._room = settings, Room()
        self._closed = False
        timeout = settings.timeout
        quick = Launch(folder, settings.memory, quick=True)
        slow = Launch(folder, settings.memory, quick=False)
        # A quick worker drops what is not quick long before; only where the processor is busy it comes to the limit.
        self._quick = Lane(quick, settings.workers, timeout, patience=max(timeout, _LEAST_PATIENCE))
        self._slow = Lane(slow, settings.slow_workers, timeout, patience=max(2 * timeout, _LEAST_PATIENCE))

    async def open(self) -> None:
        """Start all workers."""
        try:
            await asyncio.gather(self._quick.open(), self._slow.open())
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Kill all workers; queries that they were at are refused."""
        self._closed = True
        await asyncio.gather(self._quick.close(), self._slow.close())

    async def answer(self, job: dict[str, Any]) -> tuple[dict[str, Any], Spool]:
        """Have a query answered; the caller closes the answer. Raises Refused for all that is no answer."""
        spool = Spool(self._room)
        try:
            head = await self._run(job, spool)
            if head["is"] == "refused":
                raise Refused(400, head["message"])
            if head["is"] == "exhausted":
                raise self._too_much()
            if head["is"] == "failed":
                raise Refused(500, f"the query could not be answered: {head['message']}")
        except BaseException:
            spool.close()
            raise
        return head, spool

    async def _run(self, job: dict[str, Any], spool: Spool) -> dict[str, Any]:
        try:
            with suppress(TimeoutError):
                return await self._quick.run(job, spool)
            spool.empty()
            return await self._slow.run(job, spool)
        except TimeoutError as error:
            limit = f"{self._settings.timeout:g} s"
            raise Refused(503, f"the query was stopped at the time limit of {limit}; narrow it", _LATER) from error
        except Died as error:
            raise (busy("the server is stopping") if self._closed else self._too_much()) from error

    def _too_much(self) -> Refused:
        memory = f"{self._settings.memory >> 20:,} MB"
        return Refused(500, f"the query was stopped: it needs more than {memory} of memory, or is nested too deeply")


_LATER = {"Retry-After": "10"}
