"""What a question means by a name, a hit or several of them: keys of entities, and spellings that no entity has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol, runtime_checkable

from kg.errors import QueryError, UnknownNameError
from kg.model import ENTITY_TYPES, METRIC_KEYS
from kg.query.index import RecordIndex
from kg.text.spelling import squeezed

__all__ = [
    "KINDS", "HasKey", "Meant", "Name", "Names", "checked_kind", "each_name", "family_keys", "main_key", "metric_key",
    "node_key", "side_meant", "slot_meant",
]  # fmt: skip

KINDS = tuple(type_.lower() for type_ in ENTITY_TYPES)
_KEY_OF_METRIC = {squeezed(key): key for key in METRIC_KEYS}


@runtime_checkable
class HasKey(Protocol):
    """A hit of any sort: what has a key can stand for its name."""

    @property
    def key(self) -> str: ...


Name = str | HasKey
Names = Name | Iterable[Name]


class Meant(NamedTuple):
    """What stands in a slot when it is meant: one of the entities, or without a link one of the spellings."""

    keys: frozenset[str]
    spelled: frozenset[str]


def checked_kind(kind: str) -> str:
    """Return a kind of entity, whatever its case; raises QueryError for what is none."""
    if kind.lower() not in KINDS:
        raise QueryError(f"no kind of entity is called {kind!r}; the kinds are {', '.join(KINDS)}")
    return kind.lower()


def each_name(given: Names) -> tuple[str, ...]:
    """Return what is given as a tuple of names; a hit is named by its key."""
    if isinstance(given, str):
        return (given,)
    if isinstance(given, HasKey):
        return (given.key,)
    return tuple(name if isinstance(name, str) else name.key for name in given)


def metric_key(name: str) -> str | None:
    """Return the metric key that a name spells (`model size`, `Top-1`), or None."""
    return _KEY_OF_METRIC.get(squeezed(name))


def family_keys(index: RecordIndex, kind: str | None, names: Names) -> frozenset[str]:
    """Return the keys of all the names and of what is narrower; a metric key needs no entity of that name.

    Raises UnknownNameError for a name that nothing of that kind has.
    """
    return frozenset(key for name in each_name(names) for key in _family(index, kind, name))


def main_key(index: RecordIndex, name: Name) -> str:
    """Return the entity of a name, of several that share it the one most papers mention; or raise UnknownNameError."""
    (text,) = each_name(name)
    keys = [key for key in index.names.resolve(text) if key in index.entities]
    if not keys:
        raise UnknownNameError(text)
    return min(keys, key=lambda key: (-index.entities[key].papers, key))


def node_key(index: RecordIndex, name: Name) -> str:
    """Return the key of anything that has a name: an entity, a paper or, by its key, a result."""
    (text,) = each_name(name)
    if text in index.results:
        return text
    keys = index.names.resolve(text)
    return main_key(index, text) if keys[0] in index.entities else keys[0]


def slot_meant(index: RecordIndex, slot: str, names: Names) -> Meant:
    """Return what a slot may hold: the families of the names, and names of no entity as that slot spells them."""
    found = [_in_slots(index, (slot,), slot if slot in KINDS else None, name) for name in each_name(names)]
    return _together(found)


def side_meant(index: RecordIndex, name: Name) -> Meant:
    """Return what a side of a comparison may hold, its subject or its baseline."""
    return _together([_in_slots(index, ("subject", "baseline"), None, text) for text in each_name(name)])


def _together(found: Iterable[Meant]) -> Meant:
    parts = tuple(found)
    return Meant(frozenset().union(*(part.keys for part in parts)), frozenset().union(*(p.spelled for p in parts)))


def _in_slots(index: RecordIndex, slots: tuple[str, ...], kind: str | None, name: str) -> Meant:
    wanted = squeezed(name)
    try:
        keys = _family(index, kind, name)
    except UnknownNameError:
        if not any(wanted in index.spelled[slot] for slot in slots):
            raise
        keys = frozenset()
    return Meant(keys, frozenset((wanted,)))


def _family(index: RecordIndex, kind: str | None, name: str) -> frozenset[str]:
    try:
        return index.family(index.names.resolve(name, kind))
    except UnknownNameError as error:
        if kind != "metric":
            raise
        if metric_key(name) is not None:
            return frozenset()
        raise UnknownNameError(name, error.nearest, f"metric keys: {' '.join(sorted(METRIC_KEYS))}") from error
