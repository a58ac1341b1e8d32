"""Large sets of papers: time and memory grow as the papers do, and no more than a paper's share is taken."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from records import rival_records, sample_records
from repeated import repeated

from kg.graph import build_graph
from kg.graph.entities import summarise
from kg.model import Extraction
from kg.query.names import NameIndex
from kg.record import read_records, write_records

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 2_000, 8_000
BYTES_PER_EDGE = 1_100  # its share of nodes, texts and tables included
BYTES_PER_BYTE_OF_JSON = 1.4  # of a record in memory

# In a process of its own, where no other test has shared strings of these records.
HOLDING = """
import sys, tracemalloc
from pathlib import Path
from kg.record import read_records
tracemalloc.start()
records = list(read_records(Path(sys.argv[1])))
print(tracemalloc.get_traced_memory()[0])
"""


def papers(number: int) -> list[Extraction]:
    return list(repeated(sorted(sample_records() + rival_records(), key=lambda record: record.id), number))


def names(records: list[Extraction]) -> None:
    NameIndex(summarise(records).values(), records)


def least_time(run: Callable[[list[Extraction]], Any], number: int) -> float:
    """Seconds on the processor, the best of three: a machine with other work only ever adds to them."""
    records = papers(number)
    times = []
    for _ in range(3):
        began = time.process_time()
        run(records)
        times.append(time.process_time() - began)
    return min(times)


def held_and_peak(run: Callable[[], Any]) -> tuple[Any, int, int]:
    """What is returned, and the bytes it holds and those that were needed to make it."""
    gc.collect()
    tracemalloc.start()
    try:
        made = run()
        return made, *tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()


def test_entities_grow_with_the_papers() -> None:
    """What is measured below is no small graph whose edges are counted again and again."""
    few, many = (summarise(papers(number)) for number in (200, 800))
    assert 3.5 < len(many) / len(few) < 4.5


def test_repeated_records_bear_out_what_they_say() -> None:
    for record in papers(60):
        sections = {"title": record.title, "abstract": record.abstract}
        for entity in record.entities:
            assert all(sections[spot.section][spot.start : spot.end] == spot.text for spot in entity.mentions)
        assert all(sections[result.section][result.start : result.end] == result.quote for result in record.results)


@pytest.mark.slow
@pytest.mark.parametrize("run", [build_graph, names], ids=["graph", "names"])
def test_time_grows_as_the_papers_do(run: Callable[[list[Extraction]], Any]) -> None:
    assert least_time(run, MANY) / least_time(run, FEW) < 2 * MANY / FEW  # the square would be 4


def test_a_graph_needs_little_more_than_it_holds() -> None:
    def passing() -> Iterator[Extraction]:
        yield from repeated(sample_records(), 1_000)

    graph, held, peak = held_and_peak(lambda: build_graph(passing()))
    assert held < BYTES_PER_EDGE * graph.number_of_edges()
    assert peak < 1.4 * held


def test_records_of_a_file_hold_what_they_repeat_once(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    with path.open("wb") as out:
        write_records(papers(1_000), out)
    told = subprocess.run([sys.executable, "-c", HOLDING, path], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(told.stdout) < BYTES_PER_BYTE_OF_JSON * path.stat().st_size
    records = list(read_records(path))
    assert records == papers(1_000)
    keys = [entity.key for record in records for entity in record.entities]
    assert len({id(key) for key in keys}) == len(set(keys)) < len(keys)


def test_edges_of_one_sentence_share_its_text() -> None:
    first = sample_records()[0]
    leaving = build_graph([first]).out_edges(first.id, data="quote")
    quotes = [quote for *_, quote in leaving]
    assert len({id(quote) for quote in quotes}) == len(set(quotes)) < len(quotes)
