"""What `kg results` prints: a table where there is room for one, else a few lines a result."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.query import ResultGroup, ResultHit, Results

__all__ = ["print_results"]

_WIDE = 160  # characters of a table in a pipe, where nothing needs to fit a screen
_ROOM = 120  # characters that a table needs to be read with ease
_COLUMNS = ("result", "measure", "subject", "vs", "hardware", "model", "dataset", "task", "sure")


def print_results(found: Results, evidence: bool = False, console: Console | None = None) -> None:
    """Print results in their order, sorted by value under the headings of their groups, and how many they are."""
    console = console or _console()
    groups = found.groups() if found.sort == "value" else (ResultGroup("", False, tuple(found)),)
    as_table = console.width >= _ROOM and not evidence
    columns = [name for name in _COLUMNS if any(_cells(hit)[name] for hit in found)]
    for group in groups if found else ():
        if group.heading:
            console.print(Text(group.heading, style="bold"))
        if as_table:
            console.print(_table(group, columns))
        else:
            _print_entries(console, group, evidence)
        console.print()
    console.print(Text(found.counts if found else "no results"))


def _console() -> Console:
    """As wide as the terminal, or as COLUMNS says; in a pipe wide enough for a table."""
    console = Console(highlight=False)
    fitted = console.is_terminal or "COLUMNS" in os.environ
    return console if fitted else Console(highlight=False, width=_WIDE)


def _cells(hit: ResultHit) -> dict[str, str]:
    cells = (hit.amount, hit.measure, hit.subject, hit.baseline, hit.hardware, hit.model, hit.dataset, hit.task,
             _sure(hit))  # fmt: skip
    return {name: cell or "" for name, cell in zip(_COLUMNS, cells, strict=True)}


def _table(group: ResultGroup, columns: Sequence[str]) -> Table:
    """One group; columns that are empty in the whole answer are left out, the paper's title takes what room is left."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0), expand=True)
    if group.ranked:
        table.add_column("", justify="right", no_wrap=True)
    for name in columns:
        table.add_column(name, ratio=None if name == "sure" else 4, no_wrap=name == "sure", overflow="fold")
    table.add_column("paper", ratio=5, no_wrap=True, overflow="ellipsis")
    for rank, hit in enumerate(group.hits, 1):
        cells = _cells(hit)
        row = [str(rank)] if group.ranked else []
        table.add_row(*row, *(Text(cells[name]) for name in columns), Text(hit.evidence.title))
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
    words = (("", hit.subject), ("vs ", hit.baseline), ("on ", hit.hardware), ("with ", hit.model),
             ("on ", hit.dataset), ("for ", hit.task))  # fmt: skip
    setting = ", ".join(f"{word}{name}" for word, name in words if name)
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
