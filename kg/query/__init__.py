"""Questions to a graph, in the words a person would use; answers that carry their sentences."""

from kg.query.changes import Changes, changes_between
from kg.query.faster import FasterThan
from kg.query.hits import EntityHit, Evidence, Neighbour, PaperHit, ResultHit
from kg.query.knowledge import KnowledgeGraph
from kg.query.results import ResultFilters, ResultGroup, Results

__all__ = [
    "Changes", "EntityHit", "Evidence", "FasterThan", "KnowledgeGraph", "Neighbour", "PaperHit", "ResultFilters",
    "ResultGroup", "ResultHit", "Results", "changes_between",
]  # fmt: skip
