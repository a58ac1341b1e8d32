"""The sample that ships in the package: abstracts in our own words about well-known systems."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["sample_path"]


def sample_path() -> Path:
    """Path of the sample, a dump in blocks. The package is installed as files, so the path is a real one."""
    return Path(str(files(__package__).joinpath("trending.txt")))
