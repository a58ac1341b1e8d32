"""Worker processes that papers can kill: what a defect of a library, or a lack of memory, does to real ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

__all__ = ["DEADLY", "ONCE", "lay_traps"]

DEADLY = "Belladonna"  # kills each process that reads a paper of this title
ONCE = "Foxglove"  # kills the first

# Python runs this module when it starts, and so in every worker.
_TRAP = """
import os, signal

import kg.record.extractor

read = kg.record.extractor.Extractor.extract_one

def trapped(self, paper):
    if paper.title.startswith("{deadly}"):
        os.kill(os.getpid(), signal.SIGKILL)
    if paper.title.startswith("{once}"):
        try:
            os.mkdir("{mark}")
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
    return read(self, paper)

kg.record.extractor.Extractor.extract_one = trapped
"""


def lay_traps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have workers that are started from now on die of the papers named above."""
    trap = _TRAP.format(deadly=DEADLY, once=ONCE, mark=folder / "sprung")
    (folder / "sitecustomize.py").write_text(trap, encoding="utf-8")
    before: Sequence[str] = filter(None, [os.environ.get("PYTHONPATH")])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *before]))
