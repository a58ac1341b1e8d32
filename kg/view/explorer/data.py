"""The whole graph as compact columns of JSON: what search, details and evidence read in the page.

Each text stands once, under its paper; edges carry offsets into it. What repeats is a number into a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx

from kg.graph import amount_label
from kg.view.embed import utf16_offset
from kg.view.explorer.order import ordered_edges
from kg.view.style import FACTS, KINDS, RELATIONS, SLOTS, Kind, Relation

__all__ = ["page_data"]
_WITH_FACTS = ("hardware", "model", "metric")


class _Numbered:
    """Gives each string the number of its place in a list."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self.names = list(known)
        self._number = {name: number for number, name in enumerate(self.names)}

    def __call__(self, name: str) -> int:
        if name not in self._number:
            self._number[name] = len(self.names)
            self.names.append(name)
        return self._number[name]


def page_data(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """The graph in columns, nodes and edges in key order; offsets count UTF-16 units, as JavaScript does."""
    keys = sorted(graph)
    kinds = _Numbered(kind.name for kind in KINDS)
    papers = [key for key in keys if graph.nodes[key].get("kind") == "paper"]
    nodes = {
        "key": keys,
        "kind": [kinds(str(graph.nodes[key].get("kind", ""))) for key in keys],
        "label": [str(graph.nodes[key].get("label", key)) for key in keys],
        "aliases": _sparse(graph, keys, "aliases"),
        "facts": _facts(graph, keys),
    }
    edges, relations, rules = _edge_columns(graph, keys, papers)
    return {
        "kinds": _table(KINDS, kinds.names),
        "relations": _table(RELATIONS, relations),
        "slots": SLOTS,
        "rules": rules,
        "nodes": nodes,
        "papers": _paper_columns(graph, keys, papers),
        "results": _result_columns(graph, keys),
        "edges": edges,
    }


def _table(known: Sequence[Kind | Relation], names: list[str]) -> list[dict[str, Any]]:
    """The rows of a table of style.py, and one bare row for each name that is not in it."""
    return [*(row._asdict() for row in known), *({"name": name} for name in names[len(known) :])]


def _sparse(graph: nx.MultiDiGraph[str], keys: list[str], name: str) -> dict[int, str]:
    """The attribute `name` of the nodes that have it, by number of node."""
    nodes = (graph.nodes[key] for key in keys)
    return {number: str(data[name]) for number, data in enumerate(nodes) if data.get(name)}


def _facts(graph: nx.MultiDiGraph[str], keys: list[str]) -> dict[int, dict[str, Any]]:
    """What is known of entities beside what papers say of them, by number of node."""
    known = {}
    for number, key in enumerate(keys):
        data = graph.nodes[key]
        facts = {name: data[name] for name in FACTS if name in data} if data.get("kind") in _WITH_FACTS else None
        if facts:
            known[number] = facts
    return known


def _result_columns(graph: nx.MultiDiGraph[str], keys: list[str]) -> dict[str, Any]:
    """One row a result: its node, and what a table of results shows and sorts by; null where nothing is known.

    `normal` is the factor of improvement where there is a sound one (see `kg.model.Normal`).
    """
    metrics, units = _Numbered(), _Numbered([""])
    names = ("node", "metric", "amount", "value", "unit", "sense", "better", "normal", "confidence")
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for number, key in enumerate(keys):
        data = graph.nodes[key]
        if data.get("kind") != "result":
            continue
        values = (
            number, metrics(str(data.get("metric", ""))), _amount(data), data.get("value"),
            units(str(data.get("unit", ""))), data.get("sense"), data.get("better"),
            data.get("normal") if data.get("normal_unit") == "x" else None, data.get("confidence"),
        )  # fmt: skip
        for name, value in zip(names, values, strict=True):
            columns[name].append(value)
    return {**columns, "metrics": metrics.names, "units": units.names}


def _amount(data: dict[str, Any]) -> str | None:
    """The number of a result as stated, with what limits it: `up to 4.1x`."""
    if "value" not in data:
        return None
    amount = amount_label(data["value"], data.get("high"), data.get("unit"))
    return f"{data['qualifier']} {amount}" if "qualifier" in data else amount


def _paper_columns(graph: nx.MultiDiGraph[str], keys: list[str], papers: list[str]) -> dict[str, list[Any]]:
    number = {key: place for place, key in enumerate(keys)}
    texts = [graph.nodes[key] for key in papers]
    return {
        "node": [number[key] for key in papers],
        "title": [_title(data) for data in texts],
        "abstract": [str(data.get("abstract", "")) for data in texts],
        "source": [str(data.get("source", "")) for data in texts],
    }


def _title(data: dict[str, Any]) -> str:
    return str(data.get("title", data.get("label", "")))


def _edge_columns(
    graph: nx.MultiDiGraph[str], keys: list[str], papers: list[str]
) -> tuple[dict[str, Any], list[str], list[str]]:
    """One row an edge, and the lists that `relation` and `rule` count into.

    `paper` is -1 where the graph does not hold the text (a part of a graph without its papers): only then is
    `quote` kept. `bond` says of the slots of results what bound them, and how often that is right.
    """
    number = {key: place for place, key in enumerate(keys)}
    paper_number = {key: place for place, key in enumerate(papers)}
    texts = {key: _texts(graph.nodes[key]) for key in papers}
    relations, rules = _Numbered(tie.name for tie in RELATIONS), _Numbered()
    names = ("from", "to", "relation", "paper", "section", "start", "end", "rule", "count")
    rows: list[tuple[int, ...]] = []
    quotes: dict[int, str] = {}
    bonds: dict[int, list[Any]] = {}
    for row, (source, target, key, data) in enumerate(ordered_edges(graph)):
        paper = str(data.get("paper", ""))
        in_abstract = data.get("section", "abstract") == "abstract"
        start, end = int(data.get("start", 0)), int(data.get("end", 0))
        text = texts[paper][in_abstract] if paper in texts else None
        if text is not None:  # offsets into it are not those that JavaScript counts
            start, end = utf16_offset(text, start), utf16_offset(text, end)
        rows.append((
            number[source], number[target], relations(str(data.get("relation", key))), paper_number.get(paper, -1),
            int(in_abstract), start, end, rules(str(data.get("rule", ""))), int(data.get("count", 1)),
        ))  # fmt: skip
        if paper not in paper_number and "quote" in data:
            quotes[row] = str(data["quote"])
        if "by" in data:
            bonds[row] = [data["by"], data.get("confidence")]
    columns: dict[str, Any] = dict(zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True))
    return {**columns, "quote": quotes, "bond": bonds}, relations.names, rules.names


def _texts(paper: dict[str, Any]) -> tuple[str | None, str | None]:
    """Title and abstract, each None where all its characters are of one unit, as nearly all texts' are."""
    title, abstract = _title(paper), str(paper.get("abstract", ""))
    return None if title.isascii() else title, None if abstract.isascii() else abstract
