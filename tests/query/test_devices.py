"""Devices by their facts, and papers and results by their devices."""

from __future__ import annotations

from typing import Any

import pytest
from shore_records import shore_records

from kg.errors import QueryError
from kg.query import KnowledgeGraph

A100, A100_80, H100, H100_SXM, H200 = (
    "NVIDIA A100", "NVIDIA A100 80GB", "NVIDIA H100", "NVIDIA H100 SXM", "NVIDIA H200"
)  # fmt: skip
RTX_3090, RTX_4090, TPU, ORIN = "NVIDIA RTX 3090", "NVIDIA RTX 4090", "TPU v4", "Jetson Orin"


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(shore_records())


def test_devices_are_what_facts_are_known_of(g: KnowledgeGraph) -> None:
    labels = [hit.label for hit in g.devices()]
    assert labels[:2] == [A100_80, H100_SXM]  # two papers each
    assert set(labels) == {A100, A100_80, H100, H100_SXM, H200, RTX_3090, RTX_4090, TPU, ORIN}  # no GPU
    assert all(hit.facts is not None for hit in g.devices())


@pytest.mark.parametrize(
    ("conditions", "labels"),
    [
        ({"vendor": "google"}, [TPU]),
        ({"vendor": ["Google", "NVIDIA"], "min_memory_gb": 100}, [H200]),
        ({"device_class": "Consumer GPU"}, [RTX_3090, RTX_4090]),
        ({"device_class": "consumer"}, [RTX_3090, RTX_4090]),
        ({"device_class": "data center", "architecture": "hopper"}, [H100, H100_SXM, H200]),
        ({"device_class": "datacenter", "min_power_w": 500}, [H100, H100_SXM, H200]),
        ({"device_class": "data-centre", "min_memory_gb": 80}, [A100_80, H100, H100_SXM, H200]),  # not A100: 40 to 80
        ({"device_class": "data-centre", "max_memory_gb": 40}, []),  # nor here
        ({"device_class": "data-centre", "max_memory_gb": 80}, [A100, A100_80, H100, H100_SXM]),
        ({"architecture": "Ada"}, [RTX_4090]),
        ({"architecture": ["Ampere", "Ada"], "device_class": "GPU", "max_memory_gb": 24}, [RTX_3090, RTX_4090]),
        ({"older_than": 2022}, [A100, A100_80, RTX_3090, TPU]),  # of Orin no year is known
        ({"older_than": "2021"}, [A100, A100_80, RTX_3090]),
        ({"older_than": "Hopper"}, [A100, A100_80, RTX_3090, TPU]),
        ({"newer_than": "ampere"}, [H100, H100_SXM, H200, RTX_4090, TPU]),
        ({"newer_than": "Hopper"}, []),  # the H200 of 2024 is a Hopper itself
        ({"newer_than": "RTX 4090"}, [H200]),
        ({"newer_than": "H100"}, [H200]),
        ({"newer_than": "NVIDIA A100"}, [H100, H100_SXM, H200, RTX_4090, TPU]),
        ({"min_bandwidth_gb_s": 3350}, [H100, H100_SXM, H200]),
        ({"max_bandwidth_gb_s": 300}, [ORIN]),
        ({"min_fp16_tflops": 165, "max_fp16_tflops": 312}, [A100, A100_80, RTX_4090, TPU]),
        ({"max_power_w": 350}, [ORIN, RTX_3090]),  # of the TPU no power is known
        ({"vendor": None, "max_power_w": 60}, [ORIN]),
    ],
)
def test_conditions(g: KnowledgeGraph, conditions: dict[str, Any], labels: list[str]) -> None:
    assert sorted(hit.label for hit in g.devices(**conditions)) == sorted(labels)
    assert sorted(hit.label for hit in g.entities("hardware", **conditions)) == sorted(labels)


def test_a_device_stands_for_its_year(g: KnowledgeGraph) -> None:
    assert [hit.label for hit in g.devices(newer_than=g.entity("RTX 4090"))] == [H200]


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        ({"vendor": "Nvidea"}, "no device of the graph has the vendor 'Nvidea'; known vendors: Google, NVIDIA"),
        (
            {"device_class": "toaster"},
            "has the class 'toaster'; known classes: TPU, consumer GPU, data-centre GPU, edge",
        ),
        ({"architecture": "Blackwell"}, "known architectures: Ada Lovelace, Ampere, Hopper"),
        ({"older_than": "Blackwell"}, "'Blackwell'; known architectures: Ada Lovelace, Ampere, Hopper; a year or the"),
        ({"older_than": "Orin"}, "no year is known of 'Orin'"),
        ({"min_memory_gb": "much"}, "min_memory_gb must be a number"),
        ({"memory": 4}, "no condition of devices is called 'memory'; they are vendor, "),
    ],
)
def test_what_no_device_has_is_told_with_what_some_have(
    g: KnowledgeGraph, conditions: dict[str, Any], says: str
) -> None:
    with pytest.raises(QueryError) as caught:
        g.devices(**conditions)
    assert says in str(caught.value)


def test_without_facts_there_are_no_devices() -> None:
    g = KnowledgeGraph(shore_records()[-1:])
    assert g.devices() == []
    with pytest.raises(QueryError, match="it knows no architectures of devices"):
        g.devices(older_than="Hopper")


def test_only_hardware_has_facts_of_devices(g: KnowledgeGraph) -> None:
    assert {hit.label for hit in g.entities(vendor="Google")} == {TPU}
    with pytest.raises(QueryError, match="only hardware has a vendor"):
        g.entities("method", vendor="Google")


def test_papers_by_their_devices(g: KnowledgeGraph) -> None:
    found = g.papers(method="Kelp", device={"device_class": "consumer"})
    assert [hit.title.partition(":")[0] for hit in found] == ["Driftwood", "Shore <Engines> & Their Boards"]
    assert [spot.text for hit in found for spot in hit.evidence] == ["Kelp", "RTX 3090", "Kelp", "RTX 4090"]
    assert g.papers(device={"min_memory_gb": 500}) == []


def test_results_by_their_devices(g: KnowledgeGraph) -> None:
    assert [hit.amount for hit in g.results(device={"architecture": "Hopper"})] == ["150 tokens/s", "120 tokens/s"]
    assert [hit.amount for hit in g.results(device={"device_class": "consumer"}, subject="Driftwood")] == ["1.5x"]
    assert len(g.faster_than(device={"architecture": "Ampere"}).steps) == 4
