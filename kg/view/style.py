"""How kinds and relations look and read: one table for the drawing, the legend and the details.

Colours are the set of Okabe and Ito, made for eyes with any common colour blindness; shapes differ as well.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["FACTS", "KINDS", "RELATIONS", "SLOTS", "Kind", "Relation", "is_major", "strength"]


class Kind(NamedTuple):
    """A kind of node: its plural for the legend, its shape (a vis-network name, or `custom`) and its fill."""

    name: str
    plural: str
    shape: str
    colour: str


class Relation(NamedTuple):
    """A relation: how it reads from its source, how strongly it ties, how its line is dashed.

    `strength` 0 is a tie that is drawn only where the paper dwells on the entity (see `is_major`).
    """

    name: str
    reads: str
    strength: int
    dashes: tuple[int, ...] = ()


KINDS = (
    Kind("paper", "Papers", "custom", "#8a8f98"),
    Kind("method", "Methods", "dot", "#0072b2"),
    Kind("model", "Models", "hexagon", "#e69f00"),
    Kind("hardware", "Hardware", "square", "#d55e00"),
    Kind("software", "Software", "diamond", "#56b4e9"),
    Kind("dataset", "Datasets", "triangleDown", "#009e73"),
    Kind("task", "Tasks", "star", "#cc79a7"),
    Kind("metric", "Metrics", "triangle", "#f0e442"),
    Kind("result", "Results", "custom", "#ffffff"),
)

RELATIONS = (
    Relation("introduces", "introduces", 5),
    Relation("compares_with", "compares with", 4, (6, 4)),
    Relation("runs_on", "runs on", 3),
    Relation("evaluates_on", "evaluates on", 3),
    Relation("uses", "uses", 3),
    Relation("broader", "is a kind of", 2, (2, 4)),
    Relation("variant_of", "is a variant of", 2, (2, 4)),
    Relation("has_result", "reports", 2),
    Relation("mentions", "mentions", 0),
    Relation("subject", "is about", 2),
    Relation("baseline", "is measured against", 2, (6, 4)),
    Relation("hardware", "was measured on", 2),
    Relation("model", "was measured with", 2),
    Relation("dataset", "was measured on", 2),
    Relation("task", "was measured for", 2),
    Relation("metric", "measures", 1),
)

# What is known of a thing, in the order in which the details show it; the attributes of `kg.model.Facts`.
FACTS = (
    "vendor", "device_class", "architecture", "year", "memory_gb", "memory_gb_high", "memory_type", "bandwidth_gb_s",
    "fp16_tflops", "power_w", "parameters", "active_parameters", "version", "variant", "better", "unit", "source",
)  # fmt: skip

SLOTS = ("subject", "baseline", "hardware", "model", "dataset", "task", "metric")

_STRENGTH = {relation.name: relation.strength for relation in RELATIONS}


def is_major(relation: str, section: str | None, count: int) -> bool:
    """Tell a tie worth a line from a passing mention: a name said once, deep in an abstract."""
    return _STRENGTH.get(relation, 1) > 0 or section == "title" or count > 1


def strength(relation: str) -> int:
    """How strongly `relation` ties its two ends; relations this page does not know tie weakly."""
    return _STRENGTH.get(relation, 1)
