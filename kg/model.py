"""The records that flow through `kg`: frozen, picklable, JSON in and out through msgspec.

A `Paper` is what a source yields, an `Extraction` is what one paper says: one JSON line in `records.jsonl`.
Offsets are half-open character offsets into the stored title or abstract; `text == section[start:end]` always.
None can hold itself, so the collector of garbage need not walk over the millions of them (`gc=False`).
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

__all__ = [
    "ENTITY_TYPES", "METRIC_KEYS", "SLOTS", "Better", "Bond", "BoundBy", "Concept", "Entity", "EntityType",
    "Extraction", "Facts", "JoinedBy", "Mention", "MetricBy", "Normal", "Paper", "Qualifier", "Result",
    "Section", "Sense", "Source", "amount_of", "namesake_key",
]  # fmt: skip

EntityType = Literal["Method", "Model", "Hardware", "Metric", "Dataset", "Task", "Software"]
Section = Literal["title", "abstract"]
Sense = Literal["gain", "cut", "value", "loss"]
Qualifier = Literal["up to", "about", "at least", "average"]
Better = Literal["higher", "lower"]
Amount = Literal["factor", "percent", "bare", "unit"]
MetricBy = Literal["named", "nearby", "listed", "told", "unit", "guessed"]
BoundBy = Literal["clause", "sentence", "neighbour", "list", "paper"]
JoinedBy = Literal["rule", "variant", "spelling", "abbreviation", "short", "decision"]

ENTITY_TYPES: tuple[EntityType, ...] = get_args(EntityType)
SLOTS = ("subject", "baseline", "hardware", "model", "dataset", "task")
METRIC_KEYS = frozenset(
    "speedup throughput latency time memory storage energy power parameters model_size flops compute accuracy top1 top5"
    " f1 map miou iou bleu rouge perplexity wer pass_at_k fid psnr ssim exact_match auc error loss score win_rate cost"
    " compression utilization bandwidth communication samples area carbon reduction other".split()
)


class Source(msgspec.Struct, frozen=True, gc=False, order=True):
    """Where a paper was read: a file (as named on the command line, without machine folders) and a line, from 1."""

    file: str
    line: int


class Paper(msgspec.Struct, frozen=True, gc=False):
    """One paper as a source gives it, after clean-up: the text that every offset points into."""

    id: str
    title: str
    abstract: str
    source: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        """Title and abstract as one text, parted by a line break; `section_span` maps back."""
        return f"{self.title}\n{self.abstract}"

    def section_span(self, start: int, end: int) -> tuple[Section, int, int]:
        """Turn offsets into `text` into a section and offsets into that section."""
        if end <= len(self.title):
            return "title", start, end
        shift = len(self.title) + 1
        return "abstract", start - shift, end - shift


class Mention(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One place where a paper names an entity, the id of the rule that saw it, and why it is that entity.

    `joined` is None for the entity's own name; else `rule` (a form that the entity's rule lists), `variant` (that
    rule's name with a size, a version or the like), `spelling` (the name but for case, hyphens, plural or markup),
    `abbreviation` (the paper defines one by the other), `short` (the end of a longer name in this paper) or `decision`,
    with the id of an entry of identity.yaml in `decision`.
    """

    text: str
    section: Section
    start: int
    end: int
    rule: str
    joined: JoinedBy | None = None
    decision: str | None = None


class Facts(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What is known of a thing beside what papers say of it; what is not known is None.

    Of a device, from the maker's datasheet that `source` names: `year` of launch; memory in GB, `memory_gb_high` where
    it is sold with more; peak memory bandwidth in GB/s; peak dense FP16 or BF16 throughput in TFLOP/s, without
    sparsity; power in W. Of a model, from its name: the number of parameters, of those `active` for a token, `version`
    and `variant`. Of a metric: the `better` direction and the `unit` its amounts are compared in.
    """

    vendor: str | None = None
    device_class: str | None = None
    architecture: str | None = None
    year: int | None = None
    memory_gb: float | None = None
    memory_gb_high: float | None = None
    memory_type: str | None = None
    bandwidth_gb_s: float | None = None
    fp16_tflops: float | None = None
    power_w: float | None = None
    source: str | None = None
    parameters: float | None = None
    active_parameters: float | None = None
    version: str | None = None
    variant: str | None = None
    better: Better | None = None
    unit: str | None = None


class Concept(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A wider thing an entity belongs to: its key, its name and what is known of it."""

    key: str
    name: str
    facts: Facts | None = None


class Entity(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One thing a paper names, with all the places where it does; `broader` runs from near to far."""

    key: str
    type: EntityType
    name: str
    mentions: tuple[Mention, ...]
    broader: tuple[Concept, ...] = ()
    facts: Facts | None = None


class Bond(msgspec.Struct, frozen=True, gc=False):
    """Why one slot of a result holds what it holds: where the name stands, and what bound it to the number.

    `by` is `clause` (the number's own clause), `sentence` (another clause of its sentence), `neighbour` (the sentence
    before or after), `list` (the name at the number's place in a list) or `paper` (the paper's own system, which "we"
    and sentences without a subject speak of). `key` is the entity the name was linked to, or None. A slot that holds
    several names ("Orca and vLLM") has a bond for each, in the order of the text. `confidence` is how often names so
    bound are right, from 0 to 1.
    """

    slot: str
    by: BoundBy
    section: Section
    start: int
    end: int
    confidence: float | None = None
    key: str | None = None


class Normal(msgspec.Struct, frozen=True, gc=False):
    """A result's amount in a form that compares across papers.

    With the unit `x` it is a factor of improvement: 2.0 is twice as good, 0.9 a tenth worse, whichever way the metric
    points ("50% lower latency" is 2.0). Else it is the stated amount in the base unit of its kind: s, B, J, W, …
    """

    value: float
    high: float | None
    unit: str


class Result(msgspec.Struct, frozen=True, gc=False):
    """One quantitative finding: a number, what it measures, in which direction, and its setting.

    Slots hold surface names as the text has them; `*_key` is the entity the slot was linked to, or None, and `bound`
    says for each filled slot why. `better` is the good direction of the metric, `normal` the amount for comparing or
    None where no sound form exists. `metric_by` tells what the metric is known by: `named` (a word for it, bound by the
    sentence), `nearby` (such a word, farther off), `listed` (the number continues a list), `told` (a word of change
    such as "faster"), `unit`, or `guessed` (what such numbers mostly are). `confidence` is how often the number, unit
    and metric of results read like this one are right, from 0 to 1. `rule` names the grammar rule that read the number.
    """

    quote: str
    section: Section
    start: int
    end: int
    metric: str
    value: float
    high: float | None
    unit: str | None
    sense: Sense
    rule: str
    qualifier: Qualifier | None = None
    subject: str | None = None
    subject_key: str | None = None
    baseline: str | None = None
    baseline_key: str | None = None
    hardware: str | None = None
    hardware_key: str | None = None
    model: str | None = None
    model_key: str | None = None
    dataset: str | None = None
    dataset_key: str | None = None
    task: str | None = None
    task_key: str | None = None
    metric_entity_key: str | None = None
    better: Better = "higher"
    normal: Normal | None = None
    metric_by: MetricBy | None = None
    confidence: float | None = None
    bound: tuple[Bond, ...] = ()


def amount_of(result: Result) -> Amount:
    """What kind of number a result holds: a factor, a percentage, a bare score or points, or an amount with a unit."""
    if result.unit in ("x", "%"):
        return "factor" if result.unit == "x" else "percent"
    return "unit" if result.unit and not result.unit.startswith("point") else "bare"


def namesake_key(key: str, paper: str) -> str:
    """The key of what one paper calls by a name that others mean something else by: its own thing of that name."""
    return f"{key}--{paper.removeprefix('paper-')}"


class Extraction(msgspec.Struct, frozen=True, gc=False):
    """All that one abstract says: the record, one JSON line."""

    id: str
    title: str
    abstract: str
    source: tuple[Source, ...]
    introduces: tuple[str, ...]
    entities: tuple[Entity, ...]
    results: tuple[Result, ...]
