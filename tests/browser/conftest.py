"""A real Chromium for the tests of the pages, and ways to open them in it that note all that happens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from browser.opened import Open, Opened
from playwright.sync_api import Browser, sync_playwright
from view.report_records import HOSTILE_PAGES, figure_records, hostile_records

from kg.query import KnowledgeGraph
from kg.view import write_page, write_report

CHROMIUM = Path("/usr/bin/chromium")
PAGE = ("around", "top", "kinds", "title")  # what the page of a graph is asked for
MISSING = "install chromium: apt-get install chromium"
# The first lets it run as root, as in a container; the last three keep the browser itself from calling home.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where Chromium is; without it the tests are skipped, or fail where CI is set: there it has to be."""
    if not CHROMIUM.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    return CHROMIUM


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """A Chromium that runs."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_file(browser: Browser) -> Iterator[Open]:
    """Open a page from disk: `open_file(path, width=…, height=…, dark=…, address=…, script=…)`."""
    contexts = []

    def opened(file: Path, **given: Any) -> Opened:
        size = {"width": given.get("width", 1400), "height": given.get("height", 900)}
        context = browser.new_context(
            viewport=size, color_scheme="dark" if given.get("dark") else "light", reduced_motion="reduce",
            accept_downloads=True,
        )  # fmt: skip
        context.set_default_timeout(30_000)  # a browser takes its time on a busy machine
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


@pytest.fixture
def open_page(open_file: Open, tmp_path: Path) -> Open:
    """Write a graph's page and open it: `open_page(graph, around=…, top=…, title=…)`, and what `open_file` takes."""

    def opened(graph: nx.MultiDiGraph[str], **given: Any) -> Opened:
        file = tmp_path / "graph.html"
        write_page(graph, file, **{name: given.pop(name) for name in PAGE if name in given})
        return open_file(file, **given)

    return opened


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports that tests only read, by what they are of: `usual` papers, hostile ones (`hostile-0`, …) and `none`."""
    made = {"usual": figure_records(), "none": [], **{f"hostile-{n}": hostile_records(n) for n in HOSTILE_PAGES}}
    folder = tmp_path_factory.mktemp("reports")
    for name, records in made.items():
        write_report(KnowledgeGraph(records), folder / f"{name}.html", title=f"Report: {name}")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture
def open_report(open_file: Open, reports: dict[str, Path]) -> Open:
    """Open one of the reports: `open_report("usual", …)`, and what `open_file` takes."""
    return lambda name="usual", **given: open_file(reports[name], **given)
