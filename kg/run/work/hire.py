"""Who does the work of a run: as many processes as it is worth, or this one alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Protocol, TypeVar

from kg.run.work.job import Job
from kg.run.work.order import Crew

__all__ = ["Hire", "all_cores", "hired"]

_WORTH_IT = 500  # papers: with fewer, starting processes takes longer than they save
J = TypeVar("J", bound=Job)


class Hire(Protocol):
    """A way to get work done: takes jobs, the folders of rules and how many are wanted, gives the jobs and a crew."""

    def __call__(
        self, jobs: Iterable[J], rules: Sequence[str | Path], workers: int | None, /
    ) -> AbstractContextManager[tuple[Iterable[J], Crew]]:
        """Until the context is left."""
        ...


@contextmanager
def hired(
    jobs: Iterable[J], rules: Sequence[str | Path], workers: int | None
) -> Iterator[tuple[Iterable[J], Crew]]:
    """The jobs and who does them: `workers` processes, by default one a core; on leaving they are gone.

    `rules` are folders of rules over the shipped ones. They are read when there is a job. With one worker, and for
    what is not worth more, this process does the work.
    """
    jobs = iter(jobs)
    wanted = workers or all_cores()
    first = list(islice(jobs, wanted))
    if workers is None and sum(len(job.papers) for job in first) < _WORTH_IT:
        wanted = 1
    crew = _crew(max(1, min(wanted, len(first))), rules)
    try:
        yield chain(first, jobs), crew
    finally:
        crew.close()


def all_cores() -> int:
    """How many processes can run at once: the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _crew(workers: int, rules: Sequence[str | Path]) -> Crew:
    if workers == 1:
        from kg.record import load_extractor
        from kg.run.work.serial import Serial

        return Serial(lambda: load_extractor(*rules))
    from kg.record import compiled_rules
    from kg.run.work.pool import Pool

    return Pool(workers, compiled_rules(*rules))
