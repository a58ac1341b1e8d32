"""`kg`: every command, its options and its examples; the work is the library's.

Results go to standard output, messages to standard error. Exit 0 done, 1 a user's mistake in one line, 2 usage.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from kg import __version__
from kg.cli.changes import add, diff, remove
from kg.cli.evaluate import evaluate
from kg.cli.export import export
from kg.cli.extract import RayAddress, extract
from kg.cli.faster import faster
from kg.cli.options import Base, Inputs, Json, Out, Rules, SkipBad, Workers
from kg.cli.pages import report, view
from kg.cli.query import query_app
from kg.cli.rdf import rdf_app
from kg.cli.results import results
from kg.cli.rules import rules_app
from kg.cli.serve import serve
from kg.cli.sparql import sparql, store
from kg.cli.why import why
from kg.errors import KgError

__all__ = ["app", "main"]


class _Commands(TyperGroup):
    """Runs a command so that whatever the user can mend ends in one line on standard error."""

    def invoke(self, ctx: Any) -> Any:
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except KgError as error:
            _fail(str(error))
        except BrokenPipeError:
            _drop_output()  # the reader has left (`kg … | head`): that is no mistake
            sys.exit(0)
        except OSError as error:
            _fail_of_system(error)
        except KeyboardInterrupt:
            _fail("stopped; what stood there before is unchanged", 130)
        else:
            return answer


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Abstracts of machine-learning papers into a knowledge graph you can check line by line.

    \b
    Example:
      kg build dump.txt -o outputs""",
)  # fmt: skip
app.add_typer(query_app, name="query")
app.add_typer(rdf_app, name="rdf")
app.add_typer(rules_app, name="rules")


def main() -> None:
    """Run the command line; a mistake of the user's is one line on standard error and exit 1."""
    _settle_streams()
    app(prog_name="kg")


def _settle_streams() -> None:
    """Make a closed stream an empty one, and give output an encoding that has every letter."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    if not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # standard output is a TextIOWrapper
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # as above


def _drop_output() -> None:
    """Send what is still to be written nowhere, or Python would complain again on leaving."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail_of_system(error: OSError) -> NoReturn:
    """What the library did not put in words: a failure without a file name is that of standard output."""
    reason = error.strerror or str(error)
    if error.filename is not None:
        _fail(f"{os.fsdecode(error.filename)}: {reason}; check the path and its permissions")
    _drop_output()
    _fail(f"standard output: cannot be written: {reason}; make room or send it elsewhere")


def _fail(message: str, status: int = 1) -> NoReturn:
    print(f"kg: {' '.join(message.splitlines())}", file=sys.stderr)
    sys.exit(status)


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"kg {__version__}")
        raise typer.Exit


@app.command()
def build(
    inputs: Inputs = None,
    out: Out = Path("outputs"),
    rules: Rules = None,
    base: Base = None,
    workers: Workers = None,
    skip_bad: SkipBad = False,
    shards: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="Read no abstracts: take what `kg extract --shards DIR` made."),
    ] = None,
    about: Annotated[
        str | None, typer.Option(metavar="NAME", help="With --from: only the papers that speak of it, or of its kinds.")
    ] = None,
) -> None:
    """Read abstracts and write their graph, in six files.

    records.jsonl, graph.json, graph.ttl, graph.nt, graph.html and build.json. Without INPUT, builds the sample that
    ships with kg. With --from, builds the shards of a folder, and writes tables of them as well.

    \b
    Example:
      kg build dump.txt more.jsonl -o outputs
    """
    if shards is not None:
        others = {"INPUT": inputs, "--rules": rules, "--workers": workers, "--skip-bad": skip_bad}
        _build_from(shards, out, base, about, others)
        return
    if about is not None:
        raise typer.BadParameter("goes with --from DIR alone", param_hint="'--about'")
    from kg.cli.report import build_summary
    from kg.cli.watch import Skipped, watching
    from kg.run import build as build_graph

    skipped = Skipped()
    graph = build_graph(
        inputs or [], out, rules=rules or [], base=base, workers=workers, skip_bad=skip_bad, on_skip=skipped,
        watch=watching("reading papers"),
    )  # fmt: skip
    skipped.tell()
    print(build_summary(graph, out))


def _build_from(shards: Path, out: Path, base: str | None, about: str | None, others: Mapping[str, object]) -> None:
    from kg.cli.report import merge_summary
    from kg.run import build_from

    for name, value in others.items():
        if value:
            problem = "the papers of shards have been read already; leave one of the two out"
            raise typer.BadParameter(problem, param_hint=f"'{name}' / '--from'")
    merged = build_from(shards, out, about=about, base=base)
    if merged.without is not None:
        print(f"kg: no graph.json and no graph.html: {merged.without}", file=sys.stderr)
    print(merge_summary(merged, out))


app.command(cls=RayAddress)(extract)
app.command()(view)


@app.command()
def explain(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="An abstract, its title on a line before it; or - for standard input.")
    ],
    rules: Rules = None,
    as_json: Json = False,
) -> None:
    """Show what the rules see in a text, and why.

    Every match, the rule that made it, and what lost to it and why.

    \b
    Example:
      kg explain "COMET is 2.02 times faster than TensorRT-LLM on one A100-80G."
    """
    from kg.cli.given import read_text
    from kg.cli.report import explanation_json, print_explanation
    from kg.record import load_extractor
    from kg.workbench.explain import explain as explain_text

    text = read_text(text)
    explanation = explain_text(text, load_extractor(*(rules or [])))
    if as_json:
        print(explanation_json(explanation))
    else:
        print_explanation(explanation)


app.command()(report)
app.command()(add)
app.command()(remove)
app.command()(diff)
app.command()(results)
app.command()(export)
app.command()(sparql)
app.command()(store)
app.command()(serve)
app.command()(why)
app.command()(faster)
app.command()(evaluate)
