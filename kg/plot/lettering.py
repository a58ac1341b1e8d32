"""Text as figures show it: without what no font shows, shortened to its room, and measured without a font."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["fitted", "shown", "text_width"]

# What turns the direction of text that follows, and what XML or UTF-8 cannot hold.
_UNSHOWN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_WIDE = frozenset("mwMW@%…#&+<=>^~×")
_NARROW = frozenset("fijlrtI .,:;!|'()[]/-")


def shown(text: str) -> str:
    """`text` in one line, without control characters and halves of characters."""
    visible = _UNSHOWN.sub("", text)
    visible = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in visible)
    return " ".join(visible.split())


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
    """The width of a character by the size of the font: measured on DejaVu Sans, which is among the widest."""
    if unicodedata.combining(sign) or sign == "\u200d":
        return 0.0
    if sign in _NARROW:
        return 0.41
    if sign in _WIDE:
        return 1.0
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.05
    return 0.79 if sign.isupper() else 0.66
