"""Whole runs: from inputs to a folder of graph files, changes of such a folder, and back from it to a graph.

What changes a folder is loaded when first used: `kg extract` needs no graph, and loading one takes half a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kg.run.manifest import base_of
from kg.run.runs import build, diff, export, extract, load, results

if TYPE_CHECKING:
    from kg.run.shards import (
        Made,
        Merged,
        ShardRecords,
        add_to_shards,
        build_from,
        extract_shards,
        graph_from,
        is_shards,
    )
    from kg.run.update import Update, add, remove

_HOMES = {
    "kg.run.shards": (
        "Made", "Merged", "ShardRecords", "add_to_shards", "build_from", "extract_shards", "graph_from", "is_shards",
    ),
    "kg.run.update": ("Update", "add", "remove"),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Made", "Merged", "ShardRecords", "Update", "add", "add_to_shards", "base_of", "build", "build_from", "diff",
    "export", "extract", "extract_shards", "graph_from", "is_shards", "load", "remove", "results",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'kg.run' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)
