"""A worker process: opens a store, answers one job after another from standard input, and ends with its server.

A job comes as one frame of JSON. Its answer goes as a frame of JSON that says what it is, then the written answer in
any number of frames, then an empty one.

What it does can neither be cancelled nor always be survived, so it is made to be killed. It limits its own memory: a
query that needs more ends this process and no other.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.processes.child import end_with, frames_to_read, own_output
from kg.processes.frames import PIECE, packed, packed_json
from kg.serve.measure import Measure
from kg.serve.orders import Orders
from kg.sparql import answer_format, render_table, sparql
from kg.sparql.ask import GraphChoice
from kg.sparql.store import STORE
from kg.sparql.table import SparqlTable

__all__ = ["main"]

_MOST_GROWTH = 192 << 20  # bytes: a worker that has grown by this is replaced by a fresh one
_MOST_JOBS = 2000

Head = dict[str, Any]


def main() -> None:
    """Serve a store, as its server has said on the command line."""
    given = Orders.read(sys.argv[1])
    out = own_output()
    end_with(given.server)
    jobs = frames_to_read()
    try:
        store = ox.Store.read_only(str(given.folder / STORE))
    except OSError as error:
        _say(out, {"is": "failed", "message": " ".join(str(error).split())})
        return
    _say(out, {"is": "ready"})
    measure, at_first = Measure(given.memory, given.quick), _memory()
    for done in range(1, _MOST_JOBS + 1):
        job = json.loads(jobs.get())
        with measure.query():
            head, body = _answer(store, job)
        _say(out, {**head, "retire": done == _MOST_JOBS or _memory() - at_first > _MOST_GROWTH}, body)


def _memory() -> int:
    """The bytes of memory that this process holds; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _say(out: IO[bytes], head: Head, body: bytes = b"") -> None:
    out.write(packed_json(head))
    if head["is"] == "answer":
        for start in range(0, len(body), PIECE):
            out.write(packed(body[start : start + PIECE]))
        out.write(packed(b""))
    out.flush()


def _answer(store: ox.Store, job: dict[str, Any]) -> tuple[Head, bytes]:
    """Return what the answer is, and its bytes where there are some."""
    try:
        graphs = GraphChoice(*map(tuple, job["graphs"])) if job["graphs"] else None
        table = sparql(store, job["query"], graphs=graphs, max_rows=job["max_rows"], base_iri=job["base"])
        name = job["graph" if table.form == "construct" else "rows"]
        if name is None:
            return {"is": "unacceptable", "form": table.form}, b""
        return {"is": "answer", "form": table.form}, _written(table, name)
    except QueryError as error:
        return {"is": "refused", "message": str(error)}, b""
    except MemoryError:
        return {"is": "exhausted"}, b""
    except Exception as error:  # a mistake of ours must not pass for one of the query's
        return {"is": "failed", "message": f"{type(error).__name__}: {' '.join(str(error).split())}"}, b""


def _written(table: SparqlTable, name: str) -> bytes:
    if name == "table":
        return f"{render_table(table)}\n".encode()
    format_ = answer_format(table, name)
    try:
        return table.serialize(format_) if format_ else b""
    except (OSError, ValueError, SyntaxError) as error:
        reason = " ".join(str(error).split())
        raise QueryError(f"the answer cannot be written in the format asked for: {reason}; ask for another") from error


if __name__ == "__main__":
    main()
