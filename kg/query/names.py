"""Names as people type them, resolved to keys: `a100`, `NVIDIA-A100` and `hardware-nvidia-a100` are one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from rapidfuzz import fuzz, process

from kg.errors import UnknownNameError
from kg.graph.entities import EntitySummary
from kg.model import Extraction
from kg.text.spelling import evened, squeezed

__all__ = ["NameIndex"]

_LEAST_LIKENESS = 60
_OFFERED = 3

Table = dict[str, str | set[str]]  # by spelling the key, or the keys of several: a set for each would fill the memory


class NameIndex:
    """Finds keys by key, then label (a paper's title), then alias."""

    def __init__(self, entities: Iterable[EntitySummary], papers: Iterable[Extraction] = ()) -> None:
        self._entities, self._papers = tuple(entities), tuple(papers)
        self._kinds: dict[str, str] = {}
        self._labels: Table = {}
        self._aliases: Table = {}
        self._prefixes: set[str] = set()
        for entity in self._entities:
            self._add(entity.key, entity.kind, entity.label, entity.aliases)
        for paper in self._papers:
            self._add(paper.id, "paper", paper.title, ())

    def _add(self, key: str, kind: str, label: str, aliases: tuple[str, ...]) -> None:
        """Enter each spelling once: one that is the label's is found as that, the whole key by what follows `kind-`."""
        prefix, _, slug = key.partition("-")
        self._kinds[key] = kind
        self._prefixes.add(prefix)
        own = squeezed(label)
        _enter(self._labels, own, key)
        for form in {squeezed(form) for form in (*aliases, slug or key)} - {own}:
            _enter(self._aliases, form, key)

    @cached_property
    def _shown(self) -> dict[str, str]:
        """How each spelling is shown, for the offers where a name is not found."""
        shown: dict[str, str] = {}
        for entity in self._entities:
            for name in (entity.label, *entity.aliases):
                shown.setdefault(squeezed(name), name)
        for paper in self._papers:
            shown.setdefault(squeezed(paper.title), paper.title)
        return shown

    def resolve(self, name: str, kind: str | None = None) -> tuple[str, ...]:
        """Return the keys that `name` may mean, sorted; several only where a label or an alias is shared.

        The first words of a name will do where only one thing has a name that begins so.

        Raises UnknownNameError, with the nearest names, where nothing of that kind is called so.
        """
        if name in self._kinds and self._fits(name, kind):
            return (name,)
        wanted = squeezed(name)
        other = wanted.removesuffix("s") if wanted.endswith("s") else f"{wanted}s"  # papers may have the plural alone
        for found in (
            _entered(self._labels, wanted), _entered(self._aliases, wanted) | self._by_key(wanted), self._called(other)
        ):  # fmt: skip
            keys = tuple(sorted(key for key in found if self._fits(key, kind)))
            if keys:
                return keys
        begun = self._begun_by(name, kind)
        if len(begun) == 1:
            return begun
        raise UnknownNameError(name, self.nearest(name, kind))

    def _begun_by(self, name: str, kind: str | None) -> tuple[str, ...]:
        """What has a name that begins with these words: `NVMe` is short for NVMe SSD, if for nothing else."""
        words = evened(name).casefold()
        begun = (
            entity.key
            for entity in self._entities
            if self._fits(entity.key, kind)
            and any(evened(form).casefold().startswith(f"{words} ") for form in (entity.label, *entity.aliases))
        )
        return tuple(sorted(set(begun))) if words else ()

    def _by_key(self, wanted: str) -> set[str]:
        """The keys that are spelled so as a whole, their `kind-` included."""
        prefixes = {squeezed(prefix) for prefix in self._prefixes}
        slugs = {wanted.removeprefix(prefix) for prefix in prefixes if wanted.startswith(prefix)}
        return {key for slug in slugs for key in self._called(slug) if squeezed(key) == wanted}

    def _called(self, form: str) -> set[str]:
        return _entered(self._labels, form) | _entered(self._aliases, form)

    def called(self, name: str) -> set[str]:
        """Return the keys of all that go by this name, as their label or as any alias."""
        return set(self._called(squeezed(name)))

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
        return any(self._fits(key, kind) for key in self._called(form))


def _enter(table: Table, form: str, key: str) -> None:
    known = table.setdefault(form, key)
    if isinstance(known, set):
        known.add(key)
    elif known != key:
        table[form] = {known, key}


def _entered(table: Table, form: str) -> set[str]:
    known = table.get(form, set())
    return known if isinstance(known, set) else {known}
