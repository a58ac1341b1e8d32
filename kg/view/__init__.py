"""The pages people read, each one HTML file that works offline: the explorer and the report.

`explorer` draws a part of the graph and searches all of it; `report` has the figures and all results; `style` says how
kinds and relations look; `embed` holds what pages have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.view.explorer import page_html, write_page

if TYPE_CHECKING:
    from kg.view.report import report_html, write_report

__all__ = ["page_html", "report_html", "write_page", "write_report"]


def __getattr__(name: str) -> object:
    """The report is loaded when first used: it draws with matplotlib, which a build does without."""
    if name not in __all__:
        raise AttributeError(f"module 'kg.view' has no attribute {name!r}")
    from kg.view import report

    return getattr(report, name)
