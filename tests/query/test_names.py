"""Names found by key, label and alias, whatever their spelling; see also test_knowledge.py."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from kg.graph.entities import EntitySummary
from kg.query.names import NameIndex

ENTITIES = [
    EntitySummary("software-vllm", "software", "vLLM", ("VLLM", "v-llm engine"), 3, 5),
    EntitySummary("method-paged-attention", "method", "Paged Attention", ("paging",), 2, 2),
    EntitySummary("dataset-paging", "dataset", "Paging", (), 1, 1),
    EntitySummary("lonely", "task", "Being alone", (), 1, 1),
]
INDEX = NameIndex(ENTITIES)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("software-vllm", ("software-vllm",)),
        ("Software vLLM", ("software-vllm",)),
        ("VLLM", ("software-vllm",)),
        ("V LLM Engine", ("software-vllm",)),
        ("METHOD PAGED_ATTENTION", ("method-paged-attention",)),
        ("pagedattention", ("method-paged-attention",)),
        ("Lonely", ("lonely",)),
        ("being alone", ("lonely",)),
    ],
)
def test_a_name_is_found_however_it_is_spelled(name: str, keys: tuple[str, ...]) -> None:
    assert INDEX.resolve(name) == keys


def test_a_label_goes_before_an_alias_unless_the_kind_tells() -> None:
    assert INDEX.resolve("paging") == ("dataset-paging",)
    assert INDEX.resolve("paging", "method") == ("method-paged-attention",)


def test_a_name_that_two_share_means_both() -> None:
    both = NameIndex([*ENTITIES, EntitySummary("task-paging", "task", "PAGING", (), 1, 1)])
    assert both.resolve("Paging") == ("dataset-paging", "task-paging")
    assert both.resolve("Paging", "task") == ("task-paging",)


@pytest.mark.parametrize("name", ["", "software-", "vllm2", "method-vllm", "task lonely"])
def test_what_nothing_is_called_is_told(name: str) -> None:
    with pytest.raises(UnknownNameError):
        INDEX.resolve(name)


def test_the_nearest_names_are_offered_as_they_are_written() -> None:
    assert INDEX.nearest("v llms")[0] in ("vLLM", "v-llm engine")
    assert INDEX.nearest("pagin", "method")[0] == "paging"
