"""Units that QUDT does not have: one for all the ways to write it, with a definition made from its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.text.inflect import plural, singular

__all__ = ["OwnUnit", "own_unit"]

_SHORT = {"tok": "token", "req": "request", "img": "image", "param": "parameter", "doc": "document"}
_COUNTED = frozenset(
    "token image request sample sequence query step iteration inference word example transaction video page operation"
    " packet edge node sentence object update document file user call event record message pixel character task clip"
    " pair parameter weight line".split()
)
_SECONDS = frozenset(("s", "sec", "second"))
_TIMES = {**dict.fromkeys(_SECONDS, "second"), "ms": "millisecond", "us": "microsecond", "µs": "microsecond",
          "min": "minute", "minute": "minute", "h": "hour", "hour": "hour", "day": "day"}  # fmt: skip
_OF_DEVICES = re.compile(r"(?P<device>.*\w)[ -](?P<time>s|h|hours?|days?)")
_FLOPS = re.compile(r"[kKMGTPEZB]? ?FLOPs?|TF", re.IGNORECASE)
_MACS = re.compile(r"[kKMGTPEZB]?(MAC|MAdd)s?|(multipl|mult-).*", re.IGNORECASE)
_OPS = re.compile(r"[kKMGTPEZB]?OPS")
_CARBON = re.compile(r".*CO2(?P<equivalent>e)?.*")
_MONEY = frozenset(("$", "dollars", "cents", "€", "£", "¥"))


@dataclass(frozen=True)
class OwnUnit:
    """A unit of ours: the one way to write it, what it is, and QUDT's kind of quantity where that is beyond doubt."""

    name: str
    definition: str
    quantity_kind: str | None = None


@lru_cache(maxsize=1 << 12)
def own_unit(unit: str) -> OwnUnit:
    """Return the unit of ours for a unit as written: `req/s` and `requests per second` are one."""
    above, line, below = unit.replace(" per ", "/").partition("/")
    counted = _counted(above)
    if line:
        return _ratio(above.strip(), below.strip(), counted)
    if counted is not None:
        return OwnUnit(plural(counted), f"A count of {plural(counted)}.", "Count")
    return _plain(unit) or _unknown(unit)


def _counted(words: str) -> str | None:
    """The singular of a word for what is counted, else None."""
    word = singular(words)
    word = _SHORT.get(word, word)
    return word if word in _COUNTED else None


def _ratio(above: str, below: str, counted: str | None) -> OwnUnit:
    """A count in a time, a time for one of what is counted, or one unit for each of another."""
    time, each = _TIMES.get(_bare(below)), _counted(below)
    if counted is not None and time is not None:
        name = f"{plural(counted)}/{'s' if time == 'second' else time}"
        return OwnUnit(name, f"A rate: how many {plural(counted)} in one {time}.", "CountRate")
    taken = _TIMES.get(_bare(above))
    if taken is not None and each is not None:
        short = "s" if taken == "second" else _bare(above)
        return OwnUnit(f"{short}/{each}", f"A time in {taken}s for one {each}.", "TimePerCount")
    return OwnUnit(f"{above}/{below}", f"A ratio: {above} for each {time or each or below}.")


def _bare(word: str) -> str:
    return singular(word.strip())


def _plain(unit: str) -> OwnUnit | None:
    """A unit without a line that is no count of things."""
    if unit in ("point", "points", "pts"):
        return OwnUnit("points", "Points of a score, on the scale that its metric has.")
    if unit in _MONEY:
        return OwnUnit(unit, "Money in the currency of this sign or name, of which country is not stated.", "Currency")
    if found := _OF_DEVICES.fullmatch(unit):
        time = _TIMES.get(_bare(found["time"]), found["time"])
        device = found["device"].replace("device", "device of any kind")
        return OwnUnit(unit, f"Time summed over devices: one {device} at work for one {time}.")
    return _carbon(unit) or _operations(unit)


def _carbon(unit: str) -> OwnUnit | None:
    found = _CARBON.fullmatch(unit)
    if found is None:
        return None
    if found["equivalent"]:
        gases = "greenhouse gases, as the mass of carbon dioxide that would warm as much"
        return OwnUnit(unit, f"A mass of emitted {gases}.", "CO2Equivalent")
    return OwnUnit(unit, "A mass of emitted carbon dioxide.", "Mass")


def _operations(unit: str) -> OwnUnit | None:
    if _MACS.fullmatch(unit):
        return OwnUnit(unit, "A count of operations that each multiply and add.", "Count")
    if _OPS.fullmatch(unit):
        return OwnUnit(unit, "A rate: operations in one second, by the power of ten of its first letter.", "CountRate")
    if _FLOPS.fullmatch(unit):
        return OwnUnit(unit, f"Floating-point operations: a number of them or a rate; {unit} is written for both.")
    return None


def _unknown(unit: str) -> OwnUnit:
    return OwnUnit(unit, f"The unit that papers write as {unit}; nothing more is known of it here.")
