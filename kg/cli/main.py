"""`kg`: every command, its options and its examples; the work is the library's.

Results go to standard output, messages to standard error. Exit 0 done, 1 a user's mistake in one line, 2 usage.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg import __version__
from kg.errors import KgError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Abstracts of machine-learning papers into a knowledge graph you can check line by line.",
)  # fmt: skip
rules_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Tend the rules that everything stands on.")
app.add_typer(rules_app, name="rules")

Inputs = Annotated[list[str] | None, typer.Argument(metavar="[INPUT]...", help="Files, folders, globs, or - for standard input.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `kg build` wrote.")]
Out = Annotated[Path, typer.Option("-o", "--out", help="Where to write.")]
Rules = Annotated[list[Path] | None, typer.Option("--rules", metavar="DIR", help="A folder of your own rules, over the shipped ones.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Go on past what cannot be read, and count it.")]
Json = Annotated[bool, typer.Option("--json", help="JSON for a program, not a table for a person.")]


def main() -> None:
    """Run the command line; a mistake of the user's is one line on standard error and exit 1."""
    try:
        app(prog_name="kg")
    except KgError as error:
        _fail(str(error))
    except BrokenPipeError:
        # The reader of our output has left (`kg … | head`): that is no mistake.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        _fail("stopped; what stood there before is unchanged", 130)


def _fail(message: str, status: int = 1) -> None:
    print(f"kg: {message}", file=sys.stderr)
    sys.exit(status)


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"kg {__version__}")
        raise typer.Exit


@app.command()
def build(
    inputs: Inputs = None, out: Out = Path("outputs"), rules: Rules = None, skip_bad: SkipBad = False
) -> None:
    """Read abstracts and write the graph: records.jsonl, graph.json, graph.ttl, graph.nt, graph.html.

    Without INPUT, builds the sample that ships with kg.

    Example: kg build dump.txt more.jsonl -o outputs
    """
    from kg.cli.report import build_summary
    from kg.cli.watch import Skipped, watching
    from kg.run import build as build_graph

    skipped = Skipped()
    graph = build_graph(
        inputs or [], out, rules=rules or [], skip_bad=skip_bad, on_skip=skipped, watch=watching("reading papers")
    )
    skipped.tell()
    print(build_summary(graph, out))


@app.command()
def extract(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - for standard input.")],
    out: Annotated[str, typer.Option("-o", "--out", help="The file to write; - for standard output.")] = "-",
    rules: Rules = None,
    skip_bad: SkipBad = False,
) -> None:
    """Read abstracts and write one JSON record a paper.

    Example: kg extract dump.txt -o records.jsonl
    """
    from kg.cli.watch import Skipped, watching
    from kg.files import whole_file
    from kg.run import extract as extract_records

    skipped = Skipped()
    options = {"rules": rules or [], "skip_bad": skip_bad, "on_skip": skipped, "watch": watching("reading papers")}
    if out == "-":
        extract_records(inputs, sys.stdout.buffer, **options)  # type: ignore[arg-type]  # each has the type its name says
    else:
        with whole_file(Path(out)) as lines:
            records = extract_records(inputs, lines, **options)  # type: ignore[arg-type]  # as above
        print(f"wrote {len(records)} records to {out}", file=sys.stderr)
    skipped.tell()


@app.command()
def sparql(
    folder: Folder,
    query: Annotated[str, typer.Argument(help="A SPARQL query, or a file that holds one, or - for standard input.")],
    as_json: Json = False,
) -> None:
    """Ask the RDF of a built folder in SPARQL; the usual prefixes are declared already.

    Example: kg sparql outputs "SELECT ?label WHERE { ?h a kg:Hardware ; skos:prefLabel ?label }"
    """
    from kg.cli.report import read_query
    from kg.rdf import render_json, render_table
    from kg.rdf import sparql as ask

    table = ask(folder, read_query(query))
    print(render_json(table) if as_json else render_table(table))


@app.command()
def view(
    folder: Folder,
    around: Annotated[str | None, typer.Option(metavar="NAME", help="Start on this entity or paper.")] = None,
    top: Annotated[int, typer.Option(min=2, help="How many nodes to draw at first.")] = 80,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The page to write; DIR/graph.html by default.")] = None,
) -> None:
    """Draw the page of a built folder anew, around what you ask for.

    Example: kg view outputs --around A100
    """
    from kg.files import staged_folder
    from kg.run import load
    from kg.view import write_page

    graph = load(folder)
    page = out or folder / "graph.html"
    with staged_folder(page.parent) as staging:
        write_page(graph.nx, staging / page.name, around=around, top=top)
    print(page)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="An abstract, or - for standard input; a first line of several is the title.")],
    rules: Rules = None,
    as_json: Json = False,
) -> None:
    """Show every match in a text, the rule that made it, and what lost to it and why.

    Example: kg explain "COMET is 2.02 times faster than TensorRT-LLM on one A100-80G."
    """
    from kg.cli.report import explanation_json, print_explanation
    from kg.errors import InputError
    from kg.record import Extractor
    from kg.ruleset import load_ruleset
    from kg.workbench.explain import explain as explain_text

    text = sys.stdin.read() if text == "-" else text
    if not text.strip():
        raise InputError("TEXT", "is empty; give an abstract in quotes, or - and pipe one in")
    explanation = explain_text(text, Extractor(load_ruleset(*(rules or []))))
    if as_json:
        print(explanation_json(explanation))
    else:
        print_explanation(explanation)


@rules_app.command("check")
def rules_check(rules: Rules = None) -> None:
    """Check every rule and run its examples; exit 1 if one is broken.

    Example: kg rules check --rules my-rules
    """
    from kg.record import Extractor
    from kg.ruleset import load_ruleset
    from kg.workbench.check import check_rules

    extractor = Extractor(load_ruleset(*(rules or [])))
    complaints = check_rules(extractor)
    for complaint in complaints:
        print(complaint)
    if complaints:
        _fail(f"{len(complaints)} examples are broken")
    print(f"{len(extractor.ruleset.terms)} terms and all grammars: every example holds")
