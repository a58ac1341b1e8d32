"""Spellings of one name made equal, as far as every reader of names agrees; what more to ignore is the reader's."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["ascii_letters", "evened", "squeezed"]

# Spaces, underscores, slashes, hyphens, dashes, the minus sign.
_JOINERS = re.compile("[\\s_/\\-\u2010-\u2015\u2212]+")


def evened(name: str) -> str:
    """The name with every joiner of words as one space and without compatibility forms (`ﬁ`, full-width letters)."""
    return _JOINERS.sub(" ", unicodedata.normalize("NFKC", name)).strip()


def squeezed(name: str) -> str:
    """The name as one might type it to find it: no joiners, no case (`ResNet-50` → `resnet50`), every other sign."""
    if name.isascii():  # the same in a quarter of the time, for names come by the million
        return "".join(name.split()).replace("-", "").replace("_", "").replace("/", "").lower()
    return evened(name).replace(" ", "").casefold()


def ascii_letters(text: str) -> str:
    """The text without accents and without what has no ASCII form: `Mélange α` → `Melange `."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
