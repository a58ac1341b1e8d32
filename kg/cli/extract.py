"""`kg extract`: abstracts into records, as lines of JSON or as Parquet shards, here or on a cluster."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from kg.cli.options import Rules, SkipBad, SomeInputs, Workers

if TYPE_CHECKING:
    from kg.run import Made

__all__ = ["RayAddress", "extract", "told", "with_address"]

_ADDRESS = re.compile(r"auto|local|ray://.+|[\w.-]+:\d+")


class RayAddress(TyperCommand):
    """Lets `--ray` stand alone: what follows is its address only where it looks like one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Give a lone `--ray` an empty address."""
        return super().parse_args(ctx, list(with_address(args)))


def with_address(args: Sequence[str]) -> Iterator[str]:
    """The words of a command line, each lone `--ray` with an empty address."""
    for at, word in enumerate(args):
        following = args[at + 1] if at + 1 < len(args) else ""
        yield "--ray=" if word == "--ray" and not _ADDRESS.fullmatch(following) else word


def extract(
    inputs: SomeInputs,
    out: Annotated[
        str, typer.Option("-o", "--out", metavar="FILE", help="The file to write; - for standard output.")
    ] = "-",
    shards: Annotated[
        Path | None, typer.Option("--shards", metavar="DIR", help="Write Parquet files into DIR instead, and go on.")
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option("--ray", metavar="[ADDRESS]", help="Have a Ray cluster make the shards (docs/cluster.md)."),
    ] = None,
    rules: Rules = None,
    workers: Workers = None,
    skip_bad: SkipBad = False,
) -> None:
    """Read abstracts and write one JSON record a paper.

    With --shards, the same records as Parquet files of some 2,000 papers, each of which appears when it is whole. After
    a stop, or with more papers, run it again: what is there is not made again. `kg build --from DIR` makes the graph.

    \b
    Example:
      kg extract dump.txt -o records.jsonl
    """
    if shards is not None:
        if out != "-":
            raise typer.BadParameter("give one of the two", param_hint="'--out' / '--shards'")
        _to_shards(inputs, shards, rules, ray, workers, skip_bad)
    elif ray is not None:
        raise typer.BadParameter("needs --shards DIR, a folder that all machines share", param_hint="'--ray'")
    else:
        _to_lines(inputs, out, rules, workers, skip_bad)


def _to_lines(inputs: list[str], out: str, rules: list[Path] | None, workers: int | None, skip_bad: bool) -> None:
    from kg.cli.given import refuse_input
    from kg.cli.watch import Skipped, watching
    from kg.files import whole_file
    from kg.run import extract as extract_records

    refuse_input(out, inputs)
    skipped = Skipped()
    with nullcontext(sys.stdout.buffer) if out == "-" else whole_file(Path(out)) as lines:
        count = extract_records(
            inputs, lines, rules=rules or [], workers=workers, skip_bad=skip_bad, on_skip=skipped,
            watch=watching("reading papers"),
        )  # fmt: skip
    if out != "-":
        print(f"wrote {_counted(count, 'record')} to {out}", file=sys.stderr)
    skipped.tell()


def _to_shards(
    inputs: list[str], shards: Path, rules: list[Path] | None, ray: str | None, workers: int | None, skip_bad: bool
) -> None:
    from kg.cli.watch import Skipped, watching
    from kg.run import extract_shards
    from kg.run.work.hire import Hire, hired

    hire: Hire = hired
    if ray is not None:
        from kg.run.work.cluster import hired_on

        hire = hired_on(ray)
    skipped = Skipped()
    try:
        made = extract_shards(
            inputs, shards, rules=rules or [], hire=hire, workers=workers, skip_bad=skip_bad, on_skip=skipped,
            watch=watching("reading papers"),
        )  # fmt: skip
    except KeyboardInterrupt:
        complete = len(list(shards.glob("shard-*.parquet")))
        print(f"kg: {shards}: stopped; {complete} complete shards stay, the same command goes on", file=sys.stderr)
        sys.exit(130)
    skipped.tell()
    print(told(made, shards))


def told(made: Made, shards: Path) -> str:
    """What a run left in a folder of shards, in words."""
    again = made.shards - made.made
    kept = f", {f'{again:,}' if made.made else 'all'} of them there before" if again else ""
    return f"{shards}: {_counted(made.papers, 'record')} in {_counted(made.shards, 'shard')}{kept}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
