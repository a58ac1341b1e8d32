"""The pages people read, each one HTML file that works offline: the explorer and the report.

`explorer` draws a part of the graph and searches all of it; `style` says how kinds and relations look; `embed` holds
what pages have in common.
"""

from __future__ import annotations

from kg.view.explorer import page_html, write_page

__all__ = ["page_html", "write_page"]
