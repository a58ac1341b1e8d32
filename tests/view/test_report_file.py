"""The report as a file: what stands in it, that it is the same each time, that nothing in it can run."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from records import A100, GPU, PaperBuilder
from view.elsewhere import printed_elsewhere
from view.graphs import HOSTILE
from view.outline import Outline
from view.report_records import HOSTILE_PAGES, ON_A_PAGE, figure_records, hostile_records

from kg.errors import OutputError
from kg.plot.palette import PALETTE
from kg.query import KnowledgeGraph
from kg.view import report_html, write_report
from kg.view.embed import plain
from kg.view.report.data import MOST_PLACES, report_data
from kg.view.report.page import address

ASSETS = Path(__file__).parents[2] / "kg" / "view" / "report" / "assets"
FIGURES = ["hardware", "families", "method-hardware", "speedups", "memory", "metrics", "baselines", "tradeoffs"]


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(figure_records())


@pytest.fixture(scope="module")
def page(graph: KnowledgeGraph) -> str:
    return report_html(graph)


@pytest.fixture(scope="module")
def wild() -> list[Outline]:
    graphs = [KnowledgeGraph(hostile_records(page)) for page in HOSTILE_PAGES]
    return [Outline(report_html(graph, title="</title><script>x()</script>")) for graph in graphs]


@pytest.mark.slow
def test_the_same_papers_in_another_order_and_process_give_the_same_page(page: str) -> None:
    code = (
        "import sys; from view.report_records import figure_records; from kg.query import KnowledgeGraph;"
        "from kg.view import report_html;"
        "sys.stdout.buffer.write(report_html(KnowledgeGraph(figure_records()[::-1])).encode())"
    )
    assert printed_elsewhere(code) == page


def test_the_policy_names_exactly_the_script_and_the_style_of_the_page(page: str) -> None:
    outline = Outline(page)
    assert outline.policy.startswith("default-src 'none'")
    assert not re.search("unsafe|http|blob", outline.policy)
    assert outline.allowed() == outline.hashes()
    assert len(outline.hashes()) == 2


def test_no_element_asks_for_anything(page: str, wild: list[Outline]) -> None:
    for outline in (Outline(page), *wild):
        for tag, attrs in outline.elements:
            assert not {"src", "srcset", "data", "action", "style", "xlink:href"} & set(attrs), tag
            assert not any(name.startswith("on") for name in attrs), tag
            assert re.match(r"#|data:,$|graph\.html$", attrs.get("href") or "#"), attrs


def test_hostile_text_adds_no_element_and_stays_whole_in_the_data(page: str, wild: list[Outline]) -> None:
    known = {tag for tag, _ in Outline(page).elements}
    for number, outline in enumerate(wild):
        counts = Counter(tag for tag, _ in outline.elements)
        assert set(counts) <= known
        assert (counts["script"], counts["style"], counts["h1"]) == (2, 1, 1)
        data, texts = outline.json("data"), HOSTILE[number * ON_A_PAGE :][:ON_A_PAGE]
        assert {title.rpartition(" ")[0] for _, title in data["papers"]} == set(texts)
        assert set(data["results"]["subject"]) == set(texts)


def test_the_page_has_each_figure_and_each_of_its_marks_in_either_form(graph: KnowledgeGraph, page: str) -> None:
    outline = Outline(page)
    sections = [attrs["id"] for tag, attrs in outline.elements if tag == "section"]
    assert sections == [*FIGURES, "results"]
    forms = Counter(attrs["class"] for tag, attrs in outline.elements if tag == "svg")
    assert forms == {"drawing wide": 7, "drawing narrow": 7, "drawing wide kept": 1, "drawing narrow kept": 1}
    links = Counter(attrs["href"] for tag, attrs in outline.elements if attrs.get("class") == "mark")
    for plot in graph.plot.all():
        name = plot.rows.heading.name
        for mark in plot.rows.marks:
            assert links[address(name, mark.key)] >= 2


def test_each_mark_is_in_the_data_with_its_evidence(graph: KnowledgeGraph, page: str) -> None:
    data = Outline(page).json("data")
    assert list(data["figures"]) == FIGURES
    for plot in graph.plot.all():
        for mark, told in zip(plot.rows.marks, data["figures"][plot.rows.heading.name], strict=True):
            assert (told["key"], told["said"]) == (mark.key, mark.said)
            if mark.basis.results:
                assert [data["results"]["key"][row] for row in told["results"]] == list(mark.basis.results)
            else:
                found = {data["papers"][data["places"][place][0]][0] for place in told["places"]}
                assert found == set(mark.basis.papers)
    gap = next(mark for mark in data["figures"]["method-hardware"] if "a gap" in mark["said"])
    assert gap["places"] == []
    assert [label for _, label in gap["nodes"]] == ["pruning", "NVIDIA A100"]


def test_offsets_count_utf16_units_and_cut_out_the_evidence(page: str, wild: list[Outline]) -> None:
    graphs = [KnowledgeGraph(figure_records()), *(KnowledgeGraph(hostile_records(number)) for number in HOSTILE_PAGES)]
    for outline, graph in zip((Outline(page), *wild), graphs, strict=True):
        data = outline.json("data")
        texts = {place.text.strip() for paper in graph.papers() for place in graph.evidence(paper.key)}
        for _, _, sentence, _, *spans in data["places"]:
            units = data["sentences"][sentence].encode("utf-16-le", "surrogatepass")
            for start, end in zip(spans[::2], spans[1::2], strict=True):
                assert units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass").strip() in texts


def test_each_sentence_stands_once(page: str) -> None:
    sentences = Outline(page).json("data")["sentences"]
    assert len(set(sentences)) == len(sentences)
    assert page.count("Sparrow is 3x faster at a loss of 1.5% accuracy.") == 1


def test_every_result_is_in_the_table(graph: KnowledgeGraph, page: str) -> None:
    results = Outline(page).json("data")["results"]
    hits = graph.results()
    assert results["key"] == [hit.key for hit in hits]
    assert results["amount"] == [hit.amount for hit in hits]
    assert [rank for rank in results["rank"] if rank]
    assert all((group is None) == (rank is None) for group, rank in zip(results["group"], results["rank"], strict=True))


def test_no_more_than_so_many_places_stand_behind_one_mark() -> None:
    papers = [PaperBuilder(f"Note {number}", "It runs on an A100.") for number in range(MOST_PLACES + 9)]
    a100 = ("Hardware", A100.key, A100.name, ["A100"])
    graph = KnowledgeGraph(paper.entity(*a100, broader=(GPU,)).record() for paper in papers)
    (bar,) = report_data(graph, [graph.plot.hardware()], None)["figures"]["hardware"]
    assert (bar["of"], len(bar["places"])) == (MOST_PLACES + 9, MOST_PLACES)


def test_the_style_knows_each_colour_that_is_drawn(page: str) -> None:
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    used = {name for _, attrs in Outline(page).elements for name in (attrs.get("class") or "").split()}
    drawn = {name for name in used if name.startswith(("fill-", "stroke-"))}
    assert {f".{name}" for name in drawn} <= set(re.findall(r"\.(?:fill|stroke)-[\w-]+", style))
    assert {name.partition("-")[2] for name in drawn} <= set(PALETTE)


def test_the_limit_of_evidence_is_the_same_in_the_script() -> None:
    script = (ASSETS / "details.js").read_text(encoding="utf-8")
    assert f"MOST_PLACES = {MOST_PLACES};" in script


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_an_address_holds_any_key(text: str) -> None:
    found = address("speedups", text)
    assert re.fullmatch(r"#figure=speedups&mark=[\w.%+*-]*", found)
    assert parse_qs(found[1:])["mark"] == [plain(text)]


def test_without_an_explorer_nothing_leads_to_it(graph: KnowledgeGraph) -> None:
    html = report_html(graph, explorer=None)
    assert Outline(html).json("data")["explorer"] is None
    assert "Explore the graph" not in html


def test_an_empty_graph_gives_a_page() -> None:
    outline = Outline(report_html(KnowledgeGraph([])))
    assert not [tag for tag, _ in outline.elements if tag == "svg"]
    assert outline.json("data")["results"]["key"] == []


def test_the_file_holds_the_page(graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_report(graph, tmp_path / "report.html", title="Mine & yours")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<title>Mine &amp; yours</title>" in html
    with pytest.raises(OutputError, match="nowhere"):
        write_report(graph, tmp_path / "nowhere" / "report.html")
