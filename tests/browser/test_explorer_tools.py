"""What the explorer lets people do: filter, connect, focus, sort, save, read in the dark, work without a mouse."""

from __future__ import annotations

import csv
import struct
from xml.etree import ElementTree

import networkx as nx
import pytest
from browser.opened import Open, Opened
from playwright.sync_api import expect
from view.graphs import GraphMaker, random_graph, small_graph

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SVG = "{http://www.w3.org/2000/svg}"


def measured_graph() -> nx.MultiDiGraph[str]:
    """One system with results in several metrics, in an order that is none."""
    make = GraphMaker()
    paper = make.paper("paper-heron", "Heron", "Heron is 2x faster than Crane, cuts memory by 40% and reads 71.5 F1.")
    heron = make.entity(paper, "method", "Heron", count=2, relation="introduces")
    crane = make.entity(paper, "software", "Crane")
    numbers = (
        ("40% memory cut", "cuts memory by 40%", "memory", 40.0, "%", "cut", 1.67),
        ("71.5 f1", "71.5 F1", "f1", 71.5, "", "value", None),
        ("2x speedup gain", "2x faster", "speedup", 2.0, "x", "gain", 2.0),
    )
    for label, quote, metric, value, unit, sense, normal in numbers:
        number = {"metric": metric, "value": value, "unit": unit, "sense": sense, "better": "higher"}
        if normal:
            number |= {"normal": normal, "normal_unit": "x"}
        against = {"baseline": crane} if metric == "speedup" else {}
        make.result(paper, label, quote, number, subject=heron, **against)
    return make.graph


def first_column(opened: Opened) -> list[str]:
    return opened.page.locator(".results tbody td.number .link").all_inner_texts()


def status(opened: Opened) -> str:
    return opened.page.inner_text("#status")


def test_a_filter_by_relation_takes_its_lines_and_says_so(open_page: Open) -> None:
    opened = open_page(small_graph())
    lines = "graphPage.drawing.lines.map(({ relation }) => relation.name)"
    assert "introduces" in opened.page.evaluate(lines)
    opened.page.click("#filter")
    opened.page.uncheck("[data-relation=introduces]")
    expect(opened.page.locator("#filter")).to_have_text("Filters (1)")
    assert "introduces" not in opened.page.evaluate(lines)
    assert opened.address() == {"without": "introduces"}
    assert status(opened).endswith("drawn, filtered")


def test_a_filter_by_hardware_leaves_its_papers_and_what_they_name(open_page: Open) -> None:
    opened = open_page(small_graph())
    opened.page.click("#filter")
    options = opened.page.locator("#hardware option").all_inner_texts()
    assert options == ["any hardware, or none", "GPU (3)", "data-centre GPU (3)"]
    opened.page.select_option("#hardware", "class:data-centre GPU")
    expect(opened.page.locator("#filter")).to_have_text("Filters (1)")
    assert "hardware-gpu" not in opened.drawn()
    assert {"hardware-nvidia-a100", "paper-blot", "software-vllm"} <= opened.drawn()


def test_filters_by_metric_and_papers_add_up_and_reset(open_page: Open) -> None:
    opened = open_page(small_graph())
    whole = opened.drawn()
    opened.page.click("#filter")
    opened.page.select_option("#metric", "accuracy")
    expect(opened.page.locator("#filter")).to_have_text("Filters (1)")
    assert {key for key in opened.drawn() if key.startswith("paper")} == {"paper-inkwell"}
    opened.page.fill("#least", "2")
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#filter")).to_have_text("Filters (2)")
    assert opened.drawn() == {"paper-inkwell"}  # nothing else is named in two papers that report accuracy
    assert opened.address() == {"metric": "accuracy", "papers": "2"}
    opened.page.click("#reset")
    expect(opened.page.locator("#filter")).to_have_text("Filters")
    assert opened.drawn() == whole


def test_a_link_brings_filters_and_kinds_along(open_page: Open) -> None:
    opened = open_page(small_graph(), address="#metric=accuracy&kinds=paper,dataset&papers=x&without=nonsense")
    assert opened.drawn() == {"paper-inkwell", "dataset-gsm8k"}
    assert opened.page.get_attribute("[data-kind=method]", "aria-pressed") == "false"
    assert opened.page.inner_text("#filter") == "Filters (1)"


def test_back_takes_a_filter_and_a_kind_back(open_page: Open) -> None:
    opened = open_page(small_graph())
    whole = opened.drawn()
    opened.page.click("[data-kind=hardware]")
    opened.page.click("#filter")
    opened.page.select_option("#metric", "accuracy")
    expect(opened.page.locator("#filter")).to_have_text("Filters (1)")
    opened.page.go_back()
    expect(opened.page.locator("#filter")).to_have_text("Filters")
    expect(opened.page.locator("[data-kind=hardware]")).to_have_attribute("aria-pressed", "false")
    opened.page.go_back()
    expect(opened.page.locator("[data-kind=hardware]")).to_have_attribute("aria-pressed", "true")
    assert opened.drawn() == whole


def test_a_second_node_shows_what_connects_the_two(open_page: Open) -> None:
    opened = open_page(small_graph())
    opened.page.mouse.click(*opened.on_screen("software-vllm"))
    opened.heading("vLLM")
    opened.page.keyboard.down("Shift")
    opened.page.mouse.click(*opened.on_screen("hardware-nvidia-a100"))
    opened.page.keyboard.up("Shift")
    opened.heading("What connects them")
    assert "2 PAPERS ON BOTH" in opened.panel()
    sentences = opened.page.locator("#panel .sentence mark").all_inner_texts()
    assert sorted(sentences) == ["A100", "A100", "vLLM", "vLLM"]
    assert opened.address() == {"node": "software-vllm", "with": "hardware-nvidia-a100"}


def test_a_way_through_others_is_shown_step_by_step_and_drawn(open_page: Open) -> None:
    opened = open_page(small_graph(), top=2)
    opened.go(node="dataset-gsm8k")
    opened.heading("GSM8K")
    opened.page.get_by_role("button", name="Connect with…").click()
    assert opened.page.is_visible("#pick")
    opened.page.keyboard.type("vllm")  # the search box waits for it
    opened.page.keyboard.press("Enter")
    opened.heading("What connects them")
    assert opened.page.is_hidden("#pick")
    assert "THE WAY THAT SAYS MOST" in opened.panel()
    assert {"dataset-gsm8k", "hardware-nvidia-a100", "software-vllm"} <= opened.drawn()
    steps = opened.page.locator("#panel section").first.locator("li")
    assert steps.count() == 4
    steps.first.locator(".sentence").click()
    opened.heading("Evidence")


def test_nodes_that_nothing_connects_are_said_to_be_apart(open_page: Open) -> None:
    make = GraphMaker()
    for name in ("Wren", "Finch"):
        paper = make.paper(f"paper-{name}", f"On {name}", f"We build {name}.")
        make.entity(paper, "method", name, count=2, relation="introduces")
    opened = open_page(make.graph)
    opened.go(node="method-wren", with_="method-finch")
    opened.heading("What connects them")
    assert "No way of up to 6 steps" in opened.panel()


def test_focus_leaves_what_is_chosen_and_its_neighbours(open_page: Open) -> None:
    graph = small_graph()
    opened = open_page(graph)
    opened.page.mouse.click(*opened.on_screen("software-vllm"))
    opened.heading("vLLM")
    opened.page.keyboard.press("f")
    expect(opened.page.locator("#focus")).to_have_attribute("aria-pressed", "true")
    near = set(graph.predecessors("software-vllm")) - {"result-quill-1"}
    assert opened.drawn() == near | {"software-vllm"}
    assert status(opened).endswith("in focus")
    opened.page.click("#focus")
    expect(opened.page.locator("#focus")).to_have_attribute("aria-pressed", "false")
    assert near | {"software-vllm"} < opened.drawn()


def test_results_are_sorted_by_any_column(open_page: Open) -> None:
    opened = open_page(measured_graph(), address="#node=method-heron")
    assert first_column(opened) == ["40%", "71.5", "2x"]
    head = opened.page.locator(".results th")
    assert [" ".join(text.split()) for text in head.all_inner_texts()] == ["NumberMetric", "Of", "Against"]
    opened.page.get_by_role("button", name="Number").click()
    assert first_column(opened) == ["2x", "40%", "71.5"]
    assert head.first.get_attribute("aria-sort") == "ascending"
    opened.page.get_by_role("button", name="Metric", exact=True).click()
    assert first_column(opened) == ["71.5", "40%", "2x"]
    opened.page.get_by_role("button", name="Against").click()
    assert first_column(opened)[0] == "2x"
    opened.page.get_by_role("button", name="Against").click()  # once more: back to the order of the text
    assert first_column(opened) == ["40%", "71.5", "2x"]


def test_results_are_saved_as_a_table(open_page: Open) -> None:
    opened = open_page(measured_graph(), address="#node=method-heron")
    table = opened.saved("text=Save as CSV").decode("utf-8-sig")
    rows = list(csv.DictReader(table.splitlines()))
    assert [row["result"] for row in rows] == ["40%", "71.5", "2x"]
    assert rows[2]["baseline"] == "Crane"
    assert rows[2]["factor"] == "2"
    assert rows[2]["sentence"].startswith("Heron is 2x faster than Crane")
    assert rows[2]["marked"] == "2x faster"


def test_what_is_seen_is_saved_as_picture_and_facts(open_page: Open) -> None:
    graph = small_graph()
    opened = open_page(graph)
    for button, name in (("#save-png", "png"), ("#save-svg", "svg"), ("#save-csv", "csv")):
        opened.page.click("#save")
        data = opened.saved(button)
        if name == "png":
            assert data.startswith(b"\x89PNG")
            width = opened.page.evaluate("graphPage.drawing.stage.clientWidth")
            assert struct.unpack(">I", data[16:20])[0] == 2 * width
        elif name == "svg":
            texts = {text.text for text in ElementTree.fromstring(data).iter(f"{SVG}text")}
            assert {"vLLM", "NVIDIA A100", "Papers"} <= texts
        else:
            rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
            between = [edge for edge in graph.edges if edge[0] in opened.drawn() and edge[1] in opened.drawn()]
            assert len(rows) == len(between)
            found = next(row for row in rows if row["relation"] == "compares_with")
            assert (found["from"], found["to"], found["marked"]) == ("Blot Tests", "vLLM", "vLLM")
            assert found["sentence"] == "We compare with vLLM on an A100."


def test_a_link_is_copied_or_shown(open_page: Open) -> None:
    opened = open_page(small_graph(), address="#node=software-vllm")
    opened.page.click("#save")
    opened.page.click("#save-link")  # a page from disk may not write to the clipboard unasked: then it shows the link
    told = opened.page.locator("#status", has_text="Link copied").or_(opened.page.locator("#link-box[open] #link"))
    expect(told).to_be_visible()


def test_colours_change_at_a_press_and_the_drawing_with_them(open_page: Open) -> None:
    opened = open_page(small_graph())
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert opened.page.evaluate(ground) == "rgb(255, 255, 255)"
    opened.page.click("#theme")
    assert opened.page.inner_text("#theme") == "Light"
    opened.page.click("#theme")
    assert opened.page.inner_text("#theme") == "Dark"
    assert opened.page.evaluate(ground) == "rgb(20, 23, 27)"
    assert opened.page.evaluate("graphPage.drawing.theme.ground") == "rgb(20, 23, 27)"
    opened.page.click("#theme")
    assert opened.page.inner_text("#theme") == "Auto"
    assert opened.page.evaluate(ground) == "rgb(255, 255, 255)"


def test_it_can_be_worked_without_a_mouse(open_page: Open) -> None:
    opened = open_page(small_graph())
    for _ in range(60):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate("document.activeElement.id") == "drawing":
            break
    assert opened.page.evaluate("document.activeElement.id") == "drawing"
    opened.page.keyboard.press("ArrowRight")  # the first arrow goes to the middle of the picture
    opened.heading("NVIDIA A100")
    assert opened.page.inner_text("#said") == "hardware NVIDIA A100, 5 neighbours"
    seen = {opened.address()["node"]}
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown") * 3:
        opened.page.keyboard.press(key)
        opened.page.wait_for_timeout(30)
        seen.add(opened.address()["node"])
    assert len(seen) >= 4
    opened.page.keyboard.press("c")
    expect(opened.page.locator("#panel")).to_be_focused()
    assert opened.address()["around"] == opened.address()["node"]
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.closest('#panel') !== null")
    opened.page.focus("#drawing")
    opened.page.keyboard.press("x")
    expect(opened.page.locator("#search")).to_be_focused()
    opened.page.keyboard.press("Escape")
    opened.page.focus("#drawing")
    opened.page.keyboard.press("Escape")
    assert opened.page.is_hidden("#pick")
    opened.page.keyboard.press("?")
    expect(opened.page.locator("#help")).to_be_visible()
    opened.page.keyboard.press("Escape")
    expect(opened.page.locator("#help")).to_be_hidden()


@pytest.mark.parametrize(("width", "dark"), [(1400, False), (1400, True), (360, False)])
def test_axe_finds_nothing_serious(open_page: Open, width: int, dark: bool) -> None:
    opened = open_page(random_graph(30, 60), width=width, dark=dark)
    assert opened.barriers() == []
    opened.search("thing 1")
    assert opened.barriers() == []
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#panel h2")).to_contain_text("Thing")
    assert opened.barriers() == []
    opened.page.locator("#panel .sentence").first.click()
    opened.heading("Evidence")
    assert opened.barriers() == []
    opened.page.click("#filter")
    assert opened.barriers() == []
    opened.page.keyboard.press("Escape")
    opened.page.keyboard.press("?")
    assert opened.barriers() == []


def test_without_papers_names_are_tied_by_the_papers_that_name_both(open_page: Open) -> None:
    opened = open_page(small_graph())
    opened.page.click("[data-kind=paper]")
    lines = opened.page.evaluate("graphPage.drawing.lines.map(({ from, to, reads }) => [from, to, reads])")
    assert ["hardware-nvidia-a100", "software-vllm", "in 2 papers together"] in lines
    assert ["hardware-nvidia-a100", "hardware-gpu", "is a kind of"] in lines
    (x1, y1), (x2, y2) = opened.on_screen("hardware-nvidia-a100"), opened.on_screen("software-vllm")
    opened.page.mouse.click(0.6 * x1 + 0.4 * x2, 0.6 * y1 + 0.4 * y2)
    opened.heading("What connects them")
    assert "2 PAPERS ON BOTH" in opened.panel()
