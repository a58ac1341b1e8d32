"""Whole runs: from inputs to a folder of graph files, and back from a folder to a graph."""

from kg.run.runs import build, extract, load, results

__all__ = ["build", "extract", "load", "results"]
