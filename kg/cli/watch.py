"""What a person sees while work goes on: a progress bar on a terminal, nothing in a pipe, and what was left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from operator import length_hint
from typing import TypeVar

from kg.errors import InputError

__all__ = ["Skipped", "watching"]

T = TypeVar("T")


def watching(label: str) -> Callable[[Iterable[T]], Iterable[T]]:
    """A function that passes items through and, on a terminal, shows how far it is."""

    def watch(items: Iterable[T]) -> Iterable[T]:
        return _shown(items, label) if sys.stderr.isatty() else items

    return watch


def _shown(items: Iterable[T], label: str) -> Iterator[T]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        for item in items:
            progress.update(task, advance=1, total=length_hint(items) or None)  # some know it from the first item on
            yield item


class Skipped:
    """Counts what `--skip-bad` passed over and names each."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, error: InputError) -> None:
        self._count += 1
        print(f"kg: skipped {error}", file=sys.stderr)

    def tell(self) -> None:
        """Say how many there were, if any."""
        if self._count:
            print(f"kg: skipped {self._count} in all", file=sys.stderr)
