"""Writing so that nothing is lost: beside the target first, moved into place when whole."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.errors import OutputError

__all__ = ["lone_scratch", "settle_on_disk", "staged_folder", "whole_file"]

_STAGING = ".kg-unfinished-"
_EARLIER = ".earlier"  # inside a scratch folder: what stood there before, until all is in place
_UNCHANGED = "; what stood there before is unchanged"
_ADVICE = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "make room or name another place"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "check its permissions or name another place"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR), "a file stands where a folder must be; name another place"),
}  # fmt: skip


@contextmanager
def staged_folder(folder: Path) -> Iterator[Path]:
    """A scratch folder inside `folder`; on leaving, its files replace those of the same name, else nothing changes.

    Runs that write into the same folder at once do not disturb each other: the last to end is what stays, whole.
    Raises OutputError, in one line, where the folder cannot be made or written or the disk is full.
    """
    with _scratch(folder, folder) as scratch:
        yield scratch


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under `path` only when it is complete; devices and pipes are written straight through.

    A link is followed. Raises OutputError, in one line, where the file cannot be written or the disk is full.
    """
    with _explained(path):
        straight = path.exists() and not path.is_file() and not path.is_dir()
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder, not a file")
    if straight:
        with _explained(path, lasting=""), path.open("wb") as out:
            yield out
        return
    target = Path(os.path.realpath(path))
    with _scratch(target.parent, path) as scratch, (scratch / target.name).open("wb") as out:
        yield out


@contextmanager
def lone_scratch(folder: Path) -> Iterator[Path]:
    """A scratch folder inside `folder`, from which files are moved into it one by one; one run at a time has it.

    What a killed run left in it goes. Raises OutputError, in one line, where another run has it, and where files
    cannot be written; those that were moved by then stay.
    """
    scratch = folder / f"{_STAGING}shards"
    with _explained(folder, lasting=""):
        scratch.mkdir(parents=True, exist_ok=True)
        held = _lock(scratch)
        if held is None and _has_locks(folder):
            raise OutputError(f"{folder}: another run is writing it; wait until it has ended")
    try:
        with _explained(folder, scratch, lasting="; what is complete stays"):
            for left in scratch.iterdir():
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        _unlock(held)


@contextmanager
def _scratch(folder: Path, named: Path) -> Iterator[Path]:
    """A folder inside `folder` whose files move up into it at the end; errors speak of `named`."""
    with _explained(named):
        made = _make(folder)
        with _alone(folder):
            _sweep(folder)
            scratch = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
            held = _lock(scratch)
    try:
        with _explained(named, scratch):
            yield scratch
            _move_in(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        _unlock(held)
        with suppress(OSError):  # what was made for this run goes again if it stayed empty
            for parent in made:
                parent.rmdir()


@contextmanager
def _explained(target: Path, scratch: Path | None = None, lasting: str = _UNCHANGED) -> Iterator[None]:
    """Any failure of the file system to write becomes one clear line about `target`.

    What fails outside of `scratch` was a reading, not a writing, and is passed on as it is.
    """
    try:
        yield
    except (OSError, OutputError) as error:
        cause = error.__cause__ if isinstance(error, OutputError) else error
        if not isinstance(cause, OSError):
            raise
        if scratch and cause.filename and not Path(os.fsdecode(cause.filename)).is_relative_to(scratch):
            raise
        reason = cause.strerror or str(cause)
        advice = _ADVICE.get(cause.errno or 0, "name another place")
        raise OutputError(f"{target}: cannot be written: {reason}; {advice}{lasting}") from cause


def _make(folder: Path) -> list[Path]:
    """Make `folder`; returns what had to be made for it, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _move_in(scratch: Path, folder: Path) -> None:
    """Put the files of `scratch` into `folder`, all or none."""
    files = sorted(path for path in scratch.iterdir() if path.is_file())
    for file in files:
        settle_on_disk(file)
    earlier = scratch / _EARLIER
    earlier.mkdir()
    moved: list[Path] = []
    with _alone(folder):
        try:
            for file in files:
                target = folder / file.name
                _keep(target, earlier / file.name, file)
                moved.append(target)
                file.replace(target)
        except BaseException:  # stopped by hand as well: never half of one run and half of another
            _put_back(moved, earlier)
            raise


def _keep(target: Path, aside: Path, fresh: Path) -> None:
    """Keep what stands at `target` for the case that a later move fails, and give its permissions to `fresh`."""
    if not os.path.lexists(target):
        return
    if not target.is_symlink():
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, f"{target.name} is a folder")
        if not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError(errno.EACCES, f"{target.name} is write-protected")
        fresh.chmod(stat.S_IMODE(target.stat().st_mode))
    try:
        os.link(target, aside, follow_symlinks=False)
    except OSError:  # not every file system, nor every owner, allows a second name
        shutil.copy2(target, aside, follow_symlinks=False)


def _put_back(moved: list[Path], earlier: Path) -> None:
    for target in moved:
        aside = earlier / target.name
        if os.path.lexists(aside):
            aside.replace(target)
        else:
            target.unlink(missing_ok=True)


def settle_on_disk(file: Path) -> None:
    """Return when the file's content would survive a loss of power."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _sweep(folder: Path) -> None:
    """Remove what killed runs left behind; what a live run holds stays."""
    for left in folder.glob(f"{_STAGING}*"):
        held = _lock(left)
        if held is not None:
            shutil.rmtree(left, ignore_errors=True)
            _unlock(held)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other run is sweeping `folder` or moving its files in, and keep the others waiting."""
    held = _lock(folder, wait=True)
    try:
        yield
    finally:
        _unlock(held)


def _lock(folder: Path, wait: bool = False) -> int | None:
    """Hold `folder` until `_unlock` or the end of the process; None where it is held or cannot be held.

    Not every file system has locks; without them runs at the same time are simply not kept apart.
    """
    if sys.platform == "win32":
        return None
    from fcntl import LOCK_EX, LOCK_NB, flock

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        flock(descriptor, LOCK_EX if wait else LOCK_EX | LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _has_locks(folder: Path) -> bool:
    """Whether the file system of a folder, which nobody else holds, has locks."""
    with tempfile.TemporaryDirectory(prefix=_STAGING, dir=folder) as own:
        held = _lock(Path(own))
        _unlock(held)
    return held is not None


def _unlock(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)
