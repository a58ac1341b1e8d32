"""Records as statements: lines of N-Triples in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.graph.ordered import in_order
from kg.model import Extraction
from kg.rdf.iris import Iris
from kg.rdf.papers import paper_statements
from kg.rdf.prefixes import DEFAULT_BASE
from kg.rdf.shared import SharedFacts, shared_statements

__all__ = ["statements"]


def statements(records: Iterable[Extraction], *, base: str = DEFAULT_BASE, version: str = "") -> Iterator[str]:
    """Yield all statements of the records, each once: what papers share first, then paper by paper.

    `base` is the IRI under which papers, entities and results stand; `version` is that of the program that
    made the records. The records are gone through as `in_order` says, so that of a large file none need be held. Raises
    InputError for records that contradict themselves, OutputError for a base that is no IRI, either before anything is
    yielded.
    """
    iris = Iris(base)
    ordered = in_order(records)
    facts = SharedFacts.of(ordered)
    papers = (paper_statements(record, facts, iris) for record in ordered)
    return chain(shared_statements(facts, iris, version), chain.from_iterable(papers))
