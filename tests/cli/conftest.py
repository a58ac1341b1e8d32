"""Inputs and a built folder that the tests of the command line share."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import shared_sample

import kg.record
import kg.ruleset
from kg.cli.main import main
from kg.record import Extractor

Done = subprocess.CompletedProcess[bytes]

PAPERS = (
    (
        "Driftwood: Serving Long Contexts from Flash",
        "We present Driftwood, an engine that keeps cold KV cache pages on flash. On one A100 it gives up to 2.5x "
        "higher throughput than vLLM for Llama-3-8B.",
    ),
    (
        "Sandbar: Pruning in One Pass",
        "Sandbar is a pruning method for ResNet-50. It cuts FLOPs by 40% on ImageNet and needs no GPU.",
    ),
)


@pytest.fixture(scope="session")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers as JSON Lines."""
    file = tmp_path_factory.mktemp("inputs") / "dump.jsonl"
    lines = (json.dumps({"title": title, "abstract": abstract}) for title, abstract in PAPERS)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """The folder that `kg build` makes without INPUT, and what the command said. Tests only read it."""
    return shared_sample(tmp_path_factory)


@pytest.fixture(scope="session")
def built(sample_build: tuple[Path, Done]) -> Path:
    """The built sample."""
    folder, done = sample_build
    assert done.returncode == 0, done.stderr.decode()
    return folder


@pytest.fixture
def warm(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """`kg` in this process with the rules already loaded: for what is not about how a process starts."""
    monkeypatch.setattr(kg.ruleset, "load_ruleset", lambda: extractor.ruleset)
    monkeypatch.setattr(kg.record, "load_extractor", lambda *_: extractor)

    def run(*args: str | Path, stdin: bytes = b"") -> Done:
        ascii_ = {"encoding": "ascii", "write_through": True}
        out, told = io.TextIOWrapper(io.BytesIO(), **ascii_), io.TextIOWrapper(io.BytesIO(), **ascii_)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["kg", *map(str, args)])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", told)
            with pytest.raises(SystemExit) as exit_:
                main()
        return Done(args, int(exit_.value.code or 0), out.buffer.getvalue(), told.buffer.getvalue())

    return run
