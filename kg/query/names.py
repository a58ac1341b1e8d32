"""Names as people type them, resolved to keys: `a100`, `NVIDIA-A100` and `hardware-nvidia-a100` are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from kg.errors import UnknownNameError
from kg.graph.entities import EntitySummary
from kg.model import Extraction
from kg.text.spelling import squeezed

__all__ = ["NameIndex"]

_LEAST_LIKENESS = 60
_OFFERED = 3


class NameIndex:
    """Finds keys by key, then label (a paper's title), then alias."""

    def __init__(self, entities: Iterable[EntitySummary], papers: Iterable[Extraction] = ()) -> None:
        self._kinds: dict[str, str] = {}
        self._labels: dict[str, set[str]] = defaultdict(set)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._shown: dict[str, str] = {}
        for entity in entities:
            self._add(entity.key, entity.kind, entity.label, entity.aliases)
        for paper in papers:
            self._add(paper.id, "paper", paper.title, ())

    def _add(self, key: str, kind: str, label: str, aliases: tuple[str, ...]) -> None:
        self._kinds[key] = kind
        self._labels[squeezed(label)].add(key)
        for form in (*aliases, key, key.partition("-")[2]):
            self._aliases[squeezed(form)].add(key)
        for shown in (label, *aliases):
            self._shown.setdefault(squeezed(shown), shown)

    def resolve(self, name: str, kind: str | None = None) -> tuple[str, ...]:
        """Return the keys that `name` may mean, sorted; several only where a label or an alias is shared.

        Raises UnknownNameError, with the nearest names, where nothing of that kind is called so.
        """
        if name in self._kinds and self._fits(name, kind):
            return (name,)
        wanted = squeezed(name)
        for table in (self._labels, self._aliases):
            keys = tuple(sorted(key for key in table.get(wanted, ()) if self._fits(key, kind)))
            if keys:
                return keys
        raise UnknownNameError(name, self.nearest(name, kind))

    def nearest(self, name: str, kind: str | None = None) -> tuple[str, ...]:
        """Return up to three names that are spelled most like `name`, likest first."""
        names = [form for form in self._shown if self._of_kind(form, kind)]
        likest = process.extract(
            squeezed(name), names, scorer=fuzz.WRatio, limit=_OFFERED, score_cutoff=_LEAST_LIKENESS
        )
        return tuple(self._shown[form] for form, _, _ in likest)

    def _fits(self, key: str, kind: str | None) -> bool:
        return kind is None or self._kinds[key] == kind

    def _of_kind(self, form: str, kind: str | None) -> bool:
        keys = self._labels.get(form, set()) | self._aliases.get(form, set())
        return any(self._fits(key, kind) for key in keys)
