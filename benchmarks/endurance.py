"""`kg serve` under load: many honest questions, and among them what is meant to hang, bloat, confuse or crash it.

    python benchmarks/endurance.py outputs --requests 10000 --hostile 500 --clients 8

Each honest answer is compared with what the library gives. Prints what went wrong, how long honest clients waited, what
memory all processes of the server hold after a warm-up and at the end, and whether any process outlives it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from honest import Question, questions
from hostile import HOSTILE
from served import Server, memory_of, processes_of

__all__ = ["Report", "endure"]

_LONGEST = 120  # seconds that one request may take before it counts as lost
_WARM_UP = 200


@dataclass
class Report:
    """What was seen."""

    seconds: float = 0.0
    waited: list[float] = field(default_factory=list)  # seconds of each honest request that was answered
    wrong: Counter[str] = field(default_factory=Counter)  # honest questions without the right answer
    refused: Counter[str] = field(default_factory=Counter)  # how hostile requests ended
    unexpected: Counter[str] = field(default_factory=Counter)  # hostile requests that did not end as they should
    left: int = 0  # requests that there was no time for
    before: tuple[int, int, int] = (0, 0, 0)  # processes, resident and proportional memory after the warm-up
    after: tuple[int, int, int] = (0, 0, 0)
    most_resident: int = 0  # of all processes together, at any time
    exit_status: int | None = None
    complaints: list[str] = field(default_factory=list)
    orphans: int = 0

    @property
    def lost(self) -> int:
        """How many processes there are less than at first: workers that were not replaced."""
        return self.before[0] - self.after[0]

    @property
    def growth(self) -> float:
        """By which part the proportional memory has grown."""
        return self.after[2] / self.before[2] - 1 if self.before[2] else 0.0

    def quantile(self, part: float) -> float:
        """The time that this part of the honest clients waited at most."""
        ordered = sorted(self.waited)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]

    def lines(self) -> list[str]:
        """Return it as text."""
        sizes = [f"{count} processes, {rss >> 20} MB resident, {pss >> 20} MB proportional"
                 for count, rss, pss in (self.before, self.after)]  # fmt: skip
        return [
            f"time                {self.seconds:.0f} s, {self.left} requests not sent",
            f"honest              {len(self.waited)} answered rightly, {self.wrong.total()} not",
            *(f"  ! {count:5}  {kind}" for kind, count in sorted(self.wrong.items())),
            f"latency             median {statistics.median(self.waited) * 1000:.0f} ms, "
            f"p95 {self.quantile(0.95) * 1000:.0f} ms, p99 {self.quantile(0.99) * 1000:.0f} ms, "
            f"longest {max(self.waited) * 1000:.0f} ms",
            f"hostile             {self.refused.total()} ended as they should, {self.unexpected.total()} did not",
            *(f"    {count:5}  {kind}" for kind, count in sorted(self.refused.items())),
            *(f"  ! {count:5}  {kind}" for kind, count in sorted(self.unexpected.items())),
            f"memory after warm-up  {sizes[0]}",
            f"memory at the end     {sizes[1]} ({self.growth:+.1%}); at most {self.most_resident >> 20} MB resident",
            f"the server          exit status {self.exit_status}, {len(self.complaints)} complaints, "
            f"{self.lost} workers lost, {self.orphans} processes left behind",
            *self.complaints,
        ]


@dataclass
class Load:
    """Requests in the order they are sent, to one server."""

    server: Server
    report: Report
    end: float

    def honest(self, question: Question) -> None:
        """Ask, and check the answer."""
        began = time.monotonic()
        try:
            answer = self.server.ask(question.path, question.method, question.body, question.headers, _LONGEST)
        except OSError as error:
            self.report.wrong[f"{question.name}: {type(error).__name__}"] += 1
            return
        if answer.status == 200 and question.is_right(answer):
            self.report.waited.append(time.monotonic() - began)
        else:
            self.report.wrong[f"{question.name}: {answer.status} {answer.text[:60].strip()}"] += 1

    def hostile(self, name: str) -> None:
        """Do harm, and see that it ends as it should."""
        attack = HOSTILE[name]
        try:
            ended = attack.send(self.server)
        except OSError as error:
            ended = type(error).__name__
        counter = self.report.refused if ended in attack.ends else self.report.unexpected
        counter[f"{name}: {ended}"] += 1

    def do(self, request: Question | str) -> None:
        if time.monotonic() > self.end:
            self.report.left += 1
        elif isinstance(request, str):
            self.hostile(request)
        else:
            self.honest(request)


def endure(
    folder: Path, requests: int, hostile: int, clients: int, seconds: float, options: Sequence[str], seed: int = 1,
    say: Callable[[str], None] = lambda _: None,
) -> Report:  # fmt: skip
    """Send so many requests, so many of them hostile, for so many seconds at most."""
    asked, report = questions(folder), Report()
    chance = random.Random(seed)  # noqa: S311 - the same load each time
    load: list[Question | str] = [chance.choice(asked) for _ in range(requests - hostile)]
    load += [list(HOSTILE)[number % len(HOSTILE)] for number in range(hostile)]
    chance.shuffle(load)
    with Server(folder, *options) as server:
        number = server.process.pid
        warm_up(server, asked)
        report.before = memory(number)
        began = time.monotonic()
        run(Load(server, report, began + seconds), load, clients, say)
        report.seconds = time.monotonic() - began
        warm_up(server, asked)
        report.after = memory(number)
        last = server.workers()
        report.exit_status = server.stop()
        report.complaints = [line.rstrip() for line in server.said[4:] if line != "kg: stopped\n"]
        report.orphans = orphans(number, last)
    return report


def run(load: Load, requests: Sequence[Question | str], clients: int, say: Callable[[str], None]) -> None:
    """Send all requests from as many clients, and look at the memory now and then."""
    with ThreadPoolExecutor(clients) as threads:
        futures = [threads.submit(load.do, request) for request in requests]
        while not all(future.done() for future in futures[-clients:]):
            load.report.most_resident = max(load.report.most_resident, memory(load.server.process.pid)[1])
            say(f"{len(load.report.waited)} honest, {load.report.refused.total()} hostile")
            time.sleep(0.5)
    for future in futures:
        future.result()


def warm_up(server: Server, asked: Sequence[Question]) -> None:
    """Ask every question several times, once whatever was killed is there again."""
    time.sleep(3)
    for number in range(_WARM_UP):
        question = asked[number % len(asked)]
        server.ask(question.path, question.method, question.body, question.headers)
    time.sleep(1)


def memory(pid: int) -> tuple[int, int, int]:
    """How many processes a server has, and their resident and proportional memory."""
    sizes = [memory_of(each) for each in processes_of(pid)]
    return len(sizes), sum(rss for rss, _ in sizes), sum(pss for _, pss in sizes)


def orphans(server: int, known: Sequence[int]) -> int:
    """How many workers of a server that has ended are still there after a second."""
    time.sleep(1)
    left = {pid for pid in known if Path(f"/proc/{pid}").exists()}
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = process.read_bytes()
        except OSError:
            continue
        if b"kg.serve.worker" in command and b'"server": %d}' % server in command:
            left.add(int(process.parent.name))
    return len(left)


def main() -> int:
    """Print the report; exits 1 where an honest question was not answered, or anything else is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a built folder with a store")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--hostile", type=int, default=500, help="how many of them")
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=1500, help="no request is sent later")
    parser.add_argument("--timeout", default="3", help="of kg serve")
    given = parser.parse_args()

    def say(progress: str) -> None:
        if sys.stderr.isatty():
            print(f"\r{progress}  ", end="", file=sys.stderr, flush=True)

    report = endure(
        given.folder, given.requests, given.hostile, given.clients, given.seconds, ["--timeout", given.timeout], say=say
    )
    print("\n".join(["", *report.lines()]))
    wrong = (report.wrong, report.unexpected, report.lost, report.orphans, report.exit_status, report.complaints)
    return int(any(wrong))


if __name__ == "__main__":
    sys.exit(main())
