"""The finish that Oxigraph's Turtle, TriG and RDF/XML need: the order of their prefixes changes from run to run."""

from __future__ import annotations

import io
from typing import IO, Any

__all__ = ["TidyTurtle", "TidyXml", "tidy_turtle"]


class _ByLine(io.RawIOBase):
    """A file to write into that passes on whole lines, each as `_tidied` makes it; give it large pieces."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._rest = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Take a piece; what is no whole line yet waits for its end."""
        *lines, self._rest = (self._rest + bytes(data)).split(b"\n")
        self._out.write(b"".join([self._tidied(line + b"\n") for line in lines]))
        return len(data)

    def close(self) -> None:
        """Pass on what came without a line break at its end; the file below stays open."""
        if self._rest:
            self.write(b"\n")
        super().close()

    def _tidied(self, line: bytes) -> bytes:
        return line


class TidyTurtle(_ByLine):
    """Sorts the prefixes of Turtle and TriG, and parts the subjects by blank lines."""

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__(out)
        self._prefixes: list[bytes] | None = []
        self._ended = False  # whether the line before ended the statements about a subject

    def _tidied(self, line: bytes) -> bytes:
        head = b""
        if self._prefixes is not None:
            if line.startswith(b"@prefix "):
                self._prefixes.append(line)
                return b""
            head, self._prefixes = b"".join(sorted(self._prefixes)) + b"\n", None
        gap = b"\n" if self._ended and line.strip() != b"}" else b""
        self._ended = line.endswith(b" .\n")  # no literal holds a line break that is not escaped
        return head + gap + line


class TidyXml(_ByLine):
    """Sorts the namespaces of RDF/XML, which stand in one line."""

    def _tidied(self, line: bytes) -> bytes:
        start, end = b"<rdf:RDF ", b">\n"
        if not line.startswith(start):
            return line
        spaces = line.removeprefix(start).removesuffix(end).split(b" ")
        return start + b" ".join(sorted(spaces)) + end


def tidy_turtle(written: bytes) -> bytes:
    """Do for Turtle that is there as a whole what `TidyTurtle` does."""
    out = io.BytesIO()
    TidyTurtle(out).write(written)
    return out.getvalue()
