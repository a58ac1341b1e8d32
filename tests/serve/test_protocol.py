"""The SPARQL 1.1 protocol, put to a live server; `benchmarks/w3c_protocol.py` puts the W3C's own tests to one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from serve.conftest import build
from serve.protocol import CASES, Case, check, write_graphs
from served import Server

from kg.sparql import bulk_load

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def with_graphs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a store that has graphs beside the built one."""
    folder = tmp_path_factory.mktemp("graphs")
    build(folder)
    write_graphs(folder / "graphs.nq")
    bulk_load(folder, [folder / "graphs.nq"])
    with Server(folder, "--workers", "1") as server:
        yield server


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_protocol(with_graphs: Server, case: Case) -> None:
    check(with_graphs, case)
