"""Jobs that kill whoever does them: which of their papers do it."""

from __future__ import annotations

from collections.abc import Callable

from kg.errors import KgError
from kg.run.work.job import Answer, Failed, Job, Reading

__all__ = ["survived"]

_ROUNDS = 3  # times that a deadly job is looked through without finding a deadly paper in it
_DEADLY = "ends the process that reads it"


def survived(job: Job, tried: Callable[[Job], Answer | None]) -> Answer:
    """What comes of a job, where `tried` says None of one that kills each time.

    Such a job is looked through paper by paper: the papers that kill have failed. Raises KgError where none does, and
    the job kills all the same.
    """
    for _ in range(_ROUNDS):
        answer = tried(job)
        if answer is not None:
            return answer
        failed = [Failed(at, _DEADLY) for at, paper in enumerate(job.papers) if tried(Reading((paper,))) is None]
        if failed:
            return Answer(failed=tuple(failed))
    raise KgError("worker processes keep being killed, whatever they read: run again with fewer --workers")
