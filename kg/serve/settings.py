"""What a server is started with, and the limits that are not for choosing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["DEFAULT_PORT", "MOST_ANSWER", "MOST_BODY", "MOST_CONNECTIONS", "MOST_HEAD", "MOST_URL", "Settings"]

DEFAULT_PORT = 8377
MOST_BODY = 1_000_000  # bytes of a request's body
MOST_URL = 32_768  # characters of a request's path and query
MOST_HEAD = 65_536  # bytes of a request's first line and headers
MOST_ANSWER = 128 << 20  # bytes of one answer
MOST_CONNECTIONS = 256


def _quick_workers() -> int:
    """More than processors: a worker whose query stands back leaves them to others, but is not free itself."""
    return min(max(2, os.cpu_count() or 1) + 4, 16)


@dataclass(frozen=True)
class Settings:
    """A folder, where to listen, and what one query may cost.

    `workers` answer what is quick, a third as many what takes longer. `timeout` is in seconds, `memory` in bytes for
    each worker. `cors` are the origins whose pages may read answers; "*" is any.
    """

    folder: Path
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    workers: int = field(default_factory=_quick_workers)
    timeout: float = 10.0
    memory: int = 1 << 30
    max_rows: int = 100_000
    cors: tuple[str, ...] = ()

    @property
    def slow_workers(self) -> int:
        """How many processes there are for what takes longer."""
        return max(1, self.workers // 3)
