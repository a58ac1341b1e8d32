"""uvicorn's HTTP, made patient only so far: what is sent too slowly, too long or by too many at once is cut off."""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.settings import MOST_CONNECTIONS

__all__ = ["Protocol"]

_SECONDS = 10.0  # for a request's headers, and for what is sent of a body that nobody reads
_SECONDS_TO_READ = 30.0  # for a client to take any of what waits for it


class Protocol(H11Protocol):
    """A connection. While no request is being answered, a client that has begun to send has a deadline."""

    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin, unless there are too many connections already."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            self._refuse(503, "too many connections; try again in a few seconds", "Retry-After: 2\r\n")
        else:
            self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._forget_deadline()
        self._forget_unread()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what the client has sent."""
        if not self.transport.is_closing():
            super().data_received(data)
            self._watch()

    def on_response_complete(self) -> None:
        """Go on to the next request."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Wait for a client that does not read as fast as it is written to."""
        super().pause_writing()
        self._unread = self.loop.call_later(_SECONDS_TO_READ, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on writing."""
        self._forget_unread()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that is not used, whether or not its client has read all."""
        super().timeout_keep_alive_handler()
        self.loop.call_later(_SECONDS, self.transport.abort)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - we say it in our words
        """Refuse what is not HTTP; uvicorn calls this while h11's error is handled, which knows a better status."""
        status = getattr(sys.exc_info()[1], "error_status_hint", 400)
        told = "the headers are too long" if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE else "this is no HTTP"
        begun = self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete
        if begun or self.conn.our_state in (h11.DONE, h11.MUST_CLOSE, h11.CLOSED, h11.ERROR):
            self.transport.close()
        else:
            self._refuse(status, told)

    def _refuse(self, status: int, message: str, more: str = "") -> None:
        """Answer without the application, and close."""
        body = f"{message}\n"
        head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        length = f"Content-Length: {len(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n"
        self.transport.write(f"{head}{length}{more}\r\n{body}".encode("ascii"))
        self.transport.close()

    def _watch(self) -> None:
        """Set or drop the deadline, by what the connection waits for now."""
        answering = self.cycle is not None and not self.cycle.response_complete
        resting = self.timeout_keep_alive_task is not None and self.conn.their_state is not h11.SEND_BODY
        if answering or resting or self.transport.is_closing():
            self._forget_deadline()
        elif self._deadline is None:
            self._deadline = self.loop.call_later(_SECONDS, self.transport.abort)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _forget_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
