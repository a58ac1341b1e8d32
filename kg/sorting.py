"""Lines in order, however many they are: what memory should not hold is sorted in pieces, on disk."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO

__all__ = ["sorted_lines"]

_HELD = 32 << 20  # bytes sorted at once; more go through files
_OVERHEAD = 33  # bytes that Python adds to each


def sorted_lines(lines: Iterable[bytes], held: int = _HELD) -> Iterator[bytes]:
    """Yield the lines, each with its line feed, sorted by their bytes; about `held` bytes of them stand in memory."""
    parts = _parts(iter(lines), held)
    part = next(parts, [])
    following = next(parts, None)
    if following is None:
        yield from part
        return
    with tempfile.TemporaryDirectory(prefix="kg-sort-") as folder, ExitStack() as files:
        runs = []
        rest = chain([part, following], parts)
        del part, following  # else they stay in memory to the end
        for number, run in enumerate(rest):
            runs.append(_spilled(run, Path(folder, str(number)), files))
        yield from heapq.merge(*runs)


def _parts(lines: Iterator[bytes], held: int) -> Iterator[list[bytes]]:
    """Sorted lists of lines, each of about as many bytes as may be held."""
    part: list[bytes] = []
    size = 0
    for line in lines:
        part.append(line)
        size += len(line) + _OVERHEAD
        if size >= held:
            part.sort()
            yield part
            part, size = [], 0
    if part:
        part.sort()
        yield part


def _spilled(lines: list[bytes], file: Path, files: ExitStack) -> IO[bytes]:
    with file.open("wb") as out:
        out.writelines(lines)
    lines.clear()
    return files.enter_context(file.open("rb"))
