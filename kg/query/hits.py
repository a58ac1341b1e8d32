"""What queries answer with: small frozen records with a repr a person reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.graph.build import amount_label
from kg.graph.slots import SlotName, names_in
from kg.model import Better, Bond, Facts, MetricBy, Normal, Section

__all__ = ["EntityHit", "Evidence", "Neighbour", "PaperHit", "ResultHit"]


@dataclass(frozen=True, repr=False)
class Evidence:
    """The characters a fact stands on: `text` is the section from start to end, within `sentence`."""

    paper: str
    title: str
    section: Section
    start: int
    end: int
    text: str
    sentence: str
    rule: str

    def __repr__(self) -> str:
        place = f"{self.section}[{self.start}:{self.end}]"
        return f"<Evidence {self.text!r} {place} of {self.title!r}, rule {self.rule}: {self.sentence!r}>"


@dataclass(frozen=True, repr=False)
class PaperHit:
    """One paper; `evidence` shows where it meets each filter of the query, in the order of the filters."""

    key: str
    title: str
    introduces: tuple[str, ...]
    sources: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()

    def __repr__(self) -> str:
        texts = "; ".join(repr(item.text) for item in self.evidence)
        return f"<Paper {self.title!r}{': ' + texts if texts else ''}>"


@dataclass(frozen=True, repr=False)
class EntityHit:
    """One entity: counts over all papers, the keys of its wider concepts, the nearest ones first, and what is known.

    `facts` are those of the thing itself (see `kg.model.Facts`): a device's memory and year, a model's size.
    """

    key: str
    kind: str
    label: str
    aliases: tuple[str, ...]
    papers: int
    mentions: int
    broader: tuple[str, ...]
    facts: Facts | None = None

    def __repr__(self) -> str:
        counts = f"{self.mentions} mentions, {self.papers} papers"
        return f"<{self.kind.capitalize()} {self.label!r} ({self.key}): {counts}>"


@dataclass(frozen=True, repr=False)
class ResultHit:
    """One quantitative finding; slots are names as the paper writes them, or None.

    `normal` is the amount for comparing: with the unit `x` a factor of improvement, else in the base unit of its kind.
    `better` is the good direction of the metric, `metric_by` what the metric is known by (see `kg.model.Result`),
    `confidence` how often number, unit and metric of results read like this one are right (0 to 1, None where nothing
    is known), `bound` why each slot holds what it holds, with a confidence of its own, and `bound_names` the names that
    the bonds stand on. `keys` has the entity of each slot that is linked to one, of several the main one (`names` has
    all), and that of the metric under "metric".
    """

    key: str
    label: str
    metric: str
    value: float
    high: float | None
    unit: str | None
    sense: str
    qualifier: str | None
    subject: str | None
    baseline: str | None
    hardware: str | None
    model: str | None
    dataset: str | None
    task: str | None
    evidence: Evidence
    better: Better = "higher"
    normal: Normal | None = None
    metric_by: MetricBy | None = None
    confidence: float | None = None
    bound: tuple[Bond, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict, hash=False)
    bound_names: tuple[str, ...] = ()

    def names(self, slot: str) -> list[SlotName]:
        """Return each name in a slot (slot, key of its entity or None, text, bond or None), the main one first."""
        return names_in(slot, self.keys.get(slot), getattr(self, slot), self.bound, self.bound_names)

    @property
    def amount(self) -> str:
        """The number as stated, with what limits it: `up to 4.1x`, `30-45%`, `about 9.5 W`."""
        amount = amount_label(self.value, self.high, self.unit)
        return f"{self.qualifier} {amount}" if self.qualifier else amount

    @property
    def measure(self) -> str:
        """What was measured, and what became of it: `throughput gain`, `memory cut`, `miou`."""
        metric = self.metric.replace("_", " ")
        return metric if self.sense == "value" else f"{metric} {self.sense}"

    @property
    def setting(self) -> str:
        """Where it was measured, as far as the paper says: `on A100, with Llama, on GSM8K, for reasoning`."""
        slots = (("on ", self.hardware), ("with ", self.model), ("on ", self.dataset), ("for ", self.task))
        return ", ".join(f"{word}{name}" for word, name in slots if name)

    def __repr__(self) -> str:
        slots = (("", self.subject), ("vs ", self.baseline), ("on ", self.hardware), ("for ", self.model),
                 ("on ", self.dataset), ("in ", self.task))  # fmt: skip
        setting = ", ".join(f"{word}{name}" for word, name in slots if name)
        sure = "" if self.confidence is None else f", confidence {self.confidence:.2f}"
        said = f"{self.amount} {self.measure}{': ' + setting if setting else ''}"
        return f"<Result {said} ({self.evidence.title!r}){sure}>"


@dataclass(frozen=True, repr=False)
class Neighbour:
    """A node one edge away; `outgoing` when the edge starts at the node that was asked about."""

    relation: str
    outgoing: bool
    key: str
    kind: str
    label: str
    count: int

    def __repr__(self) -> str:
        arrow = f"-{self.relation}->" if self.outgoing else f"<-{self.relation}-"
        return f"<{arrow} {self.kind} {self.label!r} ({self.count})>"
