"""Sentence patterns: the readable form of results.yaml, compiled to a regex over one letter a token."""

from __future__ import annotations

import re
from re import Pattern as Regex

__all__ = ["PATTERN_TAGS", "compile_form"]

# One letter for each kind of token; the letters never leave this package.
PATTERN_TAGS = {
    "quantity": "Q", "metric": "M", "up": "U", "down": "D", "better": "V", "loss": "L", "faster": "F", "beat": "B",
    "of": "o", "in": "i", "by": "b", "from": "f", "to": "t", "with": "h", "reach": "r", "versus": "v", "compare": "c",
    "and": "&", "setting": "S", "comma": ",", "open": "(", "close": ")", "stop": ";", "word": "w", "name": "N",
}  # fmt: skip
_CHANGES = "UDVLFB"
_GAP = "[wN]"
_FAR = "[^QMF;]"  # past "faster" the number is about speed
_OVER = "[^QUDVLFB;&]"
_PAST = "[^QMUDVLFB;]"  # of several changes the last one governs the number

_CLAUSE = "[^QMUDVLFB;,&()]"

_SKIPS = {"gap": _GAP, "far": _FAR, "over": _OVER, "past": _PAST, "clause": _CLAUSE}


def compile_form(form: str) -> Regex[str]:
    """Compile a pattern; its groups are q, q2 (numbers), m (metric) and c (change). KeyError: unknown item.

    Every repetition is bounded and no item can begin where the one before it may end in many ways, so a run over
    a sentence takes time linear in its length.
    """
    seen: dict[str, int] = {}
    return re.compile("".join(_item(item, seen) for item in form.split()))


def _item(item: str, seen: dict[str, int]) -> str:
    optional = "?" if item.endswith("?") else ""
    item = item.rstrip("?")
    kind, _, bound = item.partition(":")
    if kind in _SKIPS:
        return f"{_SKIPS[kind]}{{0,{int(bound)}}}?"
    letters = "".join(_CHANGES if name == "change" else PATTERN_TAGS[name] for name in item.split("|"))
    group = _group(letters, seen)
    body = f"[{re.escape(letters)}]"
    return (f"(?P<{group}>{body})" if group else body) + optional


def _group(letters: str, seen: dict[str, int]) -> str | None:
    base = {"Q": "q", "M": "m"}.get(letters) or ("c" if set(letters) <= set(_CHANGES) else None)
    if base is None:
        return None
    seen[base] = seen.get(base, 0) + 1
    return base if seen[base] == 1 else f"{base}{seen[base]}"
