"""What figures show of a graph: what counts, what compares, what is left out, and what each mark stands on."""

from __future__ import annotations

import pytest
from records import sample_records
from view.report_records import figure_records, hostile_records

from kg.errors import OutputError, QueryError
from kg.plot import Bar, Bars, Cell, Dots, Grid, Scatter
from kg.query import KnowledgeGraph
from kg.query.figures.plots import Plot


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph(figure_records())


def bar(plot: Plot, label: str) -> Bar:
    assert isinstance(plot.rows, Bars)
    return next(row for row in plot.rows.rows if row.label == label)


def dots(plot: Plot) -> Dots:
    assert isinstance(plot.rows, Dots)
    return plot.rows


def test_hardware_counts_what_names_it_and_what_names_only_its_family(graph: KnowledgeGraph) -> None:
    found = bar(graph.plot.hardware(), "GPU")
    assert found.papers == graph.entity("GPU").papers
    assert found.total == len(graph.papers(hardware="GPU"))
    assert found.also > 0
    totals = [row["papers"] for row in graph.plot.hardware().plain()]
    assert totals == sorted(totals, reverse=True)


def test_families_stand_over_their_members(graph: KnowledgeGraph) -> None:
    rows = graph.plot.families().plain()
    assert [(row["label"], row["depth"]) for row in rows[:2]] == [("Ampere GPU", 0), ("NVIDIA A100", 1)]
    assert all(row["label"] != "NVIDIA A100 80GB" for row in rows)  # a variant of the member above
    assert rows[1]["papers"] == len(graph.papers(hardware="NVIDIA A100"))


def test_a_gap_says_what_it_stands_on(graph: KnowledgeGraph) -> None:
    rows = graph.plot.method_hardware().rows
    assert isinstance(rows, Grid)
    cells = {(cell.row_label, cell.column_label): cell for cell in rows.cells}
    gap = cells["pruning", "NVIDIA A100"]
    assert (gap.papers, gap.is_gap, gap.row_papers) == (0, True, 4)
    assert gap.column_papers == len(graph.papers(hardware="NVIDIA A100"))
    assert gap.expected == pytest.approx(4 * gap.column_papers / len(graph.records))
    assert "no paper names both; 4 papers name the first" in gap.said
    both = cells["KV cache", "NVIDIA A100"]
    assert both.papers == len(graph.papers(method="KV cache", hardware="NVIDIA A100")) == len(both.basis.papers)


def test_cells_are_those_of_the_matrix(graph: KnowledgeGraph) -> None:
    matrix = graph.matrix("method", "hardware", top=15)
    plot = graph.plot.method_hardware()
    counts = {cell.key: cell.papers for cell in plot.rows.marks if isinstance(cell, Cell) and cell.papers}
    assert counts == {f"{row} {column}": len(papers) for (row, column), papers in matrix.cells.items()}


def test_results_that_compare_share_a_row_and_only_those(graph: KnowledgeGraph) -> None:
    rows = dots(graph.plot.speedups()).rows
    ranked = [{hit.key for hit in group.hits} for group in graph.results().groups() if group.ranked]
    comparing = [row for row in rows if row.compares]
    assert comparing
    for row in comparing:
        assert len(row.dots) > 1
        assert any({dot.key for dot in row.dots} <= group for group in ranked)
    assert len({row.label for row in comparing}) == len(comparing)
    egret = next(row for row in comparing if any("Egret" in dot.label for dot in row.dots))
    assert egret.label == "vs vLLM, on A100"
    assert {dot.amount.limit for dot in egret.dots} == {None, "up to"}


def test_doubtful_and_worse_results_are_left_out_and_counted(graph: KnowledgeGraph) -> None:
    plot = graph.plot.speedups()
    labels = [dot.label for row in dots(plot).rows for dot in row.dots]
    assert not any("Shrike" in label or "slower" in label for label in labels)
    assert all(dot.amount.value >= 1 for row in dots(plot).rows for dot in row.dots)
    assert "1 that states a worsening, 1 read with a confidence below 0.6" in plot.caption


def test_what_names_no_baseline_is_a_row_of_its_own(graph: KnowledgeGraph) -> None:
    last = dots(graph.plot.speedups()).rows[-1]
    assert last.label == "no baseline named"
    assert [dot.label for dot in last.dots] == ["Sparrow: 3x speedup gain"]


def test_few_rows_leave_the_other_baselines_together(graph: KnowledgeGraph) -> None:
    labels = [row.label for row in dots(graph.plot.speedups(top=1)).rows if not row.compares]
    assert labels[0].startswith("vs vLLM")
    assert labels[-2].endswith("other baselines")


def test_memory_takes_a_range_whole(graph: KnowledgeGraph) -> None:
    (row,) = dots(graph.plot.memory()).rows
    assert {(dot.amount.value, dot.amount.high) for dot in row.dots} == {(1.4286, 1.8182), (1.666666667, None)}


def test_metrics_and_baselines_count_papers(graph: KnowledgeGraph) -> None:
    throughput = bar(graph.plot.metrics(), "throughput")
    assert throughput.papers == len({hit.evidence.paper for hit in graph.results(metric="throughput")})
    vllm = bar(graph.plot.baselines(), "vLLM")
    assert vllm.papers == len({hit.evidence.paper for hit in graph.results(baseline="vLLM")})
    assert vllm.note == "7 results"


def test_a_tradeoff_is_of_one_system_and_says_whether_one_sentence_states_it(graph: KnowledgeGraph) -> None:
    rows = graph.plot.tradeoffs().rows
    assert isinstance(rows, Scatter)
    found = [(pair.name, pair.speed.value, pair.quality.value, pair.together) for pair in rows.pairs]
    assert found == [("Sparrow", 3, -1.5, True), ("Sparrow", 3, 2, False)]
    assert "are 2 changes of quality read with a confidence below 0.8" in graph.plot.tradeoffs().caption


def test_each_mark_leads_to_the_places_it_stands_on(graph: KnowledgeGraph) -> None:
    for plot in graph.plot.all():
        for number, mark in enumerate(plot.rows.marks):
            places = plot.evidence(number)
            papers = {place.paper for place in places}
            assert papers == set(mark.basis.papers), mark.said
            assert bool(places) == bool(mark.basis.papers)
            assert all(place.text in place.sentence for place in places)
    assert len(graph.plot.hardware().evidence(0, 2)) == 2


def test_a_figure_gives_its_numbers(graph: KnowledgeGraph) -> None:
    for plot in graph.plot.all():
        assert len(plot.plain()) == len(plot) == len(plot.rows.marks)
        table = plot.table()
        assert all(len(row) == len(table.columns) for row in table.rows)
        assert list(plot.frame().columns) == list(plot.plain()[0])
        assert plot.json().startswith("[")
    assert repr(graph.plot.tradeoffs()) == "<Plot 'Speed gained against quality lost': 2 marks>"
    assert "hardware" in repr(graph.plot)


def test_a_figure_shows_itself_and_is_saved(graph: KnowledgeGraph, tmp_path) -> None:
    plot = graph.plot.metrics()
    assert plot._repr_svg_().startswith("<?xml")
    assert plot._repr_png_().startswith(b"\x89PNG")
    plot.save(tmp_path / "metrics.svg")
    assert (tmp_path / "metrics.svg").read_text(encoding="utf-8") == plot._repr_svg_()
    plot.figure.axes[0].set_facecolor("#ffffff")  # a plain matplotlib figure
    with pytest.raises(QueryError, match=r"\.svg, \.png or \.pdf"):
        plot.save(tmp_path / "metrics.gif")
    with pytest.raises(OutputError, match="nowhere"):
        plot.save(tmp_path / "nowhere" / "metrics.png")


def test_what_makes_no_sense_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="top must be 1 or more"):
        graph.plot.hardware(top=0)
    with pytest.raises(QueryError, match="no kind of entity"):
        graph.plot.matrix("method", "colour")


def test_a_graph_without_anything_has_empty_figures() -> None:
    for plot in KnowledgeGraph([]).plot.all():
        assert (len(plot), plot.plain(), plot.frame().empty) == (0, [], True)
        assert plot.rows.heading.empty in plot._repr_svg_()


def test_a_graph_shows_itself_in_a_notebook() -> None:
    graph = KnowledgeGraph(sample_records())
    html = graph._repr_html_()
    assert html.startswith("<p>KnowledgeGraph: 5 papers")
    named = sum(hit.papers > 0 for hit in graph.entities("hardware"))
    first = graph.entities("hardware")[0]
    assert f"<td>hardware</td><td>{named}</td><td>{first.label} ({first.papers}), " in html
    assert html.index("Hardware by number of papers") < html.index(f"<td>{first.label}</td><td><div style=")
    wild = KnowledgeGraph(hostile_records())._repr_html_()
    assert "<script" not in wild
    assert "<svg" not in wild
    wild.encode("utf-8")
    assert "<div" not in KnowledgeGraph([])._repr_html_()
