"""What one query may take of a worker process: memory, and processor time, after which it stands back for others.

Processor time is what counts, not the clock: on a busy machine a quick query may take long and is quick all the same.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue

from kg.sparql.ask import ROOM_TO_RECURSE

__all__ = ["OVERRUN", "Measure"]

_STANDS_BACK = 0.5  # seconds of processor time after which a query has low priority
_DROPPED = 1.0  # and after which a quick worker ends with its query
_BEGINS = 0.05  # seconds in which the thread of the query before, and its stack, has surely gone
_NICENESS = 5  # a third of the processor that others get: enough to end in time where all are busy
OVERRUN = 0 if sys.platform == "win32" else signal.SIGPROF  # the signal that a quick worker ends of


class Measure:
    """Watches one query after another, in a thread of its own."""

    def __init__(self, memory: int, quick: bool) -> None:
        """`memory` is in bytes. A worker that is not quick stands back from the beginning, and never drops a query."""
        self._memory, self._quick = memory, quick
        self._queries: SimpleQueue[threading.Event] = SimpleQueue()
        self._turn = threading.Lock()
        if sys.platform != "win32":
            os.nice(0 if quick else _NICENESS)
        _no_core_dumps()
        threading.Thread(target=self._watch, name="measure", daemon=True).start()

    @contextmanager
    def query(self) -> Iterator[None]:
        """Do one query in measure; this process may end of it."""
        over = threading.Event()
        _limit_memory(self._memory + 2 * ROOM_TO_RECURSE)  # two stacks: its own, and one that may just be going
        self._queries.put(over)
        if sys.platform != "win32":
            signal.setitimer(signal.ITIMER_PROF, _DROPPED if self._quick else 0)
        try:
            yield
        finally:
            if sys.platform != "win32":
                signal.setitimer(signal.ITIMER_PROF, 0)
            with self._turn:
                over.set()

    def _watch(self) -> None:
        while True:
            over, began = self._queries.get(), time.process_time()
            if over.wait(_BEGINS):
                continue
            with self._turn:
                if not over.is_set():
                    _limit_memory(self._memory + ROOM_TO_RECURSE)
            while not over.wait(max(began + _STANDS_BACK - time.process_time(), 0.02)):
                if time.process_time() - began >= _STANDS_BACK:
                    _stand_back()
                    over.wait()
                    break


def _limit_memory(most: int) -> None:
    """Limit what can be allocated, the stack that deep queries are given included."""
    if sys.platform == "win32":
        return
    import resource

    kind = resource.RLIMIT_DATA if sys.platform.startswith("linux") else resource.RLIMIT_AS
    with suppress(OSError, ValueError):  # not every system lets itself be limited
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))


def _no_core_dumps() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _stand_back() -> None:
    """Lower the priority of the thread that evaluates. It ends with its query, so the next begins as quick as ever."""
    if sys.platform.startswith("linux"):  # elsewhere threads have no priority of their own
        for thread in threading.enumerate():
            if thread.name == "sparql" and thread.native_id is not None:
                with suppress(ProcessLookupError):
                    os.setpriority(os.PRIO_PROCESS, thread.native_id, _NICENESS)
