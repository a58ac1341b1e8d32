"""Whole runs: from inputs to a folder of graph files, changes of such a folder, and back from it to a graph."""

from kg.run.manifest import base_of
from kg.run.runs import build, diff, extract, load, results
from kg.run.update import Update, add, remove

__all__ = ["Update", "add", "base_of", "build", "diff", "extract", "load", "remove", "results"]
