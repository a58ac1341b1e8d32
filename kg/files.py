"""Writing so that nothing is lost: beside the target first, moved into place when whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import OutputError

__all__ = ["staged_folder", "whole_file"]

_STAGING = ".kg-unfinished-"


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """A scratch folder inside `folder`; on leaving, its files replace those of the same name, else nothing changes.

    Raises OutputError, in one line, where the folder cannot be made or written or the disk is full.
    """
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        with _explained(folder):
            yield staging
            for file in sorted(staging.iterdir()):
                _settle_on_disk(file)
            for file in sorted(staging.iterdir()):
                file.replace(folder / file.name)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under `path` only when it is complete; devices and pipes are written straight through."""
    if path.exists() and not path.is_file() and not path.is_dir():
        with _explained(path), path.open("wb") as out:
            yield out
        return
    with _explained(path):
        if path.is_dir():
            raise IsADirectoryError(0, "is a folder; name a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(prefix=_STAGING, dir=path.parent)
    try:
        with _explained(path):
            with os.fdopen(handle, "wb") as out:
                yield out
            _settle_on_disk(Path(scratch))
            Path(scratch).chmod(0o666 & ~_umask())
            Path(scratch).replace(path)
    finally:
        Path(scratch).unlink(missing_ok=True)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Any failure of the file system becomes one clear line."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target}: cannot be written: {reason}; what stood there before is unchanged") from error


def _settle_on_disk(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _sweep(folder: Path) -> None:
    """Remove what a killed run left behind."""
    for left in folder.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
