"""Pages of other sites read answers only where that was asked for."""

from __future__ import annotations

import pytest
from cli.command import kg
from serve.conftest import Start

pytestmark = pytest.mark.slow

ASK = "/sparql?query=ASK%7B%7D"
FRIEND = {"Origin": "https://friend.example"}
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


def test_one_origin(start: Start) -> None:
    server = start("--cors", "https://friend.example")
    allowed = server.ask(ASK, headers=FRIEND)
    assert (allowed.status, allowed.headers["access-control-allow-origin"]) == (200, "https://friend.example")
    assert "Origin" in allowed.headers["vary"]
    assert "Accept" in allowed.headers["vary"]
    assert "access-control-allow-origin" not in server.ask(ASK, headers={"Origin": "https://other.example"}).headers
    preflight = server.ask("/sparql", "OPTIONS", headers={**FRIEND, **PREFLIGHT})
    assert preflight.status == 200
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    assert server.ask("/sparql", "OPTIONS", headers={**PREFLIGHT, "Origin": "https://other.example"}).status == 400
    assert server.ask("/sparql", "OPTIONS").status == 204


def test_a_page_elsewhere_may_link_here_but_not_make_the_server_work(start: Start) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    alone = start()
    refused = alone.ask(ASK, headers=elsewhere)
    assert (refused.status, refused.line) == (403, "pages of other sites may not ask here; --cors lets them")
    assert alone.ask("/query", headers={**elsewhere, "Sec-Fetch-Mode": "navigate"}).status == 200
    assert alone.ask(ASK, headers={"Sec-Fetch-Site": "same-origin"}).status == 200
    assert start("--cors", "https://friend.example").ask(ASK, headers=elsewhere).status == 200


def test_any_origin(start: Start) -> None:
    server = start("--cors", "*")
    for path in (ASK, "/api", "/sparql"):  # refusals, too, or a page could not tell what is wrong
        assert server.ask(path, headers=FRIEND).headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("origin", ["friend.example", "https://friend.example/", "ftp://friend.example", "null", ""])
def test_what_is_no_origin_is_wrong_usage(origin: str) -> None:
    done = kg("serve", "nowhere", "--cors", origin)
    assert (done.returncode, b"is no origin" in done.stderr) == (2, True)
