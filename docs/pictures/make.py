"""Make the README's picture of the explorer: `make pictures`, or `python docs/pictures/make.py [FILE]`.

The page of the sample that ships with kg, in Chromium, around a hub that has results and sentences to show.
Needs Playwright, Pillow and Chromium at /usr/bin/chromium.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from kg.graph import build_graph
from kg.record import Extractor
from kg.sample import sample_path
from kg.sources import read_papers
from kg.view import write_page

PICTURE = Path(__file__).with_name("explorer.png")
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--hide-scrollbars"]
SIZE = {"width": 1400, "height": 860}
AROUND, NODES = "vLLM", 55
SHOWN = "#node=software-vllm"


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "graph.html"
        write_page(build_graph(Extractor().extract(read_papers([sample_path()]))), page, around=AROUND, top=NODES)
        picture = Image.open(BytesIO(photograph(page))).convert("RGB")
        # A palette makes it a third as large; of all ways to choose one, this keeps the colours of small shapes.
        palette = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        palette.save(file, optimize=True)
    print(file)


def photograph(page: Path) -> bytes:
    """The page as a PNG, once everything in it stands."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = chromium.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        opened.goto(page.as_uri() + SHOWN)
        opened.wait_for_selector("html[data-ready]")
        opened.wait_for_timeout(500)  # a frame or two, and what follows the last of them
        picture = opened.screenshot()
        chromium.close()
    return picture


if __name__ == "__main__":
    main()
