"""The questions of the JSON API: what each may be asked with, and how the graph answers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from msgspec import to_builtins

from kg.errors import QueryError
from kg.query import KnowledgeGraph
from kg.query.devices import CONDITIONS
from kg.serve.question import Parameters

__all__ = ["LISTINGS", "THINGS", "Page", "given_to"]

_LIMIT = 100  # of a list, where none is asked for
_SEVERAL_DEVICES = ("vendor", "device_class", "architecture")
_SLOTS = ("hardware", "method", "model", "dataset", "metric", "task", "software")
Given = dict[str, Any]


class _Rows(Protocol):
    """An answer that has rows."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: slice) -> Sequence[Any]: ...
    def row(self, hit: Any) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Listing:
    """A question with a list as its answer: the parameters that take several names, those that take one, an example."""

    several: tuple[str, ...]
    single: tuple[str, ...]
    example: str
    ask: Callable[[KnowledgeGraph, Given, Given], _Rows]

    @property
    def parameters(self) -> tuple[str, ...]:
        """All that it may be asked with."""
        return tuple(dict.fromkeys((*self.several, *self.single, *CONDITIONS, "limit", "offset")))


@dataclass(frozen=True)
class Page:
    """Which part of a list is wanted."""

    limit: int
    offset: int

    def of(self, found: _Rows) -> dict[str, Any]:
        """Return that part, with the number of all."""
        items = [found.row(hit) for hit in found[self.offset : self.offset + self.limit]]
        return {"total": len(found), "limit": self.limit, "offset": self.offset, "items": items}


def _entities(graph: KnowledgeGraph, given: Given, device: Given) -> _Rows:
    return graph.entities(given.get("kind"), **device)


def _papers(graph: KnowledgeGraph, given: Given, device: Given) -> _Rows:
    return graph.papers(**given, device=device or None)  # type: ignore[arg-type]  # as above


def _results(graph: KnowledgeGraph, given: Given, device: Given) -> _Rows:
    if "across" in given:
        given = {**given, "across": _truth("across", given["across"])}
    return graph.results(**given, device=device or None)  # type: ignore[arg-type]  # as above


def _entity(graph: KnowledgeGraph, name: str) -> dict[str, Any]:
    row: dict[str, Any] = to_builtins(graph.entity(name))
    return row


def _paper(graph: KnowledgeGraph, name: str) -> dict[str, Any]:
    hit = graph.paper(name)
    return {**to_builtins(hit), "evidence": graph.evidence(hit).plain()}


LISTINGS = {
    "entities": Listing((), ("kind",), "kind=hardware&vendor=NVIDIA&limit=5", _entities),
    "papers": Listing((*_SLOTS, "introduces"), (), "hardware=A100&hardware=H100&method=quantization", _papers),
    "results": Listing(
        ("subject", "baseline", "hardware", "model", "dataset", "task", "metric", "sense"),
        ("least", "least_confidence", "sort", "across"), "baseline=vLLM&hardware=A100&sort=value", _results,
    ),
}  # fmt: skip
THINGS: dict[str, Callable[[KnowledgeGraph, str], dict[str, Any]]] = {"entities": _entity, "papers": _paper}


def given_to(listing: Listing, url: Parameters, most: int) -> tuple[Given, Given, Page]:
    """Return what a URL gives: filters, conditions of devices, and the part wanted; raises QueryError."""
    values: dict[str, list[str]] = {}
    for name, value in url:
        if name not in listing.parameters:
            raise QueryError(f"there is no parameter {name!r}; there are {', '.join(listing.parameters)}")
        values.setdefault(name, []).append(value)
    several = (*listing.several, *_SEVERAL_DEVICES)
    given: Given = {name: found if name in several else _one(name, found) for name, found in values.items()}
    page = Page(_count("limit", given.pop("limit", str(_LIMIT)), most), _count("offset", given.pop("offset", "0")))
    device = {name: given.pop(name) for name in CONDITIONS if name in given}
    return given, device, page


def _one(name: str, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise QueryError(f"{name} is given {len(values)} times, and can be given once")
    return values[0]


def _count(name: str, value: str, most: int | None = None) -> int:
    number = int(value) if value.isascii() and value.isdecimal() and len(value) < 16 else -1
    if number < 0 or (most is not None and number > most):
        upper = "" if most is None else f" up to {most:,}"
        raise QueryError(f"{name} must be a whole number{upper}, not {value!r}")
    return number


def _truth(name: str, value: str) -> bool:
    known: Mapping[str, bool] = {"true": True, "1": True, "false": False, "0": False}
    if value.lower() not in known:
        raise QueryError(f"{name} must be true or false, not {value!r}")
    return known[value.lower()]
