"""Dots: factors of improvement by baseline, those that compare in rows of their own."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.plot.rows import Amount, Basis, Dot, DotRow, Dots, Heading
from kg.query.answers import counted
from kg.query.figures.measures import LEAST_SURE, factor_of
from kg.query.hits import ResultHit
from kg.query.numbers.judge import side
from kg.query.numbers.results import Results

__all__ = ["Topic", "dot_rows", "words_of"]


class Topic(NamedTuple):
    """What a figure of factors is about: its metrics, and how it speaks of them."""

    heading: Heading
    metrics: Container[str]
    axis: str
    colour: str


_MOST = 150  # dots of a row
_NOWHERE = "no baseline named"
_CAPTION = (
    "Each dot is a result with a sound factor: twice the speed, half the time and 50% less are all 2x. Filled dots on "
    "one line compare: same metric, baseline, hardware, dataset and model. Hollow dots stand alone: their setting "
    "differs, or is left open; one with several baselines stands in the row of each. Arrows are bounds (“up to” points "
    "to less); a bar is a range. Left out: {left_out}."
)


def dot_rows(results: Results, topic: Topic, labels: Mapping[str, str], top: int) -> Dots:
    """The factors of a topic, a row each baseline, the most compared with first; then all without a baseline."""
    about = [hit for hit in results if hit.metric in topic.metrics]
    shown = [hit for hit in about if is_sound(hit)]
    ranked = {hit.key: number for number, group in enumerate(results.groups()) if group.ranked for hit in group.hits}
    by_baseline: dict[str, list[ResultHit]] = {}
    names: dict[str, str] = {}
    for hit in shown:
        for key, text in side(hit, "baseline").items():
            by_baseline.setdefault(key, []).append(hit)
            names.setdefault(key, labels.get(key, text))
    order = sorted(by_baseline, key=lambda key: (-_papers(by_baseline[key]), -len(by_baseline[key]), names[key], key))
    rows: list[DotRow] = []
    told: set[int] = set()
    for key in order[:top]:
        rows += _rows(names[key], by_baseline[key], ranked, told)
    rest = list({hit.key: hit for key in order[top:] for hit in by_baseline[key]}.values())
    rows += [_alone(f"{counted(len(order) - top, 'other baseline')}", rest)] if rest else []
    unsaid = [hit for hit in shown if not side(hit, "baseline")]
    rows += [_alone(_NOWHERE, unsaid)] if unsaid else []
    caption = _CAPTION.format(left_out=_left_out(about))
    return Dots(topic.heading._replace(caption=caption), tuple(rows), topic.axis, topic.colour)


def is_sound(hit: ResultHit) -> bool:
    """Whether a result is read surely enough and says by what factor something improved."""
    factor = factor_of(hit)
    return factor is not None and factor[0] >= 1 and not _is_doubtful(hit)


def _is_doubtful(hit: ResultHit) -> bool:
    return hit.confidence is not None and hit.confidence < LEAST_SURE


def _left_out(hits: Sequence[ResultHit]) -> str:
    """Why results of the topic are not among the dots; each for one reason."""
    doubtful = sum(map(_is_doubtful, hits))
    sure = [hit for hit in hits if not _is_doubtful(hit)]
    without = sum(factor_of(hit) is None for hit in sure)
    worse = sum(factor is not None and factor[0] < 1 for factor in map(factor_of, sure))
    return (
        f"{counted(without, 'result')} without a sound factor (measured values among them), {worse:,} that "
        f"{'states' if worse == 1 else 'state'} a worsening, {doubtful:,} read with a confidence below {LEAST_SURE:g}"
    )


def _rows(label: str, hits: Sequence[ResultHit], ranked: Mapping[str, int], told: set[int]) -> list[DotRow]:
    """The results against one baseline: a row of those that stand alone, and one for each setting that they share.

    `told` are the settings that have their row under another of their baselines.
    """
    groups: dict[int, list[ResultHit]] = {}
    for hit in hits:
        if hit.key in ranked:
            groups.setdefault(ranked[hit.key], []).append(hit)
    comparing = {number: group for number, group in groups.items() if len(group) > 1}
    inside = {hit.key for group in comparing.values() for hit in group}
    alone = [hit for hit in hits if hit.key not in inside]
    rows = [_alone(f"vs {label}", alone)] if alone else []
    for number, group in comparing.items():
        if number not in told:
            told.add(number)
            dots = tuple(_dot(hit, compares=True) for hit in group[:_MOST])
            rows.append(DotRow(f"vs {_against(group[0], label)}, {_setting(group[0])}", True, dots))
    return rows


def _against(hit: ResultHit, label: str) -> str:
    """The baselines of a setting: where there are several, as the paper names them."""
    return label if hit.baseline is None or len(hit.names("baseline")) < 2 else hit.baseline


def _alone(label: str, hits: Iterable[ResultHit]) -> DotRow:
    """Results that compare with none of their row: of very many the surest."""
    found = list(hits)
    if len(found) > _MOST:
        label = f"{label} ({_MOST} of {len(found):,})"
        found = sorted(found, key=lambda hit: -(hit.confidence or 0))[:_MOST]
    return DotRow(label, False, tuple(_dot(hit, compares=False) for hit in found))


def _dot(hit: ResultHit, *, compares: bool) -> Dot:
    return Dot(hit.key, words_of(hit), amount_of(hit), compares, Basis((hit.evidence.paper,), (), (hit.key,)))


def amount_of(hit: ResultHit) -> Amount:
    """A sound factor with what limits it; of less of something, the factor is limited as what is stated is."""
    factor = factor_of(hit)
    assert factor is not None, "only results with a factor are drawn"
    return Amount(*factor, hit.qualifier)


def words_of(hit: ResultHit) -> str:
    """A result in words: `PagePool: up to 4.1x throughput gain vs vLLM on A100`."""
    who = f"{hit.subject}: " if hit.subject else ""
    against = f" vs {hit.baseline}" if hit.baseline else ""
    setting = f" {hit.setting}" if hit.setting else ""
    return f"{who}{hit.amount} {hit.measure}{against}{setting}"


def _setting(hit: ResultHit) -> str:
    slots = (("on ", hit.hardware), ("on ", hit.dataset), ("with ", hit.model))
    return ", ".join(f"{word}{name}" for word, name in slots if name)


def _papers(hits: Iterable[ResultHit]) -> int:
    return len({hit.evidence.paper for hit in hits})
