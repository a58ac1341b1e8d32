"""Records into a NetworkX graph, and the graph as a file."""

from kg.graph.build import amount_label, build_graph, result_label
from kg.graph.store import read_graph_json, write_graph_json

__all__ = ["amount_label", "build_graph", "read_graph_json", "result_label", "write_graph_json"]
