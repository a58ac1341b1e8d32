"""The finish that Turtle from Oxigraph needs to be stable and pleasant to read."""

from __future__ import annotations

import re

__all__ = ["tidy_turtle"]

_PREFIXES = re.compile(rb"(?:@prefix [^\n]*\n)*")


def tidy_turtle(written: bytes) -> bytes:
    """Sort the prefixes, whose order changes from run to run, and part the subjects with blank lines."""
    head = _PREFIXES.match(written)
    assert head is not None  # as it may be empty
    prefixes = sorted(head[0].splitlines(keepends=True))
    # No literal holds a line break that is not escaped, so this can only be the end of a statement.
    body = written[head.end() :].replace(b" .\n", b" .\n\n").rstrip(b"\n")
    return b"".join(prefixes) + b"\n" + body + b"\n"
