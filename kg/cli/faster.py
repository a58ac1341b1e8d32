"""`kg faster`: who is faster than whom in a built folder, and where papers do not agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.cli.options import Folder, Json

if TYPE_CHECKING:
    from kg.query.numbers.conflicts import Conflict, Step
    from kg.query.numbers.faster import FasterThan

__all__ = ["faster"]

_WIDEST = 48  # characters of a column; what is longer pushes the rest of its own line only


def faster(folder: Folder, as_json: Json = False) -> None:
    """Show who is faster than whom.

    One line a result, from the faster to the slower; then cycles and contradictions, with whether the settings differ.

    \b
    Example:
      kg faster outputs
    """
    import msgspec

    from kg.run import load

    found = load(folder).faster_than()
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(found.rows()), indent=1).decode())
    else:
        print("\n".join(_lines(found)))


def _lines(found: FasterThan) -> Iterator[str]:
    yield from _aligned([_cells(step) for step in found.steps])
    yield from _conflict_lines("cycles", found.cycles)
    yield from _conflict_lines("contradictions", found.contradictions)
    yield f"\n{found.counts}"


def _conflict_lines(heading: str, conflicts: Sequence[Conflict]) -> Iterator[str]:
    """Each conflict in a line, then its results; "none" where there is none."""
    yield f"\n{heading}{'' if conflicts else ': none'}"
    for conflict in conflicts:
        yield f"  {conflict.why}"
        yield from (f"    {line}" for line in _aligned([_cells(step) for step in conflict.steps]))


def _cells(step: Step) -> tuple[str, ...]:
    sure = "" if step.hit.confidence is None else f"{step.hit.confidence:.2f}"
    pair, title = f"{step.winner_name} → {step.loser_name}", step.hit.evidence.title
    return tuple(" ".join(cell.split()) for cell in (pair, step.amount, step.said, step.setting, sure, title))


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns one below the other; what is empty in all rows is no column."""
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [min(_WIDEST, max(map(len, column))) for column in columns]
    for row in zip(*columns, strict=True):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
