"""What many tests share: one extractor of the shipped rules, built once for the whole run, and the shared data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from kg.record import Extractor, load_extractor
from kg.ruleset import rules_folder

GRAMMARS = ("abbreviations", "compose", "cues", "heads", "results", "units", "words")
# How long one example takes is the machine's affair; what must be quick has a test of its own.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither read nor fill the user's cache of rules, but have one of their own for the run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def extractor(own_cache: None) -> Extractor:
    return load_extractor()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the corpus and the gold annotations: absent from a lone checkout, never from a CI run."""
    if not SHARED.is_dir():
        message = "there is no ../shared beside the checkout, with corpus/ and gold/"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(message)
    return SHARED


@pytest.fixture(scope="session")
def few_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that stands in for the shipped rules, which take seconds to read: their grammars and two names."""
    folder = tmp_path_factory.mktemp("few")
    for name in GRAMMARS:
        shutil.copy(rules_folder() / f"{name}.yaml", folder)
    model = '{id: model-llama, label: Llama, forms: [Llama], match: ["a [Llama]"]}'
    device = '{id: hardware-nvidia-a100, label: NVIDIA A100, forms: [A100], match: ["an [A100]"]}'
    (folder / "models.yaml").write_text(f"type: Model\nrules: [{model}]\n", encoding="utf-8")
    (folder / "hardware.yaml").write_text(f"type: Hardware\nrules: [{device}]\n", encoding="utf-8")
    return folder


@pytest.fixture
def over_few(few_rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.ruleset.folders.rules_folder", lambda: few_rules)
