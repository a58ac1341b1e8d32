"""From a file to numbered lines of text: UTF-8 (or UTF-16 with its mark), any line ends, read as a stream."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import IO

from kg.errors import InputError
from kg.sources.files import STDIN, SourceFile
from kg.sources.raw import Line

__all__ = ["BINARY", "read_lines"]

BINARY = "holds binary data; give text, JSON Lines or standard input"
_NOT_UTF8 = "is not UTF-8 text; convert the file (for example with `iconv -t UTF-8`)"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_lines(file: SourceFile) -> Iterator[Line]:
    """Yield the lines of `file`, marking those that are no text; `InputError` if it cannot be read."""
    try:
        with _open(file.path) as stream:
            yield from _lines(stream, file.shown)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}; check the file and its permissions"
        raise InputError(file.shown, problem) from error


def _open(path: str) -> AbstractContextManager[IO[bytes]]:
    return nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb")


def _lines(stream: IO[bytes], shown: str) -> Iterator[Line]:
    first = stream.readline()
    if first.startswith(_UTF16_MARKS):
        pieces = _utf16(first + stream.read(), shown)
    else:
        pieces = chain([first.removeprefix(codecs.BOM_UTF8)], stream)
    number = 0
    for piece in pieces:
        # Splitting on a lone CR as well gives files with old line ends the same numbers as an editor shows.
        for raw in piece.removesuffix(b"\n").removesuffix(b"\r").split(b"\r"):
            number += 1
            yield _line(number, raw)


def _utf16(data: bytes, shown: str) -> Iterator[bytes]:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise InputError(shown, "starts as UTF-16 but is not; convert the file to UTF-8") from error
    return iter(text.encode("utf-8", "replace").splitlines(keepends=True))


def _line(number: int, raw: bytes) -> Line:
    try:
        return Line(number, raw.decode("utf-8"), BINARY if b"\0" in raw else "")
    except UnicodeDecodeError:
        return Line(number, raw.decode("utf-8", "replace"), BINARY if b"\0" in raw else _NOT_UTF8)
