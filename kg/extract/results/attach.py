"""Stage 4: which metric a number belongs to, by the sentence patterns of results.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from re import Match

import msgspec

from kg.extract.results.grammar import Pattern, ResultGrammar
from kg.extract.results.parts import Token
from kg.extract.results.tokens import tag
from kg.model import MetricBy

__all__ = ["Binding", "Bindings", "bind"]

_CHANGES = frozenset("UDVLFB")
_NEAR = 8
_CHANGE_REACH = 14
_INHERIT_REACH = 14
_JOINED = re.compile(r"[wN]{1,2},?&?(?<=[,&])")
_INTERVAL = re.compile(r"Q?\([^()]{1,8}\)")
_AND_MEASURE = re.compile(r"o?[wN]{0,3}M,?&")
_SAME_MEASURE = re.compile(r"[oibMwN]{0,12},?&")  # "40% of energy on the CPU and 25% of energy"
_NAMED_IN_BRACKETS = re.compile(r"[,&cvBwioN]{0,6}N\(")  # "ahead of both BERT and T5 (0.71"


class Binding(msgspec.Struct):
    """What one number (or list of numbers) of a sentence says."""

    rule: str
    metric: Token | None
    change: Token | None
    is_value: bool
    ground: MetricBy
    key: str | None = None  # what the pattern takes for the metric where none is named

    def listed(self, is_value: bool | None = None) -> Binding:
        """The same for a number that continues a list."""
        is_value = self.is_value if is_value is None else is_value
        return Binding(self.rule, self.metric, self.change, is_value, "listed", self.key)


Bindings = dict[int, Binding | None]


def bind(tokens: Sequence[Token], grammar: ResultGrammar) -> Bindings:
    """Index of each number token that a pattern explains, to what the pattern says of it: None for a setting."""
    tags = tag(tokens)
    if "Q" not in tags:
        return {}
    found: Bindings = dict.fromkeys(_intervals(tokens, tags))
    for turn, patterns in enumerate(grammar.rounds):
        _run(patterns, "nearby" if turn else "named", tokens, tags, found)
        _lend_back(tokens, tags, found)
        _carry_change(tokens, tags, found)
        _inherit(tokens, tags, found)
    return found


def _intervals(tokens: Sequence[Token], tags: str) -> Iterator[int]:
    """The numbers of confidence intervals: "2.1 s [1.8, 2.6]", "its interval [1.8, 2.6]"."""
    for match in _INTERVAL.finditer(tags):
        after = tags[match.start()] == "Q"
        inside = range(match.start() + after + 1, match.end() - 1)
        numbers = [i for i in inside if tags[i] == "Q"]
        both = sum(len(tokens[i].quantities) for i in numbers) == 2
        if tokens[match.start() + after].low == "[" and (after or both):
            yield from numbers


def _run(patterns: Sequence[Pattern], ground: MetricBy, tokens: Sequence[Token], tags: str, found: Bindings) -> None:
    for pattern in patterns:
        for match in pattern.regex.finditer(tags):
            _take(match, pattern, ground, tokens, tags, found)


def _take(
    match: Match[str], pattern: Pattern, ground: MetricBy, tokens: Sequence[Token], tags: str, found: Bindings
) -> None:
    groups = match.groupdict()
    first = match.start("q")
    if first in found:
        return
    if not pattern.takes(tokens[first].quantities[0]):
        return
    if pattern.is_setting:
        found[first] = None
        return
    metric = tokens[match.start("m")] if groups.get("m") else None
    if pattern.is_loose and metric and metric.cue and not metric.cue.values:
        return
    change = tokens[match.start("c")] if groups.get("c") else None
    if pattern.near:
        metric = _near_metric(tokens, tags, first, match.end())
        if metric is None or (metric.cue is not None and not metric.cue.values):
            change = _near_change(tokens, tags, first)
    elif change is None:
        change = _change_before(tokens, tags, first, match.start("m") if metric else first)
    elif metric is None and change.tag != "F":
        metric = _subject_metric(tokens, tags, min(first, match.start("c")))
    found[first] = Binding(pattern.id, metric, change, pattern.is_value, ground, pattern.key)
    if groups.get("q2"):
        shared = change if pattern.near else None
        found.setdefault(match.start("q2"), Binding(pattern.id, metric, shared, pattern.is_value, ground))


def _near_metric(tokens: Sequence[Token], tags: str, first: int, after: int) -> Token | None:
    """The metric of "from A to B BLEU", "accuracy from A to B" and "from A to B in accuracy", in this order."""
    if tags[after : after + 1] == "M":
        return tokens[after]
    for i in range(first - 1, max(first - 1 - _NEAR, -1), -1):
        if tags[i] in "Q;":
            break
        if tags[i] == "M":
            return tokens[i]
    if tags[after : after + 1] in ("i", "o"):
        for i in range(after + 1, min(after + 4, len(tags))):
            if tags[i] == "M":
                return tokens[i]
            if tags[i] not in "wN":
                break
    return None


def _near_change(tokens: Sequence[Token], tags: str, first: int) -> Token | None:
    """The "speedup" of "speedups range from A to B", the "shrinks" of "shrinks it from A to B parameters"."""
    wanted = "FD" if tokens[first].quantities[0].kind in ("parameters", "bytes") else "F"
    for i in range(first - 1, max(first - 1 - _NEAR, -1), -1):
        if tags[i] in "Q;":
            break
        if tags[i] in wanted:
            return tokens[i]
    return None


def _subject_metric(tokens: Sequence[Token], tags: str, change: int) -> Token | None:
    """The metric that a change is told of: "its accuracy on this set suffers a drop of"."""
    for i in range(change - 1, max(change - 1 - _NEAR, -1), -1):
        cue = tokens[i].cue
        if tags[i] == "M" and cue and (cue.values or i == change - 1):
            return tokens[i]
        if tags[i] not in "wNoir":
            break
    return None


def _change_before(tokens: Sequence[Token], tags: str, quantity: int, metric: int) -> Token | None:
    """The change that governs a number: the nearest before it, where "by" or nothing parts the two.

    In "cuts latency by 2.5x and memory by 30%" one verb governs both numbers."""
    if quantity and tags[quantity - 1] in _CHANGES:
        return tokens[quantity - 1]
    if quantity > 1 and tags[quantity - 1] == "o" and tags[quantity - 2] in _CHANGES:
        return tokens[quantity - 2]  # "a drop of 2.1 BLEU"
    governed = quantity > 0 and tags[quantity - 1] == "b"
    if metric > quantity and not governed:
        return None
    stops = ";" if governed else ";,&"
    for i in range(quantity - 1, max(min(quantity, metric) - 1 - _CHANGE_REACH, -1), -1):
        if tags[i] in stops:
            break
        if tags[i] in _CHANGES:
            return tokens[i]
    return None


def _lend_back(tokens: Sequence[Token], tags: str, found: Bindings) -> None:
    """The first of "14x prefill and 7x decoding speedups" is told of with the second."""
    numbers = [i for i, letter in enumerate(tags) if letter == "Q"]
    for i, after in pairwise(numbers):
        binding = found.get(after)
        alike = tokens[i].quantities[-1].kind == tokens[after].quantities[0].kind
        if i not in found and binding and alike and _JOINED.fullmatch(tags, i + 1, after):
            found[i] = binding.listed()


def _carry_change(tokens: Sequence[Token], tags: str, found: Bindings) -> None:
    """One verb governs both numbers of "by 2.4 BLEU and 1.1 ROUGE-L" and "saves 30% of memory and 25% of time"."""
    numbers = [i for i, letter in enumerate(tags) if letter == "Q"]
    for i, after in pairwise(numbers):
        first, second = found.get(i), found.get(after)
        if first is None or second is None or first.change is None or second.change is not None or second.is_value:
            continue
        if tokens[i].quantities[-1].kind != tokens[after].quantities[0].kind:
            continue
        between = _SAME_MEASURE if _cue_id(first) == _cue_id(second) else _AND_MEASURE
        if between.fullmatch(tags, i + 1, after):
            second.change = first.change


def _cue_id(binding: Binding) -> str | None:
    return binding.metric.cue.id if binding.metric and binding.metric.cue else None


def _inherit(tokens: Sequence[Token], tags: str, found: Bindings) -> None:
    """A number with no metric of its own continues the list that the number before it began."""
    last: int | None = None
    for i, letter in enumerate(tags):
        if letter != "Q":
            continue
        if i not in found and last is not None and _continues(tokens, tags, last, i):
            before = found[last]
            if before is None:
                continue
            found[i] = before.listed()
        elif i not in found and last is not None and _restates(tokens, tags, last, i):
            before = found[last]
            if before is not None:
                found[i] = before.listed(is_value=False)
        if not _counts_something(tokens[i], found.get(i)):  # "using 4 GPUs" does not end a list
            last = i if i in found else None


def _counts_something(token: Token, binding: Binding | None) -> bool:
    metric = binding.metric if binding else None
    return token.quantities[0].is_whole and (metric is None or (metric.cue is not None and not metric.cue.values))


def _restates(tokens: Sequence[Token], tags: str, last: int, at: int) -> bool:
    """ "from 1367 ms to 10 ms (133x)", "3.5x (348%)" """
    kinds = (tokens[last].quantities[-1].kind, tokens[at].quantities[0].kind)
    return tags[last + 1 : at] == "(" and kinds[0] != kinds[1] and kinds[1] in ("factor", "percent")


def _continues(tokens: Sequence[Token], tags: str, last: int, at: int) -> bool:
    between = tags[last + 1 : at]
    kind = tokens[at].quantities[0].kind
    if tokens[last].quantities[-1].kind != kind or len(between) > _INHERIT_REACH:
        return False
    if kind == "bare":
        return any(letter in "&," for letter in between) or bool(_NAMED_IN_BRACKETS.fullmatch(between))
    return any(letter in "&,(cv" for letter in between) or _CHANGES.isdisjoint(between)
