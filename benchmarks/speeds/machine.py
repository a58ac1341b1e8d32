"""What machine it was, and when."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

import spacy

__all__ = ["described"]


def described() -> str:
    """Cores, processor, memory, Python, spaCy and the date, in one line."""
    return (
        f"{os.cpu_count()} cores ({_processor()}), {_memory()}, {platform.system()}, "
        f"Python {platform.python_version()}, spaCy {spacy.__version__}, {datetime.now(UTC):%Y-%m-%d}"
    )


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    rows = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = (row.partition(":")[2].strip() for row in rows if row.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()


def _memory() -> str:
    if "SC_PHYS_PAGES" not in os.sysconf_names:
        return "memory unknown"
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
