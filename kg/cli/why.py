"""`kg why`: why the names of an entity are one thing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Built, Json

__all__ = ["why"]


def why(
    name: Annotated[str, typer.Argument(metavar="ENTITY", help="A name or the key of an entity.")],
    folder: Built = Path("outputs"),
    as_json: Json = False,
) -> None:
    """Show why the names of an entity are one thing.

    Every form, the papers that write it, and the rule or reason that joined it to the others.

    \b
    Example:
      kg why A100 --in outputs
    """
    from kg.cli.answer_table import print_answer
    from kg.run import load

    found = load(folder).why(name)
    if as_json:
        print(found.json())
    else:
        print_answer(found)
