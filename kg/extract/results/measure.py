"""What a number measures where no metric word is bound to it, and which way a change goes."""

from __future__ import annotations

from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.parts import Claim, Cue, Quantity, Token
from kg.model import MetricBy, Sense

__all__ = ["default_cue", "is_beside_speed", "may_be_percent", "measures", "sense_of"]

_DROP = "change-drop"


def measures(quantity: Quantity, cue: Cue | None, grammar: ResultGrammar) -> bool:
    """May a number of this unit be a value of this metric?"""
    allowed = grammar.kind_metrics.get(quantity.kind)
    return cue is not None and (allowed is None or cue.key in allowed)


def may_be_percent(cue: Cue | None, grammar: ResultGrammar) -> bool:
    """Is a value of this metric ever written in percent? A perplexity is not."""
    return cue is not None and cue.key in grammar.kind_metrics["percent-value"]


def is_beside_speed(quantity: Quantity, cue: Cue | None) -> bool:
    """Is this what is done faster ("8x faster updates"), and not what is measured ("faster, at an accuracy of 90%")?"""
    measured = cue is not None and (cue.key in ("latency", "throughput") or (cue.quality and quantity.kind != "factor"))
    return not measured


def default_cue(
    quantity: Quantity, change: Token | None, grammar: ResultGrammar, quality: Cue | None, previous: Claim | None
) -> tuple[Cue | None, MetricBy]:
    """The metric of a number whose sentence names none: by its unit, its change, or the paper's measure of quality.

    `previous` is the claim before it, for a number that restates it ("reaches 2,000 FPS, a 3x gain").
    """
    of_quality = quality or grammar.metric_cues["score"]
    if quantity.metric and quantity.kind != "points":
        return grammar.metric_cues[quantity.metric], "unit"
    if quantity.kind == "points":
        return (of_quality if change is not None else None), "guessed"
    if quantity.kind == "factor" and (change is None or change.tag == "B"):
        return grammar.metric_cues["speedup"], "guessed"  # "2.9x over cuBLAS", "outperforms it by 9x"
    if change is None or change.cue is None:
        return (of_quality if quantity.kind in ("percent", "bare") else None), "guessed"
    key = change.cue.key or "other"
    if change.tag in "UVBL" and quantity.kind in ("percent", "bare") and key in ("score", "other"):
        return of_quality, "guessed"
    vague = key in ("reduction", "other") or (change.tag == "V" and quantity.kind == "factor")
    if vague and previous is not None and previous.cue:
        return previous.cue, "listed"
    return grammar.metric_cues.get(key), "guessed" if vague else "told"


def sense_of(quantity: Quantity, cue: Cue, change: Token | None, is_value: bool) -> Sense:
    """Gain, cut, loss or plain value, by the change and the good direction of the metric."""
    if is_value and quantity.kind != "factor":
        return "value"
    if change is None:
        return _plain_sense(quantity, cue)
    letter = change.tag
    if letter in "VBF":
        return "gain"
    lower = cue.better == "lower"
    if letter == "U":
        return "loss" if lower and cue.values and not cue.always_cut else "gain"
    if letter == "D":
        return "cut" if lower else "loss"
    falls = change.cue is not None and change.cue.id == _DROP  # an error that drops is no loss
    return "cut" if lower and (falls or not cue.quality) and cue.key != "speedup" else "loss"


def _plain_sense(quantity: Quantity, cue: Cue) -> Sense:
    if quantity.kind == "factor":
        return "cut" if cue.better == "lower" else "gain"
    if quantity.kind == "percent" and cue.always_cut:
        return "cut"
    return "gain" if quantity.signed else "value"
