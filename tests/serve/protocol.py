"""Cases of the SPARQL 1.1 protocol: a request, over our own data, and what its answer must be."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from served import Answer, Server

__all__ = ["CASES", "Case", "check", "write_graphs"]

REEF = "http://reef.example/"
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = {"Content-Type": "application/sparql-update"}
ROWS = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
TRIPLES = ("text/turtle", "application/n-triples", "application/rdf+xml")
READ_ONLY = "answers queries only"


@dataclass(frozen=True)
class Case:
    """A request, by default a GET, and what is expected: a status, a truth, a media type, words of the reason."""

    says: str
    status: int = 200
    method: str = "GET"
    url: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    truth: bool | None = None
    media: tuple[str, ...] = ()
    reason: str = ""


def _lives(*places: str) -> str:
    return " ".join(f"<{REEF}{place}> a <{REEF}Reef> ." for place in places)


def _each_in_a_graph(*places: str) -> str:
    return " ".join(f"GRAPH ?{place} {{ <{REEF}{place}> a <{REEF}Reef> }}" for place in places)


def _default(*places: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", f"{REEF}{place}") for place in places]


def _named(*places: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", f"{REEF}{place}") for place in places]


def _query(text: str) -> list[tuple[str, str]]:
    return [("query", text)]


def _posted(text: str, **more: Any) -> dict[str, Any]:
    return {"method": "POST", "headers": DIRECT, "body": text.encode(), **more}


def _form(text: str) -> dict[str, Any]:
    return {"method": "POST", "headers": FORM, "body": text.encode()}


_BOTH = f"ASK {{ {_lives('north', 'south')} }}"
_BOTH_NAMED = f"ASK {{ {_each_in_a_graph('north', 'south')} }}"
_ALL = f"ASK {{ {_lives('east')} {_each_in_a_graph('north', 'south')} }}"
_FROM_EAST = f"ASK FROM <{REEF}east> {{ {_lives('north')} }}"
_ANYWHERE = f"ASK {{ {{ {_lives('west')} }} UNION {{ GRAPH ?g {{ {_lives('west')} }} }} }}"
_INSERT = f"INSERT DATA {{ {_lives('west')} }}"

CASES: tuple[Case, ...] = (
    Case("a query in the URL", url=_query("ASK {}"), truth=True),
    Case("a query that is not so", url=_query(f"ASK {{ {_lives('west')} }}"), truth=False),
    Case("a query in a form", truth=True, **_form("query=ASK%20%7B%7D")),
    Case("a query as the body", truth=True, **_posted("ASK {}")),
    Case("two default graphs in the URL", url=[*_query(_BOTH), *_default("north", "south")], truth=True),
    Case("one default graph has not what is in two", url=[*_query(_BOTH), *_default("north")], truth=False),
    Case("default graphs beside a body", url=_default("north", "south"), truth=True, **_posted(_BOTH)),
    Case("two named graphs in the URL", url=[*_query(_BOTH_NAMED), *_named("north", "south")], truth=True),
    Case("named graphs are no default graph", url=[*_query(_BOTH), *_named("north", "south")], truth=False),
    Case("a named graph that is not chosen is not seen", url=[*_query(_BOTH_NAMED), *_named("north")], truth=False),
    Case("named graphs beside a body", url=_named("north", "south"), truth=True, **_posted(_BOTH_NAMED)),
    Case("a whole dataset", url=[*_default("east"), *_named("north", "south")], truth=True, **_posted(_ALL)),
    Case("graphs in a form", truth=True, **_form(urlencode([*_query(_BOTH), *_default("north", "south")]))),
    Case("the protocol's graphs count, not those of FROM", url=_default("north"), truth=True, **_posted(_FROM_EAST)),
    Case("FROM counts where the protocol names none", url=_query(_FROM_EAST), truth=False),
    Case("a graph that is not there is empty", url=[*_query("ASK { ?s ?p ?o }"), *_default("nowhere")], truth=False),
    Case("FROM a graph that is not there", 400, url=_query(f"ASK FROM <{REEF}nowhere> {{}}"), reason="no graph"),
    Case("SELECT gives rows", media=ROWS, **_posted("SELECT (1 AS ?one) {}")),
    Case("ASK gives a truth", media=ROWS[:2], **_posted("ASK {}")),
    Case("DESCRIBE gives triples", media=TRIPLES, **_posted(f"DESCRIBE <{REEF}north>")),
    Case("relative IRIs are below the endpoint", media=TRIPLES, **_posted("CONSTRUCT { <a> <b> 1 } WHERE {}")),
    Case("PUT", 405, "PUT", _query("ASK {}"), FORM, reason="PUT is not answered here; use GET, HEAD, POST"),
    Case("two queries", 400, url=[*_query("ASK {}"), *_query("SELECT * {}")], reason="2 queries"),
    Case("no query", 400, url=_default("north"), reason="no query"),
    Case("a query as plain text", 415, "POST", [], {"Content-Type": "text/plain"}, b"ASK {}", reason="text/plain"),
    Case("a form that does not say so", 415, "POST", [], {}, b"query=ASK%20%7B%7D", reason="Content-Type"),
    Case("a query that does not say so", 415, "POST", [], {}, b"ASK {}", reason="Content-Type"),
    Case(
        "a query in UTF-16", 415, "POST", [], {"Content-Type": "application/sparql-query; charset=UTF-16"},
        "ASK {}".encode("utf-16"), reason="UTF-8",
    ),
    Case("a query in UTF-16 that does not say so", 400, "POST", [], DIRECT, "ASK {}".encode("utf-16"), reason="UTF-8"),
    Case("a query that breaks off", 400, url=_query("ASK {"), reason="where it ends"),
    Case("an update as a query", 400, url=_query(_INSERT), reason="cannot be read"),
    Case("an update in a form", 403, reason=READ_ONLY, **_form(urlencode({"update": _INSERT}))),
    Case("an update as the body", 403, "POST", [], UPDATE, _INSERT.encode(), reason=READ_ONLY),
    Case("an update by GET", 403, url=[("update", "DROP ALL")], reason=READ_ONLY),
    Case("two updates", 403, reason=READ_ONLY, **_form("update=DROP+ALL&update=DROP+DEFAULT")),
    Case("an update that is none", 403, "POST", [], UPDATE, b"DROP NOTHING", reason=READ_ONLY),
    Case("an update as plain text", 415, "POST", [], {"Content-Type": "text/plain"}, b"DROP ALL", reason="text/plain"),
    Case("an update that does not say so", 415, "POST", [], {}, b"update=DROP+ALL", reason="Content-Type"),
    Case(
        "an update in UTF-16", 403, "POST", [], {"Content-Type": "application/sparql-update; charset=UTF-16"},
        "DROP ALL".encode("utf-16"), reason=READ_ONLY,
    ),
    Case(
        "an update with graphs named twice", 403, "POST", [("using-named-graph-uri", f"{REEF}north")], UPDATE,
        f"WITH <{REEF}south> DELETE WHERE {{ ?s ?p ?o }}".encode(), reason=READ_ONLY,
    ),
    Case("nothing was written", url=_query(_ANYWHERE), truth=False),
    Case("nothing was dropped", url=[*_query(_BOTH), *_default("north", "south")], truth=True),
)  # fmt: skip


def write_graphs(file: Path) -> None:
    """Write graphs that have each one triple."""
    lines = (f"<{REEF}{place}> a <{REEF}Reef> <{REEF}{place}> .\n" for place in ("north", "south", "east"))
    type_ = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    file.write_text("".join(lines).replace(" a ", f" {type_} "), encoding="utf-8")


def check(server: Server, case: Case) -> None:
    """Send the request of a case; fails where the answer is not what it must be."""
    path = f"/sparql/?{urlencode(case.url)}" if case.url else "/sparql/"
    answer = server.ask(path, case.method, case.body, case.headers)
    assert answer.status == case.status, answer.text
    if case.reason:
        assert case.reason in answer.line
    if case.media:
        assert answer.media in case.media
    if case.truth is not None:
        assert _truth(answer) is case.truth


def _truth(answer: Answer) -> bool:
    assert answer.media == "application/sparql-results+json"
    return bool(json.loads(answer.body)["boolean"])
