"""The explorer: `choose` picks what is drawn first, `layout` places it, `data` packs the graph, `page` makes the file."""

from __future__ import annotations

from kg.view.explorer.page import page_html, write_page

__all__ = ["page_html", "write_page"]
