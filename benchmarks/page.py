"""What the explorer costs, to make and in a browser: `make bench`, or `python benchmarks/page.py [INPUT...]`.

The records of the INPUTs (papers to extract, a `records.jsonl`, or a folder that `kg build` wrote; by default the
shipped sample) are repeated, with new names for what is rare (see repeated.py), to a graph of 5,000 nodes that is
thinned to 7,000 edges, to one of 5,000 nodes with the edges that come with them, and to one of 20,000. For each

* `kg view`: seconds of the whole command, and in brackets how many of them on the processor (the rest is a busy
  machine's), with 80, 5,000 and all nodes drawn (the two graphs that are whole);
* the size of the page, in MB;
* the time to its first drawing, from the beginning and from the load event, in ms: the first letter on the canvas, the
  median of three; less than nothing is before the load event;
* from typing to the hits: the first search, the median of 20 more and the slowest of these, in ms;
* the longest task of the page while it is brought to five hubs and opens their neighbours, in ms.

Needs Playwright (`pip install playwright`) and Chromium at /usr/bin/chromium. `--skip-browser` times `kg view` alone.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import networkx as nx
from graph import base_records
from repeated import repeated

from kg.graph import build_graph
from kg.model import Extraction
from kg.record import write_records
from kg.view import write_page

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
LOADS, QUERIES, HUBS = 3, 20, 5
SHORTEST_TASK = 50  # the browser reports no shorter ones
Measured = dict[str, Any]

WATCH = """
    const write = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (...given) {
        window.firstDrawn ??= performance.now();
        return write.apply(this, given);
    };
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration)))
        .observe({ type: "longtask", buffered: true });
"""
SEARCH = """async (typed) => {
    const box = document.querySelector("#search");
    const filled = new Promise((resolve) => {
        const observer = new MutationObserver(() => { observer.disconnect(); resolve(performance.now()); });
        observer.observe(document.querySelector("#hits"), { childList: true, subtree: true });
    });
    const began = performance.now();
    box.value = typed;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return await filled - began;
}"""
LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
ON_SCREEN = """key => {
    const { network, stage } = graphPage.drawing, box = stage.getBoundingClientRect();
    const place = network.canvasToDOM(network.getPosition(key));
    return [place.x + box.left, place.y + box.top];
}"""
MIDDLE = """() => {
    const { nodes, network } = graphPage.drawing;
    return nodes.getIds().find((key) => Object.values(network.getPosition(key)).every((at) => at === 0));
}"""
LONGEST = "() => Math.max(0, ...window.tasks)"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("inputs", nargs="*", type=Path, help="papers, records.jsonl or a folder of `kg build`")
    arguments.add_argument("--skip-browser", action="store_true", help="time `kg view` alone")
    given = arguments.parse_args()
    base = list(base_records(given.inputs))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sizes = [
            thin(enough(base, 5_000), 7_000, folder / "thin"),
            whole(enough(base, 5_000), folder / "5000"),
            whole(enough(base, 20_000), folder / "20000"),
        ]
        if not given.skip_browser:
            with browser() as chromium:
                for size in sizes:
                    size |= measured_in(chromium, size)
    print_table(sizes)


# The graphs and their pages


def enough(base: Sequence[Extraction], nodes: int) -> list[Extraction]:
    """Records repeated until their graph has so many nodes, and few more."""
    papers = len(base)
    for _ in range(4):
        records = list(repeated(base, papers))
        found = build_graph(records).number_of_nodes()
        if nodes <= found <= nodes * 1.02:
            break
        papers = round(papers * nodes / found * (1.005 if found < nodes else 1.01))
    return records


def thin(records: Sequence[Extraction], edges: int, folder: Path) -> Measured:
    """The page of a graph less the edges that are too many: mentions that say what another edge says go first."""
    graph = build_graph(records)
    double = [(a, b, key) for a, b, key in graph.edges(keys=True) if key == "mentions" and len(graph[a][b]) > 1]
    others = [edge for edge in graph.edges(keys=True) if edge not in set(double)]
    surplus = graph.number_of_edges() - edges
    step = max(1, len(others) // max(1, surplus - len(double)))
    graph.remove_edges_from((double + others[::step])[: max(0, surplus)])
    folder.mkdir()
    write_page(graph, folder / "graph.html")
    return described(graph, folder)


def whole(records: Sequence[Extraction], folder: Path) -> Measured:
    """The page that `kg view` makes of a folder of these records, and how long that takes."""
    folder.mkdir()
    with (folder / "records.jsonl").open("wb") as out:
        write_records(records, out)
    graph = build_graph(records)
    times = {name: view(folder, top) for name, top in (("all", len(graph)), ("5000", 5_000), ("80", 80))}
    return {**described(graph, folder), **times}


def view(folder: Path, top: int) -> str:
    """Seconds of `kg view`, and those of the processor."""
    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "kg", "view", str(folder), "--top", str(top)]
    subprocess.run(command, check=True, stdout=subprocess.PIPE)  # noqa: S603
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return f"{time.perf_counter() - began:.1f} ({processor:.1f})"


def described(graph: nx.MultiDiGraph[str], folder: Path) -> Measured:
    """What the table and the browser need to know of a graph: its size, names to search for, hubs to go to."""
    names = sorted((str(label) for _, label in graph.nodes(data="label")), key=len)
    page = folder / "graph.html"
    return {
        "nodes": graph.number_of_nodes(), "edges": graph.number_of_edges(), "page": page,
        "MB": page.stat().st_size / 1e6,
        "typed": [names[len(names) * number // (QUERIES + 1)][: 3 + number % 5] for number in range(QUERIES + 1)],
        "hubs": [
            str(graph.nodes[key]["label"])
            for key in sorted(graph, key=lambda key: (-graph.degree(key), key))[:HUBS]
        ],
    }  # fmt: skip


# In the browser


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def measured_in(chromium: Any, size: Measured) -> Measured:
    for _ in range(LOADS - 1):
        page = opened(chromium, size["page"])
        size.setdefault("drawings", []).append(drawing(page))
        page.close()
    page = opened(chromium, size["page"])
    drawn, after, loading = (median(times) for times in zip(*size["drawings"], drawing(page), strict=True))
    first, *others = (page.evaluate(SEARCH, typed) for typed in size["typed"])
    page.evaluate("() => { window.tasks.length = 0; }")
    for hub in size["hubs"]:
        walk_to(page, hub)
    longest = page.evaluate(LONGEST)
    page.close()
    return {
        "drawn": drawn, "drawn after load": after, "first search": first, "search": median(others),
        "worst search": max(others), "task of loading": loading, "longest task": longest,
    }  # fmt: skip


def opened(chromium: Any, file: Path) -> Any:
    page = chromium.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    page.add_init_script(WATCH)
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    return page


def drawing(page: Any) -> tuple[float, float, float]:
    """When a page first drew, how long after its load event that was, and the longest task until it was ready."""
    drawn = page.evaluate("() => window.firstDrawn")
    return drawn, drawn - page.evaluate(LOADED), page.evaluate(LONGEST)


def walk_to(page: Any, name: str) -> None:
    """Bring the page to what is called `name`, and its neighbours' neighbours in."""
    page.fill("#search", name)
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    centre = page.evaluate(MIDDLE)
    if centre is not None:
        page.mouse.dblclick(*page.evaluate(ON_SCREEN, centre))
        page.wait_for_timeout(400)


# The table

ROWS = (
    ("nodes", "nodes", ",.0f"), ("edges", "edges", ",.0f"), ("page, MB (5,000 nodes: 3)", "MB", ".2f"),
    ("kg view, s (5)", "80", ""), ("  --top 5000, s", "5000", ""), ("  --top all, s", "all", ""),
    ("first drawing, ms", "drawn", ",.0f"),
    ("  after load, ms (500; 1,000)", "drawn after load", ",.0f"),
    ("first search, ms", "first search", ",.0f"), ("  median of 20, ms (50)", "search", ",.0f"),
    ("  slowest of 20, ms", "worst search", ",.0f"), ("longest task of loading, ms", "task of loading", ",.0f"),
    ("  of centring, opening (2,000)", "longest task", ",.0f"),
)  # fmt: skip


def print_table(sizes: Sequence[Measured]) -> None:
    """One column a graph; what is aimed at stands in brackets."""
    for label, name, form in ROWS:
        cells = [format(size[name], form) if name in size else "-" for size in sizes]
        print(f"{label:34}" + "".join(f"{cell:>14}" for cell in cells))
    print(f"(a task shorter than {SHORTEST_TASK} ms counts as 0)")


if __name__ == "__main__":
    main()
