"""From what a mark stands on to the places that show it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.model import Extraction
from kg.plot.rows import Basis
from kg.query.evidence import first_evidence, place_of, result_evidence
from kg.query.hits import Evidence
from kg.query.index import RecordIndex

__all__ = ["places_of_basis"]


def places_of_basis(index: RecordIndex, basis: Basis, most: int | None = None) -> list[Evidence]:
    """The results of a mark, or in each of its papers the first place of each entity (or of a member of its family).

    Of at most so many results or papers, the first ones.
    """
    if basis.results:
        return [result_evidence(*index.results[key]) for key in basis.results[:most]]
    families = [index.family((key,)) for key in basis.entities]
    return [spot for paper in basis.papers[:most] for spot in _spots(index.papers[paper], basis.entities, families)]


def _spots(record: Extraction, keys: tuple[str, ...], families: list[frozenset[str]]) -> Iterator[Evidence]:
    """The first place of each thing in a paper, that of its own name where the paper has it."""
    for key, family in zip(keys, families, strict=True):
        named = [entity for entity in record.entities if entity.key in family]
        own = [entity for entity in named if entity.key == key]
        yield min((first_evidence(record, entity) for entity in own or named), key=place_of)
