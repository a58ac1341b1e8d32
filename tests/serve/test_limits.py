"""What a query may cost, and what becomes of a server that is asked for more."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from urllib.parse import urlencode

import pytest
from serve.conftest import Start
from served import Answer, Server, memory_of

pytestmark = pytest.mark.slow

EASY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }"
ENDLESS_PATH = "SELECT (COUNT(*) AS ?n) { ?a (<a:a>|!<a:a>)* ?b . ?c (<a:a>|!<a:a>)* ?d . ?e (<a:a>|!<a:a>)* ?f }"
BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f"


def ask(server: Server, query: str) -> Answer:
    return server.ask(f"/sparql?{urlencode({'query': query})}")


def settled(server: Server, count: int) -> list[int]:
    """The workers, once there are so many."""
    end = time.monotonic() + 15
    while len(workers := server.workers()) != count and time.monotonic() < end:
        time.sleep(0.05)
    assert len(workers) == count
    return workers


@pytest.mark.parametrize("query", [ENDLESS, ENDLESS_PATH])
def test_a_query_is_stopped_at_the_time_limit_and_its_worker_replaced(start: Start, query: str) -> None:
    server = start("--timeout", "1")
    before = settled(server, 2)
    began = time.monotonic()
    answer = ask(server, query)
    assert 1 < time.monotonic() - began < 8
    assert (answer.status, answer.headers["retry-after"]) == (503, "10")
    assert answer.line == "the query was stopped at the time limit of 1 s; narrow it"
    assert ask(server, EASY).status == 200
    end = time.monotonic() + 15
    while set(server.workers()) & set(before) and time.monotonic() < end:  # a killed process takes a moment to go
        time.sleep(0.05)
    assert not set(settled(server, 2)) & set(before)


def test_a_query_that_needs_too_much_memory_ends_alone(start: Start) -> None:
    server = start("--memory-limit", "128", "--timeout", "20")
    answer = ask(server, BOMB)
    assert answer.status == 500
    assert answer.line == "the query was stopped: it needs more than 128 MB of memory, or is nested too deeply"
    assert ask(server, EASY).status == 200
    assert all(resident < 256 << 20 for resident, _ in map(memory_of, settled(server, 2)))


def test_a_quick_query_does_not_wait_for_slow_ones(start: Start) -> None:
    server = start("--timeout", "3")
    with ThreadPoolExecutor(3) as threads:
        slow = [threads.submit(ask, server, ENDLESS) for _ in range(2)]
        time.sleep(2)  # they are in the slow lane, one at work and one waiting
        for _ in range(5):
            assert ask(server, EASY).status == 200
        assert not all(future.done() for future in slow)
        assert {future.result().status for future in slow} == {503}


def test_a_client_that_goes_away_has_its_query_killed(start: Start) -> None:
    server = start("--timeout", "60")
    before = set(settled(server, 2))
    with server.connect() as connection:
        connection.sendall(f"GET /sparql?{urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        until_replaced(server, before, 1)  # the quick worker dropped it, and now the slow one is at it
        time.sleep(1)
    until_replaced(server, before, 2)
    assert ask(server, EASY).status == 200


def until_replaced(server: Server, before: set[int], count: int) -> None:
    """Wait until so many of these workers are gone."""
    end = time.monotonic() + 15
    while len(before - set(server.workers())) < count:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_worker_that_is_killed_from_outside_is_replaced(start: Start) -> None:
    server = start()
    for _ in range(3):
        for worker in settled(server, 2):
            os.kill(worker, signal.SIGKILL)
        assert ask(server, EASY).status in (200, 500)  # 500: it died in the middle of the question
        assert ask(server, EASY).status == 200


def test_more_rows_than_allowed_are_refused_never_cut_off(start: Start) -> None:
    server = start("--max-rows", "10")
    answer = ask(server, "SELECT * { ?s ?p ?o }")
    assert answer.status == 400
    assert answer.line == "the answer has more than 10 rows; narrow the query or give it a LIMIT"
    assert ask(server, "SELECT * { ?s ?p ?o } LIMIT 10").status == 200
    assert ask(server, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").status == 400
    assert "limit must be a whole number up to 10" in server.ask("/api/papers?limit=11").text


def test_who_comes_when_too_many_wait_is_told_to_come_later(start: Start) -> None:
    server = start("--timeout", "2")
    with ThreadPoolExecutor(90) as threads:
        answers = list(threads.map(lambda _: ask(server, ENDLESS), range(90)))
    told = {answer.status for answer in answers}
    assert told == {503}
    assert any("try again" in answer.line for answer in answers)
    assert all("retry-after" in answer.headers for answer in answers)
    assert ask(server, EASY).status == 200


def test_a_slow_reader_holds_no_worker(start: Start) -> None:
    server = start("--timeout", "5")
    query = "SELECT ?a ?b ?x { VALUES ?a { 1 2 3 } VALUES ?b { 1 2 3 } { SELECT (?o AS ?x) { ?s ?p ?o } } }"
    request = f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    connections = [server.connect() for _ in range(8)]
    for connection in connections:
        connection.sendall(request)
    time.sleep(1)
    assert ask(server, EASY).status == 200  # one quick worker is all there is
    for connection in connections:
        connection.close()


def test_more_connections_than_allowed_are_closed_with_a_reason(start: Start) -> None:
    server = start()
    with ExitStack() as stack:
        for _ in range(256):
            stack.enter_context(server.connect())
        refused = stack.enter_context(server.connect(10))
        assert refused.recv(4096).startswith(b"HTTP/1.1 503 ")
    assert ask(server, EASY).status == 200


BEGUN = (
    b"GET /sparql HTTP/1.1\r\nHost: localh",
    b"POST /sparql HTTP/1.1\r\nHost: [::1]\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nAS",
    b"GET /sparql?query=ASK{} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nnever",
    b"",
)


@pytest.mark.slow
def test_a_request_that_is_never_finished_is_cut_off(start: Start) -> None:
    server = start()
    with ThreadPoolExecutor(len(BEGUN)) as threads:
        lasted = list(threads.map(lambda begun: until_cut_off(server, begun), BEGUN))
    assert all(5 < seconds < 30 for seconds in lasted), lasted


def until_cut_off(server: Server, begun: bytes) -> float:
    """Send a beginning, then a byte now and then, so as never to look gone; returns how long the server bears it."""
    began = time.monotonic()
    with server.connect(1) as connection, suppress(ConnectionError):
        connection.sendall(begun)
        while time.monotonic() - began < 40:
            with suppress(TimeoutError):
                if not connection.recv(65536):
                    break
                continue
            if begun:
                connection.sendall(b"x")
    return time.monotonic() - began
