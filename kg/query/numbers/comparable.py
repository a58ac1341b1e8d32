"""What may be ranked with what: the guard that keeps numbers apart that do not compare.

Two results compare when they measure the same thing in the same form and unit, with the same baselines, hardware,
datasets and models (all of them, where several are named), and when nothing is unknown that their number depends on:
a change needs its baseline, a speed or a cost its hardware, a score its dataset, and any number some setting. So
results without a stated baseline are listed but never ranked as if it were the same; and a name of no one thing ("a
GPU", "the best prior method") is the same within its paper only.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.graph.slots import SlotName
from kg.query.hits import ResultHit
from kg.text.spelling import squeezed

__all__ = ["IMPROVEMENT", "Setting", "differences", "heading", "rank_key", "setting_of", "surfaces"]

IMPROVEMENT = "improvement"  # the form of a factor; other forms are called as the sense of the result

_SLOTS = ("baseline", "hardware", "dataset", "model")
# As factors of improvement these are one thing: twice the speed is half the time.
_SPEED = frozenset("speedup latency time".split())
# Names of the measure that say too little: only the metric that the paper names tells two of them apart.
_VAGUE = frozenset("score error loss reduction other".split())
# What depends on the device; and what depends on the data. The rest (parameters, memory, …) on neither.
_ON_HARDWARE = frozenset(
    "speed speedup throughput latency time energy power utilization bandwidth compute cost carbon".split()
)
_ON_DATASET = frozenset(
    "accuracy top1 top5 f1 map miou iou bleu rouge perplexity wer pass_at_k fid psnr ssim exact_match auc error loss"
    " score win_rate other".split()
)

Fillers = tuple[str, ...]


@dataclass(frozen=True)
class Setting:
    """What results must share to compare. `missing` says why such a result compares with none, else it is None.

    `form` is "improvement" (a factor: 2 is twice as good) or the result's sense; the slots hold, sorted, all that they
    name: the key of an entity, with the paper where that is a class, or the spelling and the paper; () where nothing is
    stated.
    """

    metric: str
    form: str
    unit: str | None
    baseline: Fillers
    hardware: Fillers
    dataset: Fillers
    model: Fillers
    missing: str | None = None


def setting_of(hit: ResultHit, classes: Container[str] = ()) -> Setting:
    """Return what a result shares with all it may be ranked with: equal settings without `missing` compare.

    `classes` has the keys of entities that are no one thing, such as "GPU".
    """
    factor = hit.normal is not None and hit.normal.unit == "x"
    family = "speed" if factor and hit.metric in _SPEED else hit.metric
    metric = family if family == "speed" else _metric(hit)
    slots = {slot: _fillers(hit, slot, classes) for slot in _SLOTS}
    form = IMPROVEMENT if factor else hit.sense
    return Setting(metric, form, _unit(hit), **slots, missing=_missing(hit, family, metric, form, slots))


def rank_key(hit: ResultHit) -> float:
    """Return what sorts results of one setting, the best first."""
    form, amount = setting_of(hit).form, _amount(hit)
    lower_is_better = hit.better == "lower" if form == "value" else form == "loss"
    return amount if lower_is_better else -amount


def differences(settings: Sequence[Setting]) -> str:
    """Say why the settings do not compare: in what they differ, or what none of them states; "" where they do."""
    names = {"metric": "metric", "form": "sense", "unit": "unit"} | {slot: slot for slot in _SLOTS}
    differing = [word for name, word in names.items() if len({getattr(setting, name) for setting in settings}) > 1]
    if differing:
        return f"they differ in {_listed(differing)}"
    return _listed(sorted({setting.missing for setting in settings if setting.missing}))


def heading(setting: Setting, names: Mapping[str, str]) -> str:
    """Say what results of one setting share; `names` has the label of each entity key."""
    if setting.missing:
        return setting.missing
    words = {"baseline": "vs", "hardware": "on", "dataset": "on", "model": "with"}
    fillers = {slot: getattr(setting, slot) for slot in _SLOTS}
    stated = [f"{words[slot]} {_called(found, names)}" for slot, found in fillers.items() if found]
    open_ = [slot for slot, found in fillers.items() if not found and (slot != "baseline" or setting.form != "value")]
    unsaid = [f"{_listed(open_)} not stated"] if open_ else []
    return ", ".join([_what(setting, names), *stated, *unsaid])


def _called(fillers: Fillers, names: Mapping[str, str]) -> str:
    return _listed(sorted({names.get(filler, filler) for filler in fillers}))


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _what(setting: Setting, names: Mapping[str, str]) -> str:
    metric = names.get(setting.metric, setting.metric.replace("_", " "))
    if setting.form == IMPROVEMENT:
        return f"{metric} as a factor of improvement"
    sense = "" if setting.form == "value" else f" {setting.form}"
    return f"{metric}{sense}" + (f" in {setting.unit}" if setting.unit else "")


def _missing(hit: ResultHit, family: str, metric: str, form: str, slots: Mapping[str, Fillers]) -> str | None:
    if form != "value" and hit.normal is None:
        return "no form that compares"
    if family in _VAGUE and metric == family:
        return "no metric named"
    for slot, needed in (
        ("baseline", form != "value"), ("hardware", family in _ON_HARDWARE), ("dataset", family in _ON_DATASET),
    ):  # fmt: skip
        if needed and not slots[slot]:
            return f"no {slot} stated"
    return None if any(slots[slot] for slot in ("hardware", "dataset", "model")) else "no setting stated"


def _metric(hit: ResultHit) -> str:
    """The metric that the paper names where that says more than the key: the time to a first token is one latency."""
    named = hit.keys.get("metric")
    return hit.metric if named in (None, f"metric-{hit.metric.replace('_', '-')}") else str(named)


def _fillers(hit: ResultHit, slot: str, classes: Container[str]) -> Fillers:
    return tuple(sorted({_filler(hit, name, classes) for name in hit.names(slot)}))


def _filler(hit: ResultHit, name: SlotName, classes: Container[str]) -> str:
    """The entity; a class, and a name without an entity, is the same thing within its paper only."""
    if name.key is not None and name.key not in classes:
        return name.key
    return f"{name.key or squeezed(name.text)} in {hit.evidence.paper}"


def surfaces(hits: Iterable[ResultHit], classes: Container[str] = ()) -> dict[str, str]:
    """Return how papers write what settings hold: the first spelling of each."""
    found: dict[str, str] = {}
    for hit in hits:
        for slot in _SLOTS:
            for name in hit.names(slot):
                found.setdefault(_filler(hit, name, classes), name.text)
    return found


def _unit(hit: ResultHit) -> str | None:
    return hit.unit if hit.normal is None else hit.normal.unit


def _amount(hit: ResultHit) -> float:
    return hit.value if hit.normal is None else hit.normal.value
