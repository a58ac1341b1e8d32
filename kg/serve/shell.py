"""What stands around the application: who may ask at all, headers that every answer has, and no riddle in an error."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.settings import MOST_URL

__all__ = ["STRICT", "Shell"]

STRICT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HEADERS = {
    "Content-Security-Policy": STRICT,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Shell:
    """The outermost part of the application."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None, alone: bool) -> None:
        """`hosts` are the names under which the server may be asked, None for any; `alone` keeps out other sites.

        A page elsewhere can have its own name point to this machine, and ask; what it cannot change is that name. It
        can also ask without ever seeing the answer, which browsers say of it.
        """
        self._app, self._hosts, self._alone = app, hosts, alone

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refused(scope)
        try:
            await (refused or self._app)(scope, receive, send_on)
        except Exception:  # Starlette has answered it with 500 already
            traceback.print_exc(file=sys.stderr)

    def _refused(self, scope: Scope) -> ASGIApp | None:
        if len(scope["raw_path"]) + len(scope["query_string"]) >= MOST_URL:
            told = f"the URL has more than {MOST_URL:,} characters; send the query in the body of a POST"
            return _line(414, told)
        headers = Headers(scope=scope)
        if self._hosts is not None and _host(headers.get("host", "")) not in self._hosts:
            return _line(400, f"this server is asked as {' or '.join(self._hosts)} only")
        from_elsewhere = headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate"
        if self._alone and from_elsewhere:
            return _line(403, "pages of other sites may not ask here; --cors lets them")
        return None


def _line(status: int, message: str) -> ASGIApp:
    return PlainTextResponse(f"{message}\n", status)


def _host(header: str) -> str:
    """The name in a Host header, without its port."""
    name, colon, port = header.rpartition(":")
    return (name if colon and port.isdecimal() else header).lower()
