"""`kg add`, `kg remove` and `kg diff`: a graph that changes over time, and what has changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Folder, Json, Rules, SkipBad, SomeInputs, Workers

if TYPE_CHECKING:
    from kg.run import Update

__all__ = ["add", "diff", "remove"]


def add(
    folder: Folder, inputs: SomeInputs, rules: Rules = None, workers: Workers = None, skip_bad: SkipBad = False
) -> None:
    """Put papers into a built folder, or into one of shards.

    It is then what one `kg build`, or one `kg extract --shards`, of all the papers gives; only texts that are new are
    read. Give the rules that DIR was built with: with others all papers are read again.

    \b
    Example:
      kg add outputs july.txt august.jsonl
    """
    from kg.cli.report import build_summary
    from kg.cli.watch import Skipped, watching
    from kg.run import add as add_papers
    from kg.run import is_shards

    if is_shards(folder):
        _add_to_shards(folder, inputs, rules, workers, skip_bad)
        return
    skipped, told = Skipped(), _Told(folder)
    graph = add_papers(
        folder, inputs, rules=rules or [], workers=workers, skip_bad=skip_bad, on_skip=skipped, on_update=told,
        watch=watching("reading papers"),
    )  # fmt: skip
    skipped.tell()
    print(told.counts, build_summary(graph, folder), sep="\n")


def _add_to_shards(
    folder: Path, inputs: list[str], rules: list[Path] | None, workers: int | None, skip_bad: bool
) -> None:
    from kg.cli.extract import told
    from kg.cli.watch import Skipped, watching
    from kg.run import add_to_shards

    skipped = Skipped()
    made = add_to_shards(
        folder, inputs, rules=rules or [], workers=workers, skip_bad=skip_bad, on_skip=skipped,
        watch=watching("reading papers"),
    )  # fmt: skip
    skipped.tell()
    print(told(made, folder))


def remove(
    folder: Folder,
    papers: Annotated[list[str], typer.Argument(metavar="PAPER", help="The key of a paper, or its title.")],
    rules: Rules = None,
) -> None:
    """Take papers out of a built folder.

    It is then what one `kg build` of the others gives.

    \b
    Example:
      kg remove outputs "FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness"
    """
    from kg.cli.report import build_summary
    from kg.cli.watch import watching
    from kg.errors import KgError, QueryError, UnknownNameError
    from kg.run import remove as remove_papers

    told = _Told(folder)
    try:
        graph = remove_papers(folder, papers, rules=rules or [], on_update=told, watch=watching("reading papers"))
    except (UnknownNameError, QueryError) as error:
        raise KgError(f"{folder}: {error}") from error
    print(told.counts, build_summary(graph, folder), sep="\n")


class _Told:
    """Says at once that all papers are read again, and keeps the counts for the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.counts = ""

    def __call__(self, update: Update) -> None:
        if update.again is not None:
            print(f"kg: {self._folder}: {update.again}; all its papers are read again", file=sys.stderr)
        counts = {"new": update.new, "changed": update.changed, "as before": update.kept, "gone": update.gone}
        told = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
        self.counts = f"papers: {told}"


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A folder that `kg build` wrote, or its records.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The folder or the records to compare it with.")],
    everything: Annotated[bool, typer.Option("--all", help="All of each list, not its beginning.")] = False,
    as_json: Json = False,
) -> None:
    """Say what is new, gone and changed between two graphs.

    Most important first: papers, what they introduce, new best results, first results, what more papers speak of.

    \b
    Example:
      kg diff last-week outputs
    """
    from kg.run import diff as difference

    found = difference(old, new)
    if as_json:
        print(found.json())
    else:
        print(found.text(None) if everything else found.text())
