"""`kg rdf`: the commands for people who load the RDF elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Json
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.rdf.shacl.validate import Validation

__all__ = ["rdf_app"]

_MOST_LINES = 50

rdf_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="""Check the RDF, and read what its terms mean.

    \b
    Example:
      kg rdf validate outputs""",
)  # fmt: skip


@rdf_app.command()
def validate(
    where: Annotated[Path, typer.Argument(metavar="DIR", help="A built folder, or an .nt or .ttl file.")],
    as_json: Json = False,
) -> None:
    """Check RDF against the shapes that an export meets.

    A line for each thing that is not as it must be: its node, the paper, what must hold and what stands there. --json
    has all of them. Exit 1 if there is one.

    \b
    Example:
      kg rdf validate outputs
    """
    from kg.rdf.shacl.validate import validate_rdf

    found = validate_rdf(where)
    if as_json:
        told = {"triples": found.triples, "shapes": found.shapes, "conforms": found.conforms}
        print(json.dumps(told | {"violations": list(map(asdict, found.violations))}, ensure_ascii=False, indent=2))
    elif found.conforms:
        print(f"{found.triples} triples, {found.shapes} shapes, no violation")
    else:
        _print_lines(found, where / "graph.nt" if where.is_dir() else where)
    if not found.conforms:
        count = len(found.violations)
        raise KgError(f"{where}: {count} {'violation' if count == 1 else 'violations'} of what an export must hold to")


def _print_lines(found: Validation, file: Path) -> None:
    for violation in found.violations[:_MOST_LINES]:
        line = "" if violation.line is None else f":{violation.line}"
        print(f"{file}{line}: {violation}")
    left = Counter(violation.shape for violation in found.violations[_MOST_LINES:])
    for shape, count in sorted(left.items(), key=lambda item: (-item[1], item[0])):
        print(f"and {count} more [{shape}]")


@rdf_app.command()
def reference() -> None:
    """Print what each term means, as a page.

    Classes, properties and terms of others: what docs/vocabulary.md holds.

    \b
    Example:
      kg rdf reference > vocabulary.md
    """
    from kg.rdf.reference.page import reference as page

    print(page(), end="")
