"""Whole runs: from inputs to a folder of graph files, changes of such a folder, and back from it to a graph.

What changes a folder is loaded when first used: `kg extract` needs no graph, and loading one takes half a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.run.manifest import base_of
from kg.run.runs import build, diff, extract, load, results

if TYPE_CHECKING:
    from kg.run.update import Update, add, remove

__all__ = ["Update", "add", "base_of", "build", "diff", "extract", "load", "remove", "results"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'kg.run' has no attribute {name!r}")
    from kg.run import update

    return getattr(update, name)
