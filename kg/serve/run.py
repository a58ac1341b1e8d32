"""Starting and stopping: the port, the store, the workers, the server; and what is said of it on standard error."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from kg.errors import InputError, KgError, OutputError
from kg.serve.app import application
from kg.serve.pool import Pool
from kg.serve.protocol import Protocol
from kg.serve.settings import MOST_HEAD, Settings
from kg.sparql import bulk_load, has_store, is_fresh

__all__ = ["serve"]

_LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")
_SECONDS_TO_STOP = 2


def serve(settings: Settings) -> None:
    """Serve a folder until told to stop. Raises KgError where that cannot begin."""
    with _listening(settings) as listener, _store_of(settings.folder) as folder:
        _warn(settings)
        asyncio.run(_serve(settings, folder, listener))
    _say("stopped")


async def _serve(settings: Settings, folder: Path, listener: socket.socket) -> None:
    pool = Pool(settings, folder)
    await pool.open()
    try:
        app = application(settings, pool, _names(settings.host))
        config = uvicorn.Config(
            app, loop="asyncio", http=Protocol, ws="none", lifespan="off", log_config=None, log_level="critical",
            access_log=False, server_header=False, proxy_headers=False, timeout_keep_alive=10,
            timeout_graceful_shutdown=_SECONDS_TO_STOP, h11_max_incomplete_event_size=MOST_HEAD,
        )  # fmt: skip
        await _Server(config, pool, settings.folder).serve([listener])
    finally:
        await pool.close()


class _Server(uvicorn.Server):
    """A server that says where it is, and that ends the queries it is at before it waits for their answers."""

    def __init__(self, config: uvicorn.Config, pool: Pool, folder: Path) -> None:
        super().__init__(config)
        self._pool, self._folder = pool, folder

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        for listener in sockets or []:
            _say_where(self._folder, _url(listener))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop the workers, then the rest."""
        await self._pool.close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at Ctrl-C and SIGTERM, and have then done what was asked: uvicorn would die of them afterwards."""
        if sys.platform == "win32":
            with super().capture_signals():
                yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


@contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """A socket on the address asked for; it takes connections only when the server has started."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise KgError(_unbound(settings, error)) from error
    with socket.socket(family, kind, protocol) as listener:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as error:
            raise KgError(_unbound(settings, error)) from error
        yield listener


def _unbound(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {settings.port} is taken; choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {settings.port} needs more rights than you have; choose one above 1023 with --port"
    return f"{settings.host} is no address to listen on: {error.strerror}; choose another with --host"


@contextmanager
def _store_of(folder: Path) -> Iterator[Path]:
    """The folder with a store of the graph as it is now: this one, or a temporary one where this cannot be written."""
    if is_fresh(folder):
        yield folder
        return
    if not (folder / "graph.nt").is_file():
        raise InputError(str(folder), "there is no graph.nt here; make one with `kg build`")
    _say(f"{folder / 'store'} {'is of an earlier build' if has_store(folder) else 'is not there'}; loading the graph")
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as scratch:
        yield _loaded(folder, Path(scratch))


def _loaded(folder: Path, scratch: Path) -> Path:
    try:
        bulk_load(folder)
    except OutputError:
        _say(f"{folder} cannot be written; the store is made in a temporary folder")
        (scratch / "graph.nt").symlink_to((folder / "graph.nt").resolve())
        bulk_load(scratch)
        return scratch
    return folder


def _names(host: str) -> tuple[str, ...] | None:
    """The names that a local server is asked under, None for a server that others reach by names unknown here."""
    if not _is_local(host):
        return None
    given = f"[{host}]" if ":" in host else host.lower()
    return tuple(dict.fromkeys((*_LOCAL_NAMES, given)))


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _warn(settings: Settings) -> None:
    if not _is_local(settings.host):
        _say(f"warning: {settings.host} is open to other machines, and everyone there may ask")


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _say_where(folder: Path, url: str) -> None:
    _say(f"serving {folder} at {url}/ (Ctrl-C stops it)")
    for path, what in (("/query", "ask in SPARQL"), ("/sparql", "the endpoint"), ("/api", "JSON")):
        print(f"    {url}{path:10}{what}", file=sys.stderr)
    sys.stderr.flush()


def _say(message: str) -> None:
    print(f"kg: {message}", file=sys.stderr, flush=True)
