"""Pairs of one paper: how much faster something is, and what that costs in quality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.plot.rows import Amount, Basis, Heading, Pair, Scatter
from kg.query.answers import counted
from kg.query.figures.factors import amount_of, is_sound, words_of
from kg.query.figures.measures import QUALITY, SPEED
from kg.query.hits import ResultHit
from kg.query.numbers.judge import Side, better_side, side

__all__ = ["pair_points"]

_HEADING = Heading(
    "tradeoffs", "Trade-offs", "Speed gained against quality lost",
    "Where one abstract states both a gain in speed and a change of quality (accuracy, F1, error, …, in percent or "
    "points, as stated). Below the line quality is lost. Filled: one sentence states both. Hollow: both stand in one "
    "abstract, but may come from different experiments. Pairs that name different systems, baselines or models are "
    "left out, as {doubtful} of quality read with a confidence below {least:g}. Most abstracts state no loss at all, "
    "or say “no loss” without a number.",
    "No abstract here states both a gain in speed and a change of quality.",
)  # fmt: skip
# What is below is mostly a score of some other thing: see docs/results.md.
_LEAST_SURE = 0.8
_MOST = 200  # pairs, those of one sentence first
_UNITS = ("%", "point", "points", None)


def pair_points(results: Iterable[ResultHit]) -> Scatter:
    """Each change of quality with each speed of its paper that may go with it, those of one sentence alone if any."""
    speeds: dict[str, list[ResultHit]] = defaultdict(list)
    qualities: list[tuple[ResultHit, float]] = []
    doubtful = 0
    for hit in results:
        if hit.metric in SPEED and is_sound(hit):
            speeds[hit.evidence.paper].append(hit)
        change = _quality_change(hit)
        if change is not None and (hit.confidence or 1.0) >= _LEAST_SURE:
            qualities.append((hit, change))
        elif change is not None:
            doubtful += 1
    pairs = [pair for hit, change in qualities for pair in _pairs(hit, change, speeds[hit.evidence.paper])]
    pairs.sort(key=lambda pair: not pair.together)
    left_out = f"{'is' if doubtful == 1 else 'are'} {counted(doubtful, 'change')}"
    caption = _HEADING.caption.format(doubtful=left_out, least=_LEAST_SURE)
    return Scatter(_HEADING._replace(caption=caption), tuple(pairs[:_MOST]))


def _quality_change(hit: ResultHit) -> float | None:
    """By how much quality rises, or falls below 0; None for what is no change of it, or nobody knows which way."""
    if hit.metric not in QUALITY or hit.sense == "value" or hit.unit not in _UNITS:
        return None
    better = better_side(hit)
    if better is None or (hit.sense == "gain" and hit.better == "lower"):
        return None  # "6% better error" may be 6% less of it, or 6% more
    amount = hit.value if hit.high is None else (hit.value + hit.high) / 2
    return amount if better == "subject" else -amount


def _pairs(quality: ResultHit, change: float, speeds: Iterable[ResultHit]) -> list[Pair]:
    going = [speed for speed in speeds if _may_go_together(quality, speed)]
    together = [speed for speed in going if _in_one_sentence(quality, speed)]
    return [_pair(quality, change, speed, bool(together)) for speed in together or going]


def _may_go_together(quality: ResultHit, speed: ResultHit) -> bool:
    """Whether two results of a paper name nothing different: no other system, baseline or model."""
    slots: tuple[Side, ...] = ("subject", "baseline")
    sides = [(set(side(quality, slot)), set(side(speed, slot))) for slot in slots]
    sides.append((_names(quality, "model"), _names(speed, "model")))
    return all(not one or not other or one & other for one, other in sides)


def _names(hit: ResultHit, slot: str) -> set[str]:
    return {name.key or name.text for name in hit.names(slot)}


def _in_one_sentence(one: ResultHit, other: ResultHit) -> bool:
    return (one.evidence.section, one.evidence.sentence) == (other.evidence.section, other.evidence.sentence)


def _pair(quality: ResultHit, change: float, speed: ResultHit, together: bool) -> Pair:
    said = f"{words_of(speed)}; {quality.amount} {quality.measure}"
    basis = Basis((speed.evidence.paper,), (), (speed.key, quality.key))
    stated = Amount(change, None, quality.qualifier)
    return Pair(f"{speed.key} {quality.key}", said, _system(speed, quality), amount_of(speed), stated, together, basis)


def _system(*hits: ResultHit) -> str:
    """What a pair is called: its subject, else what stands before the colon of its paper's title."""
    return next((hit.subject for hit in hits if hit.subject), hits[0].evidence.title.partition(":")[0])
