"""Parts of a name that make a thing of its own under a plainer one: memory, form factor, size, version."""

from __future__ import annotations

import re

from kg.identity.names import slug

__all__ = ["memory_of", "variant_parts", "variant_slug"]

_MEMORY = re.compile(r"(\d+)[ -]?GB?\b")
_FORM_FACTOR = re.compile(r"\bSMX(?=\d?\b)")  # a slip of the pen that many papers share
_PLAIN_PART = slug("")  # what is no variant
_SMALL_SIZE = re.compile(r"^(\d+(?:\.\d+)?)b$")  # `70b` parameters are `70B`
_PART = re.compile(r"\d+GB|[^\s-]+")


def variant_parts(variant: str) -> tuple[str, ...]:
    """Return the parts of a variant, memory first: `-80G-SMX4`, `(80 GB) SXM4` and `SXM4 80GB` are (80GB, SXM4)."""
    plain = _FORM_FACTOR.sub("SXM", _MEMORY.sub(r"\1GB", re.sub(r"[()]", " ", variant)))
    parts = [_SMALL_SIZE.sub(r"\1B", part) for part in _PART.findall(plain)]
    return tuple(sorted(parts, key=lambda part: not _MEMORY.fullmatch(part)))


def variant_slug(variant: str) -> str:
    """Return the variant as part of a key, empty where there is none."""
    part = slug("-".join(variant_parts(variant)))
    return "" if part == _PLAIN_PART else part


def memory_of(variant: str) -> float | None:
    """Return the GB of memory that a variant or a name states."""
    found = _MEMORY.search(variant)
    return float(found[1]) if found else None
