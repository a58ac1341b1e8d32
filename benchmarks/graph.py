"""How building and asking grow with the number of papers: `make bench`, or `python benchmarks/graph.py [INPUT...]`.

The records of the INPUTs (papers to extract, a `records.jsonl`, or a folder that `kg build` wrote; by default the
shipped sample) are repeated to 1,000 and 10,000 papers, or to as many as `--papers` says, with new names for what is
rare (see repeated.py). For each size, in a fresh process each,

* `build_graph(read_records(path))`: seconds, how many of them on the processor (the rest is a busy machine's), and the
  peak of memory;
* `kg.load(folder)`, the first question, and the peak of memory; then questions about an entity that is rare, one that
  stands in the middle and the one that most papers name: milliseconds when first asked and the median of five more,
  with the number of hits. The first `neighbours` of all builds the NetworkX graph;
* with `--rdf`, `write_rdf` of records that are read anew for each pass: seconds on the processor, peak of memory;
  10,000 papers are 1.5 GB of RDF and take a minute or two.

Growth is the largest size against the one before it. `python benchmarks/graph.py --papers 1000 10000 100000` is the
whole of it; it needs 1 GB of temporary files and a few minutes.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from repeated import repeated

import kg
from kg.graph import build_graph, without_namesakes
from kg.model import Extraction
from kg.query import KnowledgeGraph
from kg.rdf import write_rdf
from kg.record import read_records, write_records
from kg.run.runs import RECORDS
from kg.sample import sample_path

SIZES = (1_000, 10_000)
TIMES = 5
RANKS = ("rare", "middle", "hub")
Measured = dict[str, Any]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("inputs", nargs="*", type=Path, help="papers, records.jsonl or a folder of `kg build`")
    arguments.add_argument("--papers", nargs="+", type=int, default=SIZES, help="numbers of papers (1000 10000)")
    arguments.add_argument("--rdf", action="store_true", help="measure writing RDF as well")
    arguments.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.task:
        print(json.dumps(TASKS[given.task](given.inputs[0], given.papers[0])))
        return
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / RECORDS).open("wb") as out:
            write_records(base_records(given.inputs), out)
        tasks = [task for task in TASKS if given.rdf or task != "rdf"]
        sizes = [measured(Path(folder), papers, tasks) for papers in sorted(given.papers)]
    print_table(sizes)


def base_records(inputs: Sequence[Path]) -> Iterable[Extraction]:
    made = [path / RECORDS if path.is_dir() else path for path in inputs]
    if made and all(path.name.endswith(RECORDS) for path in made):
        return (record for path in made for record in read_records(path))
    return kg.Extractor().extract(kg.read_papers(inputs or [sample_path()]))


def measured(folder: Path, papers: int, tasks: Sequence[str]) -> Measured:
    """All figures of one size. A process for each: what one held in memory is not to count for the next."""
    figures: Measured = {"papers": papers}
    for task in tasks:
        command = [sys.executable, __file__, str(folder), "--papers", str(papers), "--task", task]
        figures |= json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)  # noqa: S603
        print(f"{papers:>9,} papers: {task} done", file=sys.stderr)
    (folder_of(folder, papers) / RECORDS).unlink()
    return figures


def folder_of(folder: Path, papers: int) -> Path:
    return folder / str(papers)


# Tasks, each in its process


def write(folder: Path, papers: int) -> Measured:
    """The repeated records as a file, and beside it the entities that are asked for."""
    target = folder_of(folder, papers)
    target.mkdir()
    counts = {"any": Counter[str](), "hardware": Counter[str](), "baseline": Counter[str]()}
    with (target / RECORDS).open("wb") as out:
        for record in repeated(list(read_records(folder / RECORDS)), papers):
            write_records([record], out)
            counts["any"].update(entity.key for entity in record.entities)
            counts["hardware"].update(entity.key for entity in record.entities if entity.type == "Hardware")
            counts["baseline"].update({result.baseline_key for result in record.results if result.baseline_key})
    asked = {kind: dict(zip(RANKS, by_rank(count), strict=True)) for kind, count in counts.items()}
    (target / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    return {"json MB": (target / RECORDS).stat().st_size / 1e6}


def by_rank(count: Counter[str]) -> tuple[str, str, str]:
    """The entity of fewest papers, the one of most, and one whose papers are the geometric mean of theirs."""
    ordered = sorted(count, key=lambda key: (count[key], key))
    hub = count[ordered[-1]]
    middle = min(ordered, key=lambda key: (abs(count[key] - hub**0.5), key))
    return ordered[0], middle, ordered[-1]


def build(folder: Path, papers: int) -> Measured:
    began = time.process_time()
    seconds, graph = timed(lambda: build_graph(read_records(folder_of(folder, papers) / RECORDS)))
    return {
        "nodes": graph.number_of_nodes(), "edges": graph.number_of_edges(), "build s": seconds,
        "build CPU s": time.process_time() - began, "build MB": peak(),
    }  # fmt: skip


class Anew:
    """The records of a file, which is read from its beginning each time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[Extraction]:
        return read_records(self._path)


def rdf(folder: Path, papers: int) -> Measured:
    records = Anew(folder_of(folder, papers) / RECORDS)
    began = time.process_time()
    with tempfile.TemporaryDirectory(dir=folder) as written:
        write_rdf(without_namesakes(records), written)
    return {"rdf CPU s": time.process_time() - began, "rdf MB": peak()}


def ask(folder: Path, papers: int) -> Measured:
    where = folder_of(folder, papers)
    asked = json.loads((where / "asked.json").read_text(encoding="utf-8"))
    load_time, graph = timed(lambda: kg.load(where))
    first_time, _ = timed(lambda: graph.evidence(asked["any"]["rare"]))
    figures: Measured = {"load s": load_time, "load MB": peak(), "first question s": first_time, "questions": {}}
    for question, (kind, put) in QUESTIONS.items():
        for rank in RANKS:
            times, hits = zip(*(latency(put, graph, asked[kind][rank]) for _ in range(TIMES + 1)), strict=True)
            figures["questions"][f"{question} {rank}"] = (times[0], median(times[1:]), hits[0])
        figures[f"{question} MB"] = peak()
    return figures


def latency(put: Callable[[KnowledgeGraph, str], Sequence[object]], graph: KnowledgeGraph, name: str) -> Any:
    seconds, hits = timed(lambda: put(graph, name))
    return 1000 * seconds, len(hits)


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    returned = run()
    return time.perf_counter() - began, returned


def peak() -> float:
    """The most memory this process had, in MB; on Linux getrusage would begin with what its parent had."""
    status = Path("/proc/self/status")
    if status.exists():
        high_water = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(high_water.split()[1]) * 1024 / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


TASKS: dict[str, Callable[[Path, int], Measured]] = {"write": write, "build": build, "rdf": rdf, "ask": ask}
# The entities they are asked for, and how. `neighbours` is the last: it alone needs the NetworkX graph.
QUESTIONS: dict[str, tuple[str, Callable[[KnowledgeGraph, str], Sequence[object]]]] = {
    "evidence(…)": ("any", lambda graph, name: graph.evidence(name)),
    "papers(hardware=…)": ("hardware", lambda graph, name: graph.papers(hardware=name)),
    "results(baseline=…)": ("baseline", lambda graph, name: graph.results(baseline=name)),
    "neighbours(…)": ("any", lambda graph, name: graph.neighbours(name)),
}


# The table


def print_table(sizes: Sequence[Measured]) -> None:
    rows = [
        ("papers", "papers", ",.0f"), ("nodes", "nodes", ",.0f"), ("edges", "edges", ",.0f"),
        ("records.jsonl, MB", "json MB", ",.0f"), ("build_graph, s", "build s", ".2f"),
        ("  on the processor, s", "build CPU s", ".2f"), ("  peak memory, MB", "build MB", ",.0f"),
        *((("write_rdf, s on the processor", "rdf CPU s", ".1f"), ("  peak memory, MB", "rdf MB", ",.0f"))
          if "rdf MB" in sizes[0] else ()),
        ("kg.load, s", "load s", ".2f"),
        ("  first question, s", "first question s", ".2f"), ("  peak memory, MB", "load MB", ",.0f"),
        *((f"  after {name}, MB", f"{name} MB", ",.0f") for name in QUESTIONS),
    ]  # fmt: skip
    for label, name, form in rows:
        print(line(label, [format(size[name], form) for size in sizes], growth([size[name] for size in sizes])))
    print("\nmilliseconds: first asked / median of five (hits)")
    for question in sizes[0]["questions"]:
        print(line(question, [answered(size["questions"], question) for size in sizes], ""))


def answered(questions: Mapping[str, tuple[float, float, int]], question: str) -> str:
    first, usual, hits = questions[question]
    return f"{first:,.1f} / {usual:,.1f} ({hits:,})"


def growth(values: Sequence[float]) -> str:
    return f"x{values[-1] / values[-2]:.1f}" if len(values) > 1 else ""


def line(label: str, cells: Sequence[str], last: str) -> str:
    return f"{label:30}" + "".join(f"{cell:>28}" for cell in cells) + f"{last:>8}"


if __name__ == "__main__":
    main()
