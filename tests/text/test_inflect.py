"""Regular English endings."""

from __future__ import annotations

import pytest

from kg.text.inflect import plural, singular, verb_forms


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("reduce", ("reduce", "reduces", "reduced", "reducing")),
        ("drop", ("drop", "drops", "dropped", "dropping")),
        ("deploy", ("deploy", "deploys", "deployed", "deploying")),
        ("simplify", ("simplify", "simplifies", "simplified", "simplifying")),
        ("surpass", ("surpass", "surpasses", "surpassed", "surpassing")),
        ("speed up", ("speed up", "speeds up", "speeded up", "speeding up")),
    ],
)
def test_forms_of_a_verb(verb: str, forms: tuple[str, ...]) -> None:
    assert verb_forms(verb) == forms


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("latency", "latencies"), ("delay", "delays"), ("cost", "costs"), ("training loss", "training losses"),
        ("batch", "batches"), ("box", "boxes"),
    ],
)  # fmt: skip
def test_plural(one: str, many: str) -> None:
    assert plural(one) == many


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("policies", "policy"), ("losses", "loss"), ("boxes", "box"), ("batches", "batch"), ("approaches", "approach"),
        ("caches", "cache"), ("models", "model"), ("loss", "loss"), ("bus", "bus"), ("bias", "bias"), ("gas", "gas"),
        ("analysis", "analysis"), ("ResNets", "ResNet"),
    ],
)  # fmt: skip
def test_singular_of_regular_plurals_alone(many: str, one: str) -> None:
    assert singular(many) == one
