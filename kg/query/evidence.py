"""From mentions and results to the evidence that is shown for them."""

from __future__ import annotations

from kg.graph.entities import by_position
from kg.model import Entity, Extraction, Mention, Result
from kg.query.hits import Evidence
from kg.text.sentences import sentence_at

__all__ = ["entity_evidence", "mention_evidence", "paper_evidence", "place_of", "result_evidence"]


def mention_evidence(record: Extraction, mention: Mention) -> Evidence:
    return _evidence(record, mention, mention.text)


def result_evidence(record: Extraction, result: Result) -> Evidence:
    return _evidence(record, result, result.quote)


def entity_evidence(record: Extraction, entity: Entity) -> list[Evidence]:
    """Return the evidence of each mention of an entity in one paper, in reading order."""
    return [mention_evidence(record, mention) for mention in by_position(entity.mentions)]


def paper_evidence(record: Extraction) -> list[Evidence]:
    """Return the evidence of all mentions and results of one paper, in reading order."""
    found = [spot for entity in record.entities for spot in entity_evidence(record, entity)]
    found += [result_evidence(record, result) for result in record.results]
    return sorted(found, key=lambda spot: (*place_of(spot), spot.rule, spot.text))


def place_of(spot: Evidence) -> tuple[bool, int, int]:
    """Return what orders evidence within a paper: the title comes first."""
    return spot.section != "title", spot.start, spot.end


def _evidence(record: Extraction, spot: Mention | Result, text: str) -> Evidence:
    section = record.title if spot.section == "title" else record.abstract
    sentence = sentence_at(section, spot.start, spot.end)
    return Evidence(record.id, record.title, spot.section, spot.start, spot.end, text, sentence, spot.rule)
