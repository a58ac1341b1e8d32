"""Requests that are meant to hang, bloat, confuse or crash a server, and how each should end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from served import Server

__all__ = ["HOSTILE", "Attack"]

DIRECT = {"Content-Type": "application/sparql-query"}
STOPPED = frozenset({"500", "503"})  # by a limit, or not even begun because too many such wait already
REFUSED = frozenset({"400"})
CUT = frozenset({"400", "408", "413", "closed", "ConnectionResetError", "BrokenPipeError"})


@dataclass(frozen=True)
class Attack:
    """What to send; `ends` are the statuses, or other ends, that are as they should be."""

    send: Callable[[Server], str]
    ends: frozenset[str]


def _post(query: str) -> Callable[[Server], str]:
    return lambda server: str(server.ask("/sparql", "POST", query.encode(), DIRECT, 120).status)


def _other(method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> Callable[[Server], str]:
    return lambda server: str(server.ask(path, method, body, headers).status)


def _raw(pieces: Callable[[], Iterator[bytes]], pause: float = 0) -> Callable[[Server], str]:
    """Send bytes as they are; returns the status, or how it ends without one."""

    def send(server: Server) -> str:
        with server.connect(30) as connection:
            for piece in pieces():
                connection.sendall(piece)
            time.sleep(pause)
            received = connection.recv(4096) if not pause else b""
        return received.split()[1].decode() if received.count(b" ") else "closed"

    return send


def _hang_up(query: str) -> Callable[[Server], str]:
    head = f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    return _raw(lambda: iter([head]), pause=0.3)


def _slow_reader(server: Server) -> str:
    """Ask for megabytes and read a little of them."""
    query = "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 3000 } VALUES ?a { 1 2 3 4 5 6 7 8 } }"
    with server.connect(30) as connection:
        connection.sendall(f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        received = connection.recv(1000)
        time.sleep(1)
    return received.split()[1].decode()


def _endless_chunks() -> Iterator[bytes]:
    yield b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    yield b"Transfer-Encoding: chunked\r\n\r\n"
    for _ in range(200):
        with suppress(BrokenPipeError, ConnectionResetError):
            yield b"10000\r\n" + b"x" * 65536 + b"\r\n"


_TRIPLES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_GROWING = " ".join(
    f"BIND(CONCAT(?v{n},?v{n},?v{n},?v{n},?v{n},?v{n},?v{n},?v{n}) AS ?v{n + 1})" for n in range(10)
)
_ANY = "(<a:a>|!<a:a>)*"

HOSTILE: dict[str, Attack] = {
    "property paths without end": Attack(
        _post(f"SELECT (COUNT(*) AS ?n) {{ ?a {_ANY} ?b . ?c {_ANY} ?d . ?e {_ANY} ?f }}"), STOPPED
    ),
    "a cross product counted": Attack(_post(f"SELECT (COUNT(*) AS ?n) {{ {_TRIPLES} FILTER(?a != ?d) }}"), STOPPED),
    "a cross product sorted": Attack(_post(f"SELECT * {{ {_TRIPLES} }} ORDER BY ?a ?f"), STOPPED),
    "a cross product grouped": Attack(
        _post(f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {_TRIPLES} }} GROUP BY ?a ?d ?g"), STOPPED
    ),
    "a text that doubles": Attack(_post(f"SELECT * {{ VALUES ?v0 {{ 'aaaaaaaa' }} {_GROWING} }}"), STOPPED),
    "too many rows": Attack(_post("SELECT * { ?a ?b ?c . ?d ?e ?f }"), REFUSED | STOPPED),
    "the brackets of a tower": Attack(_post("SELECT * " + "{" * 100_000 + "}" * 100_000), REFUSED),
    "a long chain of unions": Attack(
        _post("SELECT * {" + " UNION ".join("{ ?s ?p ?o }" for _ in range(30_000)) + "} LIMIT 1"), REFUSED | STOPPED
    ),
    "a long sum": Attack(_post(f"SELECT ({'+'.join('1' for _ in range(100_000))} AS ?x) {{}}"), REFUSED | STOPPED),
    "no SPARQL": Attack(_post("DROP TABLE papers; --"), REFUSED),
    "SERVICE": Attack(_post("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"), REFUSED),
    "FROM": Attack(_post("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"), REFUSED),
    "an update": Attack(_other("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"DROP ALL"),
                        frozenset({"403"})),
    "a body of megabytes": Attack(_other("POST", "/sparql", DIRECT, b"#" * 5_000_000), frozenset({"413"})),
    "chunks without end": Attack(_raw(_endless_chunks), CUT),
    "another method": Attack(_other("DELETE", "/sparql?query=ASK{}", {}), frozenset({"405"})),
    "another type": Attack(_other("POST", "/sparql", {"Content-Type": "image/png"}, b"\x89PNG"), frozenset({"415"})),
    "a long URL": Attack(_other("GET", f"/sparql?query={'x' * 60_000}", {}), frozenset({"414", "431"})),
    "another host": Attack(_other("GET", "/sparql?query=ASK{}", {"Host": "evil.example"}), REFUSED),
    "no UTF-8": Attack(_other("POST", "/sparql", DIRECT, b"ASK { \xff\xfe }"), REFUSED),
    "half a request": Attack(_raw(lambda: iter([b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Le"]), 0.5), CUT),
    "half a body": Attack(
        _raw(lambda: iter([b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                           b"Content-Length: 5000\r\n\r\nASK {"]), 0.5), CUT,
    ),
    "no HTTP": Attack(_raw(lambda: iter([b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"])), REFUSED),
    "gone while it waits": Attack(_hang_up(f"SELECT (COUNT(*) AS ?n) {{ {_TRIPLES} }}"), frozenset({"closed"})),
    "a slow reader": Attack(_slow_reader, frozenset({"200", "503"})),
}  # fmt: skip
