"""What the commands that tend rules print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.workbench.claims import Claim
from kg.workbench.coverage import Coverage
from kg.workbench.suggest import Suggestion, Suggestions

__all__ = ["coverage_json", "print_claims", "print_coverage", "print_never", "print_suggestions", "rows_json"]

_WIDE = 160  # characters of a table in a pipe, where nothing needs to fit a screen


def rows_json(found: object) -> str:
    """Anything made of dataclasses as JSON."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1).decode()


def print_claims(claims: Sequence[Claim]) -> None:
    """Phrases that several rules claim, and how many they are."""
    for claim in claims:
        print(claim)
    if claims:
        across = sum(claim.across_types for claim in claims)
        phrases = "1 phrase is a form" if len(claims) == 1 else f"{len(claims)} phrases are forms"
        print(f"{phrases} of several rules, {across} of them across types")


def print_coverage(counted: Coverage, top: int) -> None:
    """The rules that are kept most often, those that never fired as a count, and the time of the finders."""
    console = _console()
    table = _table("kept", "lost", "papers", "rule", "place")
    for use in counted.rules[:top]:
        table.add_row(str(use.kept), str(use.lost), str(use.papers), use.rule, use.place)
    console.print(table)
    fired = len(counted.rules) - len(counted.never)
    console.print(
        Text(f"\n{fired} of {len(counted.rules)} rules fired over {counted.papers} papers; --never lists the rest\n")
    )
    for costs in (counted.finders, counted.patterns[:top]):
        table = _table("ms/paper", "rules", "finder" if costs is counted.finders else "token patterns, each rule alone")
        for cost in costs:
            table.add_row(f"{1000 * cost.seconds / max(1, counted.papers):.3f}", str(cost.rules), cost.what)
        console.print(table)
        console.print()


def print_never(counted: Coverage) -> None:
    """The rules that never fired, each with its place."""
    for use in counted.never:
        print(f"{use.place}: {use.rule}")
    print(f"{len(counted.never)} of {len(counted.rules)} rules never fired over {counted.papers} papers")


def coverage_json(counted: Coverage, top: int | None) -> str:
    """The same as JSON: the first `top` rules, or for None those that never fired."""
    return rows_json(replace(counted, rules=counted.never if top is None else counted.rules[:top]))


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            column, justify="right" if column in ("kept", "lost", "papers", "ms/paper", "rules") else "left"
        )
    return table


def print_suggestions(found: Suggestions) -> None:
    """Names, then terms: each type's, each string with its counts and the places where it stands."""
    console = Console(highlight=False)
    _section(console, "names that no rule matches", found.names)
    _section(console, "terms that no rule matches", found.terms)
    console.print(Text(f"\n{len(found.names)} names and {len(found.terms)} terms that no rule matches"))


def _section(console: Console, title: str, suggestions: Sequence[Suggestion]) -> None:
    for type_, group in groupby(suggestions, key=lambda suggestion: suggestion.type):
        console.print(Text(f"\n{type_ or 'No type'}: {title}", style="bold"))
        for suggestion in group:
            _entry(console, suggestion)


def _entry(console: Console, suggestion: Suggestion) -> None:
    counts = f"  {suggestion.papers:>3} papers {suggestion.occurrences:>4} times  "
    console.print(Text.assemble(counts, (suggestion.text, "bold")), soft_wrap=True)
    if suggestion.known:
        console.print(Text(f"      a form of {suggestion.known}, without its `near` words"), soft_wrap=True)
    for context in suggestion.contexts:
        console.print(Text(f"      {context}", style="dim"), soft_wrap=True)
