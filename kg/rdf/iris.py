"""IRIs for everything in an export: flat, readable, one for each thing, no blank nodes.

`<base><key>` for papers, entities and results; `<base><key>_<part>` for what belongs to one (`_mention-3`),
and `<base><sort>_<name>` for what is shared (`rule_…`, `unit_…`). An underscore within a key is
percent-encoded, so that no two things meet in one IRI.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from pyoxigraph import NamedNode

from kg.errors import OutputError

__all__ = ["Iris", "encode"]

# A stop beside anything but letters and digits would need an escape in Turtle that not every parser reads.
_LOOSE_STOP = re.compile(r"(?<![0-9A-Za-z])\.|\.(?![0-9A-Za-z])")


@lru_cache(maxsize=1 << 16)
def encode(key: str) -> str:
    """Percent-encode a key so that it is one flat piece of an IRI; different keys stay different."""
    quoted = quote(key, safe="").replace("_", "%5F").replace("~", "%7E")
    return _LOOSE_STOP.sub("%2E", quoted)


class Iris:
    """Makes nodes, as N-Triples writes them, under one base IRI; raises OutputError where that is no absolute IRI."""

    def __init__(self, base: str) -> None:
        if not urlsplit(base).scheme or not base.endswith(("/", "#")):
            raise OutputError(f"base IRI {base!r} must be absolute and end in / or #")
        try:
            NamedNode(base)
        except ValueError as error:
            raise OutputError(f"base IRI {base!r} is not valid: {error}") from error
        self.base = base

    def thing(self, key: str) -> str:
        """Return the node of a paper, an entity or a result."""
        return f"<{self.base}{encode(key)}>"

    def part(self, key: str, part: str) -> str:
        """Return the node of a part of a thing, such as `mention-3`."""
        return f"<{self.base}{encode(key)}_{part}>"

    def shared(self, sort: str, name: str) -> str:
        """Return the node of a rule, a unit, a scheme or another thing that papers share."""
        return f"<{self.base}{sort}_{encode(name)}>"
