"""A page taken apart: its elements with their attributes, and the text of its scripts and styles."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any


class Outline(HTMLParser):
    """Collects elements with their attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.code: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in ("script", "style") and self.cdata_elem:
            self.code.append((*self.elements[-1], data))

    def json(self, element: str) -> dict[str, Any]:
        """The data in a block of JSON."""
        return json.loads("".join(text for _, attrs, text in self.code if attrs.get("id") == element))

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that the page states."""
        return next(attrs["content"] or "" for _, attrs in self.elements if attrs.get("http-equiv"))

    def allowed(self) -> set[str]:
        """The hashes that the policy lets in."""
        return set(re.findall(r"'(sha256-[^']+)'", self.policy))

    def hashes(self) -> set[str]:
        """The hashes of all that would run or style the page."""
        return {
            f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
            for _, attrs, text in self.code
            if attrs.get("type") != "application/json"
        }
