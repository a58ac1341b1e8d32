"""Devices by what is known of them: maker, class, architecture, year, memory, bandwidth, speed, power."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypedDict

from kg.errors import QueryError, UnknownNameError
from kg.model import Facts
from kg.query.filters import as_number
from kg.query.index import RecordIndex
from kg.query.meant import HasKey, Name, each_name, family_keys
from kg.text.spelling import evened, squeezed

__all__ = ["CONDITIONS", "DeviceConditions", "device_keys"]

Words = str | Iterable[str]


class DeviceConditions(TypedDict, total=False):
    """What a device may be asked for; a device meets a condition only where the fact in question is known.

    `vendor`, `device_class` and `architecture` are words as the facts have them, or several, any of which will do; case
    does not matter, and the beginning or the end of the words is enough (`consumer`, `data center`, `GPU`).
    `older_than` and `newer_than` take a year, an architecture or a device: the year is then the earliest of those
    called so, and they themselves are neither older nor newer. Where a device is sold with several sizes of memory, a
    minimum holds for the smallest and a maximum for the largest.
    """

    vendor: Words | None
    device_class: Words | None
    architecture: Words | None
    older_than: int | Name | None
    newer_than: int | Name | None
    min_memory_gb: float | None
    max_memory_gb: float | None
    min_bandwidth_gb_s: float | None
    max_bandwidth_gb_s: float | None
    min_fp16_tflops: float | None
    max_fp16_tflops: float | None
    min_power_w: float | None
    max_power_w: float | None


_WORDS = ("vendor", "device_class", "architecture")
_AMOUNTS = ("memory_gb", "bandwidth_gb_s", "fp16_tflops", "power_w")
CONDITIONS = tuple(DeviceConditions.__annotations__)

_Test = Callable[[str, Facts], bool]


def device_keys(index: RecordIndex, conditions: Mapping[str, object]) -> frozenset[str]:
    """Return the hardware of which anything is known that a datasheet says, and that meets all conditions.

    Raises QueryError for a condition that does not exist, a word that no device has, naming those that some have, and
    for what is no number; UnknownNameError for `older_than` or `newer_than` a device that the graph has not.
    """
    unknown = sorted(set(conditions) - set(CONDITIONS))
    if unknown:
        raise QueryError(f"no condition of devices is called {unknown[0]!r}; they are {', '.join(CONDITIONS)}")
    known = _Known(index)
    tests = [_test(known, name, wanted) for name, wanted in conditions.items() if wanted is not None]
    return frozenset(key for key, facts in known.facts.items() if all(test(key, facts) for test in tests))


@dataclass(frozen=True)
class _Known:
    """The facts of hardware, and the words and years in them."""

    index: RecordIndex

    @property
    def facts(self) -> dict[str, Facts]:
        return self.index.device_facts

    def words(self, field: str) -> list[str]:
        return sorted({word for facts in self.facts.values() if (word := getattr(facts, field)) is not None})

    def matching(self, field: str, wanted: str) -> frozenset[str]:
        """The words of a field that are called so; equal ones, else those that begin or end so."""
        words, spelled = self.words(field), _spelled(wanted)
        equal = [word for word in words if _spelled(word) == spelled]
        return frozenset(equal or (word for word in words if spelled in _ends(word)))


def _test(known: _Known, name: str, wanted: object) -> _Test:
    if name in _WORDS:
        return _word_test(known, name, wanted)
    if name in ("older_than", "newer_than"):
        return _age_test(known, name, wanted)
    bound, _, field = name.partition("_")
    return _amount_test(field, as_number(name, wanted), least=bound == "min")


def _word_test(known: _Known, field: str, wanted: object) -> _Test:
    given = (wanted,) if isinstance(wanted, str) else tuple(wanted) if isinstance(wanted, Iterable) else (str(wanted),)
    allowed: set[str] = set()
    for word in given:
        found = known.matching(field, str(word))
        if not found:
            raise QueryError(_no_such(known, field, str(word)))
        allowed |= found
    return lambda _, facts: getattr(facts, field) in allowed


def _amount_test(field: str, bound: float, least: bool) -> _Test:
    def holds(_: str, facts: Facts) -> bool:
        amount = getattr(facts, field)
        if amount is None:
            return False
        if least:
            return bool(amount >= bound)
        return bool((getattr(facts, f"{field}_high", None) or amount) <= bound)

    return holds


def _age_test(known: _Known, name: str, wanted: object) -> _Test:
    year, same = _year(known, wanted)
    if name == "older_than":
        return lambda key, facts: key not in same and facts.year is not None and facts.year < year
    return lambda key, facts: key not in same and facts.year is not None and facts.year > year


def _year(known: _Known, wanted: object) -> tuple[int, frozenset[str]]:
    """The year that is meant, and the devices it is the year of."""
    if isinstance(wanted, HasKey):
        return _year_of(known, wanted.key)
    if isinstance(wanted, str) and not wanted.strip().isdecimal():
        return _year_of(known, wanted)
    return int(as_number("a year", wanted)), frozenset()


def _year_of(known: _Known, name: str) -> tuple[int, frozenset[str]]:
    words = known.matching("architecture", name)
    keys = frozenset(key for key, facts in known.facts.items() if facts.architecture in words)
    if not keys:
        try:
            keys = family_keys(known.index, "hardware", each_name(name))
        except UnknownNameError as error:
            problem = f"{_no_such(known, 'architecture', name)}; a year or the name of a device does, too"
            raise QueryError(problem) from error
    years = [facts.year for key, facts in known.facts.items() if key in keys and facts.year is not None]
    if not years:
        raise QueryError(f"no year is known of {name!r}; {_listed('architecture', known)}")
    return min(years), keys


def _no_such(known: _Known, field: str, word: str) -> str:
    called = {"device_class": "class"}.get(field, field)
    return f"no device of the graph has the {called} {word!r}; {_listed(field, known)}"


def _listed(field: str, known: _Known) -> str:
    plural = {"device_class": "classes"}.get(field, f"{field}s")
    words = known.words(field)
    return f"known {plural}: {', '.join(words)}" if words else f"it knows no {plural} of devices"


def _spelled(word: str) -> str:
    """As one might type it, in either spelling of "centre"."""
    return squeezed(word).replace("center", "centre")


def _ends(word: str) -> set[str]:
    """The first words and the last words of it, each spelled as one."""
    words = evened(word).split()
    parts = [words[:place] for place in range(1, len(words))] + [words[place:] for place in range(1, len(words))]
    return {_spelled("".join(part)) for part in parts}
