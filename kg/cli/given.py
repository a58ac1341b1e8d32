"""What a command is given as text: in quotes, from a file or from standard input; a mistake is named in one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from kg.errors import InputError

__all__ = ["read_query", "read_text", "refuse_input"]


def read_text(given: str) -> str:
    """The text itself, or standard input for "-". Raises InputError where there is none."""
    text = _utf8(*((sys.stdin.buffer.read(), "stdin") if given == "-" else (os.fsencode(given), "TEXT")))
    if not text.strip():
        raise InputError("TEXT", "is empty; give an abstract in quotes, or - and pipe one in")
    return text


def read_query(given: str) -> tuple[str, str]:
    """The name to call a query by and its text: `given` itself, or what that file or standard input ("-") holds."""
    if given == "-":
        return "stdin", _utf8(sys.stdin.buffer.read(), "stdin")
    if "{" in given or "\n" in given:
        return "QUERY", _utf8(os.fsencode(given), "QUERY")
    try:
        return given, _utf8(Path(given).read_bytes(), given)
    except OSError as error:
        if " " in given.strip():  # `DESCRIBE <…>` has no braces
            return "QUERY", _utf8(os.fsencode(given), "QUERY")
        problem = f"is neither a SPARQL query nor a file that can be read ({error.strerror}); give one of the two"
        raise InputError(given or "QUERY", problem) from error


def refuse_input(out: str, inputs: Sequence[str]) -> None:
    """Raises InputError where a command would write over a file that it was given to read."""
    for given in inputs:
        if Path(given).is_file() and Path(out).is_file() and os.path.samefile(given, out):
            raise InputError(given, "is the input and the output; name another file with -o")


def _utf8(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(where, "is not UTF-8 text; convert it (for example with `iconv -t UTF-8`)", line) from error
