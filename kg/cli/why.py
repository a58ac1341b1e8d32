"""`kg why`: why the names of an entity are one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Json

__all__ = ["why"]

_FEW = 2  # papers that are named for a form


def why(
    name: Annotated[str, typer.Argument(metavar="ENTITY", help="A name or the key of an entity.")],
    folder: Annotated[Path, typer.Option("-i", "--in", metavar="DIR", help="A folder that `kg build` wrote.")] = Path(
        "outputs"
    ),
    as_json: Json = False,
) -> None:
    """Show why the names of an entity are one thing.

    Every form, the papers that write it so, and the rule or reason that joined it to the others.

    \b
    Example:
      kg why A100 --in outputs
    """
    from kg.cli.tables import print_table
    from kg.run import load

    graph = load(folder)
    found = graph.why(name)
    if as_json:
        print(found.json())
        return
    print(f"{found.entity.label} ({found.entity.key})")
    chain = [graph.entity(key).label for key in found.entity.broader]
    if chain:
        print(f"  in {' → '.join(chain)}")
    titles = {record.id: record.title for record in graph.records}
    rows = [
        (form.text, str(len(form.papers)), form.reason, _some([titles[paper] for paper in form.papers]))
        for form in found.forms
    ]
    print_table(("form", "papers", "why", "in"), rows)
    for other in found.namesakes:
        print(f"kept apart, though a name is shared: {other.label} ({other.key})")


def _some(titles: list[str]) -> str:
    more = len(titles) - _FEW
    return "; ".join([*titles[:_FEW], *([f"and {more} more"] if more > 0 else [])])
