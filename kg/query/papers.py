"""Papers, entities and places as answers; which papers mention all that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from msgspec import to_builtins

from kg.graph.entities import by_position
from kg.model import Extraction, Facts
from kg.query.answers import Listing
from kg.query.evidence import first_evidence, mention_evidence, paper_evidence, place_of, result_evidence
from kg.query.hits import EntityHit, Evidence, PaperHit
from kg.query.index import RecordIndex
from kg.query.meant import Names, each_name, family_keys, metric_key
from kg.query.rows import data_frame

__all__ = [
    "Devices",
    "Entities",
    "Papers",
    "Places",
    "entity_hit",
    "given_places",
    "paper_hit",
    "papers_meant",
    "places_of",
]  # fmt: skip


class Papers(Listing[PaperHit]):
    """Papers by title: a sequence of `PaperHit`."""

    noun = "paper"
    columns = ("paper", "introduces", "where")
    fields = ("key", "title", "introduces", "sources", "evidence")

    def cells(self, hit: PaperHit) -> tuple[str, ...]:
        return hit.title, ", ".join(hit.introduces), "; ".join(dict.fromkeys(spot.text for spot in hit.evidence))

    def row(self, hit: PaperHit) -> dict[str, Any]:
        return _row(hit)


class Entities(Listing[EntityHit]):
    """Entities, most papers first: a sequence of `EntityHit`."""

    noun = "entity"
    columns: ClassVar[tuple[str, ...]] = ("entity", "kind", "papers", "mentions", "belongs to")
    fields = ("key", "kind", "label", "aliases", "papers", "mentions", "broader", *Facts.__struct_fields__)

    def __init__(self, keys: Iterable[str], index: RecordIndex) -> None:
        super().__init__(keys, lambda key: entity_hit(index, key))
        self._labels = index.labels

    def cells(self, hit: EntityHit) -> tuple[str, ...]:
        wider = ", ".join(self._labels[key] for key in hit.broader[:1])
        return hit.label, hit.kind, str(hit.papers), str(hit.mentions), wider

    def row(self, hit: EntityHit) -> dict[str, Any]:
        return _row(hit)

    def frame(self) -> Any:
        """Return a pandas DataFrame, one row an entity, each fact a column. Raises KgError where pandas is missing."""
        flat = [{**row, **(row.pop("facts") or {})} for row in self.plain()]
        return data_frame(flat, self.fields)


class Devices(Entities):
    """Hardware of which something is known, most papers first."""

    noun = "device"
    columns = ("device", "vendor", "class", "architecture", "year", "GB", "GB/s", "FP16 TFLOP/s", "W", "papers")

    def cells(self, hit: EntityHit) -> tuple[str, ...]:
        facts = hit.facts or Facts()
        memory = "–".join(_number(size) for size in (facts.memory_gb, facts.memory_gb_high) if size is not None)
        amounts = (facts.bandwidth_gb_s, facts.fp16_tflops, facts.power_w)
        words = (facts.vendor, facts.device_class, facts.architecture, str(facts.year or ""))
        return (hit.label, *(word or "" for word in words), memory, *map(_number, amounts), str(hit.papers))


class Places(Listing[Evidence]):
    """Places in papers: a sequence of `Evidence`."""

    noun = "place"
    columns = ("text", "sentence", "paper", "rule")
    fields = Evidence.__match_args__

    def cells(self, hit: Evidence) -> tuple[str, ...]:
        return hit.text, hit.sentence, hit.title, hit.rule

    def row(self, hit: Evidence) -> dict[str, Any]:
        return _row(hit)


@dataclass(frozen=True)
class _Filter:
    """The papers that meet one filter, and what in a paper meets it."""

    papers: set[str]
    keys: frozenset[str]
    metrics: frozenset[str] = frozenset()
    introduced: bool = False

    def spot(self, record: Extraction) -> Evidence:
        """Return the first place where a paper meets it."""
        keys = self.keys.intersection(record.introduces) if self.introduced else self.keys
        spots = [first_evidence(record, entity) for entity in record.entities if entity.key in keys]
        spots += [result_evidence(record, result) for result in record.results if result.metric in self.metrics]
        return min(spots, key=place_of)


def papers_meant(
    index: RecordIndex, kinds: Mapping[str, Names | None], introduces: Names | None, devices: frozenset[str] | None
) -> Papers:
    """Return the papers that mention what is named of each kind, and introduce and run on what is given.

    Raises UnknownNameError for a name that nothing of its kind has.
    """
    filters = [_mentioning(index, kind, names) for kind, names in kinds.items() if names is not None]
    if introduces is not None:
        keys = family_keys(index, None, introduces)
        papers = {paper for key in keys for paper in index.introducers.get(key, ())}
        filters.append(_Filter(papers, keys, introduced=True))
    if devices is not None:
        filters.append(_Filter(index.papers_of(devices), devices))
    found = set.intersection(*(each.papers for each in filters)) if filters else index.papers.keys()
    return Papers(index.by_title(found), lambda paper: paper_hit(index, paper, filters))


def paper_hit(index: RecordIndex, key: str, filters: Iterable[_Filter] = ()) -> PaperHit:
    """Return a paper, with the first place where it meets each filter."""
    record = index.papers[key]
    introduces = tuple(index.entities[introduced].label for introduced in record.introduces)
    sources = tuple(f"{place.file}:{place.line}" for place in record.source)
    return PaperHit(key, record.title, introduces, sources, tuple(each.spot(record) for each in filters))


def entity_hit(index: RecordIndex, key: str) -> EntityHit:
    """Return an entity."""
    item = index.entities[key]
    broader = index.ancestors(key)
    return EntityHit(key, item.kind, item.label, item.aliases, item.papers, item.mentions, broader, item.facts)


def _mentioning(index: RecordIndex, kind: str, names: Names) -> _Filter:
    """A paper meets a metric also by a result that measures it."""
    keys = family_keys(index, kind, names)
    metrics = frozenset(filter(None, map(metric_key, each_name(names)))) if kind == "metric" else frozenset()
    measured = {index.results[key][0].id for metric in metrics for key in index.measured.get(metric, ())}
    return _Filter(index.papers_of(keys) | measured, keys, metrics)


def _row(hit: PaperHit | EntityHit | Evidence) -> dict[str, Any]:
    row: dict[str, Any] = to_builtins(hit)
    return row


def _number(amount: float | None) -> str:
    return "" if amount is None else f"{amount:,.10g}"


def places_of(index: RecordIndex, key: str) -> Places:
    """Return all places that a paper, an entity or a result stands on, in the order of papers."""
    if key in index.papers:
        return given_places(paper_evidence(index.papers[key]))
    if key in index.results:
        return given_places([result_evidence(*index.results[key])])
    found = [
        (record, mention)
        for record, entity in index.places.get(key, ())
        for mention in (by_position(entity.mentions) if len(entity.mentions) > 1 else entity.mentions)
    ]
    return Places(found, lambda place: mention_evidence(*place))


def given_places(spots: Iterable[Evidence]) -> Places:
    """Return places that are at hand as an answer."""
    return Places(spots, lambda spot: spot)
