"""The graph as JSON in NetworkX's node-link shape: one node or edge a line, the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import InputError, OutputError

__all__ = ["read_graph_json", "write_graph_json"]

_NO_GRAPH = "is no directed graph in node-link form; write one with `kg build`"


def write_graph_json(graph: nx.MultiDiGraph[str], path: Path | str) -> None:
    """Write the graph as `networkx.node_link_data` has it, sorted; raises OutputError where that fails."""
    data = nx.node_link_data(graph, edges="edges")
    data["nodes"].sort(key=lambda node: str(node["id"]))
    data["edges"].sort(key=lambda edge: (edge["source"], edge["target"], edge["key"]))
    fields = ",\n".join(f"{_json(name)}: {_lines(data[name])}" for name in sorted(data))
    try:
        Path(path).write_text(f"{{\n{fields}\n}}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def read_graph_json(path: Path | str) -> nx.MultiDiGraph[str]:
    """Read a graph that `write_graph_json` wrote; raises InputError for any other file."""
    try:
        data = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise InputError(str(path), f"is no JSON file: {error}") from error
    try:
        graph = nx.node_link_graph(data, edges="edges")
    except (KeyError, TypeError, AttributeError, nx.NetworkXError) as error:
        raise InputError(str(path), _NO_GRAPH) from error
    if not isinstance(graph, nx.MultiDiGraph):
        raise InputError(str(path), _NO_GRAPH)
    return graph


def _lines(value: Any) -> str:
    """Show a list one item a line, so that two graphs can be compared with a plain diff."""
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_json(item) for item in value) + "\n]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
