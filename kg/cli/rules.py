"""`kg rules`: the commands for people who tend rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Json, Rules, SkipBad, SomeInputs
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.model import Paper
    from kg.ruleset import Ruleset

__all__ = ["rules_app"]

rules_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="""Tend the rules that everything stands on.

    \b
    Example:
      kg rules check""",
)  # fmt: skip

Top = Annotated[int, typer.Option(min=1, help="How many lines of each list to show.")]


@rules_app.command()
def check(
    rules: Rules = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Check the shipped rules as well as those of --rules.")
    ] = False,
) -> None:
    """Check rules: run their examples, find forms that never match.

    Forms that several rules claim are warnings. With --rules, only your own rules are checked. Exit 1 if one is broken.

    \b
    Example:
      kg rules check --rules my-rules
    """
    from kg.cli.tables import print_claims
    from kg.ruleset import load_ruleset
    from kg.workbench.check import check_rules, ids_in
    from kg.workbench.claims import find_claims

    ruleset = load_ruleset(*(rules or []))
    only = ids_in(*rules) if rules and not everything else None
    complaints = check_rules(ruleset, only)
    for complaint in complaints:
        print(complaint)
    print_claims(find_claims(ruleset, only))
    broken = len({complaint.rule for complaint in complaints})
    if broken:
        raise KgError("1 rule is broken" if broken == 1 else f"{broken} rules are broken")
    checked = len(ruleset.all_rules()) if only is None else len(only)
    print(f"{checked} {'rule' if checked == 1 else 'rules'}: every example holds")


@rules_app.command()
def coverage(
    inputs: SomeInputs,
    top: Top = 20,
    never: Annotated[bool, typer.Option("--never", help="List the rules that never fired.")] = False,
    rules: Rules = None,
    skip_bad: SkipBad = False,
    as_json: Json = False,
) -> None:
    """Count which rules fire over papers, and time the finders.

    A match counts as kept or as lost to a longer or better one.

    \b
    Example:
      kg rules coverage dump.txt --never
    """
    from kg.cli.tables import coverage_json, print_coverage, print_never
    from kg.workbench.coverage import coverage as count_uses

    papers, ruleset = _read(inputs, rules, skip_bad)
    counted = count_uses(papers, ruleset)
    if as_json:
        print(coverage_json(counted, None if never else top))
    elif never:
        print_never(counted)
    else:
        print_coverage(counted, top)


@rules_app.command()
def suggest(
    inputs: SomeInputs,
    least: Annotated[int, typer.Option("--min", min=1, help="In how many papers a string must stand.")] = 2,
    top: Top = 20,
    rules: Rules = None,
    skip_bad: SkipBad = False,
    as_json: Json = False,
) -> None:
    """List what to add next: what no rule matches.

    Names stand under the type that their context speaks for, terms under the type of known terms with the same noun.

    \b
    Example:
      kg rules suggest dump.txt --min 3
    """
    from kg.cli.tables import print_suggestions, rows_json
    from kg.workbench.suggest import suggest as suggest_rules

    papers, ruleset = _read(inputs, rules, skip_bad)
    found = suggest_rules(papers, ruleset, least).top(top)
    if as_json:
        print(rows_json(found))
    else:
        print_suggestions(found)


def _read(inputs: Sequence[str], rules: Sequence[Path] | None, skip_bad: bool) -> tuple[Iterable[Paper], Ruleset]:
    """The papers, under a progress bar, and the rules; mistakes in inputs are told before rules are loaded."""
    from kg.cli.watch import Skipped, watching
    from kg.ruleset import load_ruleset
    from kg.sources import read_papers

    skipped = Skipped()
    papers = read_papers(inputs, skip_bad=skip_bad, on_skip=skipped)
    skipped.tell()
    return watching("reading papers")(papers), load_ruleset(*(rules or []))
