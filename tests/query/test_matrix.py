"""Two kinds against each other, and what stands together."""

from __future__ import annotations

import json

import pytest
from records import GPU, PaperBuilder, sample_records
from shore_records import shore_records

from kg.errors import QueryError, UnknownNameError
from kg.query import KnowledgeGraph
from kg.query.index import RecordIndex
from kg.query.ties import together


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(shore_records())


def titles(g: KnowledgeGraph, keys: tuple[str, ...]) -> list[str]:
    return [g.paper(key).title.split()[0] for key in keys]


def test_cells_hold_the_papers_that_name_both(g: KnowledgeGraph) -> None:
    found = g.matrix("method", "hardware")
    assert titles(g, found.cells["method-kelp", "hardware-nvidia-a100-80gb"]) == ["Driftwood:", "Kelp:"]
    assert titles(g, found.cells["method-weight-quantization", "hardware-nvidia-a100-80gb"]) == [
        "Driftwood:"
    ]  # a member
    assert ("method-orca", "hardware-tpu-v4") not in found.cells
    assert found.rows[0].label == "Kelp"  # in four papers
    assert "serving engine" not in {hit.label for hit in found.rows}  # no paper writes that


def test_rows_and_columns_are_those_of_most_papers(g: KnowledgeGraph) -> None:
    found = g.matrix("Hardware", "method", top=2)
    assert [hit.label for hit in found.rows] == ["NVIDIA A100 80GB", "NVIDIA H100 SXM"]
    assert [hit.label for hit in found.columns] == ["Kelp", "Barge"]


def test_gaps_are_the_empty_pairs_the_most_expected_first(g: KnowledgeGraph) -> None:
    found = g.matrix("method", "hardware")
    gaps = found.gaps()
    assert len(gaps) + len(found.cells) == len(found.rows) * len(found.columns)
    assert not {(gap.row, gap.column) for gap in gaps} & set(found.cells)
    assert [gap.expected for gap in gaps] == sorted((gap.expected for gap in gaps), reverse=True)
    by_pair = {(gap.row_label, gap.column_label): gap.expected for gap in gaps}
    assert by_pair["weight quantization", "TPU v4"] == pytest.approx(2 * 1 / 5)
    assert "row" in gaps.frame().columns


def test_least_is_from_how_many_papers_a_pair_counts(g: KnowledgeGraph) -> None:
    found = g.matrix("method", "hardware", least=2)
    assert set(map(len, found.cells.values())) == {2}
    assert ("method-orca", "hardware-nvidia-a100-80gb") in {(gap.row, gap.column) for gap in found.gaps()}


def test_families_are_what_stands_right_below_the_widest(g: KnowledgeGraph) -> None:
    labels = {hit.label for hit in g.matrix("hardware", "method", level="family").rows}
    assert labels == {"NVIDIA A100", "NVIDIA H100", "NVIDIA H200", "NVIDIA RTX 3090", "NVIDIA RTX 4090", "TPU v4",
                      "Jetson Orin"}  # fmt: skip
    found = KnowledgeGraph(sample_records()).matrix("hardware", "model", level="family")
    assert [(hit.label, found.count(hit, found.columns[0])) for hit in found.rows][:2] == [("GPU", 3), ("FPGA", 0)]


def test_a_root_that_papers_name_itself_stands_for_its_family() -> None:
    papers = [
        PaperBuilder(f"On {name}", f"{name}.").entity("Hardware", GPU.key, GPU.name, [name]).record()
        for name in ("GPU", "GPUs")
    ]
    card = PaperBuilder("A card", "An L4.").entity("Hardware", "hardware-l4", "L4", ["L4"], broader=(GPU,)).record()
    g = KnowledgeGraph([*papers, card])
    assert [hit.label for hit in g.matrix("hardware", "hardware", level="family").rows] == ["GPU"]
    g = KnowledgeGraph([card])
    assert [hit.label for hit in g.matrix("hardware", "hardware", level="family").rows] == ["L4"]


def test_a_family_and_its_members_are_no_pair(g: KnowledgeGraph) -> None:
    found = g.matrix("method", "method")
    pairs = {*found.cells, *((gap.row, gap.column) for gap in found.gaps())}
    assert ("method-kelp", "method-barge") in pairs
    assert ("method-kelp", "method-kelp") not in pairs
    assert ("method-driftwood", "method-weight-quantization") not in pairs


def test_a_matrix_shows_itself(g: KnowledgeGraph) -> None:
    found = g.matrix("model", "method", top=3)
    assert repr(found).splitlines() == [
        "<Matrix: 1 row, 3 columns, 2 papers; 3 of 3 pairs have papers>",
        "              Kelp  Barge  Driftwood",
        "  Llama 3 8B     2      2          1",
    ]
    html = g.matrix("hardware", "method")._repr_html_()
    assert "<th>Kelp</th>" in html
    assert "<td>2</td>" in html
    told = json.loads(found.json())
    assert told["rows"] == [{"key": "model-llama-3-8b", "label": "Llama 3 8B"}]
    assert {
        "row": "model-llama-3-8b",
        "column": "method-driftwood",
        "papers": ["paper-driftwood-four-bits-ashore"],
    } in told["cells"]
    frame = found.frame()
    assert frame.loc["Llama 3 8B", "Kelp"] == 2
    assert KnowledgeGraph([]).matrix("model", "method").frame().empty


def test_a_wide_matrix_numbers_its_columns(g: KnowledgeGraph) -> None:
    lines = repr(g.matrix("method", "hardware")).splitlines()
    assert lines[1].split() == [str(place) for place in range(1, 8)]
    assert "1  NVIDIA A100 80GB" in [line.strip() for line in lines]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"rows": "methods", "columns": "hardware"}, "no kind of entity is called 'methods'; the kinds are method"),
        ({"rows": "method", "columns": "hardware", "level": "class"}, "the levels are entity, family"),
        ({"rows": "method", "columns": "hardware", "top": 0}, "must be 1 or more"),
    ],
)
def test_what_cannot_be_meant(g: KnowledgeGraph, arguments: dict[str, str], says: str) -> None:
    with pytest.raises(QueryError) as caught:
        g.matrix(**arguments)
    assert says in str(caught.value)


def test_what_stands_together_by_papers_then_lift(g: KnowledgeGraph) -> None:
    found = g.cooccurring("Kelp")
    assert [(hit.label, hit.papers) for hit in found][:1] == [("Barge", 3)]
    assert found[0].lift == pytest.approx(3 * 5 / (4 * 3))
    assert titles(g, found[0].paper_keys) == ["Driftwood:", "Kelp:", "Limpet:"]
    assert [hit.papers for hit in found] == sorted((hit.papers for hit in found), reverse=True)
    assert [hit.label for hit in g.cooccurring("Kelp", "dataset")] == ["GSM8K"]
    assert len(g.cooccurring("Kelp", top=3)) == 3


def test_a_family_counts_and_is_left_out(g: KnowledgeGraph) -> None:
    found = g.cooccurring("quantization", top=None)
    assert {"weight quantization", "Driftwood"}.isdisjoint(hit.label for hit in found)
    assert found[0].label == "Kelp"
    assert found[0].papers == 2  # one names a member, the other a member of that
    assert "serving engine" not in {hit.label for hit in g.cooccurring("Kelp", top=None)}


def test_both_ways_of_counting_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    index = RecordIndex([*shore_records(), *sample_records()])
    for name in ("Kelp", "GPU", "large language model", "quantization"):
        for kind in (None, "hardware", "method"):
            for top in (1, 3, 20):
                walked = together.cooccurring(index, name, kind, top)
                with monkeypatch.context() as patch:
                    patch.setattr(together, "_HUB", 0)
                    assert together.cooccurring(index, name, kind, top) == walked, (name, kind, top)


def test_what_stands_together_shows_itself(g: KnowledgeGraph) -> None:
    lines = repr(g.cooccurring("Limpet", top=2)).splitlines()
    assert lines[0] == "<Cooccurring: 2 entities>"
    assert lines[1].split() == ["entity", "kind", "papers", "lift"]
    (row,) = json.loads(g.cooccurring("Limpet", "dataset").json())
    assert (row["label"], row["papers"], row["lift"]) == ("GSM8K", 1, 5.0)
    with pytest.raises(UnknownNameError):
        g.cooccurring("Kelb")
    with pytest.raises(QueryError, match="no kind of entity"):
        g.cooccurring("Kelp", "gpu")
