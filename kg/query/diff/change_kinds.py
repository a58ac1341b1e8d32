"""The kinds of change between two graphs: each says itself in a sentence, and as plain lists and dicts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Literal

from kg.query.hits import EntityHit, ResultHit
from kg.query.numbers.conflicts import Conflict
from kg.query.rows import json_row

__all__ = [
    "Aspect", "EntityChange", "FirstResult", "Introduction", "NameChange", "NewBest", "NewConflict", "NumberChange",
    "PaperChange", "Relation", "Uptake",
]  # fmt: skip

Relation = Literal["compare with", "mention"]
Aspect = Literal["key", "title", "abstract", "sources", "reading"]
_ASPECTS: dict[Aspect, str] = {
    "key": "another key", "title": "another title", "abstract": "another abstract", "sources": "other sources",
    "reading": "the same text, read differently",
}  # fmt: skip
_FIRST = {"hardware": "on", "baseline": "compared with", "dataset": "on", "model": "with"}


class _Said(ABC):
    """Shows a change as its sentence; changes of one kind that are of one `part` are listed together."""

    @property
    def part(self) -> str:
        return ""

    @property
    @abstractmethod
    def said(self) -> str:
        """The change in a sentence."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.said}>"


@dataclass(frozen=True, repr=False)
class PaperChange(_Said):
    """A paper that is new, gone or changed; `aspects` says in what it changed, and is empty for the others.

    `key` is that of the newer graph, or, for what is gone, of the older one.
    """

    key: str
    title: str
    aspects: tuple[Aspect, ...] = ()

    @property
    def said(self) -> str:
        """The title, and what has changed."""
        return f"{self.title}: {', '.join(_ASPECTS[aspect] for aspect in self.aspects)}" if self.aspects else self.title

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {"key": self.key, "title": self.title, **({"changed": list(self.aspects)} if self.aspects else {})}


@dataclass(frozen=True, repr=False)
class Introduction(_Said):
    """Something that a paper introduces and no paper introduced before."""

    entity: EntityHit
    paper: str
    title: str

    @property
    def said(self) -> str:
        """What it is called, what it is, and where."""
        return f"{self.entity.label} ({self.entity.kind}), in {self.title}"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {**_entity_row(self.entity), "paper": {"key": self.paper, "title": self.title}}


@dataclass(frozen=True, repr=False)
class NewBest(_Said):
    """A new number that is better than all earlier ones it may be ranked with; `heading` says what they share."""

    heading: str
    now: ResultHit
    before: ResultHit

    @property
    def said(self) -> str:
        """Both numbers, and what they are of."""
        return f"{self.heading}: {_number_of(self.now)}, before it {_number_of(self.before)}"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {"heading": self.heading, "now": json_row(self.now), "before": json_row(self.before)}


@dataclass(frozen=True, repr=False)
class FirstResult(_Said):
    """The first results that a slot links to an entity; `wider` has the families that had none before either."""

    slot: str
    entity: EntityHit
    wider: tuple[EntityHit, ...]
    results: tuple[ResultHit, ...]

    @property
    def part(self) -> str:
        """The slot."""
        return self.slot

    @property
    def said(self) -> str:
        """`first result on NVIDIA H200: 2x throughput gain of Kelp`."""
        families = f", and so on {' and '.join(entity.label for entity in self.wider)}" if self.wider else ""
        more = f", and {len(self.results) - 1} more" if len(self.results) > 1 else ""
        return f"first result {_FIRST[self.slot]} {self.entity.label}{families}: {_number_of(self.results[0])}{more}"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        wider, results = [*map(_entity_row, self.wider)], [*map(json_row, self.results)]
        return {"slot": self.slot, **_entity_row(self.entity), "wider": wider, "results": results}


@dataclass(frozen=True, repr=False)
class Uptake(_Said):
    """How many papers mention something (or what is narrower), or compare with it: other than `before`.

    `more` and `fewer` have the keys of the papers that came to do so and of those that do no longer.
    """

    relation: Relation
    entity: EntityHit
    before: int
    now: int
    more: tuple[str, ...]
    fewer: tuple[str, ...]

    @property
    def part(self) -> str:
        """What the papers do; hardware stands apart, or the words that every paper has would leave no line to it."""
        return "mention hardware" if (self.relation, self.entity.kind) == ("mention", "hardware") else self.relation

    @property
    def said(self) -> str:
        """`3 papers more compare with vLLM (5, were 2)`."""
        change = abs(self.now - self.before)
        papers = "1 paper" if change == 1 else f"{change} papers"
        verb = self.relation.replace("compare", "compares").replace("mention", "mentions")
        direction = "more" if self.now > self.before else "fewer"
        does = f"{verb if change == 1 else self.relation} {self.entity.label}"
        return f"{papers} {direction} {does} ({self.now}, before {self.before})"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        counts = {"before": self.before, "now": self.now, "more": list(self.more), "fewer": list(self.fewer)}
        return {"relation": self.relation, **_entity_row(self.entity), **counts}


@dataclass(frozen=True, repr=False)
class NumberChange(_Said):
    """A result of one paper whose number is another one now."""

    before: ResultHit
    now: ResultHit

    @property
    def said(self) -> str:
        """Both numbers and the paper."""
        measure = f"{self.now.measure} of {self.now.subject}" if self.now.subject else self.now.measure
        return f"{measure}: {self.now.amount}, before {self.before.amount}, in {self.now.evidence.title}"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {"before": json_row(self.before), "now": json_row(self.now)}


@dataclass(frozen=True, repr=False)
class NameChange(_Said):
    """The same words of the same papers, taken for other entities: several are one now, one is several, or it moved."""

    how: Literal["merged", "split", "renamed"]
    before: tuple[EntityHit, ...]
    now: tuple[EntityHit, ...]

    @property
    def said(self) -> str:
        """What was what, and what it is now."""
        before, now = _called(self.before), _called(self.now)
        if self.how == "merged":
            return f"{before} are one now: {now}"
        return f"{before} is several now: {now}" if self.how == "split" else f"{before} is now {now}"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {"how": self.how, "before": [*map(_entity_row, self.before)], "now": [*map(_entity_row, self.now)]}


@dataclass(frozen=True, repr=False)
class EntityChange(_Said):
    """An entity that papers mention in one of the graphs only."""

    entity: EntityHit

    @property
    def said(self) -> str:
        """What it is called, what it is, and in how many papers."""
        papers = "" if self.entity.papers == 1 else f", {self.entity.papers} papers"
        return f"{self.entity.label} ({self.entity.kind}{papers})"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {**_entity_row(self.entity), "papers": self.entity.papers, "mentions": self.entity.mentions}


@dataclass(frozen=True, repr=False)
class NewConflict(_Said):
    """Two papers that say the opposite of who is faster, of which one did not say so before."""

    conflict: Conflict

    @property
    def said(self) -> str:
        """Who is faster than whom by which paper, and whether the settings are the same."""
        sides = (
            f"{step.winner_name} {step.amount} faster than {step.loser_name} ({step.hit.evidence.title})"
            for step in self.conflict.steps
        )
        return f"{' against '.join(sides)}; {self.conflict.why}"

    def row(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "setting": self.conflict.setting, "differs": list(self.conflict.differs),
            "unknown": list(self.conflict.unknown), "results": [json_row(step.hit) for step in self.conflict.steps],
        }  # fmt: skip


def _entity_row(entity: EntityHit) -> dict[str, Any]:
    return {"key": entity.key, "kind": entity.kind, "label": entity.label}


def _called(entities: tuple[EntityHit, ...]) -> str:
    """Labels, with their kinds where the labels alone would not tell them apart."""
    return " and ".join(f"{entity.label} ({entity.kind})" for entity in entities)


def _number_of(hit: ResultHit) -> str:
    of = f" of {hit.subject}" if hit.subject else ""
    return f"{hit.amount} {hit.measure}{of} ({hit.evidence.title})"
