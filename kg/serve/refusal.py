"""A request that is not answered: the status, one plain line, and headers that go with it."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["Refused", "busy"]


class Refused(Exception):  # noqa: N818 - nothing went wrong here: this is an answer
    """Raised where a request is refused; what handles requests turns it into a response."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})


def busy(message: str, retry_after: int = 2) -> Refused:
    """Return the refusal of what may be asked again in some seconds."""
    return Refused(503, message, {"Retry-After": str(retry_after)})
