"""The room a node takes in the drawing: its shape, and its name in one or two lines under it.

A copy of what names.js does with names, near enough to leave room for them: letters are counted, not measured.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Room", "node_size", "room_of"]

_WIDTH = 19  # letters a line; what is longer goes on in the second
_LETTER, _BOLD_LETTER = 6.7, 8.0  # pixels, on average
_LINE = 14.0
_HUB = 17  # a node of this size has its name in bold
_MARGIN = (10.0, 6.0)


class Room(NamedTuple):
    """Half the height of the shape, and width and height of the box round shape and name, which hangs under it."""

    radius: float
    width: float
    height: float


def node_size(kind: str, degree: int) -> int:
    """Half the height of a node in pixels: papers and results alike, entities by how much is tied to them."""
    return 9 if kind in ("paper", "result") else min(30, 8 + round(2 * degree**0.5))


def room_of(kind: str, label: str, degree: int) -> Room:
    """The room of a node at zoom 1."""
    size = node_size(kind, degree)
    lines = _lines(_short_title(label) if kind == "paper" else label)
    letters = max(map(len, lines)) * (_BOLD_LETTER if size >= _HUB else _LETTER)
    return Room(size, max(2 * size, letters) + _MARGIN[0], 2 * size + _LINE * len(lines) + _MARGIN[1])


def _short_title(title: str) -> str:
    """A paper goes by what stands before the colon of its title."""
    colon = title.find(":")
    return title[:colon] if 1 < colon < 32 else title


def _lines(name: str) -> list[str]:
    lines = [""]
    for word in name[: 2 * _WIDTH].split():
        longer = f"{lines[-1]} {word}".lstrip()
        if len(longer) <= _WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= 2 else [lines[0], " ".join(lines[1:])[: _WIDTH + 3]]
