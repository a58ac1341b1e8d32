"""Answers on their way: taken from a worker as fast as it writes, given to a client as fast as it reads.

Small ones stay in memory, large ones go to a temporary file; so a slow client holds no worker, and many large answers
do not fill the server's memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType

from kg.processes.frames import PIECE
from kg.serve.refusal import Refused, busy
from kg.serve.settings import MOST_ANSWER

__all__ = ["Room", "Spool"]

_IN_MEMORY = 1 << 20
_MOST_AT_ONCE = 8 * MOST_ANSWER


class Room:
    """How much all answers on their way may take together."""

    def __init__(self, most: int = _MOST_AT_ONCE) -> None:
        self.left = most

    def take(self, amount: int) -> None:
        """Take so many bytes; raises Refused where there is no room."""
        if amount > self.left:
            raise busy("too many large answers are on their way; try again in a few seconds")
        self.left -= amount


class Spool:
    """The bytes of one answer: written once, then read once. Closing it gives its room back."""

    def __init__(self, room: Room, most: int = MOST_ANSWER) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - `close` closes it
        self._room, self._most, self.size = room, most, 0

    def write(self, data: bytes) -> None:
        """Add bytes; raises Refused for more than one answer may have."""
        if self.size + len(data) > self._most:
            most = f"{self._most >> 20} MB"
            raise Refused(400, f"the answer is larger than {most}; narrow the query or give it a LIMIT")
        self._room.take(len(data))
        self.size += len(data)
        self._file.write(data)

    def pieces(self) -> Iterator[bytes]:
        """Yield what was written."""
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece

    def empty(self) -> None:
        """Drop what was written."""
        self._room.left += self.size
        self.size = 0
        self._file.seek(0)
        self._file.truncate()

    def close(self) -> None:
        """Drop the bytes and the file; more than once does no harm."""
        self._room.left += self.size
        self.size = 0
        self._file.close()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
