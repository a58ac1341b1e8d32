"""Worker processes on this machine. One that dies is noticed, and its job done again by another.

Each process belongs to a thread, which hands it jobs and waits for its answers. A job that kills its process twice is
looked through paper by paper: the papers that kill are what has failed, the others are read without them.
"""

from __future__ import annotations

import os
import subprocess
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO

import msgspec

from kg.errors import KgError
from kg.processes.child import child_command, child_environment
from kg.processes.frames import packed, read_frame
from kg.run.work.deadly import survived
from kg.run.work.job import Answer, Job
from kg.run.work.worker import Reply

__all__ = ["Pool"]

_TIMES = 2  # deaths of a process in a job, or with a paper, that count as chance
_STARTS = 5  # attempts to start a process
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(Reply).decode


class Died(Exception):  # noqa: N818 - what became of a process
    """A worker process ended in the middle of a job."""


class Pool:
    """`workers` processes that work by the same compiled rules; they are started when there is work for them."""

    def __init__(self, workers: int, rules: bytes) -> None:
        self._rules = rules
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="kg-worker")
        self._own = threading.local()  # the process of a thread
        self._processes: set[_Process] = set()
        self._lock = threading.Lock()
        self._closed = False
        self.at_once = 2 * workers  # while one is done, the next is on its way

    def submit(self, job: Job) -> Future[Answer]:
        """Take a job; its answer comes from whichever process is free."""
        return self._threads.submit(self._done, job)

    def close(self) -> None:
        """Kill all processes, whatever they do, and wait until they are gone."""
        with self._lock:
            self._closed = True
            processes = list(self._processes)
        for process in processes:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in processes:  # not before: a thread may have waited for what comes out of it
            process.end()

    def _done(self, job: Job) -> Answer:
        return survived(job, self._tried)

    def _tried(self, job: Job) -> Answer | None:
        """The answer, None where the job killed its process each time."""
        for _ in range(_TIMES):
            process = self._process()
            try:
                return process.ask(job)
            except Died:
                self._drop(process)
        return None

    def _process(self) -> _Process:
        """The process of this thread, started if need be. Raises KgError where none will start."""
        process: _Process | None = getattr(self._own, "process", None)
        for _ in range(_STARTS):
            process = process or self._started()
            if process is not None:
                return process
        raise KgError("worker processes end before they have begun; run again with --workers 1, which starts none")

    def _started(self) -> _Process | None:
        """A process that has the rules; None where it ended over them."""
        with self._lock:  # either it is seen by `close`, or it is not started
            if self._closed:
                raise KgError("the run has been stopped")
            process = _Process()
            self._processes.add(process)
        try:
            process.begin(self._rules)
        except Died:
            self._drop(process)
            return None
        self._own.process = process
        return process

    def _drop(self, process: _Process) -> None:
        self._own.process = None
        process.end()
        with self._lock:
            self._processes.discard(process)


class _Process:
    """A worker process with its pipes. Out of the terminal's reach: Ctrl-C is its parent's to deal with."""

    def __init__(self) -> None:
        self._popen = subprocess.Popen(  # noqa: S603 - our own module
            [*child_command("kg.run.work.worker"), str(os.getpid())],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment(), process_group=0,
        )  # fmt: skip
        assert self._popen.stdin is not None
        assert self._popen.stdout is not None
        self._in: IO[bytes] = self._popen.stdin
        self._out: IO[bytes] = self._popen.stdout

    def begin(self, rules: bytes) -> None:
        """Give it the rules and wait until it has them. Raises Died."""
        self._tell(rules)
        self._hear()

    def ask(self, job: Job) -> Answer:
        """Send a job and wait for its answer. Raises Died, or the OSError that the worker met."""
        self._tell(_ENCODE(job))
        return _DECODE(self._hear()).read()

    def kill(self) -> None:
        """Kill the process and wait until it is gone."""
        self._popen.kill()
        self._popen.wait()

    def end(self) -> None:
        """Kill it and close the pipes, from which nobody reads any more."""
        self.kill()
        with suppress(OSError):  # what was still to be written
            self._in.close()
        self._out.close()

    def _tell(self, message: bytes) -> None:
        try:
            self._in.write(packed(message))
            self._in.flush()
        except OSError as error:
            raise Died from error

    def _hear(self) -> bytes:
        frame = read_frame(self._out)
        if frame is None:
            raise Died
        return frame
