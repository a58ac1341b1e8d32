"""Jobs in, answers out, in the order of the jobs; no more of them under way than keeps everyone busy."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeVar

import msgspec

from kg.errors import InputError
from kg.run.work.job import Answer, Failed, Job
from kg.sources.gathering import text_of

__all__ = ["Crew", "OnBad", "Pending", "answers_in_order"]

OnBad = Callable[[InputError], None]  # is told of a paper that is left out, or raises the error
J = TypeVar("J", bound=Job)


class Pending(Protocol):
    """A job that is under way."""

    def result(self) -> Answer:
        """Wait for what comes of it."""
        ...


class Crew(Protocol):
    """Who does jobs: this process, a few beside it, a cluster."""

    @property
    def at_once(self) -> int:
        """How many jobs keep it busy, those that wait for their turn included."""
        ...

    def submit(self, job: Job) -> Pending:
        """Take a job."""
        ...

    def close(self) -> None:
        """Stop whatever is under way, at once."""
        ...


def answers_in_order(jobs: Iterable[J], crew: Crew, on_bad: OnBad) -> Iterator[tuple[J, Answer]]:
    """Each job with its answer; a job all of whose papers failed has none.

    A paper that fails goes to `on_bad`. If that does not raise, its job is done again without the paper.
    """
    jobs = iter(jobs)
    waiting: deque[tuple[J, Pending]] = deque()
    while True:
        free = max(0, crew.at_once - len(waiting))  # a cluster may have fewer nodes than a moment ago
        waiting.extend((job, crew.submit(job)) for job in islice(jobs, free))
        if not waiting:
            return
        job, pending = waiting.popleft()
        answer = pending.result()
        while answer.failed and job.papers:
            job = _without(job, answer.failed, on_bad)
            answer = crew.submit(job).result() if job.papers else answer
        if job.papers:
            yield job, answer


def _without(job: J, failed: tuple[Failed, ...], on_bad: OnBad) -> J:
    for one in failed:
        paper = text_of(job.papers[one.at]).paper
        source = paper.source[0]
        on_bad(InputError(source.file, f"{paper.title!r} {one.why}; --skip-bad leaves it out", source.line))
    left_out = {one.at for one in failed}
    papers = tuple(paper for at, paper in enumerate(job.papers) if at not in left_out)
    return msgspec.structs.replace(job, papers=papers)
