"""What passes between a file, a format and the reader."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kg.errors import InputError

__all__ = ["Line", "NoPapersError", "RawPaper", "Report", "whole"]

# Called with each piece of a source that cannot be used: raises it, or notes it and returns to go on without.
Report = Callable[[InputError], None]


class Line(NamedTuple):
    """One line of a source, without its end; `number` counts from 1, `damage` says what is wrong with it."""

    number: int
    text: str
    damage: str = ""


class RawPaper(NamedTuple):
    """Title and abstract as a format finds them, before clean-up, and the line where the paper begins."""

    title: str
    abstract: str
    line: int


class NoPapersError(InputError):
    """A file that holds no paper: an error when asked for by name, passed over when found in a folder."""


def whole(line: Line, file: str) -> str:
    """The text of a line that a format cannot do without; raises `InputError` where the line is damaged."""
    if line.damage:
        raise InputError(file, line.damage, line.number)
    return line.text
