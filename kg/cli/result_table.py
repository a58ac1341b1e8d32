"""What `kg results` prints: a table where there is room for one, else a few lines a result."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.query import ResultGroup, ResultHit, Results

__all__ = ["print_results", "roomy_console"]

_WIDE = 160  # characters of a table in a pipe, where nothing needs to fit a screen
_ROOM = 140  # characters that a table needs to be read with ease
_GAP = 2  # spaces between columns
_TITLE = 40  # characters that titles get at least, with all gaps and a rank before the row
_WIDEST, _NARROWEST = 32, 8  # characters of another column
_COLUMNS = ("result", "measure", "subject", "vs", "setting", "sure")
_WIDER = 2  # times the room of another column, for settings


def print_results(found: Results, evidence: bool = False, console: Console | None = None) -> None:
    """Print results in their order, sorted by value under the headings of their groups, and how many they are."""
    console = console or roomy_console()
    groups = found.groups() if found.sort == "value" else (ResultGroup("", False, tuple(found)),)
    as_table = console.width >= _ROOM and not evidence
    widths = _widths(found, console.width)
    for group in groups if found else ():
        if group.heading:
            console.print(Text(group.heading, style="bold"))
        if as_table:
            console.print(_table(group, widths))
        else:
            _print_entries(console, group, evidence)
        console.print()
    console.print(Text(found.counts if found else "no results"))


def roomy_console() -> Console:
    """As wide as the terminal, or as COLUMNS says; in a pipe wide enough for a table."""
    console = Console(highlight=False)
    fitted = console.is_terminal or "COLUMNS" in os.environ
    return console if fitted else Console(highlight=False, width=_WIDE)


def _cells(hit: ResultHit) -> dict[str, str]:
    cells = (hit.amount, hit.measure, hit.subject, hit.baseline, hit.setting, _sure(hit))
    return {name: cell or "" for name, cell in zip(_COLUMNS, cells, strict=True)}


def _widths(hits: Iterable[ResultHit], room: int) -> dict[str, int]:
    """The columns that hold anything, each as wide as it needs to be or as is left beside the papers' titles."""
    cells = [_cells(hit) for hit in hits]
    longest = {name: max((len(row[name]) for row in cells), default=0) for name in _COLUMNS}
    needed = {name: max(length, len(name)) for name, length in longest.items() if length}

    def within(most: int) -> dict[str, int]:
        return {name: min(most * (_WIDER if name == "setting" else 1), width) for name, width in needed.items()}

    fitting = (most for most in range(_WIDEST, _NARROWEST, -1) if sum(within(most).values()) <= room - _TITLE)
    return within(next(fitting, _NARROWEST))


def _table(group: ResultGroup, widths: Mapping[str, int]) -> Table:
    """One group; the papers' titles take the room that is left."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, _GAP, 0, 0), expand=True)
    if group.ranked:
        table.add_column("", justify="right", no_wrap=True)
    for name, width in widths.items():
        table.add_column(name, width=width, overflow="fold")
    table.add_column("paper", ratio=1, no_wrap=True, overflow="ellipsis")
    for rank, hit in enumerate(group.hits, 1):
        cells = _cells(hit)
        row = [str(rank)] if group.ranked else []
        table.add_row(*row, *(Text(cells[name]) for name in widths), Text(hit.evidence.title))
    return table


def _print_entries(console: Console, group: ResultGroup, evidence: bool) -> None:
    for rank, hit in enumerate(group.hits, 1):
        head = Text.assemble(f"{rank}. " if group.ranked else "", (f"{hit.amount} {hit.measure}", "bold"))
        if hit.confidence is not None:
            head.append(f"  {_sure(hit)}", style="dim")
        _say(console, head)
        for line in _details(hit, evidence):
            _say(console, line, indent=4)


def _details(hit: ResultHit, evidence: bool) -> Iterator[Text]:
    against = f"vs {hit.baseline}" if hit.baseline else ""
    setting = ", ".join(filter(None, (hit.subject, against, hit.setting)))
    if setting:
        yield Text(setting)
    yield Text(hit.evidence.title, style="dim")
    if evidence:
        yield Text(f"“{hit.evidence.sentence}”")


def _say(console: Console, text: Text, indent: int = 0) -> None:
    for piece in text.wrap(console, console.width - indent):
        console.print(Text(" " * indent) + piece, soft_wrap=True)


def _sure(hit: ResultHit) -> str:
    return "" if hit.confidence is None else f"{hit.confidence:.2f}"
