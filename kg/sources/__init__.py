"""Sources: files, folders, globs and standard input in; cleaned `Paper`s out.

A format is a module with a `name`, a `recognise` and a `read` (see `formats.py`, where a new one is listed).
"""

from kg.sources.identity import Gathered, gather
from kg.sources.reader import iter_papers, read_papers

__all__ = ["Gathered", "gather", "iter_papers", "read_papers"]
