"""A small built folder and a server over it, which the tests of a module share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from records import sample_records
from served import Server

from kg.graph.build import build_graph
from kg.rdf import write_rdf
from kg.record import write_records
from kg.sparql import bulk_load
from kg.view import write_page

Start = Callable[..., Server]


def build(folder: Path) -> None:
    """Write what `kg build` writes, of records made by hand."""
    records = sample_records()
    with (folder / "records.jsonl").open("wb") as lines:
        write_records(records, lines)
    write_rdf(records, folder)
    write_page(build_graph(records), folder / "graph.html")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built folder with a store. Tests only read it."""
    folder = tmp_path_factory.mktemp("served")
    build(folder)
    bulk_load(folder)
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """A server with two quick workers, which the tests of a module leave as they found it."""
    with Server(folder, "--workers", "2") as server:
        yield server


@pytest.fixture
def start(folder: Path) -> Iterator[Start]:
    """Start a server of one's own: `start("--timeout", "1")`."""
    started: list[Server] = []

    def run(*options: str, of: Path = folder) -> Server:
        started.append(Server(of, "--workers", "1", *options))
        return started[-1]

    yield run
    for server in started:
        server.stop()
