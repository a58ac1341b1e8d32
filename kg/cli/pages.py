"""`kg view` and `kg report`: the pages of a built folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from kg.cli.options import Folder, any_of, name_option
from kg.errors import KgError, UnknownNameError

__all__ = ["report", "view"]


def view(
    folder: Folder,
    around: Annotated[str | None, name_option("Start on this entity or paper.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Draw only this kind at first, and papers that tie it. Repeatable."),
    ] = None,
    top: Annotated[
        int, typer.Option(metavar="N", min=2, help="How many nodes to draw at first; 50 to 150 can be read at once.")
    ] = 80,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="The page to write; DIR/graph.html by default.")
    ] = None,
) -> None:
    """Draw the page of a built folder anew.

    It starts around what you ask for, and still holds the whole graph for its search.

    \b
    Example:
      kg view outputs --kind hardware --kind method
    """
    from kg.files import whole_file
    from kg.memory import no_garbage
    from kg.run import load
    from kg.view import page_html

    try:
        with no_garbage():
            html = page_html(load(folder).nx, around=around, top=top, kinds=any_of(kind))
    except UnknownNameError as error:
        hint = "" if error.nearest else "; give a name that the page's search finds"
        raise KgError(f"{folder}: {error}{hint}") from error
    page = out or folder / "graph.html"
    with whole_file(page) as written:
        written.write(html.encode("utf-8"))
    print(page)


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
