"""What our pages have in common: scripts, styles and data inside one HTML file that asks the network for nothing.

A page's Content-Security-Policy names its own scripts and style by their hashes and forbids everything else; data
stands in blocks of JSON that nothing runs, and is shown as text.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.errors import OutputError

__all__ = [
    "SHARED_SCRIPTS", "SHARED_STYLE", "Part", "plain", "script_json", "script_part", "style_part", "utf16_offset",
    "write_html",
]  # fmt: skip

_ASSETS = Path(__file__).parent / "assets"
SHARED_SCRIPTS = tuple(_ASSETS / name for name in ("dom.js", "fold.js", "files.js"))
SHARED_STYLE = _ASSETS / "base.css"

# What could end a script element, break a line of it, or is half a character that UTF-8 cannot hold.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


class Part(NamedTuple):
    """A script or a style of ours, and the hash by which the policy lets it in."""

    text: str
    hash: str

    @classmethod
    def of(cls, text: str) -> Part:
        """`text` with its hash."""
        digest = hashlib.sha256(text.encode("utf-8")).digest()
        return cls(text, "sha256-" + base64.b64encode(digest).decode("ascii"))


def script_part(files: Iterable[Path]) -> Part:
    """One script out of several files, in their order, in a scope of its own."""
    scripts = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return Part.of(f'(() => {{\n"use strict";\n{scripts}}})();\n')


def style_part(files: Iterable[Path]) -> Part:
    """One style sheet out of several files, in their order."""
    return Part.of("\n".join(file.read_text(encoding="utf-8") for file in files))


def script_json(value: object) -> str:
    """JSON that is safe inside a script element: nothing in it can end the element or break a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def utf16_offset(text: str, offset: int) -> int:
    """The place in UTF-16 units, which JavaScript counts, of the character at `offset`."""
    return offset if text.isascii() else offset + bisect_left(_long_characters(text), offset)


@lru_cache(maxsize=256)
def _long_characters(text: str) -> list[int]:
    """Where characters of two units stand: looked for once a text, as many offsets into one text come together."""
    return [place for place, character in enumerate(text) if character > "\uffff"]


def plain(text: str) -> str:
    """`text` without what UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def write_html(html: str, path: Path) -> None:
    """Write a page. Raises OutputError where that fails."""
    try:
        path.write_bytes(html.encode("utf-8"))
    except OSError as error:
        raise OutputError(f"{path}: cannot write the page: {error.strerror}") from error
