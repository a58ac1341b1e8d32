"""What gold and record do not share, in words: which name or number, of which paper, by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.model import Entity, Result
from kg.workbench.gold import GoldResult

__all__ = ["Difference", "of_entities", "of_names", "of_results"]

Side = Literal["missing", "extra"]


@dataclass(frozen=True)
class Difference:
    """One thing that only the gold has ("missing") or only the record ("extra")."""

    kind: str  # a type of entity, "introduces" or "results"
    side: Side
    text: str
    title: str  # of the paper
    rules: tuple[str, ...] = ()  # that found it; of what is missing, none

    def __str__(self) -> str:
        by = f", by {' and '.join(self.rules)}" if self.rules else ""
        return f"{self.side:<7}  {self.text}, in {self.title!r}{by}"


def of_names(kind: str, title: str, missing: Iterable[Sequence[str]]) -> Iterator[Difference]:
    """Things of the gold that nothing found was paired with, each by its names."""
    for names in missing:
        yield Difference(kind, "missing", _listed(names), title)


def of_entities(kind: str, title: str, extra: Iterable[Entity]) -> Iterator[Difference]:
    """Things of the record that nothing of the gold was paired with."""
    for entity in extra:
        rules = tuple(sorted({mention.rule for mention in entity.mentions}))
        names = [mention.text for mention in entity.mentions] or [entity.name]
        yield Difference(kind, "extra", _listed(names), title, rules)


def of_results(title: str, missing: Iterable[GoldResult], extra: Iterable[Result]) -> Iterator[Difference]:
    """Numbers that only one of the two has."""
    for wanted in missing:
        yield Difference("results", "missing", _told(wanted), title)
    for found in extra:
        yield Difference("results", "extra", _told(found), title, (found.rule,))


def _listed(names: Iterable[str]) -> str:
    return " / ".join(dict.fromkeys(names))


def _told(result: GoldResult | Result) -> str:
    value = f"{result.value:.12g}" + ("" if result.high is None else f" to {result.high:.12g}")
    return f"{result.metric} {' '.join(part for part in (value, result.unit) if part)} ({result.quote!r})"
