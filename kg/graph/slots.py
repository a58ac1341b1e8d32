"""What the slots of a result hold, name by name: "Orca and vLLM" is two names, each with its entity and its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kg.model import SLOTS, Bond, Extraction, Result

__all__ = ["SlotName", "bond_texts", "distinct_links", "names_in", "names_of", "slot_links", "slot_names"]


_KEY_OF_SLOT = tuple((slot, f"{slot}_key") for slot in SLOTS)


class SlotName(NamedTuple):
    """One name in a slot: the key of its entity or None, its text, and what bound it where the record says so."""

    slot: str
    key: str | None
    text: str
    bond: Bond | None = None


def slot_links(record: Extraction, result: Result) -> Iterator[tuple[str, str, str]]:
    """Yield each (slot, entity key, surface) of a result once, the main entity of a slot first, the metric last."""
    yield from distinct_links(slot_names(record, result))


def distinct_links(names: Iterable[SlotName]) -> Iterable[tuple[str, str, str]]:
    """Return (slot, entity key, surface) of the names that have an entity, each once and in their order."""
    return dict.fromkeys((name.slot, name.key, name.text) for name in names if name.key is not None)


def slot_names(record: Extraction, result: Result) -> Iterator[SlotName]:
    """Yield all names in the slots of a result, linked or not, and the metric where that is linked."""
    texts = bond_texts(record, result)
    bonds = {bond.slot for bond in result.bound}
    for slot, slot_key in _KEY_OF_SLOT:
        key, surface = getattr(result, slot_key), getattr(result, slot)
        if key or surface or slot in bonds:  # most slots are empty
            yield from names_in(slot, key, surface, result.bound, texts)
    if result.metric_entity_key is not None:
        yield SlotName("metric", result.metric_entity_key, result.metric)


def names_of(record: Extraction, result: Result, slot: str) -> list[SlotName]:
    """Return the names in one slot of a record's result, the main one first."""
    key, surface = getattr(result, f"{slot}_key"), getattr(result, slot)
    return names_in(slot, key, surface, result.bound, bond_texts(record, result))


def names_in(
    slot: str, key: str | None, surface: str | None, bound: Sequence[Bond], texts: Sequence[str]
) -> list[SlotName]:
    """Return the names in one slot: the main one, whose key the slot has, first, then in the order of the text.

    `key` and `surface` are those of the slot, `texts` the names that the bonds stand on, as `bond_texts` has them.
    """
    own = [(bond, text) for bond, text in zip(bound, texts, strict=True) if bond.slot == slot]
    if _is_one(key, [bond for bond, _ in own]):
        return [SlotName(slot, key, surface or key or "", own[0][0] if own else None)] if key or surface else []
    names = [SlotName(slot, bond.key, text or bond.key or "", bond) for bond, text in own]
    if key is None:
        return names
    main = [name for name in names if name.key == key] or [SlotName(slot, key, surface or key)]
    return [*main, *(name for name in names if name.key != key)]


def _is_one(key: str | None, bonds: Sequence[Bond]) -> bool:
    """Whether the slot's own text and key say all; bonds without keys are those of an older record, or of no entity."""
    if any(bond.key not in (None, key) for bond in bonds):
        return False
    return len(bonds) < 2 or (key is not None and all(bond.key is None for bond in bonds))


def bond_texts(record: Extraction, result: Result) -> tuple[str, ...]:
    """Return the name that each bond of a result stands on, in the order of the bonds."""
    if not result.bound:
        return ()
    sections = {"title": record.title, "abstract": record.abstract}
    return tuple(sections[bond.section][bond.start : bond.end] for bond in result.bound)
