"""Work on a Ray cluster: each job is a task of Ray Core, which places it, and does it again where a node is lost.

The nodes need this version of kg and the folder of the shards, nothing else: the rules go to them compiled, once each.
"""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kg.errors import KgError
from kg.record import Extractor, compiled_rules
from kg.ruleset.folders import reader_digest
from kg.run.work.deadly import survived
from kg.run.work.hire import Hire
from kg.run.work.job import Answer, Job, Shard
from kg.run.work.order import Crew
from kg.run.work.worker import Reply, replied

__all__ = ["Cluster", "hired_on"]

_RETRIES = 3  # of a task whose process or node was lost, before its papers are looked at one by one
_SECONDS_TO_ANSWER = 10.0
J = TypeVar("J", bound=Job)


def hired_on(address: str) -> Hire:
    """Have the work done by the Ray cluster at an address: `host:port`, `ray://host:port`, `auto`, or `local`.

    Without an address by the cluster of this machine, which is started where there is none.
    """

    @contextmanager
    def hire(
        jobs: Iterable[J], rules: Sequence[str | Path], workers: int | None
    ) -> Iterator[tuple[Iterable[J], Crew]]:
        crew = Cluster(address, compiled_rules(*rules), workers)
        try:
            yield jobs, crew
        finally:
            crew.close()

    return hire


class Cluster:
    """A Ray cluster that does jobs by the same compiled rules; at most `workers` at once, by default all it can."""

    def __init__(self, address: str, rules: bytes, workers: int | None = None) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing of ours asks the network for anything
        self._ray = _ray()
        self._workers = workers
        self._connected = not self._ray.is_initialized()
        if self._connected:
            try:
                _check_reached(address)
                self._ray.init(address or None, log_to_driver=False, logging_level="ERROR", include_dashboard=False)
            except (OSError, RuntimeError, ValueError) as error:
                where = address or "this machine"
                raise KgError(f"--ray: no cluster answers at {where}: {' '.join(str(error).split())}") from error
        self._rules = self._ray.put(rules)
        self._task = self._ray.remote(num_cpus=1, max_retries=_RETRIES, scheduling_strategy="SPREAD")(work)

    @property
    def at_once(self) -> int:
        """Two jobs a processor, however many there are now."""
        return 2 * (self._workers or max(1, int(self._ray.cluster_resources().get("CPU", 1))))

    def submit(self, job: Job) -> _Task:
        """Take a job."""
        return _Task(self, job)

    def start(self, job: Job) -> Any:
        """Have a task do the job; returns what it will give."""
        return self._task.remote(msgspec.msgpack.encode(job), self._rules, reader_digest())

    def wait(self, given: Any) -> Answer | None:
        """What a task gives; None where it was lost each time. Raises what it met, and KgError where it cannot run."""
        lost = self._ray.exceptions
        try:
            return msgspec.msgpack.decode(self._ray.get(given), type=Reply).read()
        except (lost.WorkerCrashedError, lost.NodeDiedError, lost.OutOfMemoryError):
            return None
        except lost.RayError as error:
            reason = str(error).strip().splitlines()[-1]
            raise KgError(f"--ray: the cluster cannot run kg: {reason}; install this version of it there") from error

    def close(self) -> None:
        """Leave the cluster; it ends what is under way."""
        if self._connected:
            self._ray.shutdown()


class _Task:
    def __init__(self, cluster: Cluster, job: Job) -> None:
        self._cluster, self._job = cluster, job
        self._given = cluster.start(job)

    def result(self) -> Answer:
        answer = self._cluster.wait(self._given)
        if answer is None:
            answer = survived(self._job, lambda job: self._cluster.wait(self._cluster.start(job)))
        if isinstance(self._job, Shard) and not answer.failed and not Path(self._job.target).exists():
            folder = Path(self._job.target).parent
            raise KgError(f"{folder}: what a node wrote is not there; name a folder that all nodes share")
        return answer


def work(job: bytes, rules: bytes, reader: str) -> bytes:
    """What a task does, in a process of Ray's on whatever node."""
    if reader != reader_digest():
        raise KgError("a node has another version of kg")
    return msgspec.msgpack.encode(replied(msgspec.msgpack.decode(job, type=Job), _extractor(_Rules(rules))))


class _Rules(bytes):
    """Compiled rules, told apart by a digest: a process keeps its extractor from task to task."""

    def __hash__(self) -> int:
        return int.from_bytes(hashlib.sha256(self).digest()[:8])


@lru_cache(maxsize=1)
def _extractor(rules: _Rules) -> Extractor:
    return Extractor.from_compiled(rules)


def _check_reached(address: str) -> None:
    """Raises OSError where nobody listens at `host:port`; Ray itself tries again and again for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if port.isdigit():
        socket.create_connection((host, int(port)), _SECONDS_TO_ANSWER).close()


def _ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise KgError("--ray: Ray is not installed; run: pip install 'kg-abstracts[ray]'") from error
    return ray
