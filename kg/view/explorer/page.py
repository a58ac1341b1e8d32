"""Put the explorer together: PyVis holds what is drawn first, our template and scripts do the rest."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path

import networkx as nx
import pyvis  # type: ignore[import-untyped]
from pyvis.network import Network  # type: ignore[import-untyped]

from kg.view.embed import SHARED, Part, plain, script_json, script_part, style_part, write_html
from kg.view.explorer.choose import first_picture
from kg.view.explorer.data import page_data
from kg.view.explorer.layout import place
from kg.view.style import KINDS, RELATIONS

__all__ = ["page_html", "write_page"]

_ASSETS = Path(__file__).parent / "assets"
_SCRIPTS = (
    "store", "lens", "choose", "ways", "together", "search", "arrange", "names", "canvas", "evidence", "facts", "save",
    "results", "panel", "address", "controls", "keys", "main",
)  # fmt: skip
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_TITLE = "Knowledge graph"
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": True, "tooltipDelay": 60000, "selectConnectedEdges": True},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.35}}, "hoverWidth": 1},
}


def write_page(
    graph: nx.MultiDiGraph[str], path: Path, *, around: str | None = None, top: int = 80, title: str = _TITLE
) -> None:
    """Write the page of `graph` to `path`; see `page_html`. Raises OutputError where it cannot be written."""
    write_html(page_html(graph, around=around, top=top, title=title), path)


def page_html(graph: nx.MultiDiGraph[str], *, around: str | None = None, top: int = 80, title: str = _TITLE) -> str:
    """One HTML page, whole in itself, that draws at most `top` nodes of `graph` and searches all of it.

    It starts on the node that `around` names (key, label or alias), else on the most connected part. The graph is
    only read; the same graph gives the same text. Raises UnknownNameError where nothing is called `around`.
    """
    picture, centre = first_picture(graph, around, top)
    whole = page_data(graph)
    tables = {name: whole.pop(name) for name in ("kinds", "relations", "slots")}
    network = _network(graph, picture, centre)
    # PyVis would read a template's name and folder from one string cut at "/".
    network.set_template((_ASSETS / "page.html.j2").as_posix())
    environment = network.templateEnv
    environment.autoescape = True
    environment.filters["parsed"] = json.loads
    environment.filters["script_json"] = script_json
    environment.globals.update(_parts(), page_title=plain(title), tables=tables, centre=centre, kinds=None, whole=whole)
    html: str = network.generate_html()
    return html


def _network(graph: nx.MultiDiGraph[str], picture: nx.Graph[str], centre: str | None) -> Network:
    """The first picture as a PyVis network: placed nodes, one line for each tied pair, options."""
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    shapes = {kind.name: kind.shape for kind in KINDS}
    for key, (x, y) in place(picture, centre).items():
        kind = str(graph.nodes[key].get("kind", ""))
        label = str(graph.nodes[key].get("label", key))
        size = node_size(kind, graph.degree(key))
        network.add_node(key, label=label, shape=shapes.get(kind, "dot"), group=kind, x=x, y=y, size=size)
    for a, b in sorted(tuple(sorted(pair)) for pair in picture.edges()):
        source, target = (a, b) if graph.has_edge(a, b) else (b, a)
        network.add_edge(source, target, relation=_strongest(graph, source, target))
    return network


def node_size(kind: str, degree: int) -> int:
    """Half the height of a node in pixels: papers and results alike, entities by how much is tied to them."""
    return 9 if kind in ("paper", "result") else min(30, 8 + round(2 * degree**0.5))


def _strongest(graph: nx.MultiDiGraph[str], source: str, target: str) -> str:
    """The relation from `source` to `target` that ties most strongly: the one the line stands for."""
    rank = [tie.name for tie in sorted(RELATIONS, key=lambda tie: -tie.strength)]
    relations = sorted(graph[source][target])
    return min(relations, key=lambda name: rank.index(name) if name in rank else len(rank))


@cache
def _parts() -> dict[str, Part]:
    """Style and scripts as they stand in the page."""
    return {
        "style": style_part([SHARED / "base.css", _ASSETS / "page.css"]),
        "vis": Part.of(_vis_network()),
        "program": script_part([SHARED / "dom.js", *(_ASSETS / f"{name}.js" for name in _SCRIPTS)]),
    }


def _vis_network() -> str:
    """vis-network as PyVis ships it, with a browser's line ends and without the pointer to its source map."""
    source = files(pyvis).joinpath(_VIS).read_bytes().decode("utf-8").replace("\r\n", "\n")
    return source.partition("\n//# sourceMappingURL=")[0]
