"""Records in the order of their ids, sound, and gone through as often as is needed without holding them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from kg.errors import InputError
from kg.graph.numbers import with_floats
from kg.model import Extraction

__all__ = ["Ordered", "checked", "in_order"]


class Ordered:
    """Sound records by id, each once, which may be gone through again and again."""

    def __init__(self, records: Iterable[Extraction]) -> None:
        """Take records that `in_order` looked at; each look goes through them anew."""
        self._records = records

    def __iter__(self) -> Iterator[Extraction]:
        return map(with_floats, self._records)


def in_order(records: Iterable[Extraction], watch: Callable[[Extraction], object] | None = None) -> Ordered:
    """Return the records by id and refuse those no graph can be made of, as `checked` does.

    They are held only where they must be: where they come in another order, or come but once as from a generator. What
    begins anew with each `iter`, as a list does or what reads a file each time, is gone through once here, and again
    whenever the result is. `watch` is shown each record meanwhile, in no certain order.
    """
    if isinstance(records, Ordered):
        if watch is not None:
            deque(map(watch, records), maxlen=0)
        return records
    again = list(records) if isinstance(records, Iterator) else records
    last, is_sorted = "", True
    for record in checked(again):
        is_sorted = is_sorted and last <= record.id
        last = record.id
        if watch is not None:
            watch(record)
    return Ordered(again if is_sorted else sorted(again, key=lambda record: record.id))


def checked(records: Iterable[Extraction]) -> Iterator[Extraction]:
    """Yield the records as they come and refuse those no graph can be made of.

    Raises InputError where two records share an id, or a record lists an entity twice, or without a mention,
    or introduces what it does not list, or has a value that is no number.
    """
    if isinstance(records, Ordered):
        yield from records
        return
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise InputError(record.id, "two records have this id; keep one of them")
        seen.add(record.id)
        whole = with_floats(record)
        _check(whole)
        yield whole


def _check(record: Extraction) -> None:
    keys = {entity.key for entity in record.entities}
    if len(keys) < len(record.entities):
        raise InputError(record.id, "the record lists an entity twice; merge its mentions into one")
    for entity in record.entities:
        if not entity.mentions:
            raise InputError(record.id, f"entity {entity.key} has no mention to stand on")
    for key in record.introduces:
        if key not in keys:
            raise InputError(record.id, f"introduces {key}, which is not among the record's entities")
