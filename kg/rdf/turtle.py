"""The finish that Turtle from Oxigraph needs to be stable and pleasant to read."""

from __future__ import annotations

__all__ = ["tidy_turtle"]


def tidy_turtle(written: bytes) -> bytes:
    """Sort the prefixes, whose order changes from run to run, and part the subjects with blank lines."""
    lines = written.splitlines(keepends=True)
    prefixes = [line for line in lines if line.startswith(b"@prefix ")]
    body = b"".join(lines[len(prefixes) :])
    return b"".join(sorted(prefixes)) + b"\n" + body.replace(b" .\n", b" .\n\n").rstrip(b"\n") + b"\n"
