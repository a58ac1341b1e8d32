"""All work in this process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from kg.run.work.job import Answer, Job, do

if TYPE_CHECKING:
    from kg.record import Extractor

__all__ = ["Serial"]


class _Done:
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def result(self) -> Answer:
        return self._answer


class Serial:
    """Does each job as it is submitted."""

    at_once = 1

    def __init__(self, load: Callable[[], Extractor]) -> None:
        self._load = load

    @cached_property
    def _extractor(self) -> Extractor:
        return self._load()

    def submit(self, job: Job) -> _Done:
        """Do it."""
        return _Done(do(job, self._extractor))

    def close(self) -> None:
        """Nothing is under way."""
