"""Papers in, records out: the one way in which runs read texts by the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol, TypedDict, TypeVar

from kg.errors import InputError
from kg.run.work.hire import hired
from kg.run.work.job import Reading
from kg.run.work.order import OnBad, answers_in_order

__all__ = ["How", "OnSkip", "Watch", "judge", "read_lines"]

_PAPERS_A_JOB = 200  # a second's work: little enough to lose, much enough to send
T = TypeVar("T")
OnSkip = Callable[[InputError], None] | None


class Watch(Protocol):
    """Passes items through, showing progress; how many there will be is their length hint."""

    def __call__(self, items: Iterable[T], /) -> Iterable[T]:
        """The items, as they are."""
        ...


class How(TypedDict):
    """How texts are read: by so many processes, one a core where that is None, and who is told of what."""

    workers: int | None
    on_bad: OnBad
    watch: Watch


def read_lines(
    papers: Iterable[bytes], rules: Sequence[str | Path], *, workers: int | None, on_bad: OnBad, watch: Watch
) -> Iterator[tuple[tuple[bytes, ...], bytes]]:
    """Some papers at a time, with their records as lines of JSON, in the order of the papers.

    `papers` are lines of `kg.sources.gathering`. Without papers the rules are not even loaded.
    """
    with hired(map(Reading, _batches(watch(papers))), rules, workers) as (jobs, crew):
        for job, answer in answers_in_order(jobs, crew, on_bad):
            yield job.papers, answer.lines


def _batches(papers: Iterable[bytes]) -> Iterator[tuple[bytes, ...]]:
    papers = iter(papers)
    while batch := tuple(islice(papers, _PAPERS_A_JOB)):
        yield batch


def judge(skip_bad: bool, on_skip: OnSkip) -> OnBad:
    """What becomes of a paper that cannot be read: it is told to `on_skip`, or ends the run."""

    def of(error: InputError) -> None:
        if not skip_bad:
            raise error
        if on_skip is not None:
            on_skip(error)

    return of
