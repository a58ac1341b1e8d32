"""The application: what is answered where, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from kg.errors import InputError, KgError
from kg.serve.api import Api, error_response
from kg.serve.endpoint import Endpoint
from kg.serve.pool import Pool
from kg.serve.refusal import Refused
from kg.serve.settings import Settings
from kg.serve.shell import Shell
from kg.serve.site import Site

__all__ = ["application"]


def application(settings: Settings, pool: Pool, hosts: Collection[str] | None) -> ASGIApp:
    """Return the application, which is asked under these names of the host, or under any."""
    endpoint, site, api = Endpoint(pool, settings.max_rows), Site(settings.folder), Api(settings)
    asked = ["GET", "POST", *(["OPTIONS"] if settings.cors else [])]
    routes = [
        Route("/", site.graph),
        Route("/graph.html", site.graph),  # as the report, which lies beside it on a disk, calls it
        Route("/report", site.report),
        Route("/report.html", site.report),
        Route("/query", site.query),
        Route("/pages/{name}", site.part),
        Route("/sparql", endpoint.answer, methods=asked),
        Route("/sparql/", endpoint.answer, methods=asked),
        Route("/api", api.overview),
        Route("/api/", api.overview),
        Route("/api/queries", api.queries),
        Route("/api/queries/{name}", api.query),
        Route("/api/{kind}", api.listing),
        Route("/api/{kind}/{name:path}", api.thing),
    ]
    app = Starlette(
        routes=routes, middleware=_cors(settings.cors),
        exception_handlers={Refused: _refused, KgError: _mistaken, HTTPException: _unknown},
    )  # fmt: skip
    app.router.redirect_slashes = False
    return Shell(app, hosts, alone=not settings.cors)


def _cors(origins: Collection[str]) -> list[Middleware]:
    if not origins:
        return []
    return [Middleware(CORSMiddleware, allow_origins=list(origins), allow_methods=["GET", "HEAD", "POST"])]


async def _refused(request: Request, error: Exception) -> Response:
    refused = cast(Refused, error)
    return _told(request, refused.__cause__ if isinstance(refused.__cause__, KgError) else refused, refused.status,
                 refused.headers)  # fmt: skip


async def _mistaken(request: Request, error: Exception) -> Response:
    """A question that the graph cannot answer as asked; what cannot be read is no mistake of the asker's."""
    return _told(request, error, 500 if isinstance(error, InputError) else 400)


async def _unknown(request: Request, error: Exception) -> Response:
    """A path or a method that there is not."""
    known = cast(HTTPException, error)
    headers = dict(known.headers or {})
    message = f"there is nothing at {request.url.path}; there are /, /report, /query, /sparql and /api"
    if known.status_code == 405:
        headers["Allow"] = ", ".join(sorted(headers.get("Allow", "").split(", ")))
        message = f"{request.method} is not answered here; use {headers['Allow']}"
    return _told(request, Refused(known.status_code, message), known.status_code, headers)


def _told(request: Request, error: Exception, status: int, headers: dict[str, str] | None = None) -> Response:
    """A refusal in JSON to those who ask the API, in one line of text to others."""
    if request.url.path.startswith("/api"):
        return error_response(error, status, headers)
    return PlainTextResponse(f"{error}\n", status, headers)
