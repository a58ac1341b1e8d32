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
_MONEY_RULE = "unit-money"  # "$2M" has its sign before the number, so no unit was matched
_CONDITIONS = frozenset(("at", "given", "under", "when"))
_MODELS = frozenset(("model", "models", "parameter", "parameters"))
_HAVING = frozenset(("with", "having"))
_SHARE = "result-part-of-metric"
_SIZE_RULE = "unit-parameter"
_LIMIT_REACH = 8
_QUOTE_REACH = 300
_LIMIT = "metric-other-limit"


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
    if quantity.kind == "bare" and (sized := _alone(tokens, at, quantity, grammar)) is not None:
        return _made(quantity, sized, "value", _SIZE_RULE, at)
    if binding is not None and metric is not None and not _measures(quantity, metric.cue, grammar):
        binding = binding if _keeps_binding(quantity, metric.cue, binding) else None
        metric = None
    if binding is None:
        alone = _alone(tokens, at, quantity, grammar)
        return _made(quantity, alone, "value", quantity.rule or _MONEY_RULE, at) if alone else None
    change = binding.change
    if metric is not None and change is not None and change.tag == "F" and not _is_speed(metric.cue):
        metric = None  # "8x faster updates" is about speed
    cue = metric.cue if metric else None
    if cue is None and binding.key:
        cue = quality if binding.key == "other" and quality else grammar.metric_cues[binding.key]
    beside = any(token is change for token in tokens[max(0, at - 2) : at + 3])
    key_cue = cue or _default_cue(quantity, change, grammar, quality, previous if beside else None)
    if key_cue is None:
        return None
    sense = _sense(quantity, key_cue, change, binding.is_value)
    if quantity.kind == "percent" and sense == "value" and not key_cue.values and binding.rule == _SHARE:
        if _is_condition(tokens, at):
            return None
        key_cue = grammar.metric_cues["other"]  # "attends to 2% of the tokens"
    if binding.key and _is_condition(tokens, at):
        return None
    if not _is_result(tokens, at, quantity, key_cue, binding, sense, grammar):
        return None
    if previous is not None and previous.key == "top1" and key_cue.key == "accuracy" and previous.cue:
        key_cue = previous.cue  # "a top-1 accuracy of 75%, and the accuracy rises to 76%"
    return _made(quantity, key_cue, sense, binding.rule, at, metric, change)


def _is_speed(cue: Cue | None) -> bool:
    return cue is not None and cue.key in ("latency", "throughput")


def _keeps_binding(quantity: Quantity, cue: Cue | None, binding: Binding) -> bool:
    """Where the metric word is of another kind than the unit, the sentence may still speak of the number:
    "a speed of 5 ms per token", "from 113 GB to 3 GB"."""
    return quantity.kind in _SCORE_KINDS or binding.is_value or (cue is not None and cue.key == "speedup")


def _measures(quantity: Quantity, cue: Cue | None, grammar: ResultGrammar) -> bool:
    allowed = grammar.kind_metrics.get(quantity.kind)
    return cue is not None and (allowed is None or cue.key in allowed)


def _default_cue(
    quantity: Quantity, change: Token | None, grammar: ResultGrammar, quality: Cue | None, previous: Claim | None
) -> Cue | None:
    """The metric of a number whose sentence names none: by its unit, its change, or the paper's quality."""
    if quantity.metric and quantity.kind != "points":
        return grammar.metric_cues[quantity.metric]
    if quantity.kind == "factor" and (change is None or change.tag == "B"):
        return grammar.metric_cues["speedup"]  # "2.9x over cuBLAS", "outperforms it by 9x"
    if change is None or change.cue is None:
        return (quality or grammar.metric_cues["score"]) if quantity.kind in ("percent", "bare") else None
    key = change.cue.key or "other"
    if quantity.kind == "points":
        return quality or grammar.metric_cues["score"]
    if change.tag in "UVBL" and quantity.kind in ("percent", "bare") and key in ("score", "other"):
        return quality or grammar.metric_cues["score"]
    vague = key in ("reduction", "other") or (change.tag == "V" and quantity.kind == "factor")
    if vague and previous is not None and previous.cue:
        return previous.cue  # "reaches 2,000 FPS, a 3x gain"
    return grammar.metric_cues.get(key)


def _sense(quantity: Quantity, cue: Cue, change: Token | None, is_value: bool) -> Sense:
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
    return "cut" if lower and not cue.quality and cue.key != "speedup" else "loss"


def _plain_sense(quantity: Quantity, cue: Cue) -> Sense:
    if quantity.kind == "factor":
        return "cut" if cue.better == "lower" else "gain"
    if quantity.kind == "percent" and cue.always_cut:
        return "cut"
    return "gain" if quantity.signed else "value"


def _is_result(
    tokens: Sequence[Token], at: int, quantity: Quantity, cue: Cue, binding: Binding, sense: Sense,
    grammar: ResultGrammar,
) -> bool:  # fmt: skip
    if quantity.kind == "plain":
        return False
    if quantity.kind == "parameters" and binding.is_value and binding.metric is None and binding.change is None:
        return False  # "models ranging from 1B to 70B parameters"
    if not cue.values and sense == "value":
        return cue.id == _LIMIT and _is_limit(tokens, at, binding, grammar)
    if quantity.kind == "bare":
        told = binding.is_value or binding.change is not None or quantity.signed
        named = binding.metric is not None or (told and not quantity.is_whole)
        return named and cue.quality and not quantity.scaled
    return True


def _is_condition(tokens: Sequence[Token], at: int) -> bool:
    """ "at 36% distractors", "given 1% of the annotations": where something holds, not what was found."""
    if not at or at + 1 >= len(tokens):
        return False
    return tokens[at - 1].low in _CONDITIONS and tokens[at + 1].tag in "wNMo"


def _is_limit(tokens: Sequence[Token], at: int, binding: Binding, grammar: ResultGrammar) -> bool:
    """ "scales to a batch size of 32K" is a finding, "with a batch size of 32" a setting."""
    if binding.rule == "result-metric-to" or _is_made_possible(tokens, at, grammar):
        return True
    first = max(0, at - _LIMIT_REACH)
    metric = next((i for i in range(first, at) if tokens[i] is binding.metric), first)
    return any(token.tag == "t" for token in tokens[max(0, metric - 3) : metric])


def _is_made_possible(tokens: Sequence[Token], at: int, grammar: ResultGrammar) -> bool:
    """Does "enables", "scales" or "supports" govern a number?"""
    for token in reversed(tokens[max(0, at - _LIMIT_REACH) : at]):
        if token.tag in "Q;":
            return False
        if token.low in grammar.capabilities:
            return True
    return False


def _alone(tokens: Sequence[Token], at: int, quantity: Quantity, grammar: ResultGrammar) -> Cue | None:
    """The metric of a number that is a result by its unit alone."""
    cue = grammar.metric_cues[quantity.metric or "other"]
    before = tokens[at - 1].tag if at else ";"
    after = tokens[at + 1].tag if at + 1 < len(tokens) else ";"
    attributive = after in "wN" and tokens[at + 1].cue is None and not _is_plural(quantity.unit)  # "10 Gbps Ethernet", "5-second clips"
    if quantity.kind in grammar.kinds_alone:
        return None if attributive and quantity.kind in ("bandwidth", "rate") else cue
    if quantity.kind == "time":
        return cue if (before in "ihrt(v" or quantity.qualifier) and after != "o" and not attributive else None
    if quantity.kind == "bytes":
        return cue if before in "rh" and tokens[at - 1].low not in _HAVING and not attributive else None
    if quantity.kind == "tokens":
        return cue if quantity.qualifier == "up to" or _is_made_possible(tokens, at, grammar) else None
    if _counts_parameters(quantity, before, after):
        if any(token.cue and _is_measured(token.cue) for token in tokens[max(0, at - 30) : at + 30] if token.tag == "M"):
            return grammar.metric_cues["parameters"]
        return grammar.metric_cues["model_size"] if quantity.qualifier in ("up to", "at least") else None
    if quantity.scaled and after in "wM" and tokens[at + 1].low in _MODELS and _is_made_possible(tokens, at, grammar):
        return grammar.metric_cues["model_size"]  # "enables the training of 30B models on one GPU"
    return None


def _is_plural(unit: str | None) -> bool:
    return unit is not None and len(unit) > 2 and unit.endswith("s")


def _is_measured(cue: Cue) -> bool:
    """Beside a score or a count of operations, a count of parameters is a result too."""
    return cue.quality or cue.key == "flops"


def _counts_parameters(quantity: Quantity, before: str, after: str) -> bool:
    """ "with only 5.3M parameters", "our network (1.9M)" """
    if quantity.kind == "parameters":
        return before in "hi&,(r" and after not in "wN"
    return quantity.kind == "bare" and quantity.scaled and before == "(" and after in "),"


def _made(
    quantity: Quantity, cue: Cue, sense: Sense, rule: str, at: int,
    metric: Token | None = None, change: Token | None = None,
) -> Claim:  # fmt: skip
    spans = [t for t in (metric, change) if t is not None]
    start = min([quantity.lead, *(t.start for t in spans)])
    end = max([quantity.end, *(t.end for t in spans)])
    if end - start > _QUOTE_REACH:  # the far members of a long list
        start, end = quantity.lead, quantity.end
    return Claim(quantity, cue.key or "other", sense, rule, start, end, at, metric=metric, change=change, cue=cue)
