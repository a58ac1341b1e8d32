"""The names in the slots of a result, one by one: which are linked, which comes first, on what each stands."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace
from records import rival_records, sample_records

from kg.graph import build_graph
from kg.graph.slots import slot_links, slot_names
from kg.model import Bond, Extraction, Result

KESTREL = "paper-kestrel-serving-from-the-edge-of-the-batch"
FIRST, SECOND = (f"result-{KESTREL.removeprefix('paper-')}-{number}" for number in (1, 2))


def baselines(result: Result, record: Extraction) -> list[tuple[str | None, str]]:
    return [(name.key, name.text) for name in slot_names(record, result) if name.slot == "baseline"]


@pytest.fixture
def kestrel() -> Extraction:
    return rival_records()[0]


def test_each_name_of_a_slot_is_linked_once(kestrel: Extraction) -> None:
    first, second = kestrel.results
    assert list(slot_links(kestrel, first)) == [
        ("subject", "method-kestrel", "Kestrel"),
        ("baseline", "software-orca", "Orca"),
        ("baseline", "software-vllm", "vLLM"),
        ("hardware", "hardware-nvidia-a100", "A100"),
    ]
    assert list(slot_links(kestrel, second))[1:] == [
        ("baseline", "software-vllm", "vLLM"), ("baseline", "software-tgi", "TGI"),
    ]  # fmt: skip
    assert baselines(second, kestrel) == [("software-vllm", "vLLM"), (None, "Plover"), ("software-tgi", "TGI")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"baseline_key": "software-vllm"}, [("software-vllm", "vLLM"), ("software-orca", "Orca")]),
        ({"baseline_key": None}, [("software-orca", "Orca"), ("software-vllm", "vLLM")]),
        (
            {"baseline_key": "software-tgi"},
            [("software-tgi", "Orca and vLLM"), ("software-orca", "Orca"), ("software-vllm", "vLLM")],
        ),
        ({"bound": ()}, [("software-orca", "Orca and vLLM")]),
        ({"bound": (), "baseline_key": None}, [(None, "Orca and vLLM")]),
        ({"bound": (), "baseline": None}, [("software-orca", "software-orca")]),
        ({"bound": (), "baseline": None, "baseline_key": None}, []),
    ],
)
def test_the_main_name_comes_first_and_nothing_is_lost(
    kestrel: Extraction, fields: dict[str, Any], expected: list[tuple[str | None, str]]
) -> None:
    assert baselines(replace(kestrel.results[0], **fields), kestrel) == expected


def without_keys(result: Result) -> Result:
    return replace(result, bound=tuple(replace(bond, key=None) for bond in result.bound))


def test_bonds_without_keys_leave_the_slot_what_it_was(kestrel: Extraction) -> None:
    old = without_keys(kestrel.results[0])
    assert baselines(old, kestrel) == [("software-orca", "Orca and vLLM")]
    assert baselines(replace(old, baseline_key=None), kestrel) == [(None, "Orca"), (None, "vLLM")]


def test_a_name_that_stands_twice_is_one_link(kestrel: Extraction) -> None:
    result = kestrel.results[0]
    (vllm,) = (bond for bond in result.bound if bond.key == "software-vllm")
    doubled = replace(result, bound=(*result.bound, vllm))
    assert list(slot_links(kestrel, doubled)) == list(slot_links(kestrel, result))
    graph = build_graph([replace(kestrel, results=(doubled,))])
    assert graph.edges[FIRST, "software-vllm", "baseline"]["count"] == 1


def test_a_single_name_is_its_slots_own_text() -> None:
    for record in sample_records():
        for result in record.results:
            for slot, key, surface in slot_links(record, result):
                assert (key, surface) == (
                    (result.metric_entity_key, result.metric)
                    if slot == "metric"
                    else (getattr(result, f"{slot}_key"), getattr(result, slot))
                )


def test_an_edge_to_each_baseline_stands_on_its_own_name(kestrel: Extraction) -> None:
    graph = build_graph(rival_records())
    for key, name, by, confidence in (("software-orca", "Orca", "clause", 0.9), ("software-vllm", "vLLM", "list", 0.7)):
        edge = graph.edges[FIRST, key, "baseline"]
        assert kestrel.abstract[edge["start"] : edge["end"]] == name
        assert (edge["by"], edge["confidence"], edge["count"]) == (by, confidence, 1)
    assert [target for _, target, relation in graph.out_edges(SECOND, keys=True) if relation == "baseline"] == [
        "software-tgi", "software-vllm",
    ]  # fmt: skip


def test_a_paper_compares_with_each_baseline() -> None:
    graph = build_graph(rival_records())
    compared = {target: data["count"] for _, target, relation, data in graph.out_edges(KESTREL, keys=True, data=True)
                if relation == "compares_with"}  # fmt: skip
    assert compared == {"software-orca": 1, "software-tgi": 1, "software-vllm": 2}


def test_an_entity_that_only_a_bond_names_is_called_by_its_own_name(kestrel: Extraction) -> None:
    bond = Bond("baseline", "clause", "abstract", kestrel.abstract.index("Plover"), kestrel.abstract.index(", vLLM"))
    named = replace(bond, key="software-plover")
    second = kestrel.results[1]
    bound = tuple(named if kestrel.abstract[b.start : b.end] == "Plover" else b for b in second.bound)
    graph = build_graph([replace(kestrel, results=(replace(second, bound=bound),))])
    assert graph.nodes["software-plover"]["label"] == "Plover"
