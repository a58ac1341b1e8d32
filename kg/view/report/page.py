"""Put the report together: drawings, the numbers behind them, and what its script reads."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.plot.draw import draw, rendered
from kg.plot.lettering import shown
from kg.plot.rows import Grid, Mark
from kg.query import KnowledgeGraph, Table
from kg.query.figures.plots import Plot
from kg.view.embed import SHARED_SCRIPTS, SHARED_STYLE, Part, plain, script_json, script_part, style_part, write_html
from kg.view.report.data import report_data
from kg.view.report.svg import Link, inlined

__all__ = ["report_html", "write_report"]

_ASSETS = Path(__file__).parent / "assets"
_SCRIPTS = ("cards", "details", "marks", "table", "main")
_TITLE = "Report"
_WIDE, _NARROW = 640.0, 312.0  # pixels of a drawing, and of one on a phone
_LONGEST = 300  # characters of what a mark says


class _Section(NamedTuple):
    """One figure as the page shows it."""

    name: str
    short: str
    title: str
    wide: bool
    caption: str
    empty: str
    drawings: Markup
    table: Table


def write_report(
    graph: KnowledgeGraph, path: Path, *, title: str = _TITLE, explorer: str | None = "graph.html"
) -> None:
    """Write the report of `graph` to `path`; see `report_html`. Raises OutputError where it cannot be written."""
    write_html(report_html(graph, title=title, explorer=explorer), path)


def report_html(graph: KnowledgeGraph, *, title: str = _TITLE, explorer: str | None = "graph.html") -> str:
    """One HTML page, whole in itself, with the figures of `graph`, the evidence of each mark and all results.

    `explorer` is the address of the explorer's page from this one, None for no links to it. The same graph gives the
    same text.
    """
    plots = graph.plot.all()
    template = Environment(
        loader=FileSystemLoader(_ASSETS), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("report.html.j2")  # fmt: skip
    html = template.render(
        **_parts(), page_title=shown(plain(title)) or _TITLE, counts=_counts(graph),
        sections=[_section(plot) for plot in plots], explorer=explorer,
        data=Markup(script_json(report_data(graph, plots, explorer))),  # script_json leaves nothing that ends a script
    )  # fmt: skip
    return plain(html)


def _counts(graph: KnowledgeGraph) -> str:
    return repr(graph).removeprefix("<KnowledgeGraph: ").removesuffix(">").replace(", ", " · ")


def _section(plot: Plot) -> _Section:
    heading = plot.rows.heading
    wide = isinstance(plot.rows, Grid)
    return _Section(*heading[:3], wide, *heading[3:], _drawings(plot), _visible(plot.table()))


def _drawings(plot: Plot) -> Markup:
    """The figure for a screen and for a phone; a heat map keeps its size, and moves sideways where that is too much."""
    if not len(plot):
        return Markup("")
    kept = " kept" if isinstance(plot.rows, Grid) else ""
    links = [_link(plot.rows.heading.name, mark) for mark in plot.rows.marks]
    forms = {f"wide{kept}": _WIDE, f"narrow{kept}": _NARROW}
    drawn = {form: rendered(draw(plot.rows, width, titled=False), "svg") for form, width in forms.items()}
    inside = [inlined(drawing, links, plot.title, form) for form, drawing in drawn.items()]
    return Markup("".join(inside))  # every text in it is escaped


def _link(figure: str, mark: Mark) -> Link:
    said = shown(mark.said[: 2 * _LONGEST])
    return Link(address(figure, mark.key), said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…")


def address(figure: str, key: str) -> str:
    """The address, in the page, of a mark with its evidence."""
    return f"#{urlencode({'figure': figure, 'mark': plain(key)})}"


def _visible(table: Table) -> Table:
    return Table(table.heading, table.columns, [tuple(shown(cell)[:_LONGEST] for cell in row) for row in table.rows])


@cache
def _parts() -> dict[str, Part]:
    """Style and scripts as they stand in the page."""
    return {
        "style": style_part([SHARED_STYLE, _ASSETS / "report.css"]),
        "program": script_part([*SHARED_SCRIPTS, *(_ASSETS / f"{name}.js" for name in _SCRIPTS)]),
    }
