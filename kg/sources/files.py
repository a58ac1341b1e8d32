"""From what the user names to files: each has a path to open, a name to record and a name to show in errors.

The recorded name (`Source.file`) says nothing about the machine or the working folder: the base name of a
file, the folder's own name and the path below it for a file found in a folder, "stdin" for "-".
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.errors import InputError

__all__ = ["STDIN", "SourceFile", "find_files"]

STDIN = "-"


class SourceFile(NamedTuple):
    """A file to read; `folder` is the argument it was found through, or None when it was named itself."""

    path: str
    name: str
    shown: str
    folder: str | None = None


def find_files(inputs: Iterable[str | Path]) -> list[SourceFile]:
    """List the files that `inputs` name, each once and in order; raise `InputError` for what is not there."""
    found: dict[str, SourceFile] = {}
    for given in inputs:
        for file in _readable_files(os.fspath(given)):
            key = STDIN if file.path == STDIN else os.path.realpath(file.path)
            # A file that is named in two ways is recorded under one name, whatever the order of the two.
            found[key] = min(found.get(key, file), file, key=lambda f: (f.folder is not None, f.name))
    return list(found.values())


def _readable_files(given: str) -> list[SourceFile]:
    try:
        return list(_files(given))
    except OSError as error:
        problem = f"cannot be read: {error.strerror}; check the path and its permissions"
        raise InputError(given, problem) from error


def _files(given: str) -> Iterator[SourceFile]:
    if given == STDIN:
        yield SourceFile(STDIN, "stdin", "stdin")
    elif os.path.isdir(given):
        yield from _files_in_folder(given)
    elif Path(given).exists():
        yield SourceFile(given, _printable(os.path.basename(given)), _printable(given))
    elif glob.has_magic(given):
        yield from _files_matching(given)
    else:
        raise InputError(given, "no such file or folder; check the path")


def _files_matching(pattern: str) -> Iterator[SourceFile]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        raise InputError(pattern, "the pattern matches no file; check it")
    for match in matches:
        yield from _files(match)


def _files_in_folder(folder: str) -> Iterator[SourceFile]:
    top = os.path.abspath(folder)
    paths = sorted(_visible_files(top))
    if not paths:
        raise InputError(folder, "the folder holds no file to read; name a folder with papers in it")
    for path in paths:
        below = os.path.relpath(path, top)
        name = os.path.join(os.path.basename(top), below).replace(os.sep, "/")
        yield SourceFile(path, _printable(name), _printable(os.path.join(folder, below)), folder)


def _visible_files(top: str) -> Iterator[str]:
    for folder, subfolders, names in os.walk(top, onerror=_raise):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        for name in names:
            path = os.path.join(folder, name)
            if not name.startswith(".") and os.path.isfile(path):
                yield path


def _raise(error: OSError) -> None:
    raise error


def _printable(name: str) -> str:
    """A file name may hold bytes that are no text; records and messages must be."""
    return os.fsencode(name).decode("utf-8", "replace")
