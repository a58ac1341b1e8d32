"""The JSON API: questions to the graph as `kg.load` gives it, and the shipped SPARQL queries.

Python answers these, in one thread of the server: one question at a time, and a few that wait. What is asked in SPARQL
does not wait for them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import UnknownNameError
from kg.query import KnowledgeGraph
from kg.run import load
from kg.serve.listings import LISTINGS, THINGS, given_to
from kg.serve.question import Parameters, parameters
from kg.serve.refusal import Refused, busy
from kg.serve.settings import Settings
from kg.sparql.named import NamedQuery, named_queries, named_query

__all__ = ["Api", "error_response"]

T = TypeVar("T")

_MOST_WAITING = 16


class Api:
    """Answers questions by one graph, which is loaded when it is first asked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._thread = _OneThread()
        self._graph: KnowledgeGraph | None = None

    async def overview(self, request: Request) -> Response:  # noqa: ARG002 - Starlette gives it
        """What can be asked."""
        lists = {
            name: {"example": f"api/{name}?{listing.example}", "parameters": listing.parameters}
            for name, listing in LISTINGS.items()
        }
        things = {name: f"api/{name}/{{key or name}}" for name in THINGS}
        queries = {"list": "api/queries", "one": "api/queries/{name}?{parameter}={value}"}
        return _json({"lists": lists, "one": things, "queries": queries, "sparql": "sparql"})

    async def listing(self, request: Request) -> Response:
        """A list of entities, papers or results."""
        if request.path_params["kind"] not in LISTINGS:
            raise _nothing(request)
        listing = LISTINGS[request.path_params["kind"]]
        given, device, page = given_to(listing, _parameters(request), self._settings.max_rows)
        return await self._answered(lambda graph: page.of(listing.ask(graph, given, device)))

    async def thing(self, request: Request) -> Response:
        """One entity or paper, by its key or name."""
        kind, name = request.path_params["kind"], request.path_params["name"]
        if kind not in THINGS:
            raise _nothing(request)
        try:
            return await self._answered(lambda graph: THINGS[kind](graph, name))
        except UnknownNameError as error:
            raise Refused(404, str(error)) from error

    async def queries(self, request: Request) -> Response:  # noqa: ARG002 - Starlette gives it
        """The shipped queries."""
        return _json([_told(query) for query in named_queries().values()])

    async def query(self, request: Request) -> Response:
        """One shipped query, with the values that the URL has for its parameters."""
        name = request.path_params["name"]
        query = named_query(name)
        if query is None:
            raise Refused(404, f"there is no query {name!r}; there are {', '.join(named_queries())}")
        return _json({**_told(query), "query": query.with_values(dict(_parameters(request)))})

    async def _answered(self, ask: Callable[[KnowledgeGraph], Any]) -> Response:
        graph = await asyncio.wrap_future(self._thread.later(self._loaded))  # the first time, however long that takes
        answer = self._thread.later(lambda: _bytes(ask(graph)))
        try:
            async with asyncio.timeout(self._settings.timeout):
                return Response(await asyncio.wrap_future(answer), media_type="application/json")
        except TimeoutError as error:
            raise busy(f"the question took longer than {self._settings.timeout:g} s", 10) from error

    def _loaded(self) -> KnowledgeGraph:
        if self._graph is None:
            self._graph = load(self._settings.folder)
        return self._graph


class _OneThread:
    """Does one thing after another in a thread that nobody waits for when the program ends."""

    def __init__(self) -> None:
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        Thread(target=self._run, name="api", daemon=True).start()

    def later(self, work: Callable[[], T]) -> Future[T]:
        """Have something done; raises Refused where too much waits already."""
        if self._work.qsize() >= _MOST_WAITING:
            raise busy("too many questions wait already; try again in a few seconds")
        future: Future[T] = Future()
        self._work.put((future, work))
        return future

    def _run(self) -> None:
        while True:
            future, work = self._work.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(work())
            except Exception as error:
                future.set_exception(error)


def error_response(error: Exception, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error as the API tells it: its line, and the names that are near where one is not known."""
    nearest = {"nearest": error.nearest} if isinstance(error, UnknownNameError) else {}
    return Response(_bytes({"error": str(error), **nearest}), status, headers, "application/json")


def _nothing(request: Request) -> Refused:
    return Refused(404, f"there is nothing at {request.url.path}; /api says what there is")


def _json(told: Any) -> Response:
    return Response(_bytes(told), media_type="application/json")


def _bytes(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _told(query: NamedQuery) -> dict[str, Any]:
    known = [
        {"name": each.name, "text": each.text, "default": each.shown, "number": each.is_number}
        for each in query.parameters
    ]
    return {"name": query.name, "purpose": query.purpose, "parameters": known, "query": query.text}


def _parameters(request: Request) -> Parameters:
    return parameters(request.scope["query_string"], "the URL")
