"""One person's way through the page of the shipped sample: from a device to a number, its sentence, its paper."""

from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import pytest
from browser.opened import Open
from playwright.sync_api import expect

from kg.run import build

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> nx.MultiDiGraph[str]:
    folder: Path = tmp_path_factory.mktemp("sample")
    return build([], folder).nx


def test_from_a_device_to_a_number_to_its_paper_and_back_to_a_file(open_page: Open, sample: nx.MultiDiGraph) -> None:
    opened = open_page(sample)
    page = opened.page
    page.keyboard.press("/")
    page.keyboard.type("A100")
    page.keyboard.press("Enter")
    opened.heading("NVIDIA A100")
    assert "a kind of Ampere GPU" in " ".join(page.inner_text("#panel .family").split())
    assert "40 or 80 GB" in page.inner_text("#panel .facts")

    page.get_by_role("button", name="Number").click()
    number = page.locator(".results td.number .link").first
    amount = number.inner_text()
    number.click()  # the best of the numbers that are factors
    page.wait_for_selector("#panel blockquote")
    sentence, marked = page.inner_text("#panel blockquote"), page.inner_text("#panel mark")
    assert marked in sentence
    assert amount.rstrip("x").split()[-1] in marked

    title = page.inner_text("#panel .from .link")
    page.click("#panel .from .link")
    opened.heading(title)
    assert marked in page.inner_text("#panel .abstract").replace("\n", " ")

    page.go_back()
    page.wait_for_selector("#panel blockquote")
    assert page.inner_text("#panel mark") == marked
    page.go_back()
    opened.heading("NVIDIA A100")

    page.click("#overview")
    opened.heading("What is here")
    page.click("#filter")
    page.select_option("#metric", "throughput")
    expect(page.locator("#filter")).to_have_text("Filters (1)")
    page.keyboard.press("Escape")
    page.click("#save")
    rows = list(csv.DictReader(opened.saved("#save-csv").decode("utf-8-sig").splitlines()))
    assert rows
    for row in rows:
        assert row["marked"] in row["sentence"]
        assert sample.nodes[next(key for key in sample if sample.nodes[key]["label"] == row["from"])]
    reporting = {sample.nodes[paper]["label"] for paper, result, relation in sample.edges(keys=True)
                 if relation == "has_result" and sample.nodes[result]["metric"] == "throughput"}  # fmt: skip
    assert {row["from"] for row in rows if row["from_kind"] == "paper"} <= reporting
    assert opened.troubles == []
