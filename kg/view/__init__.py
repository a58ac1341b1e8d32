"""The page people read: one HTML file that draws a part of the graph and searches all of it, offline.

`choose` picks what is drawn first, `layout` places it, `data` packs the whole graph, `page` makes the file.
"""

from __future__ import annotations

from kg.view.page import page_html, write_page

__all__ = ["page_html", "write_page"]
