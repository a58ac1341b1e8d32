"""The README's picture of the explorer shows what the page looks like now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "pictures" / "explorer.png"
SMALL = (140, 86)  # letters look other on other machines: seen from afar they are the same
FAR, MOST = 30, 0.03  # levels of grey that a spot may differ by, and the share of spots that may by more


def loaded(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


def spots_that_differ(one: Path, other: Path) -> float:
    """The share of a small picture's spots at which two pictures are not alike."""
    small = [loaded(file).convert("L").resize(SMALL, Image.Resampling.BOX) for file in (one, other)]
    counts = ImageChops.difference(*small).histogram()
    return sum(counts[FAR:]) / sum(counts)


@pytest.mark.usefixtures("chromium")
def test_the_readme_shows_the_page_as_it_is(tmp_path: Path) -> None:
    fresh = tmp_path / "explorer.png"
    subprocess.run([sys.executable, ROOT / "docs" / "pictures" / "make.py", fresh], check=True, cwd=ROOT)
    assert loaded(fresh).size == loaded(PICTURE).size
    assert spots_that_differ(fresh, PICTURE) <= MOST, "the page looks other than its picture: run `make pictures`"


def test_the_picture_is_small_and_has_words_for_who_cannot_see_it() -> None:
    assert PICTURE.stat().st_size < 250_000
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    alternative = readme.partition("](docs/pictures/explorer.png)")[0].rpartition("![")[2]
    assert 40 < len(alternative) < 400


def test_another_picture_would_be_noticed(tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    loaded(PICTURE).transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(other)
    assert spots_that_differ(other, PICTURE) > MOST
