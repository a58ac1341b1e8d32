"""`kg serve` in a process of its own, for tests and benchmarks: started on a free port, asked, looked at, stopped."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

__all__ = ["Answer", "Server", "memory_of", "processes_of"]

_PACKAGE = Path(__file__).resolve().parents[1]
_STARTED = re.compile(r"at http://(\S+):(\d+)/ ")
_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Answer:
    """A response: status, headers by their names in lower case, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def media(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def line(self) -> str:
        """The one line of a refusal; fails where it is more."""
        assert self.headers["content-type"] == "text/plain; charset=utf-8", self.headers
        assert self.text.count("\n") == 1, self.text
        assert self.text.endswith("\n"), self.text
        return self.text[:-1]


class Server:
    """A server over a folder; as a context it is stopped at the end."""

    def __init__(self, folder: Path, *options: str, program: Sequence[str] = ("-m", "kg")) -> None:
        command = [sys.executable, *program, "serve", str(folder), "--port", "0", *options]
        environment = {**os.environ, "PYTHONPATH": str(_PACKAGE), "PYTHONWARNINGS": "error"}
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command, stderr=subprocess.PIPE, text=True, env=environment, bufsize=1
        )
        self.said: list[str] = []
        self.host, self.port = self._started()

    def _started(self) -> tuple[str, int]:
        """Where it listens, by what it says on standard error."""
        assert self.process.stderr is not None
        end = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < end and (line := self.process.stderr.readline()):
            self.said.append(line)
            if found := _STARTED.search(line):
                self.said += [self.process.stderr.readline() for _ in range(3)]
                return found[1].strip("[]"), int(found[2])
        self.process.kill()
        raise AssertionError(f"kg serve did not start: {''.join(self.said)}")

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None,
        timeout: float = 60,
    ) -> Answer:  # fmt: skip
        """Ask once, over a connection of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            content = response.read()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)
        finally:
            connection.close()

    def connect(self, timeout: float = 60) -> socket.socket:
        """A bare connection."""
        return socket.create_connection((self.host, self.port), timeout)

    def workers(self) -> list[int]:
        """The processes that the server has started."""
        return processes_of(self.process.pid)[1:]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Have it stop and wait for it; returns how it ended."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        assert self.process.stderr is not None
        if not self.process.stderr.closed:
            with self.process.stderr:
                self.said += self.process.stderr.readlines()
        return self.process.wait(timeout=30)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def processes_of(pid: int) -> list[int]:
    """A process and those it has started, as far as /proc tells."""
    children = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += [int(child) for child in task.read_text(encoding="ascii").split()]
        except OSError:  # it has just ended
            continue
    return children


def memory_of(pid: int) -> tuple[int, int]:
    """The resident and the proportional memory of a process in bytes; zeros for one that has ended."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0, 0
    kilobytes = {name: int(value) for name, value in re.findall(r"^(Rss|Pss):\s+(\d+) kB", told, re.MULTILINE)}
    return kilobytes.get("Rss", 0) << 10, kilobytes.get("Pss", 0) << 10
