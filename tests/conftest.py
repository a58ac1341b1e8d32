"""What many tests share: one extractor of the shipped rules, built once for the whole run, and the shared data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.record import Extractor

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus and the gold annotations: absent from a lone checkout, never from a CI run."""
    if not SHARED.is_dir():
        message = "there is no ../shared beside the checkout, with corpus/ and gold/"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    return SHARED
