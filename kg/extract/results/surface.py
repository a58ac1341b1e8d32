"""Text as the grammar reads it: LaTeX residue blanked out, every character in its place."""

from __future__ import annotations

__all__ = ["flatten", "lowered"]

_SAME_LENGTH = str.maketrans(
    {
        "$": " ", "{": " ", "}": " ", "\\": " ", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " ", "\t": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-", "\u223c": "~", "\u2248": "~",
        "\u2243": "~", "\u2264": "<", "\u2265": ">", "\u2a7d": "<", "\u2a7e": ">", "\uff05": "%", "\u2019": "'",
    }
)  # fmt: skip


def flatten(text: str) -> str:
    """Blank out LaTeX signs and unify dashes; the result is as long as `text`, so offsets hold."""
    return text.translate(_SAME_LENGTH)


def lowered(text: str) -> str:
    """Lower-case `text` without changing its length (a few letters of Unicode grow when lowered)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
