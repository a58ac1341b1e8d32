"""What a notebook shows for a graph: counts by kind, the names that most papers use, and the first figure."""

from __future__ import annotations

import base64
from html import escape

from kg.plot.lettering import fitted
from kg.query.answers import Table
from kg.query.figures.plots import Plot
from kg.query.index import RecordIndex
from kg.query.meant import KINDS

__all__ = ["summary_html"]

_NAMED = 5  # of each kind
_ROOM = 30  # letters of usual width that a name may take


def summary_html(counts: str, index: RecordIndex, plot: Plot) -> str:
    """A paragraph, a table and, where there is anything to draw, a figure; all text is escaped."""
    parts = [f"<p>{escape(counts)}</p>", _kinds(index).html()]
    if len(plot):
        # As an image it keeps its styles and ids to itself, whatever else the notebook shows.
        image = base64.b64encode(plot._repr_svg_().encode("utf-8")).decode("ascii")
        parts.append(f'<img alt="{escape(plot.title)}" src="data:image/svg+xml;base64,{image}">')
    return "\n".join(parts)


def _kinds(index: RecordIndex) -> Table:
    rows = []
    for kind in KINDS:
        found = sorted(
            (item for item in index.entities.values() if item.kind == kind and item.papers),
            key=lambda item: (-item.papers, item.label, item.key),
        )
        most = ", ".join(f"{fitted(item.label, _ROOM, 1)} ({item.papers})" for item in found[:_NAMED])
        rows.append((kind, f"{len(found):,}", most))
    return Table("", ("kind", "named", "in most papers"), rows)
