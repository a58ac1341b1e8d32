"""What `kg query` prints: the tables of an answer, and what it holds in a line."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text

from kg.cli.result_table import roomy_console
from kg.query import Answer, Table

__all__ = ["print_answer"]


def print_answer(answer: Answer, most: int | None = None, console: Console | None = None) -> None:
    """Print an answer's tables, of each `most` rows or all, then its counts."""
    console = console or roomy_console()
    for table in answer.fitted(console.width, most):
        if table.rows:
            _print_table(console, table)
    console.print(Text(answer.counts))


def _print_table(console: Console, table: Table) -> None:
    if table.heading:
        console.print(Text(table.heading, style="bold"))
    drawn = Drawn(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    for name, right in zip(table.columns, table.numeric, strict=True):
        drawn.add_column(Text(name), justify="right" if right else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*map(Text, row))
    console.print(drawn)
    if table.more:
        console.print(Text(f"… {table.more} more; --top shows them", style="dim"))
    console.print()
