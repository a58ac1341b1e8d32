"""Whole runs: from inputs to a folder of graph files, changes of such a folder, and back from it to a graph."""

from kg.run.manifest import base_of
from kg.run.runs import build, diff, extract, load, results
from kg.run.shards import Made, add_to_shards, extract_shards
from kg.run.update import Update, add, remove

__all__ = [
    "Made", "Update", "add", "add_to_shards", "base_of", "build", "diff", "extract", "extract_shards", "load", "remove",
    "results",
]  # fmt: skip
