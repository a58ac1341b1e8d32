"""The report in a real Chromium, used with a mouse, with keys alone, and by what reads it aloud."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from browser.opened import Open, Opened
from playwright.sync_api import expect
from view.graphs import HOSTILE
from view.report_records import ON_A_PAGE, key_of_hostile

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = [(360, 740), (1400, 900), (2560, 1300)]
FOCUSED = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
# Text of drawings that leaves its drawing, or lies on another, in pixels of the screen.
CLASHES = """() => {
    const found = [];
    for (const drawing of document.querySelectorAll(".drawing")) {
        const whole = drawing.getBoundingClientRect();
        if (whole.width === 0) continue;
        const texts = [...drawing.querySelectorAll("text")].filter((text) => !text.hasAttribute("transform"));
        const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
        for (const [text, box] of boxes) {
            const inside = box.left >= whole.left - 1 && box.right <= whole.right + 1 && box.bottom <= whole.bottom + 1;
            if (!inside) found.push(["leaves", text]);
        }
        boxes.forEach(([text, one], place) => {
            for (const [other, two] of boxes.slice(place + 1)) {
                const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
                const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
                if (across > 1 && down > 4) found.push([text, other]);
            }
        });
    }
    return found;
}"""
LETTERS = """() => [...document.querySelectorAll(".drawing text")]
    .filter((text) => text.getClientRects().length)
    .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a)"""


def form(width: int) -> str:
    return "narrow" if width <= 700 else "wide"


def mark(opened: Opened, figure: str, said: str) -> Any:
    return opened.page.locator(f"#{figure} .drawing:visible .mark[aria-label^='{said}']")


def test_it_asks_the_network_for_nothing(open_report: Open) -> None:
    opened = open_report()
    mark(opened, "hardware", "NVIDIA A100:").click()
    opened.page.keyboard.press("Escape")
    opened.page.fill("#find", "vllm")
    assert [url for url in opened.requests if not url.startswith("data:")] == [opened.page.url.split("#")[0]]
    assert opened.troubles == []


def test_a_bar_leads_to_the_sentences_it_counts(open_report: Open) -> None:
    opened = open_report()
    mark(opened, "hardware", "NVIDIA A100:").click()
    expect(opened.page.locator("#details h2")).to_have_text("NVIDIA A100: 6 papers, 5 by its own name")
    assert opened.page.locator("#details .card").count() == 6
    marked = opened.page.locator("#details mark").all_inner_texts()
    assert set(marked) == {"A100", "NVIDIA A100 80GB GPU"}
    away = opened.page.locator("#details .plain a")
    assert away.get_attribute("href") == "graph.html#around=hardware-nvidia-a100&node=hardware-nvidia-a100"
    assert opened.quiet


def test_a_cell_shows_both_names_and_a_gap_says_what_it_stands_on(open_report: Open) -> None:
    opened = open_report()
    mark(opened, "method-hardware", "KV cache × NVIDIA A100: 3 papers").click()
    cards = opened.page.locator("#details .card")
    assert [set(card.locator("mark").all_inner_texts()) for card in cards.all()].count({"A100"}) == 3
    opened.page.keyboard.press("Escape")
    mark(opened, "method-hardware", "pruning × NVIDIA A100:").click()
    expect(opened.page.locator("#details h2")).to_contain_text("a gap, no paper names both; 4 papers name the first")
    assert opened.page.locator("#details .plain a").count() == 2


def test_a_dot_leads_to_its_result_and_that_to_its_row(open_report: Open) -> None:
    opened = open_report()
    mark(opened, "speedups", "Heron: up to 2.5x").first.click()
    assert "up to 2.5x throughput gain" in opened.page.inner_text("#details .card")
    assert "number 2 of those that compare" in opened.page.inner_text("#details .card")
    opened.page.click("#details .ways .link")
    expect(opened.page.locator("#details")).not_to_be_visible()
    chosen = opened.page.locator("#table .chosen")
    expect(chosen).to_be_in_viewport()
    assert chosen.locator("td, th").all_inner_texts()[:4] == ["up to 2.5x", "throughput gain", "Heron", "vLLM"]


def test_a_tradeoff_shows_both_its_results(open_report: Open) -> None:
    opened = open_report()
    mark(opened, "tradeoffs", "Sparrow: 3x speedup gain; 1.5% accuracy loss").click()
    assert opened.page.locator("#details .amount").all_inner_texts() == ["3x speedup gain", "1.5% accuracy loss"]


@pytest.mark.parametrize("width", [360, 1400])
def test_keys_alone_lead_to_the_evidence_and_back(open_report: Open, width: int) -> None:
    opened = open_report(width=width)
    keys = opened.page.keyboard
    opened.page.locator("nav a").last.focus()
    keys.press("Tab")
    first = opened.page.evaluate(FOCUSED)
    assert first.startswith("GPU: 8 papers")
    keys.press("ArrowDown")
    assert opened.page.evaluate(FOCUSED).startswith("NVIDIA A100: 6 papers")
    keys.press("Enter")
    expect(opened.page.locator("#details")).to_be_visible()
    assert opened.page.evaluate(FOCUSED) == "Close"
    keys.press("Enter")
    expect(opened.page.locator("#details")).not_to_be_visible()
    assert opened.page.evaluate(FOCUSED).startswith("NVIDIA A100: 6 papers")
    keys.press("End")
    keys.press("ArrowDown")
    keys.press("Home")
    assert opened.page.evaluate(FOCUSED) == first
    keys.press("Tab")
    assert opened.page.evaluate(FOCUSED) == "Numbers behind this figure"


def test_arrows_reach_every_cell_of_the_heat_map(open_report: Open) -> None:
    opened = open_report()
    cells = opened.page.locator("#method-hardware .wide .mark")
    cells.first.focus()
    seen = set()
    for _ in range(11):
        for _ in range(6):
            seen.add(opened.page.evaluate("document.activeElement.dataset.mark"))
            opened.page.keyboard.press("ArrowRight")
        for _ in range(6):
            opened.page.keyboard.press("ArrowLeft")
        opened.page.evaluate(
            "row => document.querySelector(`#method-hardware .wide [data-mark='${row}']`).focus()", len(seen) % 66
        )
    assert len(seen) == cells.count() == 66


def test_back_forward_and_a_link_open_what_was_open(open_report: Open) -> None:
    opened = open_report()
    title = opened.page.locator("#details h2")
    mark(opened, "hardware", "GPU").click()
    opened.page.keyboard.press("Escape")
    mark(opened, "metrics", "throughput").click()
    expect(title).to_contain_text("throughput: ")
    link = opened.page.url
    opened.page.go_back()
    expect(opened.page.locator("#details")).not_to_be_visible()
    opened.page.go_back()
    expect(title).to_contain_text("GPU: ")
    opened.page.go_forward()
    opened.page.go_forward()
    expect(title).to_contain_text("throughput: ")
    again = open_report(address="#" + link.split("#")[1])
    expect(again.page.locator("#details h2")).to_contain_text("throughput: ")


@pytest.mark.parametrize(
    "address", ["#figure=nothing&mark=x", "#figure=__proto__&mark=x", "#result=gone", "#row=gone&sort=x", "#%"]
)
def test_an_address_that_names_nothing_shows_the_page(open_report: Open, address: str) -> None:
    opened = open_report(address=address)
    expect(opened.page.locator("#details")).not_to_be_visible()
    assert opened.page.inner_text("#found") == "25 results"
    assert opened.quiet


def test_the_table_is_searched_filtered_and_sorted(open_report: Open) -> None:
    opened = open_report()
    shown = opened.page.locator("#table tbody tr")
    assert shown.count() == 25
    opened.page.fill("#find", "VLLM  a100 throughput")
    assert 0 < shown.count() < 25
    assert all("vLLM" in row and "A100" in row for row in shown.all_inner_texts())
    assert opened.page.inner_text("#found") == f"{shown.count()} of 25 results"
    assert "find=VLLM" in opened.page.url
    opened.page.fill("#find", "")
    opened.page.select_option("#metric", "accuracy")
    opened.page.select_option("#sense", "loss")
    assert {row.split("\t")[1] for row in shown.all_inner_texts()} == {"accuracy loss"}
    opened.page.select_option("#metric", "")
    opened.page.select_option("#sense", "")
    opened.page.click("#table thead button:text('Compares as')")
    opened.page.click("#table thead button:text('Compares as')")
    factors = [
        cell
        for cell in opened.page.locator("#table .cell-factor, #table td.number").all_inner_texts()
        if cell.endswith("x")
    ]
    assert "1.429–1.818x" in factors
    values = [float(factor[:-1].split("–")[0]) for factor in factors]
    assert values == sorted(values, reverse=True)
    assert opened.page.get_attribute("#table [data-column=factor]", "aria-sort") == "descending"
    opened.page.fill("#find", "nothing holds this")
    assert (shown.count(), opened.page.inner_text("#found")) == (0, "0 of 25 results")
    assert opened.quiet


def test_what_is_found_is_saved_as_csv(open_report: Open, tmp_path: Path) -> None:
    opened = open_report()
    opened.page.fill("#find", "sparrow")
    with opened.page.expect_download() as download:
        opened.page.click("#save")
    download.value.save_as(tmp_path / "results.csv")
    saved = (tmp_path / "results.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(saved.splitlines()))
    assert len(rows) == opened.page.locator("#table tbody tr").count()
    assert rows[0]["Result"] == "3x"
    assert rows[0]["Sentence"] == "Sparrow is 3x faster at a loss of 1.5% accuracy."


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_text_is_shown_and_does_nothing(open_report: Open, number: int) -> None:
    text, key = HOSTILE[number], key_of_hostile(number).encode("utf-8", "replace").decode()
    address = urlencode({"figure": "hardware", "mark": key})
    opened = open_report(f"hostile-{number // ON_A_PAGE}", address=f"#{address}")
    expect(opened.page.locator("#details .card")).to_have_count(1)
    opened.page.keyboard.press("Escape")
    data = json.loads(opened.page.locator("#data").text_content() or "")
    place = [found["key"] for found in data["figures"]["baselines"]].index(key)
    opened.page.locator(f"#baselines .wide .mark[data-mark='{place}']").click()
    expect(opened.page.locator("#details mark")).to_have_text(["2x faster"])
    opened.page.keyboard.press("Escape")
    opened.page.fill("#find", " ".join(re.findall(r"\w{3,60}", text)[:4]))
    row = data["results"]["subject"].index(text)
    expect(opened.page.locator(f"#table [data-row='{row}']")).to_have_count(1)
    assert opened.page.evaluate("window.pwned") is None
    assert opened.page.locator("#details script, #details img, #table a, #table img, main script, h1 *").count() == 0
    assert opened.quiet


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", ["usual", "hostile-0"])
def test_nothing_overlaps_hangs_over_or_is_too_small(open_report: Open, width: int, height: int, name: str) -> None:
    opened = open_report(name, width=width, height=height)
    assert opened.page.evaluate(CLASHES) == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert min(opened.page.evaluate(LETTERS)) >= 10.9
    drawn = opened.page.locator("#hardware .drawing:visible")
    assert form(width) in (drawn.get_attribute("class") or "")


@pytest.mark.parametrize(
    ("name", "width", "dark"),
    [("usual", 360, False), ("usual", 1400, True), ("hostile-0", 1400, False), ("none", 1400, True)],
)
def test_axe_finds_no_serious_trouble(open_report: Open, name: str, width: int, dark: bool) -> None:
    opened = open_report(name, width=width, dark=dark)
    opened.page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true;")
    assert opened.barriers() == []
    if name != "none":
        opened.page.locator("#baselines .drawing:visible .mark").first.click()
        expect(opened.page.locator("#details")).to_be_visible()
        assert opened.barriers() == []
