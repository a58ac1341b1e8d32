"""Numbers whose metric no word of the rule files names: what the sentence says all the same."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.results.parts import Spot, Token

__all__ = ["is_on_a_dataset", "is_whole_score", "told_key"]

_GENERIC = frozenset(
    "it them this that results result baseline baselines model models method methods approach approaches art work works"
    " system systems network networks counterpart counterparts strongest best ones one others".split()
)
_MODELS = frozenset(("model", "models", "network", "networks"))
_MORE = "change-more"
_COMPRESSION = "compression"
_BEST_SCORE = 100
_DATASET_REACH = 12
_OBJECT_REACH = 8


def told_key(spot: Spot, change: Token | None) -> str | None:
    """The key of a metric that is told but not named by a known word; None where nothing tells it."""
    if change is None:
        return None
    if _is_more_of_something(spot, change) or _has_an_unknown_object(spot, change):
        return "other"
    compresses = change.cue is not None and change.cue.key == _COMPRESSION
    return _compressed(spot) if spot.quantity.kind == "bytes" and compresses else None


def _is_more_of_something(spot: Spot, change: Token) -> bool:
    """ "5.7% more conversions": what grows has a name, if none we know."""
    after = spot.tokens[spot.at + 1 : spot.at + 1 + _OBJECT_REACH]
    at = next((i for i, token in enumerate(after) if token is change), None)
    if at is None or change.cue is None or change.cue.id != _MORE or at + 1 == len(after):
        return False
    return after[at + 1].tag == "w" and after[at + 1].low.isalpha()


def _has_an_unknown_object(spot: Spot, change: Token) -> bool:
    """ "improves the coverage of rare events by 12%", "retention rose by 2%": it has a name, if none we know."""
    if change.tag not in "UV" or spot.quantity.kind != "percent" or spot.before != "b":
        return False
    first = max(0, spot.at - 2 - _OBJECT_REACH)
    at = next((i for i in range(spot.at - 2, first, -1) if spot.tokens[i] is change), None)
    if at is None:
        return False
    between = spot.tokens[at + 1 : spot.at - 1]
    if not between:
        return spot.tokens[at - 1].tag == "w" and _is_a_measure(spot.tokens[at - 1])
    return all(token.tag in "wo" for token in between) and _is_a_measure(_head(between))


def _is_a_measure(head: Token) -> bool:
    return head.low.isalpha() and not head.low.endswith("ly") and head.low not in _GENERIC


def _head(tokens: Sequence[Token]) -> Token:
    """The head of a phrase: the word before its first "of", else its last."""
    of = next((i for i, token in enumerate(tokens) if token.tag == "o"), len(tokens))
    return tokens[max(0, of - 1)]


def _compressed(spot: Spot) -> str:
    """ "compresses the model from 440 MB to 30 MB" changes its size, "the labels from 113 GB" what is stored."""
    before = spot.tokens[max(0, spot.at - _DATASET_REACH) : spot.at]
    is_model = any(t.low in _MODELS or (t.name and t.name.type == "Model") for t in before)
    return "model_size" if is_model else "storage"


def is_whole_score(spot: Spot) -> bool:
    """ "scores 83 on GLUE": the one place where a bare whole number is a score and counts nothing."""
    few = not spot.quantity.scaled and spot.quantity.value <= _BEST_SCORE
    return few and spot.after in "i,;)vt(&" and is_on_a_dataset(spot)


def is_on_a_dataset(spot: Spot) -> bool:
    """ "75.9% on ImageNet", "on MMLU it gets 55.1%" """
    near = spot.tokens[max(0, spot.at - _DATASET_REACH) : spot.at + 4]
    return any(token.name and token.name.type == "Dataset" for token in near)
