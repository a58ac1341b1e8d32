"""Runs of `kg extract --shards` whose processes are killed (SIGKILL) at random moments: nothing may be lost by it.

    python benchmarks/killed.py
    python benchmarks/killed.py --times 50 --kinds worker,parent

The moments are spread evenly over the time that a run takes undisturbed, from its start to its end. What is killed:

worker  one of the run's worker processes, the first one where there is none yet: the run goes on;
parent  the run itself: its workers go with it, every shard that is there is whole, and the same command run again
        makes those that are missing and no other;
node    a node of a Ray cluster that has two, with all that runs on it: the run goes on.

In the end each folder must hold the bytes of an undisturbed run's, and nothing else. A line for each kind tells how
often there was something to kill, how often that was in the midst of the work, and what differed; where anything did,
the folder stays and the status is 1. Needs Linux, and Ray for nodes.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from perturbed import write_papers
from served import processes_of

from kg.sources import read_papers

__all__ = ["Tally", "changes", "state_of"]

ROOT = Path(__file__).resolve().parents[1]
TIMES, PAPERS, SEED = 20, 1_200, 8
SECONDS_TO_GO = 2.0  # that workers have to end in when their parent is gone
_MISSES = 2  # runs, to one that is killed, before it is left at fewer: on a busy machine some end before their moment
_LONGEST = 300  # seconds of a run before it counts as stuck
_OFTEN = 0.005  # seconds between two looks
_WORKER = b"kg.run.work.worker"
_AT_WORK = b"ray::work"  # what a process of Ray is called while it does a job

# `kg` with smaller shards: so that a run of seconds makes many.
_KG = """
import kg.run.shards.folder as folder
from kg.cli.main import main

folder._LEAST, folder._MOST, folder._ENDS = 60, 180, 60
main()
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--times", type=int, default=TIMES, help=f"kills of each kind (default {TIMES})")
    arguments.add_argument("--kinds", type=_kinds, default=list(KINDS), help=f"some of {','.join(KINDS)} (default all)")
    arguments.add_argument("--papers", type=int, default=PAPERS, help=f"papers of a run (default {PAPERS})")
    arguments.add_argument("--seed", type=int, default=SEED, help="of the moments")
    given = arguments.parse_args()
    where = Path(tempfile.mkdtemp(prefix="kg-killed-"))
    papers = where / "papers.jsonl"
    write_papers(list(read_papers(_dumps())), given.papers, papers)
    tallies = [_tally(kind, papers, given.times, f"{given.seed}-{kind}") for kind in given.kinds]
    if any(tally.different for tally in tallies):
        sys.exit(f"what was left: {where}")
    shutil.rmtree(where)


def _kinds(text: str) -> list[str]:
    names = text.split(",")
    if unknown := set(names) - KINDS.keys():
        raise argparse.ArgumentTypeError(f"there is no {', '.join(sorted(unknown))}")
    return names


def _dumps() -> list[Path]:
    dumps = sorted((ROOT.parent / "shared" / "corpus").glob("*.txt"))
    return dumps or sorted((ROOT / "kg" / "sample").glob("*.txt"))


@dataclass
class Tally:
    """What became of the runs of one kind."""

    kind: str
    runs: int = 0
    killed: int = 0  # runs that had something to kill when their moment came
    amid: int = 0  # of these, how often shards were still being made
    shards: int = 0  # compared with an undisturbed run's
    different: list[str] = field(default_factory=list)

    def line(self, seconds: float, undisturbed: float) -> str:
        """Return it as text."""
        return (
            f"{self.kind:6}  {self.killed} killed in {self.runs} runs of {undisturbed:.1f} s, {self.amid} amid the "
            f"work; {self.shards:,} shards compared, {len(self.different)} differences; {seconds:.0f} s in all"
        )


class State(dict[str, tuple[bytes, int]]):
    """The files below a folder by their paths, and the folders there as well: content, and when it was written."""

    def content(self) -> dict[str, bytes]:
        """The content alone."""
        return {name: content for name, (content, _) in self.items()}

    def final(self) -> State:
        """What stands under its final name: no scratch."""
        return State((name, had) for name, had in self.items() if not name.startswith("."))

    def shards(self) -> int:
        """How many whole shards there are."""
        return sum(name.startswith("shard-") for name in self)


def state_of(folder: Path) -> State:
    """What a folder holds, hidden things too."""
    return State(
        (str(path.relative_to(folder)), (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns))
        for path in sorted(folder.rglob("*"))
    )


def changes(found: State, whole: State) -> Iterator[str]:
    """How a folder differs from that of an undisturbed run."""
    ours, theirs = found.content(), whole.content()
    for name in sorted(ours.keys() | theirs.keys()):
        if ours.get(name) != theirs.get(name):
            yield f"{name} {'is missing' if name not in ours else 'is other' if name in theirs else 'is too much'}"


class Run:
    """A run of `kg extract --shards`, under way."""

    def __init__(self, papers: Path, folder: Path, *options: str) -> None:
        self.folder = folder
        command = [sys.executable, "-P", "-c", _KG, "extract", str(papers), "--shards", str(folder), *options]
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the run has ended
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self._told, env=_environment()
        )

    def going(self) -> bool:
        """Whether it has not ended yet."""
        return self.process.poll() is None

    def made(self) -> int:
        """How many shards are there."""
        return len(list(self.folder.glob("shard-*.parquet")))

    def workers(self) -> list[int]:
        """Its worker processes."""
        return [pid for pid in processes_of(self.process.pid)[1:] if _WORKER in _command_of(pid)]

    def left(self) -> list[int]:
        """The worker processes that were started by it, whether it still lives or not: its number stands behind."""
        ours = b"\0".join((_WORKER, str(self.process.pid).encode(), b""))
        pids = (int(path.name) for path in Path("/proc").glob("[0-9]*"))
        return [pid for pid in pids if _command_of(pid).endswith(ours)]

    def end(self) -> str:
        """Wait until it ends; returns what is wrong with that, if anything."""
        with self._told:
            status: int | str
            try:
                status = self.process.wait(_LONGEST)
            except subprocess.TimeoutExpired:
                self.process.kill()
                status = f"nothing within {_LONGEST} s; {self.process.wait()}"
            self._told.seek(0)
            told = self._told.read().decode(errors="replace").strip()
        return "" if status == 0 else f"ended with {status}: {told}"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def _command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:  # it has just ended
        return b""


class Kind(ABC):
    """A way to disturb runs that read `papers` and should make what is `whole`."""

    def __init__(self, papers: Path, whole: State, chance: random.Random) -> None:
        self.papers, self.whole, self.chance = papers, whole, chance

    def options(self) -> tuple[str, ...]:
        """For `kg extract`."""
        return ("--workers", "2")

    @abstractmethod
    def kill(self, run: Run) -> bool | None:
        """Kill it now; returns whether that was amid the work, None where there was nothing to kill."""

    def after(self, run: Run) -> Iterator[str]:
        """Let the run end; yields what is not as it should be."""
        if wrong := run.end():
            yield wrong

    def close(self) -> None:  # noqa: B027 - most kinds leave nothing
        """There will be no more runs."""


class Worker(Kind):
    """One worker process is killed."""

    def kill(self, run: Run) -> bool | None:
        while run.going():
            if workers := run.workers():
                amid = run.made() < self.whole.shards()
                os.kill(self.chance.choice(workers), signal.SIGKILL)
                return amid
            time.sleep(_OFTEN)
        return None


class Parent(Kind):
    """The run is killed, then begun again."""

    def kill(self, run: Run) -> bool | None:
        amid = bool(run.workers()) and run.made() < self.whole.shards()
        run.process.kill()
        return amid if run.process.wait() == -signal.SIGKILL else None

    def after(self, run: Run) -> Iterator[str]:
        run.end()
        if left := _left_after(SECONDS_TO_GO, run):
            yield f"{left} workers outlive it"
        before = state_of(run.folder).final()
        for name, content in before.content().items():
            if content != self.whole.content().get(name):
                yield f"{name} is other before the run has been done again"
        if wrong := Run(self.papers, run.folder, *self.options()).end():
            yield f"the next one {wrong}"
        now = state_of(run.folder)
        for name in before:
            if name.startswith("shard-") and now.get(name) != before[name]:
                yield f"{name} was there and has been made again"
        if left := len(run.left()):
            yield f"{left} workers have come after its end"


def _left_after(seconds: float, run: Run) -> int:
    """How many workers of a run that is gone are there after so many seconds."""
    until = time.monotonic() + seconds
    while (left := len(run.left())) and time.monotonic() < until:
        time.sleep(_OFTEN)
    return left


class Node(Kind):
    """One of the two nodes of a Ray cluster is killed; the next run has another."""

    def __init__(self, papers: Path, whole: State, chance: random.Random) -> None:
        super().__init__(papers, whole, chance)
        os.environ.update(_environment(), RAY_USAGE_STATS_ENABLED="0")  # the processes of the nodes find this kg
        self._second = self._cluster.add_node(num_cpus=1)

    @cached_property
    def _cluster(self) -> Any:
        from ray.cluster_utils import Cluster

        return Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})

    def options(self) -> tuple[str, ...]:
        return ("--ray", self._cluster.address)

    def kill(self, run: Run) -> bool | None:
        if not run.going():
            return None
        amid = any(_AT_WORK in _command_of(pid) for pid in self._processes())
        self._cluster.remove_node(self._second, allow_graceful=False)
        self._second = None
        return amid

    def _processes(self) -> Iterator[int]:
        """What the second node has started."""
        for started in self._second.all_processes["raylet"]:
            yield from processes_of(started.process.pid)

    def after(self, run: Run) -> Iterator[str]:
        yield from super().after(run)
        self._second = self._second or self._cluster.add_node(num_cpus=1)
        self._cluster.wait_for_nodes()

    def close(self) -> None:
        self._cluster.shutdown()


KINDS: dict[str, type[Kind]] = {"worker": Worker, "parent": Parent, "node": Node}


def _tally(name: str, papers: Path, times: int, seed: str) -> Tally:
    """Disturb so many runs in one way, and tell of it."""
    began = time.monotonic()
    chance, tally = random.Random(seed), Tally(name)  # noqa: S311 - no secret
    whole = _alone(papers)
    with closing(KINDS[name](papers, whole, chance)) as kind:
        undisturbed, wrong = _undisturbed(kind)
        tally.different += wrong
        while tally.killed < times and tally.runs < _MISSES * times:
            number, moment = tally.runs, chance.uniform(0, undisturbed)
            wrong = _disturbed(kind, papers.with_name(f"{name}-{number}"), moment, tally)
            for one in wrong:
                print(f"! {name}-{number}, killed after {moment:.2f} s: {one}", flush=True)
            tally.different += wrong
    print(tally.line(time.monotonic() - began, undisturbed), flush=True)
    return tally


def _alone(papers: Path) -> State:
    """What one process makes: what all others are held against."""
    folder = papers.with_name("alone")
    if not folder.exists() and (wrong := Run(papers, folder, "--workers", "1").end()):
        raise SystemExit(wrong)
    return state_of(folder)


def _undisturbed(kind: Kind) -> tuple[float, list[str]]:
    """How long a run takes that nothing befalls, and how what it makes differs."""
    wrong: list[str] = []
    seconds: list[float] = []
    for number in range(2):
        began = time.monotonic()
        run = Run(kind.papers, kind.papers.with_name(f"undisturbed-{number}"), *kind.options())
        ended = run.end()
        seconds.append(time.monotonic() - began)
        wrong += [ended] if ended else changes(state_of(run.folder), kind.whole)
        shutil.rmtree(run.folder)
    return min(seconds), wrong


def _disturbed(kind: Kind, folder: Path, moment: float, tally: Tally) -> list[str]:
    """One run that is disturbed at a moment; returns what is wrong with it, and keeps the folder if anything is."""
    run = Run(kind.papers, folder, *kind.options())
    time.sleep(moment)
    amid = kind.kill(run)
    wrong = list(kind.after(run))
    found = state_of(folder)
    wrong += changes(found, kind.whole)
    how = "nothing left to kill" if amid is None else f"killed{' amid the work' if amid else ''}"
    print(f"{folder.name}: {moment:.2f} s, {how}", file=sys.stderr, flush=True)
    tally.runs += 1
    tally.killed += amid is not None
    tally.amid += bool(amid)
    tally.shards += found.shards()
    if not wrong:
        shutil.rmtree(folder)
    return wrong


if __name__ == "__main__":
    main()
