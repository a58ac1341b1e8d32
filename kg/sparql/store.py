"""Stores: RDF files loaded into memory, or once and for all onto disk."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, OutputError
from kg.rdf.formats.load import load_file

__all__ = ["STORE", "bulk_load", "has_store", "is_fresh", "load_store", "open_store"]

STORE = "store"
_STAMP = "kg-stamp"  # inside the store: what it was loaded from


def open_store(where: Path | str) -> ox.Store:
    """Open a built folder: its store on disk where there is one of today's graph, else `graph.nt` in memory.

    An RDF file is loaded into memory as well. Raises InputError where there is nothing to read.
    """
    where = Path(where)
    if not where.is_dir() or not is_fresh(where):
        return load_store(where)
    try:
        return ox.Store.read_only(str(where / STORE))
    except OSError as error:
        reason = " ".join(str(error).split())
        problem = f"cannot be opened ({reason}); make it again with `kg store {where}`"
        raise InputError(str(where / STORE), problem) from error


def load_store(path: Path | str) -> ox.Store:
    """Load a built folder's `graph.nt`, or an RDF file, into a store in memory; raises InputError."""
    path = Path(path)
    store = ox.Store()
    load_file(store, path / "graph.nt" if path.is_dir() else path)
    return store


def bulk_load(folder: Path | str, also: Sequence[Path | str] = ()) -> int:
    """Load a built folder's `graph.nt` into a store on disk inside it; returns the number of triples.

    `also` are more RDF files, each with its own graphs (`.nq`, `.trig`) or without (`.nt`, `.ttl`, …). What stood there
    before is replaced when all is loaded. Raises InputError for files that cannot be read, OutputError where the store
    cannot be written.
    """
    folder = Path(folder)
    files = [folder / "graph.nt", *map(Path, also)]
    stamp = _stamp(folder)
    try:
        scratch = Path(tempfile.mkdtemp(prefix=".kg-unfinished-", dir=folder))
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}; check its permissions") from error
    try:
        count = _filled(scratch / STORE, files)
        (scratch / STORE / _STAMP).write_text(stamp, encoding="ascii")
        _put_in_place(scratch / STORE, folder / STORE, scratch / "earlier")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return count


def is_fresh(folder: Path) -> bool:
    """Tell whether a folder has a store, and one that was loaded from the graph that stands there now."""
    try:
        return (folder / STORE / _STAMP).read_text(encoding="ascii") == _stamp(folder)
    except (OSError, InputError, UnicodeDecodeError):
        return False


def has_store(folder: Path) -> bool:
    """Tell whether a folder has a store, be it fresh or not."""
    return (folder / STORE / _STAMP).exists()


def _filled(place: Path, files: Sequence[Path]) -> int:
    store = ox.Store(str(place))
    for file in files:
        load_file(store, file, ours=file == files[0])
    store.flush()
    return len(store)


def _put_in_place(new: Path, target: Path, aside: Path) -> None:
    try:
        if target.exists():
            target.replace(aside)
        new.replace(target)
    except OSError as error:
        if aside.exists() and not target.exists():
            aside.replace(target)
        raise OutputError(f"{target}: cannot be replaced: {error.strerror}; check its permissions") from error


def _stamp(folder: Path) -> str:
    """What tells one graph.nt from another without reading all of it: its size and its first and last part."""
    file = folder / "graph.nt"
    digest, part = hashlib.sha256(), 1 << 20
    try:
        with file.open("rb") as content:
            size = os.fstat(content.fileno()).st_size
            digest.update(content.read(part))
            content.seek(max(size - part, 0))
            digest.update(content.read(part))
    except OSError as error:
        raise InputError(str(folder), "there is no graph.nt here; make one with `kg build`") from error
    return f"{size}-{digest.hexdigest()}"
