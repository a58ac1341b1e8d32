"""What many tests share: one extractor of the shipped rules, built once for the whole run."""

from __future__ import annotations

import pytest

from kg.record import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor()
