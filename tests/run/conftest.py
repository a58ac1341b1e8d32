"""The built sample, and the build of the shared corpus where it stands beside the checkout."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from cli.command import kg, once, shared_sample


class CorpusBuild(NamedTuple):
    """Where the corpus was built, what the command said and how long it took."""

    folder: Path
    done: subprocess.CompletedProcess[bytes]
    seconds: float


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `kg build` makes without INPUT. Tests only read it."""
    folder, done = shared_sample(tmp_path_factory)
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture(scope="session")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> CorpusBuild:
    """The three corpus files, built by the command line."""
    files = sorted((shared / "corpus").glob("*.txt"))
    folder, (done, seconds) = once(tmp_path_factory, "corpus", lambda folder: timed(*files, "-o", folder))
    return CorpusBuild(folder, done, seconds)


def timed(*args: str | Path) -> tuple[subprocess.CompletedProcess[bytes], float]:
    began = time.perf_counter()
    done = kg("build", *args)
    return done, time.perf_counter() - began
