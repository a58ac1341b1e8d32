"""The explorer: one page that draws a part of the graph and searches all of it.

`choose` picks what is drawn first, `layout` places it, `data` packs the whole graph, `page` makes the file.
"""

from __future__ import annotations

from kg.view.explorer.page import page_html, write_page

__all__ = ["page_html", "write_page"]
