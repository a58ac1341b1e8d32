"""How a server starts, what it says, and that nothing of it is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cli.command import complaint, contents, kg
from serve.conftest import Start
from served import Server

from kg.errors import OutputError
from kg.serve import Settings, run

pytestmark = pytest.mark.slow

ENDLESS = f"/sparql?{urlencode({'query': 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }'})}"


def gone(pids: list[int]) -> bool:
    """Whether processes end within some seconds."""
    end = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def busy(server: Server) -> list[int]:
    """Give a server a query without end; returns its workers."""

    def ask() -> None:
        try:
            server.ask(ENDLESS)
        except OSError:
            return

    threading.Thread(target=ask, daemon=True).start()
    time.sleep(1.5)
    return server.workers()


def test_it_says_where_it_is(server: Server) -> None:
    first, *others = server.said
    assert first.startswith("kg: serving ")
    assert [line.split()[0].rpartition("/")[2] for line in others] == ["query", "sparql", "api"]
    for line in others:
        assert server.ask(f"/{line.split()[0].rpartition('/')[2]}").status in (200, 400)


def test_a_port_that_is_taken_is_said_in_one_line(server: Server, folder: Path) -> None:
    told = complaint(kg("serve", folder, "--port", str(server.port)))
    assert told == f"kg: port {server.port} is taken; choose another with --port\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "no.such.host.invalid"], "no.such.host.invalid is no address to listen on"),
        (["--host", "192.0.2.1", "--port", "0"], "192.0.2.1 is no address to listen on"),
    ],
)
def test_an_address_that_is_not_here_is_said_in_one_line(folder: Path, options: list[str], said: str) -> None:
    assert said in complaint(kg("serve", folder, *options))


def test_a_folder_without_a_graph_is_said_in_one_line(tmp_path: Path) -> None:
    told = complaint(kg("serve", tmp_path, "--port", "0"))
    assert "there is no graph.nt here; make one with `kg build`" in told.splitlines()[-1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to_and_leaves_no_process(start: Start, number: signal.Signals) -> None:
    server = start("--timeout", "60")
    workers = busy(server)
    assert len(workers) == 2
    began = time.monotonic()
    assert server.stop(number) == 0
    assert time.monotonic() - began < 6
    assert gone(workers)
    assert server.said[-1] == "kg: stopped\n"
    assert not [line for line in server.said if "Traceback" in line]


def test_its_workers_end_with_it_even_when_it_is_killed(start: Start) -> None:
    server = start("--timeout", "60")
    workers = busy(server)
    server.stop(signal.SIGKILL)
    assert gone(workers)


def test_the_folder_is_only_read(folder: Path, start: Start) -> None:
    before = contents(folder)
    server = start("--timeout", "1")
    for path in ("/", "/query", "/api/papers", ENDLESS, "/sparql?query=DESCRIBE+id:hardware-nvidia-a100"):
        server.ask(path)
    server.ask("/sparql", "POST", b"DROP ALL", {"Content-Type": "application/sparql-update"})
    server.stop()
    assert contents(folder) == before


def test_the_store_is_made_where_there_is_none_or_an_old_one(folder: Path, start: Start, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("store"))
    server = start(of=copy)
    assert server.said[0] == f"kg: {copy / 'store'} is not there; loading the graph\n"
    assert server.ask("/sparql?query=ASK{?s?p?o}").text.endswith("true}")
    server.stop()
    with (copy / "graph.nt").open("a", encoding="utf-8") as graph:
        graph.write("<a:new> <a:new> <a:new> .\n")
    server = start(of=copy)
    assert server.said[0] == f"kg: {copy / 'store'} is of an earlier build; loading the graph\n"
    assert server.ask("/sparql?query=ASK{<a:new>?p?o}").text.endswith("true}")
    server.stop()
    assert "loading" not in start(of=copy).said[0]


def test_a_folder_that_cannot_be_written_is_served_all_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("store"))
    load = run.bulk_load

    def refuse(where: Path) -> int:
        if where == copy:
            raise OutputError(f"{where}: cannot be written")
        return load(where)

    monkeypatch.setattr(run, "bulk_load", refuse)
    with run._store_of(copy) as place:
        assert place != copy
        assert (place / "store" / "CURRENT").exists()
    assert not place.exists()
    assert "the store is made in a temporary folder" in capsys.readouterr().err
    assert not (copy / "store").exists()


def test_who_else_could_ask_is_warned_of(capsys: pytest.CaptureFixture[str]) -> None:
    for host in ("127.0.0.1", "localhost", "::1", "127.8.8.8"):
        run._warn(Settings(Path(), host))
        assert {"127.0.0.1", "localhost", "[::1]"} <= set(run._names(host) or ())
    assert capsys.readouterr().err == ""
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):
        run._warn(Settings(Path(), host))
        assert f"warning: {host} is open to other machines" in capsys.readouterr().err
        assert run._names(host) is None


def test_a_module_in_the_current_folder_is_not_taken_for_ours(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('not mine')", encoding="utf-8")
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        with Server(folder, "--workers", "1", program=("-P", "-m", "kg")) as server:
            assert server.ask("/sparql?query=ASK{}").status == 200
    finally:
        os.chdir(before)


def test_a_free_port_is_taken_anew_at_once(folder: Path) -> None:
    with Server(folder, "--workers", "1") as server:
        server.ask("/sparql?query=ASK{}")
        port = server.port
    with socket.create_server(("127.0.0.1", port)) as again:
        assert again.getsockname()[1] == port
