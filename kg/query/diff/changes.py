"""What is new, gone and changed between two graphs, for a person: the most important first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, Protocol

from kg.query.diff.change_kinds import (
    EntityChange,
    FirstResult,
    Introduction,
    NameChange,
    NewBest,
    NewConflict,
    NumberChange,
    PaperChange,
    Uptake,
)
from kg.query.diff.compared import Compared
from kg.query.hits import ResultHit
from kg.query.knowledge import KnowledgeGraph
from kg.query.rows import json_row

__all__ = ["Changes", "changes_between"]

_SHOWN = 6  # of each kind; the counts and the JSON have all
_NOTHING = "no difference"
_HEADINGS = {
    "papers_new": "new papers", "papers_gone": "papers that are gone", "papers_changed": "papers that changed",
    "introduced": "newly introduced", "best": "new best results", "first": "first results",
    "uptake": "in more papers, or in fewer", "contradictions": "new contradictions",
    "numbers": "numbers that changed", "names": "names that changed", "entities_new": "new entities",
    "entities_gone": "entities that are gone",
}  # fmt: skip


class _Change(Protocol):
    @property
    def part(self) -> str: ...
    @property
    def said(self) -> str: ...
    def row(self) -> dict[str, Any]: ...


@dataclass(frozen=True, repr=False)
class Changes:
    """All differences of two graphs; false where there is none.

    Each list has the most important first; `text` shows the beginnings of the lists, `json` all of them. Papers are
    one where their texts or their keys are, whatever their place. What a graph calls otherwise (`names`) is neither
    new nor gone, and earlier counts are of what it is now.
    """

    papers_new: tuple[PaperChange, ...]
    papers_gone: tuple[PaperChange, ...]
    papers_changed: tuple[PaperChange, ...]
    introduced: tuple[Introduction, ...]
    best: tuple[NewBest, ...]
    first: tuple[FirstResult, ...]
    uptake: tuple[Uptake, ...]
    contradictions: tuple[NewConflict, ...]
    numbers: tuple[NumberChange, ...]
    names: tuple[NameChange, ...]
    entities_new: tuple[EntityChange, ...]
    entities_gone: tuple[EntityChange, ...]
    results_new: tuple[ResultHit, ...]
    results_gone: tuple[ResultHit, ...]

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def __repr__(self) -> str:
        return f"<Changes: {self.text()}>" if self else f"<Changes: {_NOTHING}>"

    @property
    def counts(self) -> str:
        """How many there are: `2 papers new, 1 changed; 9 entities new; 3 results new`."""
        told: dict[str, dict[str, Sequence[object]]] = {
            "paper": {"new": self.papers_new, "gone": self.papers_gone, "changed": self.papers_changed},
            "entity": {"new": self.entities_new, "gone": self.entities_gone},
            "result": {"new": self.results_new, "gone": self.results_gone, "with another number": self.numbers},
        }
        return "; ".join(filter(None, (_counted(noun, lists) for noun, lists in told.items()))) or _NOTHING

    def text(self, limit: int | None = _SHOWN) -> str:
        """Return it as a person reads it, at most `limit` lines of each kind; None for all of them."""
        return "\n".join([self.counts, *self._lines(limit)])

    def _lines(self, limit: int | None) -> Iterator[str]:
        for name, heading in _HEADINGS.items():
            found: Sequence[_Change] = getattr(self, name)
            if found:
                yield f"\n{heading}"
            for _, part in groupby(found, key=lambda change: change.part):
                said = [f"  {' '.join(change.said.split())}" for change in part]
                yield from said[:limit]
                if len(said) > len(said[:limit]):
                    yield f"  … and {len(said) - len(said[:limit])} more"

    def rows(self) -> dict[str, Any]:
        """Return all of it as plain lists and dicts."""
        kinds = {name: [change.row() for change in getattr(self, name)] for name in _HEADINGS}
        results = {name: [json_row(hit) for hit in getattr(self, name)] for name in ("results_new", "results_gone")}
        return {**kinds, **results}

    def json(self) -> str:
        """Return all of it as a JSON object with a list for each kind of change."""
        return json.dumps(self.rows(), ensure_ascii=False, indent=1)


def changes_between(old: KnowledgeGraph, new: KnowledgeGraph) -> Changes:
    """Return what is different in `new`; the same for the same records, in any order."""
    found = Compared(old, new)
    return Changes(
        papers_new=found.papers_new(), papers_gone=found.papers_gone(), papers_changed=found.papers_changed(),
        introduced=found.introduced(), best=found.best(), first=found.first(),
        uptake=found.uptake(), contradictions=found.contradictions(), numbers=found.numbers(), names=found.names(),
        entities_new=found.entities_new(), entities_gone=found.entities_gone(),
        results_new=tuple(found.results.new), results_gone=tuple(found.results.gone),
    )  # fmt: skip


def _counted(noun: str, lists: dict[str, Sequence[object]]) -> str:
    """`2 papers new, 1 gone`; the noun stands once."""
    told = [(len(found), what) for what, found in lists.items() if found]
    if not told:
        return ""
    plural = "entities" if noun == "entity" else f"{noun}s"
    (count, what), *more = told
    return ", ".join([f"{count} {noun if count == 1 else plural} {what}", *(f"{n} {how}" for n, how in more)])
