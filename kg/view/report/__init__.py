"""The report: `svg` makes matplotlib's drawings part of a page, `data` packs their evidence, `page` makes the file."""

from __future__ import annotations

from kg.view.report.page import report_html, write_report

__all__ = ["report_html", "write_report"]
