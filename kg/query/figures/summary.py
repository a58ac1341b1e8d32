"""What a notebook shows for a graph: counts by kind, the names that most papers use, and its hardware."""

from __future__ import annotations

from html import escape

from kg.plot.lettering import fitted
from kg.plot.palette import PALETTE
from kg.plot.rows import Bars
from kg.query.answers import Table
from kg.query.index import RecordIndex
from kg.query.meant import KINDS

__all__ = ["summary_html"]

_NAMED = 5  # of each kind
_ROOM = 30  # letters of usual width that a name may take
_LONGEST = 280  # pixels of a bar


def summary_html(counts: str, index: RecordIndex, hardware: Bars) -> str:
    """A paragraph, a table of kinds and, where papers name any, one of hardware with bars; all text is escaped.

    Bars of HTML stand at once: matplotlib would take half a second to load, and here nobody asked for it.
    """
    parts = [f"<p>{escape(counts)}</p>", _kinds(index).html()]
    return "\n".join([*parts, *([_bars(hardware)] if hardware.rows else [])])


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


def _bars(bars: Bars) -> str:
    most = max(bar.total for bar in bars.rows)
    rows = [
        f"<tr><td>{escape(fitted(bar.label, _ROOM, 1))}</td>"
        f"<td>{_bar(bar.papers / most, bars.colour)}{_bar(bar.also / most, f'{bars.colour}-wide')}</td>"
        f"<td>{bar.total:,}</td></tr>"
        for bar in bars.rows
    ]
    heads = "<thead><tr><th>hardware</th><th>by its own name, and by its family</th><th>papers</th></tr></thead>"
    body = "\n".join(rows)
    return f"<table><caption>{escape(bars.heading.title)}</caption>\n{heads}\n<tbody>\n{body}\n</tbody></table>"


def _bar(share: float, colour: str) -> str:
    width = round(_LONGEST * share)
    return f'<div style="display:inline-block;width:{width}px;height:11px;background:{PALETTE[colour]}"></div>'
