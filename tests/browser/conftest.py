"""A real Chromium for the tests of the page, and a way to open a graph in it that notes all that happens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browser.opened import Open, Opened
from playwright.sync_api import Browser, sync_playwright

from kg.view import write_page

CHROMIUM = Path("/usr/bin/chromium")
MISSING = "install chromium: apt-get install chromium"
# The first lets it run as root, as in a container; the last three keep the browser itself from calling home.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without it the tests are skipped, or fail where CI is set: there it has to be."""
    if not CHROMIUM.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Write a graph's page and open it from disk: `open_page(graph, width=…, dark=…, address=…, script=…)`."""
    contexts = []

    def opened(graph: nx.MultiDiGraph[str], **given: Any) -> Opened:
        file = tmp_path / "graph.html"
        write_page(
            graph, file, **{name: given.pop(name) for name in ("around", "top", "kinds", "title") if name in given}
        )
        size = {"width": given.get("width", 1400), "height": given.get("height", 900)}
        context = browser.new_context(
            viewport=size, color_scheme="dark" if given.get("dark") else "light", reduced_motion="reduce",
            accept_downloads=True,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if "script" in given:
            context.add_init_script(given["script"])
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.troubles.append(message.text))
        found.page.on("pageerror", lambda error: found.troubles.append(str(error)))
        found.page.on("dialog", lambda dialog: (found.troubles.append(dialog.message), dialog.dismiss()))
        found.page.goto(file.as_uri() + given.get("address", ""))
        found.page.wait_for_selector("html[data-ready]")
        return found

    yield opened
    for context in contexts:
        context.close()
