"""The page in a real Chromium, used as a person would use it."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

import pytest
from browser.opened import Open, Opened
from playwright.sync_api import expect
from view.graphs import HOSTILE, hostile_graph, hostile_key, random_graph, small_graph

from kg.view import write_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INK = """() => {
    const canvas = document.querySelector("#drawing canvas");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const colours = new Set();
    for (let at = 0; at < pixels.length; at += 4) {
        if (pixels[at + 3] === 255) colours.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
    }
    return [...colours];
}"""
LABELS = "() => graphPage.drawing.labels"
FIRST_DRAWN = """
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (...given) {
        window.firstDrawn ??= performance.now();
        return write.apply(this, given);
    };
"""
SEARCHES = """queries => queries.map((typed) => {
    const box = document.querySelector("#search"), began = performance.now();
    box.value = typed;
    box.dispatchEvent(new Event("input"));
    return performance.now() - began;
})"""


def quiet(opened: Opened) -> bool:
    """Whether the page asked for nothing but itself and had no trouble."""
    return all(url.startswith(("file://", "data:")) for url in opened.requests) and not opened.troubles


@pytest.mark.parametrize("dark", [False, True])
def test_it_draws_each_kind_in_its_colour(open_page: Open, dark: bool) -> None:
    opened = open_page(small_graph(), dark=dark)
    colours = set(opened.page.evaluate(INK))
    assert {
        "0,114,178",
        "213,94,0",
        "86,180,233",
        "0,158,115",
    } <= colours  # method, hardware, software, dataset
    assert opened.page.inner_text("#status") == f"{len(opened.drawn())} of 12 nodes drawn"
    assert quiet(opened)


def test_it_asks_the_network_for_nothing(open_page: Open) -> None:
    opened = open_page(small_graph())
    opened.search("a100")
    opened.page.keyboard.press("Enter")
    opened.page.click("[data-kind=result]")
    opened.page.locator("#panel .sentence").first.click()
    opened.page.wait_for_selector("blockquote")
    assert [url for url in opened.requests if not url.startswith("data:")] == [opened.page.url.split("#")[0]]
    assert opened.troubles == []


def test_hostile_text_is_shown_and_does_nothing(open_page: Open) -> None:
    opened = open_page(hostile_graph(), title=HOSTILE[0])
    elements = opened.page.locator("body *").count()
    opened.page.click("[data-kind=result]")
    for number, text in enumerate(HOSTILE):
        opened.search(text[:60])
        assert opened.page.locator("#hits li").count() >= 1, text
        opened.page.keyboard.press("Escape")
        for key in (f"paper-{number}", hostile_key(text)):
            opened.go(around=key, node=key)
            opened.heading(text)
        opened.page.locator("#panel .sentence").first.click()
        opened.heading("Evidence")
        opened.go(node=f"paper-{number}", with_="hardware-hub")
        opened.heading("What connects them")
    assert opened.page.evaluate("window.pwned") is None
    forbidden = "#panel script, #panel img, #panel a, #hits script, h1 *, iframe, object, embed"
    assert opened.page.locator(forbidden).count() == 0
    opened.go()
    opened.heading("What is here")
    assert abs(opened.page.locator("body *").count() - elements) < 100  # the details differ a little, nothing came in
    assert quiet(opened)


def test_hostile_text_is_saved_as_text(open_page: Open) -> None:
    opened = open_page(hostile_graph(), title="</title><script>window.pwned = 1</script>", top=150)
    opened.page.click("#save")
    picture = opened.saved("#save-svg").decode("utf-8")
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(picture).iter()}
    assert tags <= {"svg", "title", "rect", "g", "line", "polygon", "path", "text"}
    opened.page.click("#save")
    rows = list(csv.reader(opened.saved("#save-csv").decode("utf-8-sig").splitlines()))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    assert opened.page.evaluate("window.pwned") is None
    assert quiet(opened)


def test_hostile_titles_are_headings(open_page: Open, tmp_path: Path) -> None:
    opened = open_page(small_graph(), title=HOSTILE[0])
    for text in HOSTILE:
        write_page(small_graph(), tmp_path / "titled.html", title=text)
        opened.page.goto((tmp_path / "titled.html").as_uri())
        opened.page.wait_for_selector("html[data-ready]")
        assert opened.page.locator("h1 *").count() == 0, text
        assert opened.page.locator("#panel h2").inner_text() == "What is here", text
        assert opened.page.evaluate("window.pwned") is None, text
    assert quiet(opened)


def test_search_finds_by_alias_what_is_not_drawn_and_brings_it_to_the_centre(open_page: Open) -> None:
    graph = random_graph(60, 150)
    rare = next(key for key in sorted(graph) if graph.nodes[key]["label"] == "Thing 149")
    graph.nodes[rare]["aliases"] = "Ünlikely-Name | Other"
    opened = open_page(graph, top=50)
    assert rare not in opened.drawn()
    opened.page.keyboard.press("/")
    opened.page.keyboard.type("unlikely na")
    assert "Thing 149" in opened.page.inner_text("#hits")
    opened.page.keyboard.press("Enter")
    opened.heading("Thing 149")
    assert rare in opened.drawn()
    assert set(graph.predecessors(rare)) & opened.drawn()
    place = opened.page.evaluate("key => graphPage.drawing.network.getPosition(key)", rare)
    assert place == {"x": 0, "y": 0}


def test_arrows_move_through_the_hits_and_escape_closes_them(open_page: Open) -> None:
    opened = open_page(small_graph())
    opened.search("qu")
    first = opened.page.inner_text("#hits [aria-selected=true]")
    opened.page.keyboard.press("ArrowDown")
    assert opened.page.inner_text("#hits [aria-selected=true]") != first
    assert opened.page.get_attribute("#search", "aria-activedescendant") == "hit-1"
    opened.page.keyboard.press("ArrowUp")
    assert opened.page.inner_text("#hits [aria-selected=true]") == first
    opened.page.keyboard.press("Escape")
    assert opened.page.is_hidden("#hits")
    opened.search("nothing is called this")
    assert "No name" in opened.page.inner_text("#hits")
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("ArrowDown")
    assert opened.troubles == []


def test_a_kind_of_the_legend_hides_and_shows(open_page: Open) -> None:
    opened = open_page(small_graph())
    whole = opened.drawn()
    opened.page.click("[data-kind=hardware]")
    assert whole - opened.drawn() == {"hardware-nvidia-a100", "hardware-gpu"}
    assert opened.page.get_attribute("[data-kind=hardware]", "aria-pressed") == "false"
    assert "213,94,0" not in opened.page.evaluate(INK)
    opened.page.click("[data-kind=hardware]")
    assert opened.drawn() == whole
    opened.page.click("[data-kind=result]")
    assert opened.drawn() == whole | {"result-quill-1", "result-inkwell-2"}


def test_a_node_shows_what_is_known_and_its_papers_with_their_sentences(open_page: Open) -> None:
    opened = open_page(small_graph())
    opened.page.mouse.click(*opened.on_screen("hardware-nvidia-a100"))
    opened.heading("NVIDIA A100")
    assert "A100 GPU" in opened.panel()
    assert "a kind of GPU sentence" in " ".join(opened.page.inner_text("#panel .family").split())
    facts = [text.split("\n") for text in opened.page.locator("#panel .facts div").all_inner_texts()]
    assert [[word for word in fact if word] for fact in facts] == [
        ["Maker", "NVIDIA"], ["Class", "data-centre GPU"], ["Launched", "2020"], ["Memory", "40 or 80 GB"],
    ]  # fmt: skip
    assert opened.page.locator("#panel .sentence").all_inner_texts() == [
        "The 🚀 engine Quill pages its cache on an A100.",
        "Quantization on the A100 keeps 78.3% on GSM8K.",
        "We compare with vLLM on an A100.",
    ]


def test_a_line_shows_the_sentence_with_the_very_span_the_paper_and_the_rule(open_page: Open) -> None:
    opened = open_page(small_graph())
    (x1, y1), (x2, y2) = opened.on_screen("paper-quill"), opened.on_screen("hardware-nvidia-a100")
    opened.page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)
    opened.page.wait_for_selector("blockquote")
    assert opened.page.locator("blockquote").first.inner_text() == "The 🚀 engine Quill pages its cache on an A100."
    assert opened.page.locator("blockquote mark").all_inner_texts() == ["A100"]
    assert opened.page.locator(".says .tag").all_inner_texts() == ["runs on", "mentions"]
    assert "Quill: Paging the Cache" in opened.panel()
    assert "rule-hardware-nvidia-a100" in opened.panel()
    opened.page.locator("summary").first.click()
    assert "Memory falls too." in opened.page.inner_text("details[open]")


def test_a_result_leads_from_the_table_to_its_sentence_and_on_to_the_paper(open_page: Open) -> None:
    opened = open_page(small_graph(), address="#node=software-vllm")
    cells = opened.page.locator("tbody td").all_inner_texts()
    assert [" ".join(cell.split()) for cell in cells] == ["up to 3.5x throughput gain", "Quill", "this"]
    opened.page.click("tbody .link")
    opened.page.wait_for_selector("blockquote")
    assert opened.page.inner_text("mark") == "up to 3.5x higher throughput"
    opened.page.click(".from .link")
    opened.heading("Quill: Paging the Cache")
    assert opened.page.locator(".abstract .named").all_inner_texts() == ["A100", "throughput", "vLLM"]


def test_back_and_forward_and_a_link_bring_the_same_picture(open_page: Open) -> None:
    graph = random_graph(60, 150)
    opened = open_page(graph, top=50)
    first = opened.drawn()
    opened.search("Thing 140")
    opened.page.keyboard.press("Enter")
    opened.heading("Thing 140")
    second, address = opened.drawn(), opened.page.evaluate("location.hash")
    opened.page.go_back()
    opened.heading("What is here")
    assert opened.drawn() == first
    opened.page.go_forward()
    opened.heading("Thing 140")
    assert opened.drawn() == second
    assert open_page(graph, top=50, address=address).drawn() == second


def test_a_double_click_brings_neighbours_in_and_moves_nothing(open_page: Open) -> None:
    graph = random_graph(60, 150)
    opened = open_page(graph, top=50)
    before = opened.page.evaluate("graphPage.drawing.network.getPositions()")
    key = max((key for key in opened.drawn() if graph.nodes[key]["kind"] == "hardware"), key=graph.degree)
    opened.page.mouse.dblclick(*opened.on_screen(key))
    expect(opened.page.locator("#status")).not_to_have_text(re.compile("^50 of"))
    after = opened.page.evaluate("graphPage.drawing.network.getPositions()")
    assert {name: after[name] for name in before} == before
    assert all(graph.has_edge(new, key) or graph.has_edge(key, new) for new in set(after) - set(before))


def test_an_address_that_names_nothing_known_shows_the_first_picture(open_page: Open) -> None:
    opened = open_page(small_graph(), address="#around=no-such&open=x&node=y&edge=a&edge=b")
    assert "What is here" in opened.panel()
    assert quiet(opened)


def test_an_empty_graph_opens(open_page: Open) -> None:
    graph = small_graph()
    graph.clear()
    opened = open_page(graph)
    assert opened.page.inner_text("#status") == "0 of 0 nodes drawn"
    assert quiet(opened)


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1400, 900), (2560, 1300)])
def test_names_cover_no_other_name_and_nothing_hangs_over(open_page: Open, width: int, height: int) -> None:
    opened = open_page(random_graph(120, 200), width=width, height=height)
    labels = opened.page.evaluate(LABELS)
    assert len(labels) >= 10
    for number, one in enumerate(labels):
        for other in labels[number + 1 :]:
            apart = one["right"] <= other["left"] or other["right"] <= one["left"]
            assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"], (one, other)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.page.locator("#panel").bounding_box()["width"] >= min(width, 340)


@pytest.mark.parametrize(("papers", "seconds"), [(600, 0.5), (2400, 1.0)])  # some 5,000 and 20,000 nodes
def test_the_first_picture_does_not_wait_for_the_whole_graph(open_page: Open, papers: int, seconds: float) -> None:
    opened = open_page(random_graph(papers, 6 * papers), script=FIRST_DRAWN)
    loaded = opened.page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert opened.page.evaluate("window.firstDrawn") - loaded < 1000 * seconds
    waits = opened.page.evaluate(SEARCHES, [f"thing {number}" for number in range(7)] + ["t", "work 3", "no such"])
    assert median(waits) < 50  # milliseconds from typing to the hits
