"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Folder", "Inputs", "Json", "Out", "Rules", "SkipBad", "SomeInputs"]

_INPUT_HELP = "Files, folders, globs, or - for standard input."
Inputs = Annotated[list[str] | None, typer.Argument(metavar="INPUT", help=_INPUT_HELP)]
SomeInputs = Annotated[list[str], typer.Argument(metavar="INPUT", help=_INPUT_HELP)]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `kg build` wrote.")]
Out = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder to write.")]
Rules = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="A folder of your own rules, over the shipped ones.")
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Go on past what cannot be read, and count it.")]
Json = Annotated[bool, typer.Option("--json", help="JSON for a program, not a table for a person.")]
