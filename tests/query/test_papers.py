"""Papers by several names at once, by what they introduce, and as a sequence; results by several names."""

from __future__ import annotations

import json
from typing import Any

import pytest
from records import sample_records
from shore_records import shore_records

from kg.errors import UnknownNameError
from kg.query import KnowledgeGraph, Papers


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(shore_records())


def firsts(hits: Any) -> list[str]:
    return [hit.title.split()[0] for hit in hits]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"hardware": ["RTX 3090", "TPU v4"]}, ["Driftwood:", "Limpet:"]),
        ({"hardware": ("RTX 3090", "H100"), "method": "Orca"}, ["Kelp:"]),
        ({"hardware": []}, []),  # any of nothing
        ({"introduces": "Kelp"}, ["Kelp:"]),
        ({"introduces": "quantization"}, ["Driftwood:"]),  # a member of the family
        ({"introduces": ["Kelp", "Limpet"]}, ["Kelp:", "Limpet:"]),
        ({"introduces": "Barge"}, []),
        ({"method": "quantization"}, ["Driftwood:", "Shore"]),
        ({"metric": ["accuracy", "speedup"]}, ["Driftwood:", "Limpet:"]),
    ],
)
def test_any_of_several_names_will_do(g: KnowledgeGraph, filters: dict[str, Any], expected: list[str]) -> None:
    found = g.papers(**filters)
    assert firsts(found) == expected
    assert all(len(hit.evidence) == len(filters) for hit in found)


def test_hits_stand_for_their_names(g: KnowledgeGraph) -> None:
    assert firsts(g.papers(hardware=g.entity("RTX 3090"))) == ["Driftwood:"]
    assert firsts(g.papers(hardware=g.devices(device_class="consumer"))) == ["Driftwood:", "Shore"]
    assert firsts(g.papers(introduces=g.entity("Limpet"), hardware=["TPU v4", g.entity("H200")])) == ["Limpet:"]
    assert [hit.amount for hit in g.results(baseline=[g.entity("Orca"), "raft of sticks"])] == ["3x", "3 points"]
    assert [hit.amount for hit in g.results(subject=g.entity("Limpet"), dataset=["GSM8K"])] == ["2 points"]
    assert len(g.evidence(g.papers(introduces="Kelp")[0])) == 6 + 3


def test_what_is_introduced_is_shown_where_it_is(g: KnowledgeGraph) -> None:
    (hit,) = g.papers(introduces="quantization")
    assert [spot.text for spot in hit.evidence] == ["Driftwood"]


@pytest.mark.parametrize(
    "filters", [{"hardware": ["A100", "A10O"]}, {"introduces": "Kelb"}, {"subject": ["Kelp", "X"]}]
)
def test_one_unknown_name_of_several_is_told(g: KnowledgeGraph, filters: dict[str, Any]) -> None:
    with pytest.raises(UnknownNameError):
        (g.results if "subject" in filters else g.papers)(**filters)


def test_papers_are_a_sequence_like_a_list(g: KnowledgeGraph) -> None:
    found = g.papers(method="Kelp")
    assert isinstance(found, Papers)
    assert found == list(found) == g.papers(method=["Kelp"])
    assert found != g.papers(method="Orca")
    assert found[0] is found[0]
    assert found[-1] == found[len(found) - 1]
    assert found[:2] == [found[0], found[1]]
    assert found[1] in found
    with pytest.raises(IndexError):
        found[len(found)]
    with pytest.raises(TypeError):
        hash(found)


def test_papers_show_themselves(g: KnowledgeGraph) -> None:
    found = g.papers(introduces=["Kelp", "Driftwood"])
    assert repr(found).splitlines() == [
        "<Papers: 2 papers>",
        "  paper                        introduces  where",
        "  Driftwood: Four Bits Ashore  Driftwood   Driftwood",
        "  Kelp: Batching by the Tide   Kelp        Kelp",
    ]
    (row,) = json.loads(g.papers(introduces="Kelp").json())
    assert (row["title"], row["introduces"]) == ("Kelp: Batching by the Tide", ["Kelp"])
    assert row["evidence"][0]["sentence"] == "Kelp: Batching by the Tide"
    html = g.papers(hardware="H200")._repr_html_()
    assert "Shore &lt;Engines&gt; &amp; Their Boards" in html
    assert "<Engines>" not in html
    frame = found.frame()
    assert list(frame["title"]) == [hit.title for hit in found]
    assert list(g.papers(hardware=[]).frame().columns) == ["key", "title", "introduces", "sources", "evidence"]


def test_a_long_list_is_cut_in_a_repr() -> None:
    g = KnowledgeGraph(sample_records())
    lines = repr(g.entities()).splitlines()
    assert lines[0] == "<Entities: 30 entities>"
    assert len(lines) == 1 + 1 + 20 + 1
    assert lines[-1] == "  … 10 more"


def test_a_device_is_known_without_its_makers_name(g: KnowledgeGraph) -> None:
    """No paper writes "A100" alone: the concept above the A100 80GB has that name by its maker."""
    assert g.entity("A100").key == "hardware-nvidia-a100"
