"""A page that stands open in a browser, as the tests use it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


@dataclass
class Opened:
    """An open page and what it did: requests, messages on its console, errors, dialogs."""

    page: Page
    requests: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def quiet(self) -> bool:
        """Whether the page asked for nothing but itself and had no trouble."""
        return all(url.startswith(("file://", "data:")) for url in self.requests) and not self.troubles

    def search(self, text: str) -> None:
        self.page.fill("#search", text)

    def heading(self, text: str) -> None:
        """Wait until the details are headed by `text`, letter for letter."""
        script, page = "document.querySelector('#panel h2').textContent", self.page
        end = time.monotonic() + 30
        while (found := page.evaluate(script)) != text:  # wait_for_function needs eval, which the page forbids
            assert time.monotonic() < end, f"headed {found!r}, not {text!r}"
            page.wait_for_timeout(20)

    def panel(self) -> str:
        return self.page.inner_text("#panel")

    def drawn(self) -> set[str]:
        return set(self.page.evaluate("graphPage.drawing.nodes.getIds()"))

    def go(self, **parts: str) -> None:
        """Go to an address: `go(around=key, node=key)`; `with_` stands for `with`."""
        pairs = [[name.rstrip("_"), value] for name, value in parts.items()]
        self.page.evaluate("pairs => { location.hash = new URLSearchParams(pairs); }", pairs)

    def address(self) -> dict[str, str]:
        """What the address says after `#`."""
        return dict(self.page.evaluate("[...new URLSearchParams(location.hash.slice(1))]"))

    def saved(self, button: str) -> bytes:
        """What a button of the page saves as a file."""
        with self.page.expect_download() as download:
            self.page.click(button)
        return download.value.path().read_bytes()

    def barriers(self) -> list[str]:
        """What axe-core finds that would keep people out: its serious and critical violations, with their places."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{item['id']}: {node['html'][:120]}"
            for item in found
            if item["impact"] in ("serious", "critical")
            for node in item["nodes"]
        ]

    def on_screen(self, key: str) -> tuple[float, float]:
        """Where a node stands, in pixels of the window."""
        script = """key => {
            const { network, stage } = graphPage.drawing, box = stage.getBoundingClientRect();
            const place = network.canvasToDOM(network.getPosition(key));
            return [place.x + box.left, place.y + box.top];
        }"""
        x, y = self.page.evaluate(script, key)
        return x, y


Open = Callable[..., Opened]
