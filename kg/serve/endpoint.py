"""The SPARQL endpoint: a request in, an answer of the workers out."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from kg.serve.accept import GRAPHS, accepts_only_by_name, choose, content_type, refused
from kg.serve.body import read_body, until_gone
from kg.serve.description import description
from kg.serve.pool import Pool
from kg.serve.question import Parameters, Question, body_type, parameters, question_of
from kg.serve.spool import Spool

__all__ = ["Endpoint"]

_BY_ACCEPT = {"Vary": "Accept"}
_RDF = tuple(format_.types[0] for format_ in GRAPHS)


class Endpoint:
    """Answers queries by a pool of workers."""

    def __init__(self, pool: Pool, max_rows: int) -> None:
        self._pool, self._max_rows = pool, max_rows

    async def answer(self, request: Request) -> Response:
        """Answer a request; raises Refused."""
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS, POST"})
        url = parameters(request.scope["query_string"], "the URL")
        question = await _question(request, url)
        if question is None:
            return _without_query(request)
        if question.rows is None and question.graph is None:
            raise refused(rows=True)
        return await self._answered(request, question)

    async def _answered(self, request: Request, question: Question) -> Response:
        graphs = question.graphs
        job = {
            "query": question.query, "graphs": graphs and [graphs.default, graphs.named], "max_rows": self._max_rows,
            "base": _address(request), "rows": question.rows and question.rows.name,
            "graph": question.graph and question.graph.name,
        }  # fmt: skip
        found = await self._while_wanted(request, job)
        if found is None:
            return Response(status_code=204)  # nobody is there to read it
        head, spool = found
        rows = head["form"] != "construct"
        choice = question.rows if rows else question.graph
        if choice is None:
            spool.close()
            raise refused(rows)
        return _Spooled(spool, content_type(choice.media))

    async def _while_wanted(self, request: Request, job: dict[str, Any]) -> tuple[dict[str, Any], Spool] | None:
        """The answer, or None where the client goes away before it is there."""
        answer = asyncio.create_task(self._pool.answer(job))
        gone = asyncio.create_task(until_gone(request))
        try:
            await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
            return answer.result() if answer.done() else None
        finally:
            answer.cancel()
            gone.cancel()
            await asyncio.gather(answer, gone, return_exceptions=True)


class _Spooled(Response):
    """A response that is read from a spool, piece by piece as the client takes it."""

    def __init__(self, spool: Spool, media: str) -> None:
        headers = {**_BY_ACCEPT, "Content-Length": str(spool.size), "Content-Type": media}
        super().__init__(headers=headers)
        self._spool = spool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI gives it
        """Send it."""
        with self._spool:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                for piece in self._spool.pieces():
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _question(request: Request, url: Parameters) -> Question | None:
    """What a request asks; None for one that only looks at the endpoint."""
    accept = ", ".join(request.headers.getlist("accept")) or None
    if request.method == "POST":
        media = body_type(request.headers.get("content-type"), request.headers.get("content-encoding"))
        return question_of(url, accept, media, await read_body(request))
    looks = not any(name in ("query", "update") for name, _ in url)
    if looks and accepts_only_by_name(accept, ("text/html", *_RDF)):
        return None
    return question_of(url, accept)


def _without_query(request: Request) -> Response:
    """The page to ask at for a person, the service description for a program."""
    accept = request.headers.get("accept")
    if accepts_only_by_name(accept, ("text/html",)):
        path = "../query" if request.url.path.endswith("/") else "query"
        return RedirectResponse(path, 303, headers=_BY_ACCEPT)
    choice = choose(GRAPHS, accept)
    if choice is None:
        raise refused(rows=False)
    written = description(_address(request), choice.name)
    return Response(written, headers={**_BY_ACCEPT, "Content-Type": content_type(choice.media)})


def _address(request: Request) -> str:
    """The IRI of the endpoint, below which relative IRIs of a query stand."""
    host, port = request.scope["server"]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/sparql"
