"""Lines sorted however many they are: what does not fit into memory goes through files."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO

__all__ = ["SortedLines", "sorted_lines"]

_HELD = 200_000  # lines sorted at once, some 50 MB of them
_OPEN = 200  # files merged at once: some systems let a process open no more than 256
_AT_ONCE = 1_000  # lines passed on and written


def sorted_lines(lines: Iterable[str], held: int = _HELD, folder: Path | None = None) -> Iterator[bytes]:
    """Yield pieces of UTF-8 that together are all lines, sorted by code point; at most `held` lines in memory."""
    with SortedLines(held, folder) as kept:
        for _ in kept.passing(lines):
            pass
        yield from kept.pieces()


class SortedLines:
    """Keeps the lines that pass through, and has them sorted afterwards; use it in a `with`.

    Files go into a folder of their own, in `folder` if that is given; it goes at the end.
    """

    def __init__(self, held: int = _HELD, folder: Path | None = None) -> None:
        self._most = held
        self._where = folder
        self._held: list[str] = []
        self._files: list[Path] = []  # sorted, each
        self._made = 0
        self._open = ExitStack()
        self._own: Path | None = None

    def __enter__(self) -> SortedLines:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def passing(self, lines: Iterable[str]) -> Iterator[str]:
        """Keep the lines and pass them on."""
        lines = iter(lines)
        while more := list(islice(lines, min(_AT_ONCE, self._most - len(self._held)))):
            self._held += more
            yield from more
            if len(self._held) == self._most:
                self._spill()

    def pieces(self) -> Iterator[bytes]:
        """Yield all lines that were kept, in pieces of UTF-8."""
        if not self._files:
            yield "".join(sorted(self._held)).encode()
            return
        self._spill()
        while len(self._files) > _OPEN:
            few = min(_OPEN, len(self._files) - _OPEN + 1)
            files, self._files = self._files[:few], self._files[few:]
            self._write(_merged(files))
            for file in files:
                file.unlink()
        yield from _merged(self._files)

    def _spill(self) -> None:
        self._held.sort()
        held, self._held = self._held, []
        self._write("".join(held[place : place + _AT_ONCE]).encode() for place in range(0, len(held), _AT_ONCE))

    def _write(self, pieces: Iterable[bytes]) -> None:
        if self._own is None:
            made = tempfile.TemporaryDirectory(prefix="kg-sort-", dir=self._where)
            self._own = Path(self._open.enter_context(made))
        self._made += 1
        file = self._own / str(self._made)
        with file.open("wb") as out:
            out.writelines(pieces)
        self._files.append(file)


def _merged(files: Iterable[Path]) -> Iterator[bytes]:
    """The lines of files, sorted as each of them is."""
    with ExitStack() as opened:
        runs: list[IO[bytes]] = [opened.enter_context(file.open("rb")) for file in files]
        yield from heapq.merge(*runs)  # UTF-8 keeps the order of code points
