"""Stages 5 to 7: is it a result at all; lists dealt out; the metric key and the sense of each number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from kg.extract.results.alone import alone_cue, is_condition, is_given, is_limit
from kg.extract.results.attach import Binding, Bindings
from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.measure import default_cue, is_beside_speed, may_be_percent, measures, sense_of
from kg.extract.results.parts import Claim, Cue, Quantity, Spot, Token
from kg.extract.results.unnamed import is_on_a_dataset, is_whole_score, told_key
from kg.model import MetricBy, Sense

__all__ = ["claims_of"]

_SCORE_KINDS = frozenset(("factor", "percent", "points", "bare"))
_MONEY_RULE = "unit-money"  # "$2M" has its sign before the number, so no unit was matched
_SIZE_RULE = "unit-parameter"  # "(1.9M)" has no unit at all
_SHARE_RULE = "result-part-of-metric"
_LIMIT = "metric-other-limit"
_QUOTE_REACH = 300


def claims_of(
    tokens: Sequence[Token], bindings: Bindings, grammar: ResultGrammar, quality: Cue | None
) -> Iterator[Claim]:
    """The results of one sentence in order; `quality` is the paper's last named measure of quality."""
    previous: Claim | None = None
    for at, token in enumerate(tokens):
        if token.tag != "Q":
            continue
        binding = bindings.get(at)
        if binding is None and at in bindings:
            continue  # a setting
        n = len(token.quantities)
        for i, quantity in enumerate(token.quantities):
            spot = Spot(tokens, at, quantity)
            for metric in _dealt(binding.metric if binding else None, n, i):
                claim = _claim(spot, binding, metric, grammar, quality, previous)
                if claim is not None:
                    claim.index, claim.count = i, n
                    previous = claim
                    if claim.cue and claim.cue.quality:
                        quality = claim.cue
                    yield claim


def _dealt(metric: Token | None, numbers: int, i: int) -> Sequence[Token | None]:
    """The metrics of number `i` of a list: one each where the lists are as long, else all to all."""
    if metric is None:
        return (None,)
    metrics = metric.metrics or (metric,)
    if len(metrics) == numbers:
        return (metrics[i],)
    return metrics if numbers == 1 else metrics[:1]


def _claim(
    spot: Spot, binding: Binding | None, metric: Token | None, grammar: ResultGrammar, quality: Cue | None,
    previous: Claim | None,
) -> Claim | None:  # fmt: skip
    spot = _as_factor(spot, binding, metric)
    quantity = spot.quantity
    if binding is not None and metric is not None and not measures(quantity, metric.cue, grammar):
        binding = binding if _keeps_binding(quantity, metric.cue, binding) else None
        metric = None
    alone = alone_cue(spot, grammar) if binding is None or quantity.kind == "bare" else None
    if alone is not None:
        rule = _SIZE_RULE if quantity.kind == "bare" else quantity.rule or _MONEY_RULE
        return _made(spot, alone, "value", rule, "unit")
    return None if binding is None else _bound(spot, binding, metric, grammar, quality, previous)


def _as_factor(spot: Spot, binding: Binding | None, metric: Token | None) -> Spot:
    """The bare number of "a speedup of 2.1" and "a compression ratio of 20" is a factor."""
    quantity = spot.quantity
    if binding is None or quantity.kind != "bare" or quantity.scaled or spot.before != "o":
        return spot
    compressed = metric is not None and metric.cue is not None and metric.cue.key == "compression"
    sped_up = metric is None and binding.change is not None and binding.change.tag == "F"
    if not (compressed or sped_up):
        return spot
    return Spot(spot.tokens, spot.at, replace(quantity, kind="factor", unit="x"))


def _keeps_binding(quantity: Quantity, cue: Cue | None, binding: Binding) -> bool:
    """Where the metric word is of another kind than the unit, the sentence may still speak of the number:
    "a speed of 5 ms per token", "from 113 GB to 3 GB"."""
    return quantity.kind in _SCORE_KINDS or binding.is_value or (cue is not None and cue.key == "speedup")


def _bound(
    spot: Spot, binding: Binding, metric: Token | None, grammar: ResultGrammar, quality: Cue | None,
    previous: Claim | None,
) -> Claim | None:  # fmt: skip
    """What a number says that a pattern bound."""
    quantity, change = spot.quantity, binding.change
    if metric is not None and change is not None and change.tag == "F" and is_beside_speed(quantity, metric.cue):
        metric = None  # "8x faster updates" is about speed
    if metric is not None and _is_what_scores(spot, binding, metric):
        metric = None
    cue, ground = _cue_of(spot, binding, metric, grammar, quality, previous)
    if cue is None:
        return None
    sense = sense_of(quantity, cue, change, binding.is_value)
    if sense == "value" and cue.quality and spot.tokens[spot.at].low == "within":
        sense = "loss"  # "accuracy stays within 0.1% of the full model"
    is_share = binding.rule == _SHARE_RULE and quantity.kind == "percent" and sense == "value" and not cue.values
    if ((is_share or binding.key) and is_condition(spot)) or is_given(spot):
        return None
    if is_share:
        cue = grammar.metric_cues["other"]  # "attends to 2% of the tokens"
    if not _is_result(spot, cue, binding, sense, grammar):
        return None
    if previous is not None and previous.key == "top1" and cue.key == "accuracy" and previous.cue:
        cue = previous.cue  # "a top-1 accuracy of 75%, and the accuracy rises to 76%"
    return _made(spot, cue, sense, binding.rule, ground, metric, change)


def _is_what_scores(spot: Spot, binding: Binding, metric: Token) -> bool:
    """ "Human experts average 91%", "after 90 epochs it lands at 76.0%": what is counted there is not what is told."""
    counted = metric.cue is not None and not metric.cue.values and metric.cue.id != _LIMIT
    scores = spot.quantity.kind in ("percent", "bare") and not spot.quantity.is_whole
    scored = scores and metric.start < spot.quantity.start
    return counted and scored and (binding.is_value or binding.change is None)


def _cue_of(
    spot: Spot, binding: Binding, metric: Token | None, grammar: ResultGrammar, quality: Cue | None,
    previous: Claim | None,
) -> tuple[Cue | None, MetricBy]:  # fmt: skip
    """The metric of a bound number, and what it is known by."""
    if metric is not None and metric.cue is not None:
        return metric.cue, binding.ground
    if binding.is_value and spot.quantity.kind == "percent":
        quality = quality if may_be_percent(quality, grammar) else None
        if quality is None and is_on_a_dataset(spot):
            return grammar.metric_cues["accuracy"], "guessed"
    if binding.key:
        return (quality if binding.key == "other" and quality else grammar.metric_cues[binding.key]), "guessed"
    told = told_key(spot, binding.change)
    if told is not None:
        return grammar.metric_cues[told], "told"
    beside = any(token is binding.change for token in spot.tokens[max(0, spot.at - 2) : spot.at + 3])
    cue, ground = default_cue(spot.quantity, binding.change, grammar, quality, previous if beside else None)
    return cue, "listed" if binding.ground == "listed" else ground


def _is_result(spot: Spot, cue: Cue, binding: Binding, sense: Sense, grammar: ResultGrammar) -> bool:
    quantity = spot.quantity
    if quantity.kind == "plain":
        return False
    if quantity.kind == "parameters" and binding.is_value and binding.metric is None and binding.change is None:
        return False  # "models ranging from 1B to 70B parameters"
    if not cue.values and sense == "value":
        return cue.id == _LIMIT and is_limit(spot, binding, grammar)
    if quantity.kind == "bare":
        told = binding.is_value or binding.change is not None or quantity.signed
        named = binding.metric is not None or (told and (not quantity.is_whole or is_whole_score(spot)))
        counts = quantity.is_whole and spot.after == "w"  # "accuracy over 20 tasks"
        return named and cue.quality and not quantity.scaled and not counts
    return True


def _made(
    spot: Spot, cue: Cue, sense: Sense, rule: str, ground: MetricBy,
    metric: Token | None = None, change: Token | None = None,
) -> Claim:  # fmt: skip
    quantity = spot.quantity
    spans = [t for t in (metric, change) if t is not None]
    start = min([quantity.lead, *(t.start for t in spans)])
    end = max([quantity.end, *(t.end for t in spans)])
    if end - start > _QUOTE_REACH:  # the far members of a long list
        start, end = quantity.lead, quantity.end
    return Claim(
        quantity, cue.key or "other", sense, rule, start, end, spot.at, ground, metric=metric, change=change, cue=cue
    )
