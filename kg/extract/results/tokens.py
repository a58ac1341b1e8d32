"""Stage 3: a sentence as tokens with one tag each; `lists` then joins numbers and metrics that are listed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kg.extract.results.figures import Reading
from kg.extract.results.grammar import Fixed, ResultGrammar
from kg.extract.results.numbers import read_quantity
from kg.extract.results.parts import Cue, Named, Quantity, Token
from kg.extract.results.patterns import PATTERN_TAGS
from kg.extract.results.phrases import Piece
from kg.model import Qualifier
from kg.text.inflect import singular

__all__ = ["metric_cue", "tag", "tokenize"]

_MARKS = {",": ",", "(": "(", ")": ")", "[": "(", "]": ")", ";": ";", ".": ";", "?": ";", "!": ";", "-": ",", "/": ","}
_SILENT = frozenset("\"'`+~<>|_")
_RANGING = frozenset(("range", "ranges", "ranging", "ranged", "vary", "varies", "varying", "spanning", "anywhere"))
_AFTER_SHARE = frozenset(
    ("of", "the", "as", "less", "fewer", "lower", "smaller", "its", "to", "in", "on", "with", "and")
)
_TIMES = frozenset(("x", "\u00d7", "times"))
_LATER_REACH = 40
_CHANGES = frozenset("UDVLFB")
_ATOMIC = ("Hardware", "Dataset", "Software", "Model")
_METRIC_NAME = Cue("metric-named", PATTERN_TAGS["metric"], key="score", better="higher", quality=True)


def tag(tokens: Sequence[Token]) -> str:
    """The tag letters of the tokens: what sentence patterns run over."""
    return "".join(token.tag for token in tokens)


def tokenize(reading: Reading, names: Sequence[Named]) -> list[Token]:
    """Tokens of one sentence; `names` are its mentions in order, without overlap."""
    tokens: list[Token] = []
    at, name_at = 0, 0
    pieces = reading.pieces
    while at < len(pieces):
        while name_at < len(names) and names[name_at].end <= pieces[at].start:
            name_at += 1
        name = names[name_at] if name_at < len(names) and names[name_at].start < pieces[at].end else None
        at = _next_token(reading, at, name, tokens)
    return tokens


def _next_token(reading: Reading, at: int, name: Named | None, tokens: list[Token]) -> int:
    pieces, grammar = reading.pieces, reading.grammar
    piece = pieces[at]
    if name and _is_measure(reading, at, name, tokens):
        after = _metric_name(reading, at, name, tokens)
        if after is not None:
            return after
    cue = grammar.cues.match(pieces, at) if piece.low in grammar.cues.heads else None
    if cue and cue[0].tag == PATTERN_TAGS["metric"] and _describes(reading, at + cue[1]):
        cue = None
    if name and name.type != "Metric":
        if _is_atomic(reading, at, name):
            return _name_token(reading, at, name, tokens)
    elif piece.low[0].isdecimal() or piece.low in grammar.number_heads or piece.low in _TIMES:
        after = _number_token(reading, at, cue[1] if cue else 0, tokens)
        if after is not None:
            return after
    begun = name if name and name.start == piece.start else None
    if cue:
        last = pieces[at + cue[1] - 1]
        low = piece.low if last is piece else ""
        tokens.append(Token(cue[0].tag, piece.start, last.end, cue=cue[0], name=begun, low=low))
        return at + cue[1]
    if piece.low not in _SILENT:
        tokens.append(Token(_MARKS.get(piece.low, "w"), piece.start, piece.end, name=begun, low=piece.low))
    return at + 1


def _is_measure(reading: Reading, at: int, name: Named, tokens: Sequence[Token]) -> bool:
    """A Metric; a name that ends in a measure of quality ("COCO mAP"); right after a factor or percentage, a name
    that ends in any ("4x KV cache compression")."""
    if name.type == "Metric":
        return True
    if name.type in ("Hardware", "Software") or name.start != reading.pieces[at].start:
        return False
    beside = bool(tokens) and tokens[-1].tag == "Q" and tokens[-1].quantities[0].kind in ("factor", "percent")
    for i in range(at + 1, _skip(reading, at, name.end)):
        cue = reading.grammar.cues.match(reading.pieces, i)
        ends = cue is not None and reading.pieces[i + cue[1] - 1].end == name.end
        if cue and ends and (cue[0].quality or (beside and cue[0].tag == PATTERN_TAGS["metric"])):
            return True
    return False


def _metric_name(reading: Reading, at: int, name: Named, tokens: list[Token]) -> int | None:
    """A Metric mention is one token: its last metric word tells the key; words such as "speedup" stay words."""
    end = _skip(reading, at, name.end)
    if _describes(reading, end):
        return None
    cue = metric_cue(reading.pieces[at:end], reading.grammar)
    if cue is None:
        return None
    tokens.append(Token(PATTERN_TAGS["metric"], reading.pieces[at].start, name.end, cue=cue, name=name))
    return end


def _describes(reading: Reading, after: int) -> bool:
    """ "latency-aware", "cost-based": with the word glued to it a metric is not what is measured."""
    if after >= len(reading.pieces) or reading.pieces[after].low not in reading.grammar.describing:
        return False
    return reading.flat[reading.pieces[after - 1].end : reading.pieces[after].start] == "-"


def metric_cue(pieces: Sequence[Piece], grammar: ResultGrammar) -> Cue | None:
    """What a Metric mention measures, by its last metric word; None for one that is a change, such as "speedup"."""
    cue = _METRIC_NAME
    i = 0
    while i < len(pieces):
        found = grammar.cues.match(pieces, i)
        if i == len(pieces) - 1 and (found is None or found[0].tag not in "M" + "".join(_CHANGES)):
            found = grammar.cues.match([replace(pieces[i], low=singular(pieces[i].low))], 0)  # "costs" is a verb too
        if found and found[0].tag in _CHANGES:
            return None
        if found and found[0].tag == PATTERN_TAGS["metric"]:
            cue = found[0]
        i += found[1] if found else 1
    return cue


def _is_atomic(reading: Reading, at: int, name: Named) -> bool:
    """Proper names are one token; the words of a term such as "cache compression" still speak for themselves."""
    if name.type in _ATOMIC or not name.text.islower():
        return True
    for i in range(at, _skip(reading, at, name.end)):
        cue = reading.grammar.cues.match(reading.pieces, i)
        if cue and (cue[0].tag in _CHANGES or cue[0].tag == PATTERN_TAGS["metric"]):
            return False
    return True


def _name_token(reading: Reading, at: int, name: Named, tokens: list[Token]) -> int:
    tokens.append(Token("N", max(name.start, reading.pieces[at].start), name.end, name=name))
    return _skip(reading, at, name.end)


def _skip(reading: Reading, at: int, end: int) -> int:
    at += 1
    while at < len(reading.pieces) and reading.pieces[at].start < end:
        at += 1
    return at


def _number_token(reading: Reading, at: int, cue_length: int, tokens: list[Token]) -> int | None:
    pieces, grammar = reading.pieces, reading.grammar
    if pieces[at].low in _TIMES and (prefixed := _times_before(reading, at)) is not None:
        _append_quantity(reading, at, prefixed[0], [], tokens)
        return prefixed[1]
    if pieces[at].low not in grammar.number_heads and not pieces[at].low[0].isdecimal():
        return None
    if at and pieces[at - 1].low == "x" and pieces[at - 1].end == pieces[at].start:
        return None  # "x86"
    if (share := _share(reading, at)) is not None:
        quantity, after = share
        _append_quantity(reading, at, quantity, [Token("D", quantity.start, quantity.start)], tokens)
        return after
    fixed = grammar.fixed.match(pieces, at)
    if fixed and fixed[1] > cue_length and not _is_other_half(reading, fixed[0], at + fixed[1]):
        word, length = fixed
        start, end = pieces[at].start, pieces[at + length - 1].end
        kind = "factor" if word.unit == "x" else "percent"
        quantity = Quantity(start, end, word.value, None, word.unit, kind, lead=start)
        implied = [Token(word.change, start, start, cue=Cue(word.id, word.change))] if word.change else []
        _append_quantity(reading, at, quantity, implied, tokens)
        return at + length
    if cue_length > 1:
        return None
    found = read_quantity(reading, at, after_from=_is_after_from(tokens))
    if found is None or _counts_devices(reading, found[1], found[0]):
        return None
    _append_quantity(reading, at, found[0], [], tokens)
    return found[1]


def _share(reading: Reading, at: int) -> tuple[Quantity, int] | None:
    """ "1/16 of its parameters" are 16 times fewer."""
    pieces = reading.pieces
    lows = [piece.low for piece in pieces[at : at + 5]]
    if lows[:2] != ["1", "/"] or len(lows) < 4 or not lows[2].isdecimal() or pieces[at + 2].start != pieces[at].end + 1:
        return None
    after = at + 3 + (lows[3] == "th")
    metric = reading.grammar.cues.match(pieces, after) if after < len(pieces) else None
    if int(lows[2]) < 2 or not (metric and metric[0].tag in "Mo"):
        return None
    start, end = pieces[at].start, pieces[after - 1].end
    return Quantity(start, end, float(lows[2]), None, "x", "factor", lead=start), after


def _is_after_from(tokens: Sequence[Token]) -> bool:
    """ "from A to B" are two values, "ranges from A to B" is one range"""
    last = next((i for i in (len(tokens) - 1, len(tokens) - 2) if i >= 0 and tokens[i].tag == "f"), None)
    return last is not None and not (last and tokens[last - 1].low in _RANGING)


def _is_other_half(reading: Reading, word: Fixed, after: int) -> bool:
    """ "half a day" is a time, "a fifth task" the one after the fourth."""
    if after >= len(reading.pieces):
        return False
    unit = reading.grammar.units.match(reading.pieces, after)
    if unit is not None and unit[0].kind == "time":
        return True
    low = reading.pieces[after].low
    return word.unit == "%" and word.change is None and low.isalpha() and low not in _AFTER_SHARE


def _times_before(reading: Reading, at: int) -> tuple[Quantity, int] | None:
    """ "x2.4 faster", "times 10 faster" (what is left of "$\\times 10$")"""
    pieces = reading.pieces
    if at + 2 >= len(pieces) or (at and pieces[at - 1].low[0].isdecimal()):
        return None
    found = read_quantity(reading, at + 1, after_from=False)
    if found is None or found[0].kind != "bare" or found[1] >= len(pieces):
        return None
    change = reading.grammar.cues.match(pieces, found[1])
    if change is None or change[0].tag not in _CHANGES:
        return None
    return replace(found[0], kind="factor", unit="x", start=pieces[at].start), found[1]


def _counts_devices(reading: Reading, after: int, quantity: Quantity) -> bool:
    """ "8x A100" and "4 x GPUs" count machines."""
    if quantity.kind != "factor" or after >= len(reading.pieces):
        return False
    return reading.pieces[after].low in reading.grammar.devices or (
        reading.pieces[after].text[:1].isupper() and any(c.isdigit() for c in reading.pieces[after].text)
    )


def _append_quantity(reading: Reading, at: int, quantity: Quantity, implied: list[Token], tokens: list[Token]) -> None:
    """Append a number; the words before it that only qualify it ("by up to") are taken into it."""
    lead = quantity.start
    qualifier = quantity.qualifier
    before = at - 1
    while before >= 0 and (found := reading.grammar.qualifiers.match(reading.pieces, before)):
        qualifier = qualifier or found[0]
        before -= found[1]
        lead = reading.pieces[before + 1].start
    while tokens and tokens[-1].start >= lead:
        tokens.pop()
    quantity = replace(quantity, qualifier=qualifier or _later_qualifier(reading, quantity), lead=lead)
    tokens += implied
    low = reading.pieces[before + 1].low
    tokens.append(Token("Q", lead, quantity.end, quantities=(quantity,), low=low))


def _later_qualifier(reading: Reading, quantity: Quantity) -> Qualifier | None:
    """ "4x higher throughput on average" says how the number is meant only after it."""
    after = reading.flat[quantity.end : quantity.end + _LATER_REACH]
    return "average" if "average" in after.partition(",")[0].partition(";")[0] else None
