"""A folder for what takes seconds to make and is the same every time: each content under the digest of all it is of.

`KG_CACHE` names the folder, and turns it off where it is `off` or empty; else it is `kg` in the user's own folder for
such things. Nothing here ever fails: what cannot be read is made anew, what cannot be written is made again next time.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from zlib import crc32

__all__ = ["cache_folder", "read_cached", "write_cached"]

_KEPT = 4  # files of other rules and versions; the rest goes when a new one comes
_SUFFIX = ".rules"
_SCRATCH = ".unfinished-"
_HOUR = 3600.0  # longer than any write takes
_SUM = 4  # bytes of a file's check sum, which come first


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder, which need not be there yet; None where none is wanted or known."""
    named = environ.get("KG_CACHE")
    if named is not None:
        return None if named in ("", "off") else Path(named)
    windows = sys.platform == "win32"
    given = environ.get("LOCALAPPDATA" if windows else "XDG_CACHE_HOME", "")
    if os.path.isabs(given):  # what is not absolute counts as not set
        return Path(given, "kg")
    try:
        return Path.home().joinpath(*(("AppData", "Local") if windows else (".cache",)), "kg")
    except RuntimeError:  # a user without a home
        return None


def read_cached(digest: str) -> bytes | None:
    """What was written under this digest; None where there is no such file, or not a whole one."""
    folder = cache_folder()
    if folder is None:
        return None
    try:
        data = (folder / f"{digest}{_SUFFIX}").read_bytes()
    except OSError:
        return None
    content = data[_SUM:]
    return content if data[:_SUM] == _sum_of(content) else None


def write_cached(digest: str, content: bytes) -> None:
    """Keep the content under this digest, if that can be done; it appears whole or not at all."""
    folder = cache_folder()
    if folder is None:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, scratch = tempfile.mkstemp(prefix=_SCRATCH, suffix=_SUFFIX, dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as out:
                out.write(_sum_of(content) + content)
            os.replace(scratch, folder / f"{digest}{_SUFFIX}")
        except BaseException:
            with suppress(OSError):
                os.unlink(scratch)
            raise
        _forget_oldest(folder)


def _sum_of(content: bytes) -> bytes:
    return crc32(content).to_bytes(_SUM, "big")


def _forget_oldest(folder: Path) -> None:
    """Keep the files that were written last; a killed run may have left a scratch file, which goes when it is old."""
    by_age: list[tuple[float, Path]] = []
    for file in folder.glob(f"*{_SUFFIX}"):
        with suppress(OSError):  # another process may have removed it
            by_age.append((file.stat().st_mtime, file))
    whole = [file for _, file in sorted(by_age, reverse=True) if not file.name.startswith(_SCRATCH)]
    left = [file for age, file in by_age if file.name.startswith(_SCRATCH) and age < time.time() - _HOUR]
    for file in (*whole[_KEPT:], *left):
        with suppress(OSError):
            file.unlink()
