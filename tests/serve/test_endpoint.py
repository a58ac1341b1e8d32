"""The endpoint of a live server: formats, headers, and what is refused before a worker sees it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from served import Answer, Server

pytestmark = pytest.mark.slow

QUERY = "SELECT ?label { ?h a kg:Hardware ; skos:prefLabel ?label } ORDER BY ?label LIMIT 2"
GRAPH = "CONSTRUCT { ?h skos:prefLabel ?l } { ?h a kg:Task ; skos:prefLabel ?l }"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}


def get(server: Server, query: str, accept: str | None = None, **more: str) -> Answer:
    headers = {} if accept is None else {"Accept": accept}
    return server.ask(f"/sparql?{urlencode({'query': query, **more})}", headers=headers)


def exchange(server: Server, *pieces: bytes) -> bytes:
    """What comes back for bytes sent as they are, until the server closes or is silent."""
    with server.connect(15) as connection:
        for piece in pieces:
            connection.sendall(piece)
        received = b""
        while b"\r\n\r\n" not in received and (more := connection.recv(65536)):
            received += more
        return received


@pytest.mark.parametrize(
    ("accept", "stated", "begins"),
    [
        (None, "application/sparql-results+json", b'{"head":{"vars":["label"]}'),
        ("application/json", "application/json", b'{"head":{"vars":["label"]}'),
        ("application/sparql-results+xml", "application/sparql-results+xml; charset=utf-8", b"<?xml"),
        ("text/csv", "text/csv; charset=utf-8", b"label\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", b"?label\n"),
        ("text/plain", "text/plain; charset=utf-8", b"label\n-----"),
    ],
)
def test_rows_are_written_as_asked(server: Server, accept: str | None, stated: str, begins: bytes) -> None:
    answer = get(server, QUERY, accept)
    assert (answer.status, answer.headers["content-type"], answer.headers["vary"]) == (200, stated, "Accept")
    assert answer.body.startswith(begins)
    assert b"FPGA" in answer.body
    assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize(
    ("accept", "stated", "holds"),
    [
        (None, "text/turtle; charset=utf-8", b"skos:prefLabel"),
        ("application/n-triples", "application/n-triples", b"core#prefLabel> "),
        ("application/rdf+xml", "application/rdf+xml; charset=utf-8", b"<rdf:RDF"),
        ("application/ld+json", "application/ld+json", b'"@id"'),
        ("application/json", "application/json", b'"@id"'),
        ("text/plain", "text/plain; charset=utf-8", b"core#prefLabel> "),
    ],
)
def test_triples_are_written_as_asked(server: Server, accept: str | None, stated: str, holds: bytes) -> None:
    answer = get(server, GRAPH, accept)
    assert (answer.status, answer.headers["content-type"]) == (200, stated)
    assert holds in answer.body


def test_a_truth_is_written_as_asked(server: Server) -> None:
    assert get(server, "ASK {}").body == b'{"head":{},"boolean":true}'
    assert b"<boolean>true</boolean>" in get(server, "ASK {}", "text/xml").body
    assert get(server, "ASK {}", "text/csv").body == b"true"
    assert get(server, "ASK {}", "text/plain").body == b"yes\n"


def test_what_nobody_accepts_is_406_with_the_list(server: Server) -> None:
    rows, triples = get(server, QUERY, "text/turtle"), get(server, GRAPH, "text/csv")
    assert (rows.status, triples.status, get(server, QUERY, "image/png").status) == (406, 406, 406)
    assert rows.headers["vary"] == "Accept"
    assert rows.line.startswith("the answer is rows; they are written as application/sparql-results+json, ")
    assert triples.line.startswith("the answer is triples; they are written as text/turtle, ")


def test_the_parameter_format(server: Server) -> None:
    assert get(server, QUERY, "text/turtle", format="csv").media == "text/csv"
    assert get(server, GRAPH, format="ntriples").media == "application/n-triples"
    assert get(server, QUERY, format="turtle").status == 406
    assert "there is no format 'pdf'" in get(server, QUERY, format="pdf").line


def test_head_says_what_get_would(server: Server) -> None:
    path = f"/sparql?{urlencode({'query': QUERY})}"
    got, headed = server.ask(path), server.ask(path, "HEAD")
    assert (headed.status, headed.body) == (200, b"")
    assert {**headed.headers, "date": ""} == {**got.headers, "date": ""}
    assert server.ask("/sparql?query=nonsense", "HEAD").status == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    answer = server.ask("/sparql?query=ASK%7B%7D", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert answer.line == f"{method} is not answered here; use GET, HEAD, POST"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT * {\n ?x nowhere:thing ?y }", "line 2"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "stay on this machine"),
        ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", "nothing is fetched"),
        ("SELECT * {" + "{" * 300 + "}" * 300 + "}", "200 levels"),
        ("", "where it ends"),
        ("\0", "cannot be read"),
    ],
)
def test_a_query_that_cannot_be_answered_is_400_in_one_line(server: Server, query: str, said: str) -> None:
    answer = get(server, query)
    assert answer.status == 400
    assert said in answer.line


def test_what_is_asked_without_a_query(server: Server) -> None:
    assert "no query" in server.ask("/sparql").line
    page = server.ask("/sparql", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert (page.status, page.headers["location"]) == (303, "query")
    assert server.ask("/sparql/", headers={"Accept": "text/html"}).headers["location"] == "../query"
    described = server.ask("/sparql", headers={"Accept": "text/turtle"})
    assert (described.status, described.media) == (200, "text/turtle")
    assert f"<http://{server.host}:{server.port}/sparql>" in described.text
    assert "SPARQL11Query" in described.text


def test_a_body_of_the_most_bytes_is_read_and_one_more_is_not(server: Server) -> None:
    fitting = b"ASK {} #".ljust(1_000_000, b"x")
    assert server.ask("/sparql", "POST", fitting, DIRECT).status == 200
    for body in (fitting + b"x", fitting * 5):
        refused = server.ask("/sparql", "POST", body, DIRECT)
        assert (refused.status, "more than 1,000,000 bytes" in refused.line) == (413, True)


def chunks(piece: bytes, times: int) -> Iterator[bytes]:
    yield b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    yield b"Transfer-Encoding: chunked\r\n\r\n"
    for _ in range(times):
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def test_chunks_are_put_together_and_counted(server: Server) -> None:
    assert exchange(server, *chunks(b"ASK {} ", 1)).startswith(b"HTTP/1.1 200 ")
    assert exchange(server, *chunks(b"#".ljust(50_000, b"x"), 20)).startswith(b"HTTP/1.1 400 ")  # read, and no query
    assert exchange(server, *chunks(b"#".ljust(50_000, b"x"), 60)).startswith(b"HTTP/1.1 413 ")


def test_a_url_or_headers_that_are_too_long(server: Server) -> None:
    long = server.ask(f"/sparql?query={'x' * 33_000}")
    assert (long.status, "the body of a POST" in long.line) == (414, True)
    assert exchange(server, b"GET /", b"x" * 200_000)[:12] in (b"HTTP/1.1 431", b"HTTP/1.1 414")
    assert exchange(server, b"GET / HTTP/1.1\r\nX: ", b"x" * 200_000).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize("sent", [b"\x16\x03\x01 this is no HTTP\r\n\r\n", b"GET /\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n"])
def test_what_is_no_http_is_400(server: Server, sent: bytes) -> None:
    assert exchange(server, sent).startswith(b"HTTP/1.1 400 ")


def test_every_answer_is_guarded(server: Server) -> None:
    paths = ("/", "/query", "/pages/query.js", "/sparql?query=ASK{}", "/sparql", "/api", "/api/nothing", "/nothing")
    for path in paths:
        headers = server.ask(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:80", "", "a b"])
def test_a_name_that_is_not_this_machine_is_refused(server: Server, host: str) -> None:
    request = f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    answer = exchange(server, request)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"boolean" not in answer


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:8377"])
def test_names_of_this_machine_are_answered(server: Server, host: str) -> None:
    assert server.ask("/sparql?query=ASK%7B%7D", headers={"Host": host}).status == 200


def test_a_connection_is_used_again_after_errors(server: Server) -> None:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=15)
    connection.connect()
    first = connection.sock
    for path, status in (("/sparql?query=ASK%7B", 400), ("/nothing", 404), ("/sparql?query=ASK%7B%7D", 200)):
        connection.request("GET", path)
        response = connection.getresponse()
        assert (response.status, response.read() != b"", connection.sock) == (status, True, first)
    connection.close()


def test_requests_in_a_row_are_answered_in_their_order(server: Server) -> None:
    one = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with server.connect(15) as connection:
        connection.sendall(one * 3)
        received = b""
        while received.count(b"HTTP/1.1 200 ") < 3 and (more := connection.recv(65536)):
            received += more
    assert received.count(b'"boolean":true') >= 2


def test_a_large_answer_arrives_whole(server: Server) -> None:
    values = " ".join(f'"{"x" * 1000}{number}"' for number in range(900))
    query = f"SELECT * {{ VALUES ?a {{ {values} }} VALUES ?b {{ 1 2 3 4 5 6 }} }}"
    answer = server.ask("/sparql", "POST", query.encode(), DIRECT)
    assert answer.status == 200
    assert len(json.loads(answer.body)["results"]["bindings"]) == 5400


def test_other_letters_survive(server: Server) -> None:
    form = urlencode({"query": "SELECT ('Ü 漢 😀' AS ?x) {}"}).encode()
    answer = server.ask("/sparql", "POST", form, FORM)
    assert json.loads(answer.body)["results"]["bindings"][0]["x"]["value"] == "Ü 漢 😀"
