"""Lines in order, however many they are: what memory should not hold is sorted in pieces, on disk."""

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

_HELD = 32 << 20  # bytes sorted at once; more go through files
_OVERHEAD = 41  # bytes that Python adds to each line
_OPEN = 200  # files merged at once: some systems let a process open no more than 256
_AT_ONCE = 1_000  # lines passed on at a time


def sorted_lines(lines: Iterable[bytes], held: int = _HELD) -> Iterator[bytes]:
    """Yield the lines, each with its line feed, sorted by their bytes; about `held` bytes of them stand in memory."""
    with SortedLines(held) as kept:
        for _ in kept.passing(lines):
            pass
        yield from kept.lines()


class SortedLines:
    """Keeps the lines that pass through, and has them sorted afterwards; use it in a `with`.

    Files go into a folder of their own, in `folder` if that is given; it goes at the end.
    """

    def __init__(self, held: int = _HELD, folder: Path | None = None) -> None:
        self._most = held
        self._where = folder
        self._held: list[bytes] = []
        self._size = 0
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

    def passing(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Keep the lines and pass them on."""
        lines = iter(lines)
        at_once = min(_AT_ONCE, 1 + self._most // _AT_ONCE)
        while more := list(islice(lines, at_once)):
            self._held += more
            self._size += sum(map(len, more)) + _OVERHEAD * len(more)
            yield from more
            if self._size >= self._most:
                self._spill()

    def lines(self) -> Iterator[bytes]:
        """Yield all lines that were kept."""
        if not self._files:
            self._held.sort()
            yield from self._held
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
        held, self._held, self._size = self._held, [], 0
        self._write(held)

    def _write(self, lines: Iterable[bytes]) -> None:
        if self._own is None:
            made = tempfile.TemporaryDirectory(prefix="kg-sort-", dir=self._where)
            self._own = Path(self._open.enter_context(made))
        self._made += 1
        file = self._own / str(self._made)
        with file.open("wb") as out:
            out.writelines(lines)
        self._files.append(file)


def _merged(files: Iterable[Path]) -> Iterator[bytes]:
    """The lines of files, sorted as each of them is."""
    with ExitStack() as opened:
        runs: list[IO[bytes]] = [opened.enter_context(file.open("rb")) for file in files]
        yield from heapq.merge(*runs)
