"""Which numbers are results by their unit or by what they limit, and which only say where something holds."""

from __future__ import annotations

from kg.extract.results.attach import Binding
from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.parts import Cue, Quantity, Spot, Token

__all__ = ["alone_cue", "is_condition", "is_given", "is_limit"]

_CONDITIONS = frozenset(("at", "given", "under", "when"))
_HAVING = frozenset(("with", "having"))
_SHORT_UNIT = 2  # letters of "ms", "fs"
_LIMIT_REACH = 14
_SCORE_REACH = 30
_PHRASE_REACH = 6
_TO_RULE = "result-metric-to"


def alone_cue(spot: Spot, grammar: ResultGrammar) -> Cue | None:
    """The metric of a number that is a result by its unit alone; None where it is a setting."""
    quantity = spot.quantity
    cue = grammar.metric_cues[quantity.metric or "other"]
    if quantity.kind in grammar.kinds_alone:
        return None if quantity.kind in ("bandwidth", "rate") and _is_attribute(spot) else cue
    if quantity.kind == "time":
        lasts = spot.before == "i" and spot.tokens[spot.at - 1].low == "for"  # "running for 24 hours"
        named = spot.before == "o" and spot.tokens[spot.at - 1].low == ":"  # "(Orca: 96 s)"
        told = (spot.before in "ihrt(vc" and not lasts) or named or quantity.qualifier is not None
        if spot.after == "o":
            handled = quantity.qualifier == "up to" and _is_made_possible(spot, grammar)
            return grammar.metric_cues["other"] if handled else None  # "handles up to 16 hours of audio"
        return cue if told and not _is_attribute(spot) else None
    if quantity.kind == "bytes":
        used = spot.before in "rhcv" and spot.tokens[spot.at - 1].low not in _HAVING
        used = used or (spot.before == "i" and quantity.qualifier is not None)
        return cue if (used and not _is_attribute(spot)) or _is_of_memory(spot) else None
    if quantity.kind == "tokens":
        return cue if quantity.qualifier == "up to" or _is_made_possible(spot, grammar) else None
    return _size_cue(spot, grammar)


def _is_attribute(spot: Spot) -> bool:
    """ "10 Gbps Ethernet", "5-second clips": the unit of a noun, unless it is a plural, which stands before none."""
    unit = spot.quantity.unit or ""
    plural = unit.islower() and unit.endswith("s") and not unit.endswith("ps") and len(unit) > _SHORT_UNIT
    return spot.after in "wN" and spot.tokens[spot.at + 1].cue is None and not plural


def _is_of_memory(spot: Spot) -> bool:
    """ "in less than 8 GB of GPU memory", but not "a card with 8 GB of HBM" """
    after = spot.tokens[spot.at + 1 : spot.at + 4]
    memory = any(token.name and token.name.type == "Hardware" for token in after)
    owned = spot.at > 1 and spot.tokens[spot.at - 2].tag == "N" and spot.tokens[spot.at - 1].low in _HAVING
    return spot.after == "o" and memory and spot.before in "ihrb" and not owned


def _size_cue(spot: Spot, grammar: ResultGrammar) -> Cue | None:
    """A count of parameters is a result beside a score or a count of operations, or where it is a limit reached."""
    quantity = spot.quantity
    if _counts_parameters(spot):
        near = spot.tokens[max(0, spot.at - _SCORE_REACH) : spot.at + _SCORE_REACH]
        if any(_is_measured_beside(token) for token in near):
            return grammar.metric_cues["parameters"]
        return grammar.metric_cues["model_size"] if quantity.qualifier in ("up to", "at least") else None
    if quantity.scaled and _is_of_a_model(spot) and _is_reached(spot, grammar):
        return grammar.metric_cues["model_size"]  # "enables the training of 30B models on one GPU"
    return None


def _is_measured_beside(token: Token) -> bool:
    """A score or a count of operations."""
    if token.tag == "Q":
        return token.quantities[0].kind == "flops"
    return token.tag == "M" and token.cue is not None and (token.cue.quality or token.cue.key == "flops")


def _is_of_a_model(spot: Spot) -> bool:
    if spot.after == "M":
        cue = spot.tokens[spot.at + 1].cue
        return cue is not None and cue.key == "parameters"
    return spot.after == "w" and spot.tokens[spot.at + 1].low in ("model", "models")


def _is_reached(spot: Spot, grammar: ResultGrammar) -> bool:
    return spot.quantity.qualifier in ("up to", "at least") or _is_made_possible(spot, grammar)


def _counts_parameters(spot: Spot) -> bool:
    """ "with only 5.3M parameters", "our network (1.9M)" """
    quantity: Quantity = spot.quantity
    if quantity.kind == "parameters":
        return spot.before in "hi&,(rU" and spot.after not in "wN"
    return quantity.kind == "bare" and quantity.scaled and spot.before == "(" and spot.after in "),i"


def is_condition(spot: Spot) -> bool:
    """ "at 36% distractors", "given 1% of the annotations": where something holds, not what was found."""
    if not spot.at or spot.at + 1 >= len(spot.tokens):
        return False
    return spot.tokens[spot.at - 1].low in _CONDITIONS and spot.after in "wNMo"


def is_given(spot: Spot) -> bool:
    """ "Orca with 20% heavy hitters", "2x faster at the same recall of 90%": a part in use, a level that is kept."""
    if spot.quantity.kind != "percent" or not spot.at:
        return False
    return _is_equalled(spot) or (spot.tokens[spot.at - 1].low == "with" and _is_of_a_method(spot))


def _is_equalled(spot: Spot) -> bool:
    phrase: list[str] = []
    for token in reversed(spot.tokens[max(0, spot.at - _PHRASE_REACH) : spot.at]):
        if token.tag not in "wMo":
            break
        phrase.append(token.low)
    return "same" in phrase


def _is_of_a_method(spot: Spot) -> bool:
    name = spot.tokens[spot.at + 1].name if spot.at + 1 < len(spot.tokens) else None
    return name is not None and name.type == "Method"


def is_limit(spot: Spot, binding: Binding, grammar: ResultGrammar) -> bool:
    """ "scales to a batch size of 32K" is a finding, "with a batch size of 32" a setting."""
    if binding.rule == _TO_RULE or _is_made_possible(spot, grammar):
        return True
    first = max(0, spot.at - _LIMIT_REACH)
    metric = next((i for i in range(first, spot.at) if spot.tokens[i] is binding.metric), first)
    return any(token.tag == "t" for token in spot.tokens[max(0, metric - 3) : metric])


def _is_made_possible(spot: Spot, grammar: ResultGrammar) -> bool:
    """Does "enables", "scales" or "supports" govern the number?"""
    for token in reversed(spot.tokens[max(0, spot.at - _LIMIT_REACH) : spot.at]):
        if token.tag in "Q;":
            return False
        if token.low in grammar.capabilities:
            return True
    return False
