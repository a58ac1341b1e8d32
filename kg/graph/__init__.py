"""Records into a NetworkX graph, and questions to it."""

from kg.graph.build import build_graph, result_label
from kg.graph.hits import EntityHit, Evidence, Neighbour, PaperHit, ResultHit
from kg.graph.knowledge import KnowledgeGraph
from kg.graph.store import read_graph_json, write_graph_json

__all__ = [
    "EntityHit", "Evidence", "KnowledgeGraph", "Neighbour", "PaperHit", "ResultHit", "build_graph",
    "read_graph_json", "result_label", "write_graph_json",
]  # fmt: skip
