"""Worker processes, started and killed without a server."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError
from kg.processes.frames import packed_json
from kg.serve.lane import Lane
from kg.serve.process import Died, Launch
from kg.serve.spool import Room, Spool

pytestmark = pytest.mark.slow

MEMORY = 256 << 20
LARGE = "SELECT * { ?s ?p ?o . VALUES ?x { 1 2 3 4 } }"


def job(query: str) -> dict[str, Any]:
    return {"query": query, "graphs": None, "max_rows": 100_000, "base": "a:", "rows": "json", "graph": "turtle"}


def test_a_worker_is_gone_soon_after_it_is_killed_whatever_it_had_to_say(folder: Path) -> None:
    async def kill() -> None:
        worker = await Launch(folder, MEMORY, quick=True)()
        worker._in.write(packed_json(job(LARGE)))
        await asyncio.sleep(1)  # nobody listens: its pipe is full
        await asyncio.wait_for(worker.kill(), 5)
        assert not worker.alive

    asyncio.run(kill())


def test_a_lane_has_all_its_workers_again_after_any_loss(folder: Path) -> None:
    async def lose() -> None:
        lane = Lane(Launch(folder, MEMORY, quick=True), 2, limit=5, patience=20)
        await lane.open()
        with Spool(Room(), most=1000) as small, pytest.raises(Exception, match="larger than"):
            await lane.run(job(LARGE), small)
        with Spool(Room()) as spool:
            task = asyncio.create_task(lane.run(job("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"), spool))
            await asyncio.sleep(0.2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        with Spool(Room()) as spool:
            for _ in range(6):
                spool.empty()
                assert (await lane.run(job("ASK {}"), spool))["is"] == "answer"
            assert (await lane.run(job("ASK {"), spool))["is"] == "refused"
        while len(lane._workers) < 2 or not all(worker.alive for worker in lane._workers):
            await asyncio.sleep(0.05)
        await lane.close()

    asyncio.run(asyncio.wait_for(lose(), 60))


def test_a_quick_worker_drops_what_is_not(folder: Path) -> None:
    async def ask() -> None:
        worker = await Launch(folder, MEMORY, quick=True)()
        endless = job("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        with Spool(Room()) as spool, pytest.raises(TimeoutError):
            await worker.ask(endless, spool)
        await worker.kill()

    asyncio.run(ask())


def test_a_worker_that_dies_says_so_and_one_without_a_store_does_not_start(folder: Path, tmp_path: Path) -> None:
    async def ask() -> None:
        worker = await Launch(folder, MEMORY, quick=False)()
        os.kill(worker.pid, 9)
        with Spool(Room()) as spool, pytest.raises(Died):
            await worker.ask(job("ASK {}"), spool)
        await worker.kill()
        with pytest.raises(KgError, match="the store cannot be opened"):
            await Launch(tmp_path, MEMORY, quick=True)()

    asyncio.run(ask())
