"""Stage 3, second part: "1.2x, 1.3x and 1.4x" and "latency, energy and area" become one token each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kg.extract.results.parts import Token

__all__ = ["group"]

_VAGUE_HEADS = frozenset(("metric-model-size", "metric-cost", "metric-score"))
_ARTICLES = frozenset(("a", "an", "the", "our", "its"))
_CHANGES = frozenset("UDVLFB")
_METRIC_REACH = 8


def group(tokens: Sequence[Token]) -> list[Token]:
    """Join "1.2x, 1.3x and 1.4x" to one token, and "latency, energy and area" to one."""
    joined = _group_quantities(_group_metrics(tokens))
    for at in range(2, len(joined)):
        if joined[at].tag == joined[at - 2].tag == "Q" and joined[at - 1].tag in "tfv":
            _share_unit(joined[at - 2], joined[at])
            _share_unit(joined[at], joined[at - 2])
    return joined


def _share_unit(bare: Token, other: Token) -> None:
    """ "from 269 to 36 minutes", "3.1 days instead of 11.6" """
    lone, told = bare.quantities[0], other.quantities[0]
    if lone.kind == "bare" and not lone.scaled and told.kind not in ("bare", "plain", "factor"):
        bare.quantities = (replace(lone, kind=told.kind, unit=told.unit, metric=told.metric), *bare.quantities[1:])


def _group_quantities(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.tag != "Q":
            out.append(token)
            continue
        first = at - 1
        members, at = _members(tokens, first, 0)
        linked = _is_linked(tokens[first:at], len(members))
        if not linked and len(members) > 1 and at < len(tokens) and tokens[at].tag in _CHANGES:
            joined = None  # "an accuracy of 78.1%, 0.9% higher"
        else:
            joined = _joined_quantities(members, linked, _metrics_after(tokens, at))
        out += [joined] if joined else tokens[first:at]
    return out


def _is_linked(tokens: Sequence[Token], members: int) -> bool:
    """Two are a list if an "and" or a "/" links them; between more, commas will do."""
    return members > 2 or any(token.tag == "&" or token.low == "/" for token in tokens)


def _members(tokens: Sequence[Token], first: int, words: int) -> tuple[list[Token], int]:
    """The tokens of one tag on the list that begins at `first`, and the index behind it."""
    members, end = [tokens[first]], first + 1
    while (after := _next_member(tokens, end, tokens[first].tag, words)) is not None:
        members.append(tokens[after])
        end = after + 1
    return members, end


def _next_member(tokens: Sequence[Token], at: int, tag_wanted: str, words: int) -> int | None:
    """Index of the next member of a list, past ",", "and", ", and" and up to `words` plain words each side."""
    seen_link = False
    spare = words
    for i in range(at, min(at + 3 + 2 * words, len(tokens))):
        letter = tokens[i].tag
        if letter == tag_wanted:
            return i if seen_link and tokens[i].low not in _ARTICLES else None
        if letter in ",&":
            seen_link, spare = True, words
        elif letter in "wN" and spare and not (seen_link and tokens[i].low in _ARTICLES):
            spare -= 1  # "2 BLEU points and a perplexity increase of 0.3" is no list
        else:
            return None
    return None


def _metrics_after(tokens: Sequence[Token], at: int) -> int:
    """How many metrics are listed soon after; 0 where another number comes first."""
    for token in tokens[at : at + _METRIC_REACH]:
        if token.tag in "QM":
            return len(token.metrics)
    return 0


def _joined_quantities(members: list[Token], linked: bool, metrics: int) -> Token | None:
    """One token for the list; numbers without a unit take that of the last if they are `linked`.

    None where they are no list: numbers of unlike kinds are one only where as many metrics follow."""
    quantities = [member.quantities[0] for member in members]
    last = quantities[-1]
    if linked and last.kind not in ("bare", "plain", "parameters"):
        quantities = [
            replace(q, kind=last.kind, unit=last.unit, metric=last.metric) if q.kind == "bare" and not q.scaled else q
            for q in quantities
        ]
    if len({q.kind for q in quantities}) > 1 and metrics != len(members):
        return None
    return Token("Q", members[0].start, members[-1].end, quantities=tuple(quantities), low=members[0].low)


def _measure_after(tokens: Sequence[Token], at: int) -> int:
    """How many tokens make up a further metric word: "decoding latency speed", "top-1 eval accuracy"."""
    if tokens[at].tag == "M":
        return 1
    return 2 if tokens[at].tag == "w" and at + 1 < len(tokens) and _is_rank(tokens[at - 1], tokens[at + 1]) else 0


def _is_rank(first: Token, last: Token) -> bool:
    return first.cue is not None and first.cue.key in ("top1", "top5") and last.cue is not None and last.tag == "M"


def _says_little(last: Token, before: Token) -> bool:
    """Of "peak memory size", "energy cost" and "top-1 eval accuracy" the first word tells more than the head."""
    return _is_rank(before, last) or (last.cue is not None and last.cue.id in _VAGUE_HEADS)


def _group_metrics(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token.tag != "M":
            out.append(token)
            continue
        first = at
        members, at = _members(tokens, at - 1, 2)
        told = at < len(tokens) and (tokens[at].tag in _CHANGES or tokens[at].tag == "r")
        if told and not _is_linked(tokens[first:at], len(members)):
            members, at = [token], first  # "at 4x compression, accuracy drops"
        while at < len(tokens) and (skipped := _measure_after(tokens, at)):
            if not _says_little(tokens[at + skipped - 1], members[-1]):
                members[-1] = tokens[at + skipped - 1]
            at += skipped
        out.append(Token("M", members[0].start, members[-1].end, cue=members[0].cue, metrics=tuple(members)))
    return out
