"""From mentions and results to the evidence that is shown for them."""

from __future__ import annotations

from kg.graph.build import result_label
from kg.graph.entities import by_position
from kg.graph.slots import bond_texts
from kg.model import SLOTS, Bond, Entity, Extraction, Mention, Result, Section
from kg.query.hits import Evidence, ResultHit
from kg.text.sentences import sentence_at

__all__ = [
    "bond_evidence", "entity_evidence", "first_evidence", "mention_evidence", "paper_evidence", "place_of",
    "result_evidence", "result_hit",
]  # fmt: skip


def mention_evidence(record: Extraction, mention: Mention) -> Evidence:
    return _evidence(record, mention.section, mention.start, mention.end, mention.rule, mention.text)


def result_evidence(record: Extraction, result: Result) -> Evidence:
    return _evidence(record, result.section, result.start, result.end, result.rule, result.quote)


def entity_evidence(record: Extraction, entity: Entity) -> list[Evidence]:
    """Return the evidence of each mention of an entity in one paper, in reading order."""
    return [mention_evidence(record, mention) for mention in by_position(entity.mentions)]


def first_evidence(record: Extraction, entity: Entity) -> Evidence:
    """Return the first mention of an entity in a paper."""
    return mention_evidence(record, by_position(entity.mentions)[0])


def paper_evidence(record: Extraction) -> list[Evidence]:
    """Return the evidence of all mentions and results of one paper, in reading order."""
    found = [spot for entity in record.entities for spot in entity_evidence(record, entity)]
    found += [result_evidence(record, result) for result in record.results]
    return sorted(found, key=lambda spot: (*place_of(spot), spot.rule, spot.text))


def place_of(spot: Evidence) -> tuple[bool, int, int]:
    """Return what orders evidence within a paper: the title comes first."""
    return spot.section != "title", spot.start, spot.end


def bond_evidence(record: Extraction, result: Result, bond: Bond | None) -> Evidence:
    """Return the name that fills a slot; where the record does not say where that stands, the result."""
    if bond is None:
        return result_evidence(record, result)
    return _evidence(record, bond.section, bond.start, bond.end, result.rule)


def result_hit(key: str, record: Extraction, result: Result) -> ResultHit:
    """Return a result as queries answer with it."""
    return ResultHit(
        key, result_label(result), result.metric, result.value, result.high, result.unit, result.sense,
        result.qualifier, result.subject, result.baseline, result.hardware, result.model, result.dataset,
        result.task, result_evidence(record, result), result.better, result.normal, result.metric_by, result.confidence,
        result.bound, _keys(result), bond_texts(record, result),
    )  # fmt: skip


def _keys(result: Result) -> dict[str, str]:
    """The main entity of each slot that has one, and the metric's."""
    keys = {slot: getattr(result, f"{slot}_key") for slot in SLOTS} | {"metric": result.metric_entity_key}
    return {slot: key for slot, key in keys.items() if key is not None}


def _evidence(
    record: Extraction, section: Section, start: int, end: int, rule: str, text: str | None = None
) -> Evidence:
    whole = record.title if section == "title" else record.abstract
    sentence = sentence_at(whole, start, end)
    shown = whole[start:end] if text is None else text
    return Evidence(record.id, record.title, section, start, end, shown, sentence, rule)
