"""Stages 5 to 7: is it a result at all; lists dealt out; the metric key and the sense of each number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.results.attach import Binding
from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.parts import Claim, Cue, Quantity, Token
from kg.model import Sense

__all__ = ["claims_of"]

_RELATIVE = frozenset(("factor", "percent"))
_SCORE_KINDS = frozenset(("factor", "percent", "points", "bare"))
_UNIT_RULE = "result-unit"


def claims_of(
    tokens: Sequence[Token], bindings: dict[int, Binding], grammar: ResultGrammar, quality: Cue | None
) -> Iterator[Claim]:
    """The results of one sentence in order; `quality` is the paper's last named measure of quality."""
    previous: Claim | None = None
    for at, token in enumerate(tokens):
        if token.tag != "Q":
            continue
        binding = bindings.get(at)
        n = len(token.quantities)
        for i, quantity in enumerate(token.quantities):
            for metric in _dealt(binding.metric if binding else None, n, i):
                claim = _claim(tokens, at, quantity, binding, metric, grammar, quality, previous)
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
    tokens: Sequence[Token], at: int, quantity: Quantity, binding: Binding | None, metric: Token | None,
    grammar: ResultGrammar, quality: Cue | None, previous: Claim | None,
) -> Claim | None:  # fmt: skip
    if binding is not None and metric is not None and not _measures(quantity, metric.cue, grammar):
        metric, binding = None, binding if quantity.kind in _SCORE_KINDS or binding.is_value else None
    cue = metric.cue if metric else None
    change = binding.change if binding else None
    if binding is None:
        if not _alone(tokens, at, quantity, grammar):
            return None
        return _made(quantity, grammar.metric_cues[quantity.metric or "other"], "value", _UNIT_RULE, tokens, at)
    key_cue = cue or _default_cue(quantity, change, grammar, quality, previous)
    if key_cue is None:
        return None
    sense = _sense(quantity, key_cue, change, binding.is_value)
    if not _is_result(quantity, key_cue, cue is not None, sense):
        return None
    return _made(quantity, key_cue, sense, binding.rule, tokens, at, metric, change)


def _measures(quantity: Quantity, cue: Cue | None, grammar: ResultGrammar) -> bool:
    allowed = grammar.kind_metrics.get(quantity.kind)
    return cue is not None and (allowed is None or cue.key in allowed)


def _default_cue(
    quantity: Quantity, change: Token | None, grammar: ResultGrammar, quality: Cue | None, previous: Claim | None
) -> Cue | None:
    """The metric of a number whose sentence names none: by its unit, its change, or the paper's quality."""
    if quantity.metric and quantity.kind != "points":
        return grammar.metric_cues[quantity.metric]
    if change is None or change.cue is None:
        return (quality or grammar.metric_cues["score"]) if quantity.kind in ("percent", "bare") else None
    key = change.cue.key or "other"
    if change.tag in "UVB" and quantity.kind in ("percent", "points", "bare") and key in ("score", "other"):
        return quality or grammar.metric_cues["score"]
    if change.tag in "UD" and previous is not None and previous.cue and key in ("reduction", "other"):
        return previous.cue
    return grammar.metric_cues.get(key)


def _sense(quantity: Quantity, cue: Cue, change: Token | None, is_value: bool) -> Sense:
    if is_value:
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
    return "cut" if lower and not cue.quality and cue.key != "speedup" else "loss"


def _plain_sense(quantity: Quantity, cue: Cue) -> Sense:
    if quantity.kind == "factor":
        return "cut" if cue.better == "lower" else "gain"
    if quantity.kind == "percent" and cue.always_cut:
        return "cut"
    return "gain" if quantity.signed else "value"


def _is_result(quantity: Quantity, cue: Cue, named: bool, sense: Sense) -> bool:
    if quantity.kind == "plain":
        return False
    if quantity.kind == "bare":
        return named and cue.quality and not quantity.scaled
    return cue.values or sense != "value"


def _alone(tokens: Sequence[Token], at: int, quantity: Quantity, grammar: ResultGrammar) -> bool:
    """Is a number a result by its unit alone?"""
    before = tokens[at - 1].tag if at else ";"
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if quantity.kind in grammar.kinds_alone:
        return True
    if quantity.kind == "time":
        led = before in "ihrt" or quantity.qualifier is not None
        return led and not (after is not None and after.tag in "owN")
    return False


def _made(
    quantity: Quantity, cue: Cue, sense: Sense, rule: str, tokens: Sequence[Token], at: int,
    metric: Token | None = None, change: Token | None = None,
) -> Claim:  # fmt: skip
    spans = [t for t in (metric, change) if t is not None]
    start = min([quantity.lead, *(t.start for t in spans)])
    end = max([quantity.end, *(t.end for t in spans)])
    return Claim(quantity, cue.key or "other", sense, rule, start, end, at, metric=metric, change=change, cue=cue)
