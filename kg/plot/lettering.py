"""Text as figures show it: without what no font shows, shortened to its room, and measured without a font."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fitted", "shown", "text_width"]

# What turns the direction of text that follows, and what XML or UTF-8 cannot hold.
_UNSHOWN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_ACCENTS = 3  # on one letter; more would grow over the lines above and below
# How wide the signs of ASCII are in DejaVu Sans, from the space on, in hundredths of the size: it is among the widest.
_ASCII = (
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69, 62,
    69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60,
    82, 60, 60, 53, 64, 34, 64, 84,
)  # fmt: skip


def shown(text: str) -> str:
    """`text` in one line, without control characters, halves of characters and towers of accents."""
    signs: list[str] = []
    accents = 0
    for sign in _UNSHOWN.sub("", text):
        category = unicodedata.category(sign)
        accents = accents + 1 if category in ("Mn", "Me") else 0
        if accents <= _ACCENTS:
            signs.append(" " if category == "Cc" else sign)
    return " ".join("".join(signs).split())


def text_width(text: str, size: float) -> float:
    """About how wide a text is at most in a usual font of this size: wider than most fonts make it."""
    return sum(map(_advance, text)) * size


def fitted(text: str, room: float, size: float) -> str:
    """`text` as it is shown, cut with an ellipsis where it would be wider than `room`."""
    text = shown(text[:400])
    if text_width(text, size) <= room:
        return text
    width, kept = _advance("…") * size, 0
    for kept, sign in enumerate(text):  # noqa: B007 - what is kept is asked for below
        width += _advance(sign) * size
        if width > room:
            break
    return f"{text[:kept].rstrip()}…"


def _advance(sign: str) -> float:
    """The width of a character by the size of the font."""
    if " " <= sign <= "~":
        return _ASCII[ord(sign) - ord(" ")] / 100
    if unicodedata.combining(sign) or sign == "\u200d":
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    return 1.0 if sign in "…—" else 0.84
