"""Put the explorer together: PyVis holds what is drawn first, our template and scripts do the rest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
import pyvis  # type: ignore[import-untyped]
from pyvis.edge import Edge  # type: ignore[import-untyped]
from pyvis.network import Network  # type: ignore[import-untyped]
from pyvis.node import Node  # type: ignore[import-untyped]

from kg.errors import KgError
from kg.memory import no_garbage
from kg.view.embed import SHARED_SCRIPTS, SHARED_STYLE, Part, plain, script_json, script_part, style_part, write_html
from kg.view.explorer.choose import checked_kinds, first_picture
from kg.view.explorer.data import page_data
from kg.view.explorer.layout import node_size, place, room_of
from kg.view.style import KINDS, RELATIONS

__all__ = ["MOST_NODES", "page_html", "write_page"]

MOST_NODES = 150_000  # about 70 MB; a browser takes seconds to open them

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
_PLAIN_PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>{}</title><p>{}</p></html>\n'
_SHAPES = {kind.name: kind.shape for kind in KINDS}
# Of several relations between two nodes a line stands for the one that ties most strongly.
_RANK = {tie.name: rank for rank, tie in enumerate(sorted(RELATIONS, key=lambda tie: -tie.strength))}


def write_page(
    graph: nx.MultiDiGraph[str],
    path: Path,
    *,
    around: str | None = None,
    top: int = 80,
    kinds: Sequence[str] | None = None,
    title: str = _TITLE,
) -> None:
    """Write the page of `graph` to `path`; see `page_html`. Raises OutputError where it cannot be written.

    Of a graph that is too large the page says just that.
    """
    if graph.number_of_nodes() > MOST_NODES:
        html = _PLAIN_PAGE.format(escape(title), escape(_too_large(graph)))
    else:
        html = page_html(graph, around=around, top=top, kinds=kinds, title=title)
    write_html(html, path)


def page_html(
    graph: nx.MultiDiGraph[str],
    *,
    around: str | None = None,
    top: int = 80,
    kinds: Sequence[str] | None = None,
    title: str = _TITLE,
) -> str:
    """One HTML page, whole in itself, that draws at most `top` nodes of `graph` and searches all of it.

    It starts on the node that `around` names (key, label or alias), else on the most connected part; with `kinds`, on
    nodes of those and the papers that tie them. The graph is only read; the same graph gives the same text. Raises
    UnknownNameError where nothing is called `around`, QueryError for a kind that is none, KgError for a graph of more
    than `MOST_NODES`.
    """
    if graph.number_of_nodes() > MOST_NODES:
        raise KgError(_too_large(graph))
    asked = checked_kinds(kinds)
    with no_garbage():
        return _page_html(graph, around, top, asked, title)


def _too_large(graph: nx.MultiDiGraph[str]) -> str:
    return (
        f"{graph.number_of_nodes():,} nodes are too many for one page (to about {MOST_NODES:,}); build a part of the "
        "papers: kg build --from SHARDS --about NAME"
    )


def _page_html(
    graph: nx.MultiDiGraph[str], around: str | None, top: int, asked: frozenset[str] | None, title: str
) -> str:
    picture, centre = first_picture(graph, around, top, asked)
    whole = page_data(graph)
    tables = {name: whole.pop(name) for name in ("kinds", "relations", "slots")}
    network = _network(graph, picture, centre)
    # PyVis would read a template's name and folder from one string cut at "/".
    network.set_template((_ASSETS / "page.html.j2").as_posix())
    environment = network.templateEnv
    environment.autoescape = True
    environment.filters["parsed"] = json.loads
    environment.filters["script_json"] = script_json
    environment.globals.update(_parts(), page_title=plain(title), tables=tables, whole=whole)
    environment.globals.update(centre=centre, kinds=_shown([kind["name"] for kind in tables["kinds"]], asked))
    html: str = network.generate_html()
    return html


def _shown(kinds: list[str], asked: frozenset[str] | None) -> list[str]:
    """The kinds that are drawn at first: those asked for, else all but results."""
    return [kind for kind in kinds if (kind != "result" if asked is None else kind in asked)]


def _network(graph: nx.MultiDiGraph[str], picture: nx.Graph[str], centre: str | None) -> Network:
    """The first picture as a PyVis network: placed nodes, one line for each tied pair, options."""
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    looks = {key: _look(graph, key) for key in picture}
    places = place(picture, {key: room_of(*look) for key, look in looks.items()}, centre)
    # `add_node` and `add_edge` look through all that was added before: a large picture would take minutes.
    network.nodes = [_node(key, looks[key], *where) for key, where in places.items()]
    network.edges = [_edge(graph, *pair) for pair in sorted(map(sorted, picture.edges()))]
    return network


def _node(key: str, look: tuple[str, str, int], x: int, y: int) -> dict[str, Any]:
    kind, label, degree = look
    shape, size = _SHAPES.get(kind, "dot"), node_size(kind, degree)
    node: dict[str, Any] = Node(key, shape, label or key, group=kind, x=x, y=y, size=size).options
    return node


def _edge(graph: nx.MultiDiGraph[str], a: str, b: str) -> dict[str, Any]:
    source, target = (a, b) if graph.has_edge(a, b) else (b, a)
    relation = min(graph[source][target], key=lambda name: (_RANK.get(name, len(_RANK)), name))
    edge: dict[str, Any] = Edge(source, target, directed=True, relation=relation).options
    return edge


def _look(graph: nx.MultiDiGraph[str], key: str) -> tuple[str, str, int]:
    """Kind, label and degree of a node, on which its size and room depend."""
    data = graph.nodes[key]
    return str(data.get("kind", "")), str(data.get("label", key)), graph.degree(key)


@cache
def _parts() -> dict[str, Part]:
    """Style and scripts as they stand in the page."""
    return {
        "style": style_part([SHARED_STYLE, _ASSETS / "page.css"]),
        "vis": Part.of(_vis_network()),
        "program": script_part([*SHARED_SCRIPTS, *(_ASSETS / f"{name}.js" for name in _SCRIPTS)]),
    }


def _vis_network() -> str:
    """vis-network as PyVis ships it, with a browser's line ends and without the pointer to its source map."""
    source = files(pyvis).joinpath(_VIS).read_bytes().decode("utf-8").replace("\r\n", "\n")
    return source.partition("\n//# sourceMappingURL=")[0]
