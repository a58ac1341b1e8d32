"""What a person sees while work goes on: a progress bar on a terminal, nothing in a pipe, and what was left out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from kg.errors import InputError

__all__ = ["Skipped", "watching"]

T = TypeVar("T")


def watching(label: str) -> Callable[[Sequence[T]], Iterable[T]]:
    """A function that passes items through and, on a terminal, shows how far it is."""

    def watch(items: Sequence[T]) -> Iterable[T]:
        if not sys.stderr.isatty():
            return items
        from rich.console import Console
        from rich.progress import track

        return track(items, description=label, console=Console(stderr=True), transient=True)

    return watch


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
