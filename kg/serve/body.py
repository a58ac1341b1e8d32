"""The body of a request, read in pieces and never more of it than is allowed."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect, Request

from kg.serve.refusal import Refused
from kg.serve.settings import MOST_BODY

__all__ = ["read_body", "until_gone"]

_SECONDS = 10.0


async def read_body(request: Request) -> bytes:
    """Return the body; raises Refused where it is too large or takes too long."""
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > MOST_BODY:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > MOST_BODY:
                    raise _too_large()
    except TimeoutError as error:
        raise Refused(408, f"the body did not arrive within {_SECONDS:g} seconds") from error
    except ClientDisconnect as error:
        raise Refused(400, "the body ends early") from error
    return bytes(body)


async def until_gone(request: Request) -> None:
    """Return when the client has closed its connection; only for a request whose body was read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _too_large() -> Refused:
    return Refused(413, f"the body has more than {MOST_BODY:,} bytes; ask a shorter query")
