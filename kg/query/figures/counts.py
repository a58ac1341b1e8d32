"""Bars: hardware and its families, metrics, baselines, each by number of papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.plot.rows import Bar, Bars, Basis, Heading
from kg.query.answers import counted
from kg.query.figures.measures import UNNAMED, measure_name
from kg.query.hits import ResultHit
from kg.query.index import RecordIndex
from kg.query.ties.matrix import shown_entities

__all__ = ["baseline_bars", "family_bars", "hardware_bars", "metric_bars"]

_HARDWARE = Heading(
    "hardware", "Hardware", "Hardware by number of papers",
    "Papers that name the thing itself, and, in the lighter part, those that name only a member of its family: "
    "an A100 80GB counts for the A100 and for the GPU, too. A paper counts once in each bar, and in the bars of "
    "everything it names.",
    "No paper here names hardware.",
)  # fmt: skip
_FAMILIES = Heading(
    "families", "Families", "Hardware families and their members",
    "The families that most papers name, over their members that most papers name. A paper counts for a family "
    "whatever member it names, and for a member by its own name or one of its variants.",
    "No paper here names hardware that belongs to a family.",
)  # fmt: skip
_METRICS = Heading(
    "metrics", "Metrics", "Metrics most reported",
    "Papers whose abstract states a number for the metric. Only numbers count, not the bare word; {left_out} whose "
    "metric the text does not tell stay out.",
    "No abstract here states a number for a known metric.",
)  # fmt: skip
_BASELINES = Heading(
    "baselines", "Baselines", "Baselines most compared with",
    "Papers that state a number against the baseline. A result that names several baselines counts for each; a name "
    "that is no entity of the graph is not counted.",
    "No abstract here states a number against a named baseline.",
)  # fmt: skip


def hardware_bars(index: RecordIndex, top: int) -> Bars:
    """The hardware that papers name, most papers first, those of its family included."""
    named = (key for key, item in index.entities.items() if item.kind == "hardware" and item.papers)
    bars = sorted((_family_bar(index, key) for key in named), key=_most_first)
    return Bars(_HARDWARE, tuple(bars[:top]), "hardware")


def family_bars(index: RecordIndex, top: int, members: int) -> Bars:
    """The `top` families of hardware, each over the `members` of it that most papers name."""
    rows: list[Bar] = []
    families = [key for key in shown_entities(index, "hardware", "family") if index.narrower.get(key)]
    for family in families[:top]:
        rows.append(_family_bar(index, family))
        found = sorted((_family_bar(index, key, 1) for key in _members(index, family)), key=_most_first)
        rows += found[:members]
    return Bars(_FAMILIES, tuple(rows), "hardware")


def _members(index: RecordIndex, family: str) -> list[str]:
    """What is one thing below a family, without the variants of such a thing: an A100, not its memory sizes."""
    below = index.family((family,)) - {family}
    things = {key for key in below if key not in index.classes and index.papers_of(index.family((key,)))}
    return [key for key in things if not things.intersection(index.ancestors(key))]


def _family_bar(index: RecordIndex, key: str, depth: int = 0) -> Bar:
    papers = index.papers_of(index.family((key,)))
    own = index.entities[key].papers
    basis = Basis(tuple(index.by_title(papers)), (key,))
    return Bar(key, index.labels[key], own, basis, len(papers) - own, depth)


def metric_bars(index: RecordIndex, hits: Iterable[ResultHit], top: int) -> Bars:
    """The metrics that most papers state numbers for."""
    by_metric: dict[str, list[ResultHit]] = defaultdict(list)
    for hit in hits:
        by_metric[hit.metric].append(hit)
    left_out = sum(len(by_metric.pop(metric, ())) for metric in UNNAMED)
    bars = [
        _result_bar(index, f"metric-{metric.replace('_', '-')}", measure_name(metric, index.labels), found)
        for metric, found in by_metric.items()
    ]
    heading = _METRICS._replace(caption=_METRICS.caption.format(left_out=counted(left_out, "result")))
    return Bars(heading, tuple(sorted(bars, key=_most_first)[:top]), "metric")


def baseline_bars(index: RecordIndex, hits: Iterable[ResultHit], top: int) -> Bars:
    """The entities that most papers state numbers against."""
    by_baseline: dict[str, list[ResultHit]] = defaultdict(list)
    for hit in hits:
        for key in dict.fromkeys(name.key for name in hit.names("baseline") if name.key is not None):
            by_baseline[key].append(hit)
    bars = [_result_bar(index, key, index.labels[key], found) for key, found in by_baseline.items()]
    return Bars(_BASELINES, tuple(sorted(bars, key=_most_first)[:top]), "baseline")


def _result_bar(index: RecordIndex, key: str, label: str, hits: list[ResultHit]) -> Bar:
    papers = {hit.evidence.paper for hit in hits}
    basis = Basis(tuple(index.by_title(papers)), (), tuple(hit.key for hit in hits))
    return Bar(key, label, len(papers), basis, note=counted(len(hits), "result"))


def _most_first(bar: Bar) -> tuple[int, int, str, str]:
    return -bar.total, -bar.papers, bar.label, bar.key
