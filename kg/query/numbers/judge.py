"""What a result says of its two sides: who they are, and which of them is better."""

from __future__ import annotations

from typing import Literal

from kg.graph.slots import names_of
from kg.model import Extraction, Result
from kg.query.hits import ResultHit
from kg.query.meant import Meant
from kg.text.spelling import squeezed

__all__ = ["Side", "better_side", "compared_pairs", "is_on", "judged_side", "side"]

Side = Literal["subject", "baseline"]

_LEAST = 1e-300  # what is less has no finite inverse
_GOOD = {"gain": "higher", "cut": "lower"}
# Metrics whose good direction nobody stated: of them only a factor of improvement says who is better.
_UNKNOWN = frozenset(("other", "reduction"))


def better_side(hit: ResultHit | Result) -> Side | None:
    """Return which side a result finds better, None where it does not say or its range speaks for both.

    A factor of improvement decides; without one a stated change does, in the good direction of its metric or not.
    """
    normal = hit.normal
    if normal is not None and normal.unit == "x":
        low, high = normal.value, normal.value if normal.high is None else normal.high
        if low >= 1 and high > 1:
            return "subject"
        return "baseline" if _LEAST < low < 1 and high <= 1 else None
    if hit.sense == "value" or hit.value == 0 or (hit.metric in _UNKNOWN and hit.sense != "loss"):
        return None
    return "subject" if _GOOD.get(hit.sense) == hit.better else "baseline"


def judged_side(record: Extraction, result: Result) -> Side | None:
    """Return which side a paper finds better: as the result says, or by the other side's own number in its setting.

    "156 TFLOP/s, while Kelp has 45" is two values, the first of which names Kelp as its baseline.
    """
    stated = better_side(result)
    alone = result.baseline is None and result.baseline_key is None
    if stated is not None or alone or result.sense != "value" or result.metric in _UNKNOWN:
        return stated
    baselines = _names(record, result, "baseline")
    own, found = (
        _terms(result),
        {
            _terms(other)
            for other in record.results
            if other.sense == "value"
            and _setting(other) == _setting(result)
            and baselines & _names(record, other, "subject")
        },
    )
    if len(found) != 1 or own in found:
        return None
    (other,) = found
    return "subject" if (own > other) == (result.better == "higher") else "baseline"


def _names(record: Extraction, result: Result, slot: Side) -> set[str]:
    return {name.key or squeezed(name.text) for name in names_of(record, result, slot)}


def _setting(result: Result) -> tuple[str | None, ...]:
    slots = (getattr(result, f"{slot}_key") or getattr(result, slot) for slot in ("hardware", "model", "dataset"))
    return result.metric, result.unit if result.normal is None else result.normal.unit, *slots


def _terms(result: Result) -> float:
    return (result.normal or result).value


def compared_pairs(hit: ResultHit) -> list[tuple[str, str]]:
    """Return each of the subjects with each of the baselines; what stands on both sides is compared with nothing."""
    subjects, baselines = side(hit, "subject"), side(hit, "baseline")
    return [(one, other) for one in subjects for other in baselines if one not in baselines and other not in subjects]


def is_on(hit: ResultHit, slot: Side, key: str, meant: Meant) -> bool:
    """Return whether what stands on a side of a result, by its key there, is what is meant."""
    if key in meant.keys:
        return True
    name = side(hit, slot)[key]
    return key == _unlinked(hit, name) and squeezed(name) in meant.spelled


def side(hit: ResultHit, slot: Side) -> dict[str, str]:
    """Return what a side names, with its names: entities; what is none is one thing within its paper only."""
    found: dict[str, str] = {}
    for name in hit.names(slot):
        found.setdefault(name.key or _unlinked(hit, name.text), name.text)
    return found


def _unlinked(hit: ResultHit, name: str) -> str:
    return f"{squeezed(name)} in {hit.evidence.paper}"
