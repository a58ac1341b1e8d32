"""The graph as JSON in NetworkX's node-link shape: one node or edge a line, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import InputError, OutputError

__all__ = ["read_graph_json", "write_graph_json"]

_NO_GRAPH = "is no directed graph in node-link form; write one with `kg build`"


def write_graph_json(graph: nx.MultiDiGraph[str], path: Path | str) -> None:
    """Write the graph as `networkx.node_link_data` has it, sorted; raises OutputError where that fails."""
    fields = {
        "directed": iter([_json(True)]), "edges": _lines(_edges(graph)), "graph": iter([_json(graph.graph)]),
        "multigraph": iter([_json(True)]), "nodes": _lines(_nodes(graph)),
    }  # fmt: skip
    try:
        with Path(path).open("w", encoding="utf-8", newline="\n") as out:
            for place, (name, parts) in enumerate(fields.items()):
                out.write(f"{',' if place else '{'}\n{_json(name)}: ")
                out.writelines(parts)  # line by line: the file of a large graph would not fit into memory beside it
            out.write("\n}\n")
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def _nodes(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    for key in sorted(graph, key=str):
        yield {**graph.nodes[key], "id": key}


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[dict[str, Any]]:
    for source, targets in sorted(graph.adjacency(), key=itemgetter(0)):
        for target in sorted(targets):
            for key, attributes in sorted(targets[target].items()):
                yield {**attributes, "source": source, "target": target, "key": key}


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


def _lines(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Show a list one item a line, so that two graphs can be compared with a plain diff."""
    empty = True
    for item in items:
        yield ("[\n" if empty else ",\n") + _json(item)
        empty = False
    yield "[]" if empty else "\n]"


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode  # `json.dumps` would make one for each line
