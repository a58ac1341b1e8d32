"""`kg report`: the page of figures and results of a built folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from kg.cli.options import Folder

__all__ = ["report"]


def report(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="The page to write; DIR/report.html by default.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What stands over the page.")] = "Report",
) -> None:
    """Draw the figures of a built folder in one page.

    Hardware, methods on hardware, speed-ups, memory, metrics, baselines and trade-offs, each mark with its sentences;
    and a table of all results. The page works offline.

    \b
    Example:
      kg report outputs
    """
    from kg.files import whole_file
    from kg.run import load
    from kg.view import report_html

    page = out or folder / "report.html"
    html = report_html(load(folder), title=title, explorer=_address(folder / "graph.html", page))
    with whole_file(page) as written:
        written.write(html.encode("utf-8"))
    print(page)


def _address(target: Path, page: Path) -> str | None:
    """The address of a file from a page, None where there is no such file."""
    if not target.is_file():
        return None
    # A colon would make the beginning of a path a scheme; quote leaves none.
    return quote(os.fsencode(os.path.relpath(target.resolve(), page.resolve().parent)))
