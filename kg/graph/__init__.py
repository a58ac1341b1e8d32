"""Records into a NetworkX graph, and the graph as a file."""

from kg.graph.build import amount_label, build_graph, result_label
from kg.graph.namesakes import without_namesakes
from kg.graph.size import MOST_PAPERS, check_size
from kg.graph.store import read_graph_json, write_graph_json

__all__ = [
    "MOST_PAPERS", "amount_label", "build_graph", "check_size", "read_graph_json", "result_label", "without_namesakes",
    "write_graph_json",
]  # fmt: skip
