"""Questions about results whose baseline slot holds several names: each of them counts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace
from records import rival_records, sample_records

from kg.errors import UnknownNameError
from kg.model import Extraction
from kg.query import KnowledgeGraph, ResultHit

KESTREL = "paper-kestrel-serving-from-the-edge-of-the-batch"
HEADING = "throughput as a factor of improvement, vs Orca and vLLM, on NVIDIA A100, dataset and model not stated"


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(rival_records())


def said(hits: Any) -> list[tuple[str | None, str]]:
    return [(hit.subject, hit.amount) for hit in hits]


@pytest.mark.parametrize(
    ("baseline", "expected"),
    [
        ("vLLM", [("Kestrel", "2.4x"), ("Kestrel", "3x"), ("Wren", "1.8x")]),
        ("orca", [("Kestrel", "2.4x"), ("Teal", "1.2x"), ("Wren", "1.8x")]),
        ("software-tgi", [("Kestrel", "3x")]),
        ("serving engine", [("Kestrel", "2.4x"), ("Kestrel", "3x"), ("Teal", "1.2x"), ("Wren", "1.8x")]),
        ("Plover", [("Kestrel", "3x")]),  # no entity
    ],
)
def test_a_filter_finds_any_of_the_names(g: KnowledgeGraph, baseline: str, expected: list[tuple[str, str]]) -> None:
    assert said(g.results(baseline=baseline)) == expected


def test_names_that_are_all_without_an_entity_are_found_together_and_alone() -> None:
    record = rival_records()[0]
    result = record.results[0]
    unlinked = tuple(replace(bond, key=None) for bond in result.bound)
    g = KnowledgeGraph([replace(record, results=(replace(result, baseline_key=None, bound=unlinked),), entities=(),
                                introduces=())])  # fmt: skip
    assert len(g.results(baseline="orca and vllm")) == len(g.results(baseline="vLLM")) == 1
    with pytest.raises(UnknownNameError):
        g.results(baseline="TGI")


def test_only_results_with_all_the_same_baselines_are_ranked(g: KnowledgeGraph) -> None:
    ranked, *rest = g.results(metric="throughput", sort="value").groups()
    assert (ranked.heading, said(ranked.hits)) == (HEADING, [("Kestrel", "2.4x"), ("Wren", "1.8x")])
    assert [(group.ranked, said(group.hits)) for group in rest] == [(False, [("Teal", "1.2x")])]
    across = g.results(metric="throughput", across=True).groups()[0]
    assert across.heading.endswith("these do not compare: they differ in baseline")


def test_a_hit_has_its_slots_text_and_each_name(g: KnowledgeGraph) -> None:
    first, second = (hit for hit in g.results(subject="Kestrel"))
    assert (first.baseline, first.keys["baseline"]) == ("Orca and vLLM", "software-orca")
    assert [name[:3] for name in second.names("baseline")] == [
        ("baseline", "software-vllm", "vLLM"), ("baseline", None, "Plover"), ("baseline", "software-tgi", "TGI"),
    ]  # fmt: skip
    assert "vs Orca and vLLM" in repr(first)
    assert isinstance(hash(first), int)


def test_json_shows_each_bond_with_its_name_and_key(g: KnowledgeGraph) -> None:
    first, second = json.loads(g.results(subject="Kestrel").json())
    assert [(bond["slot"], bond["name"], bond["key"], bond["by"], bond["confidence"]) for bond in first["bound"]] == [
        ("subject", "Kestrel", "method-kestrel", "paper", 0.8),
        ("baseline", "Orca", "software-orca", "clause", 0.9),
        ("baseline", "vLLM", "software-vllm", "list", 0.7),
        ("hardware", "A100", "hardware-nvidia-a100", "clause", 0.6),
    ]
    assert first["slots"]["baseline"] == {
        "name": "Orca and vLLM", "key": "software-orca", "by": "clause", "confidence": 0.9,
    }  # fmt: skip
    assert [(bond["name"], bond["key"]) for bond in second["bound"]][1] == ("Plover", None)
    assert second["slots"]["baseline"]["by"] == "list"  # what bound the main one, which stands second
    abstract = rival_records()[0].abstract
    assert all(abstract[bond["start"] : bond["end"]] == bond["name"] for bond in first["bound"])


def test_a_frame_has_what_bound_the_main_name(g: KnowledgeGraph) -> None:
    pytest.importorskip("pandas")
    frame = g.results(subject="Kestrel").frame()
    assert frame["baseline_key"].tolist() == ["software-orca", "software-vllm"]
    assert frame["baseline_by"].tolist() == ["clause", "list"]


def test_who_is_faster_has_an_edge_to_each_baseline(g: KnowledgeGraph) -> None:
    found = g.faster_than()
    pairs = [(step.winner_name, step.loser_name, step.factor) for step in found.steps]
    assert sorted(pairs) == [
        ("Kestrel", "Orca", 2.4), ("Kestrel", "Plover", 3.0), ("Kestrel", "TGI", 3.0), ("Kestrel", "vLLM", 2.4),
        ("Kestrel", "vLLM", 3.0), ("Teal", "Orca", 1.2), ("Wren", "Orca", 1.8), ("Wren", "vLLM", 1.8),
    ]  # fmt: skip
    assert [step.winner_name for step in found.beats("vLLM")] == ["Kestrel", "Kestrel", "Wren"]
    edge = found.graph.edges["method-kestrel", "software-vllm", f"result-{KESTREL[6:]}-1"]
    assert edge["baseline"] == "Orca and vLLM"
    assert found.counts.startswith("4 results, 7 systems, 0 cycles")
    assert found.unplaced == 0


def test_each_of_several_subjects_is_faster_and_what_stands_on_both_sides_is_left_out() -> None:
    kestrel = rival_records()[0]
    first = kestrel.results[0]
    subject, *_ = first.bound
    orca, vllm = (bond for bond in first.bound if bond.slot == "baseline")

    def winners(*subjects: Any) -> list[tuple[str, str]]:
        result = replace(first, bound=(*subjects, orca, vllm))
        steps = KnowledgeGraph([replace(kestrel, results=(result,))]).faster_than().steps
        return [(step.winner_name, step.loser_name) for step in steps]

    tgi, own = replace(vllm, slot="subject", key="software-tgi"), replace(vllm, slot="subject")
    assert winners(subject, tgi) == [
        ("Kestrel", "Orca"), ("Kestrel", "vLLM"), ("TGI", "Orca"), ("TGI", "vLLM"),
    ]  # fmt: skip
    assert winners(subject, own) == [("Kestrel", "Orca")]


def test_conflicts_hold_all_names_of_a_setting_against_each_other() -> None:
    def told(title: str, winner: str, loser: str, hardware: tuple[str, ...]) -> Extraction:
        kestrel = rival_records()[0]
        first = kestrel.results[0]
        device = first.bound[-1]
        bound = tuple(replace(device, key=key) for key in hardware)
        result = replace(first, subject=winner, subject_key=winner, baseline=loser, baseline_key=loser, bound=bound,
                         hardware_key=hardware[0])  # fmt: skip
        return replace(kestrel, id=title, results=(result,))

    def why(*hardware: str) -> tuple[str, ...]:
        papers = [told("paper-1", "method-a", "method-b", hardware), told("paper-2", "method-b", "method-a", ("h-x",))]
        (found,) = KnowledgeGraph(papers).faster_than().contradictions
        return found.differs

    assert why("h-x", "h-y") == ("hardware",)
    assert why("h-x") == ()


def test_evidence_of_a_comparison_is_each_result_that_names_the_baseline(g: KnowledgeGraph) -> None:
    found = g.evidence((KESTREL, "software-vllm", "compares_with"))
    assert [item.text for item in found] == ["2.4x higher throughput than Orca and vLLM", "3x lower"]
    (named,) = g.evidence((f"result-{KESTREL[6:]}-1", "software-vllm", "baseline"))
    assert named.text == "vLLM"
    assert {hit.label for hit in g.neighbours("TGI") if hit.relation == "baseline"} == {"3x latency cut"}


def test_sparql_finds_each_baseline(g: KnowledgeGraph) -> None:
    table = g.sparql('SELECT ?t { ?r kg:baseline/skos:prefLabel "vLLM" ; kg:baselineText ?t } ORDER BY ?t')
    assert table.rows == [("Orca and vLLM",), ("Plover, vLLM and TGI",), ("vLLM and Orca",)]


def test_records_without_keys_of_bonds_give_what_they_gave() -> None:
    old = []
    for record in rival_records():
        bare = (
            replace(result, bound=tuple(replace(bond, key=None) for bond in result.bound)) for result in record.results
        )
        old.append(replace(record, results=tuple(bare)))
    g = KnowledgeGraph([*old, *sample_records()[:1]])
    assert said(g.results(baseline="Orca")) == [("Kestrel", "2.4x"), ("Teal", "1.2x")]

    def main(hit: ResultHit) -> list[str | None]:
        return [name.key for name in hit.names("baseline")]

    assert [main(hit) for hit in g.results(baseline="Orca")] == [["software-orca"], ["software-orca"]]
    assert [step.loser_name for step in g.faster_than(baseline="Orca").steps] == ["Orca", "Orca"]
