"""The page to ask at, in a real Chromium over a live server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.opened import Opened
from playwright.sync_api import Browser, expect
from serve.conftest import build
from served import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OpenServed = Callable[..., Opened]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("asked")
    build(folder)
    with Server(folder, "--workers", "2", "--timeout", "2") as server:
        yield server


@pytest.fixture
def open_served(browser: Browser, server: Server) -> Iterator[OpenServed]:
    """Open a path of the server: `open_served("/query", width=…, dark=…)`."""
    contexts = []

    def opened(path: str = "/query", **given: Any) -> Opened:
        size = {"width": given.get("width", 1200), "height": given.get("height", 900)}
        context = browser.new_context(viewport=size, color_scheme="dark" if given.get("dark") else "light")
        context.set_default_timeout(15_000)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.troubles.append(message.text))
        found.page.on("pageerror", lambda error: found.troubles.append(str(error)))
        found.page.goto(f"http://{server.host}:{server.port}{path}")
        return found

    yield opened
    for context in contexts:
        context.close()


def ask(opened: Opened, query: str) -> None:
    opened.page.fill("#query", query)
    opened.page.keyboard.press("Control+Enter")
    expect(opened.page.locator("#ask")).to_be_enabled()


@pytest.mark.parametrize(("width", "dark"), [(1200, False), (360, True)])
def test_a_question_is_asked_and_answered(open_served: OpenServed, width: int, dark: bool) -> None:
    opened = open_served(width=width, dark=dark)
    page = opened.page
    ask(opened, "SELECT ?h ?l (2.5 AS ?n) ?none { ?h a kg:Hardware ; skos:prefLabel ?l } ORDER BY ?l LIMIT 2")
    expect(page.locator("#answer tbody tr")).to_have_count(2)
    assert page.locator("#answer th").all_inner_texts() == ["h", "l", "n", "none"]
    link = page.locator("#answer td a").first
    assert link.inner_text().startswith("id:hardware-")
    assert page.inner_text("#said").startswith("2 rows, ")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "query=SELECT" in page.url
    link.click()  # what the graph speaks of is described
    expect(page.locator("#answer pre")).to_contain_text("skos:prefLabel")
    assert opened.troubles == []
    assert all(url.startswith((f"{page.url.split('/query')[0]}/", "data:", "blob:")) for url in opened.requests)


def test_the_address_holds_the_query(open_served: OpenServed) -> None:
    first = open_served()
    ask(first, "ASK { ?s ?p '100 % & #hash' }")
    expect(first.page.locator("#answer")).to_have_text("no")
    again = open_served(first.page.url.partition(str(first.page.url.split("/")[2]))[2])
    assert again.page.input_value("#query") == "ASK { ?s ?p '100 % & #hash' }"


def test_mistakes_and_limits_are_told_in_words(open_served: OpenServed) -> None:
    opened = open_served()
    said = opened.page.locator("#said")
    ask(opened, "SELECT * {")
    expect(said).to_contain_text("the query cannot be read where it ends")
    ask(opened, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    expect(said).to_contain_text("stopped at the time limit of 2 s")
    opened.page.click("#ask")
    opened.page.click("#stop")
    expect(said).to_have_text("stopped")


def test_what_an_answer_holds_is_shown_as_text(open_served: OpenServed) -> None:
    opened = open_served()
    ask(opened, "SELECT * { VALUES (?a ?b) { ('<img src=x onerror=alert(1)>' <javascript:alert(1)>) } }")
    cells = opened.page.locator("#answer td")
    assert cells.all_inner_texts() == ["<img src=x onerror=alert(1)>", "javascript:alert(1)"]
    assert opened.page.locator("#answer img, #answer a").count() == 0
    assert opened.troubles == []


def test_a_shipped_query_takes_values_and_its_answer_is_saved(open_served: OpenServed, tmp_path: Path) -> None:
    opened = open_served()
    page = opened.page
    page.select_option("#named", "what-beats")
    page.fill("#values input[name=baseline]", 'a "b"')
    expect(page.locator("#query")).to_have_value(holding('VALUES ?baseline { "a \\"b\\"" }'))
    page.fill("#values input[name=least]", "much")
    expect(page.locator("#said")).to_contain_text("least must be a number")
    page.fill("#values input[name=least]", "1")
    page.fill("#values input[name=baseline]", "vLLM")
    expect(page.locator("#query")).to_have_value(holding('VALUES ?baseline { "vLLM" }'))
    page.keyboard.press("Enter")
    expect(page.locator("#csv")).to_be_enabled()
    with page.expect_download() as saved:
        page.click("#csv")
    saved.value.save_as(tmp_path / "answer.csv")
    assert (tmp_path / "answer.csv").read_text(encoding="utf-8").startswith("subject,factor,stated,")


def holding(part: str) -> re.Pattern[str]:
    """A pattern for a text that holds this part."""
    return re.compile(re.escape(part))


def test_the_page_of_the_graph_works_as_it_does_from_disk(open_served: OpenServed) -> None:
    opened = open_served("/")
    opened.page.wait_for_selector("html[data-ready]")
    assert opened.page.inner_text("#status")
    assert opened.troubles == []
