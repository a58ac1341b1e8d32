"""Regular English endings."""

from __future__ import annotations

import pytest

from kg.text.inflect import plural, verb_forms


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
