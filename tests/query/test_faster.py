"""Who is faster than whom: edges from the faster to the slower, cycles and contradictions with their settings."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import networkx as nx
import pytest
from records import PaperBuilder

from kg.errors import UnknownNameError
from kg.model import Extraction, Normal
from kg.query import KnowledgeGraph
from kg.query.numbers.faster import FasterThan, faster_than

DEVICES = {"B7 board": "hardware-b7-board", "C9 board": "hardware-c9-board"}


def key_of(name: str | None) -> str | None:
    """The entity of a name; rivals are none."""
    if name is None or name.lower().endswith("rival"):
        return None
    return f"{'software' if name == 'Heron' else 'method'}-{name.partition(' ')[0].lower()}"


def said(
    subject: str | None, baseline: str | None, factor: float | None, high: float | None = None, *,
    metric: str = "speedup", on: str | None = None, **fields: Any,
) -> dict[str, Any]:  # fmt: skip
    """One result; `on` is its hardware, `data` and `model` are keys as well as names."""
    data, model = fields.pop("data", None), fields.pop("model", None)
    return {
        "metric": metric, "normal": Normal(factor, high, "x") if factor is not None else None,
        "subject": subject, "subject_key": key_of(subject), "baseline": baseline,
        "baseline_key": key_of(baseline), "hardware": on, "hardware_key": DEVICES.get(on or ""),
        "dataset": data, "dataset_key": data, "model": model, "model_key": model, **fields,
    }  # fmt: skip


def paper(title: str, *results: dict[str, Any]) -> Extraction:
    sentences = [f"Finding {number} is a factor." for number in range(len(results))]
    builder = PaperBuilder(title, " ".join(sentences))
    for sentence, fields in zip(sentences, results, strict=True):
        metric = fields.pop("metric")
        builder.result(sentence, metric, 2.0, "x", "gain", **fields)
    return builder.record()


def ask(*papers: Extraction) -> FasterThan:
    return KnowledgeGraph(papers).faster_than()


def edges(found: FasterThan) -> list[tuple[str, str, float]]:
    return [(step.winner_name, step.loser_name, step.factor) for step in found.steps]


def test_a_result_is_an_edge_with_its_setting() -> None:
    one = said("Kestrel", "Heron", 2.9, 3.5, metric="throughput", on="B7 board", qualifier="up to", model="model-m")
    found = ask(paper("Kestrel flies", one))
    (edge,) = found.graph.edges(keys=True, data=True)
    assert edge[:3] == ("method-kestrel", "software-heron", "result-kestrel-flies-1")
    assert edge[3] == {
        "factor": 2.9, "high": 3.5, "turned": False, "metric": "throughput", "qualifier": "up to",
        "hardware": "B7 board",
        "subject": "Kestrel", "baseline": "Heron", "model": "model-m", "paper": "paper-kestrel-flies",
        "label": "2x throughput gain (up to)", "quote": "Finding 0 is a factor.",
    }  # fmt: skip
    assert found.graph.nodes["method-kestrel"] == {"label": "Kestrel"}
    assert found.unplaced == 0
    assert "Kestrel → Heron  up to 2.9-3.5x  throughput  on B7 board, for model-m" in repr(found)


def test_what_is_slower_is_an_edge_the_other_way() -> None:
    found = ask(paper("One", said("Kestrel", "Heron", 0.5), said("Kestrel", "Osprey", 0.25, 0.5)))
    assert edges(found) == [("Heron", "Kestrel", 2.0), ("Osprey", "Kestrel", 2.0)]
    assert [step.high for step in found.steps] == [None, 4.0]
    assert all(step.turned for step in found.steps)
    assert "stated as slower" in repr(found)


def test_only_speeds_count_and_what_has_no_two_sides_is_counted() -> None:
    found = ask(
        paper(
            "One",
            said("Kestrel", None, 2.0),
            said(None, "Heron", 2.0),
            said("Kestrel", "Kestrel", 2.0),
            said("Kestrel", "Heron", 1.0),
            said("Kestrel", "Heron", 0.9, 1.2),
            said("Kestrel", "Heron", 4.0, metric="memory"),
            said("Kestrel", "Heron", None),
            said("Kestrel", "Osprey", 2.0, metric="latency"),
        )
    )
    assert edges(found) == [("Kestrel", "Osprey", 2.0)]
    assert found.unplaced == 5


def test_a_name_without_an_entity_is_one_thing_in_its_paper_only() -> None:
    found = ask(
        paper("One", said("Kestrel", "best rival", 2.0), said("Osprey", "Best Rival", 3.0)),
        paper("Two", said("best rival", "Kestrel", 2.0)),
    )
    assert found.graph.number_of_nodes() == 4
    assert not found.cycles


def test_a_cycle_is_told_with_its_results() -> None:
    found = ask(
        paper("One", said("Kestrel", "Osprey", 2.0, on="B7 board")),
        paper("Two", said("Osprey", "Heron", 3.0, on="B7 board")),
        paper("Three", said("Heron", "Kestrel", 1.5, on="C9 board"), said("Heron", "Wren <fast>", 9.0)),
    )
    (cycle,) = found.cycles
    assert [(step.winner_name, step.loser_name) for step in cycle.steps] == [
        ("Kestrel", "Osprey"), ("Osprey", "Heron"), ("Heron", "Kestrel"),
    ]  # fmt: skip
    assert cycle.setting == "differ"
    assert cycle.differs == ("hardware",)
    assert cycle.unknown == ("model", "dataset")
    assert "Kestrel → Osprey → Heron → Kestrel (settings differ: hardware)" in repr(found)
    assert not found.contradictions


def test_every_pair_of_a_knot_is_in_a_cycle() -> None:
    pairs = [("Kestrel", "Osprey"), ("Osprey", "Kestrel"), ("Osprey", "Heron"), ("Heron", "Kestrel")]
    found = ask(paper("One", *(said(*pair, 2.0) for pair in pairs)))
    told = {step.pair for cycle in found.cycles for step in cycle.steps}
    assert told == {(key_of(winner), key_of(loser)) for winner, loser in pairs}
    assert sorted(len(cycle.steps) for cycle in found.cycles) == [2, 3]
    assert not found.contradictions, "within one paper there are trade-offs, no contradictions"


@pytest.mark.parametrize(
    ("one", "other", "setting", "differs", "unknown"),
    [
        ({"on": "B7 board", "model": "m", "data": "d"}, {"on": "B7 board", "model": "m", "data": "d"}, "same", (), ()),
        ({"on": "B7 board"}, {"on": "C9 board"}, "differ", ("hardware",), ("model", "dataset")),
        ({"on": "B7 board", "model": "m"}, {"model": "m"}, "unknown", (), ("hardware", "dataset")),
        ({}, {}, "unknown", (), ("hardware", "model", "dataset")),
        ({"metric": "latency"}, {"metric": "throughput"}, "differ", ("metric",), ("hardware", "model", "dataset")),
        ({"metric": "latency"}, {}, "unknown", (), ("metric", "hardware", "model", "dataset")),
    ],
)
@pytest.mark.parametrize("as_loss", [False, True])
def test_papers_that_contradict_each_other_are_told_with_their_settings(
    one: dict[str, str], other: dict[str, str], setting: str, differs: Sequence[str], unknown: Sequence[str],
    as_loss: bool,
) -> None:  # fmt: skip
    reply = said("Kestrel", "Heron", 0.5, **other) if as_loss else said("Heron", "Kestrel", 2.0, **other)
    found = ask(paper("One", said("Kestrel", "Heron", 2.0, **one)), paper("Two", reply))
    (clash,) = found.contradictions
    assert {step.pair for step in clash.steps} == {
        ("method-kestrel", "software-heron"),
        ("software-heron", "method-kestrel"),
    }
    assert (clash.setting, clash.differs, clash.unknown) == (setting, tuple(differs), tuple(unknown))


def test_a_contradiction_shows_the_likest_setting() -> None:
    found = ask(
        paper("One", said("Kestrel", "Heron", 2.0, on="B7 board", model="m", data="d")),
        paper("Two", said("Heron", "Kestrel", 2.0, on="C9 board"), said("Heron", "Kestrel", 5.0)),
        paper("Zoo", said("Heron", "Kestrel", 7.0, on="B7 board", model="m", data="d")),
    )
    (clash,) = found.contradictions
    assert clash.setting == "same"
    assert clash.steps[1].hit.evidence.title == "Zoo"


def many(count: int, seed: int) -> list[Extraction]:
    chance = random.Random(seed)
    names = [f"System{number}" for number in range(12)]
    return [
        paper(f"Paper {number}", *(said(*chance.sample(names, 2), chance.choice((0.5, 2.0, 3.0))) for _ in range(4)))
        for number in range(count)
    ]


def test_any_order_gives_the_same_answer() -> None:
    records = many(40, seed=1)
    hits = list(KnowledgeGraph(records).results())
    first = faster_than(hits)
    random.Random(2).shuffle(hits)
    again = faster_than(hits)
    assert first.rows() == again.rows()
    assert repr(first) == repr(again)
    assert list(first.graph.edges(keys=True, data=True)) == list(again.graph.edges(keys=True, data=True))
    assert first.cycles
    assert first.contradictions


def test_each_cycle_leads_back_and_is_told_once() -> None:
    found = ask(*many(60, seed=3))
    ways = [tuple(step.pair for step in cycle.steps) for cycle in found.cycles]
    assert len(set(ways)) == len(ways)
    for way in ways:
        assert all(one[1] == next_[0] for one, next_ in zip(way, way[1:] + way[:1], strict=True))
        assert len({winner for winner, _ in way}) == len(way)


def test_a_large_knot_ends_in_time() -> None:
    """Every thing beats every other: simple cycles would be beyond counting."""
    names = [f"Thing{number}" for number in range(70)]
    record = paper("All", *(said(a, b, 2.0) for a in names for b in names if a != b))
    hits = KnowledgeGraph([record]).results()
    began = time.process_time()
    found = faster_than(hits)
    assert time.process_time() - began < 5
    assert len(found.cycles) == 50


def test_asking_for_one_name() -> None:
    found = ask(
        paper("One", said("Kestrel", "Heron", 2.0), said("Osprey", "Heron", 3.0), said("Heron", "Wren <fast>", 4))
    )
    assert [step.winner_name for step in found.beats("heron")] == ["Kestrel", "Osprey"]
    assert [step.loser_name for step in found.beaten_by("software-heron")] == ["Wren <fast>"]
    assert found.beats("Kestrel") == []
    with pytest.raises(UnknownNameError, match="nearest: Kestrel"):
        found.beats("Kestrl")


def test_a_notebook_sees_text_not_markup() -> None:
    pair = (said("Wren <fast>", "Heron", 2.0), said("Heron", "Wren <fast>", 2.0))
    html = ask(paper("<b>One</b>", pair[0]), paper("Two & more", pair[1]))._repr_html_()
    assert "Wren &lt;fast&gt; → Heron" in html
    assert "<b>" not in html
    assert "contradictions" in html


def test_nothing_to_tell() -> None:
    found = ask(paper("One", said("Kestrel", None, 2.0)))
    assert (
        repr(found)
        == "<FasterThan: 0 results, 0 systems, 0 cycles, 0 contradictions; 1 more with no subject or baseline>"
    )
    assert nx.is_empty(found.graph)
    assert "<table>" in found._repr_html_()


def run(*args: str | Path) -> str:
    code = "import sys, typer; from kg.cli.faster import faster; app = typer.Typer(); app.command()(faster); app()"
    done = subprocess.run([sys.executable, "-c", code, *map(str, args)], capture_output=True, check=True)
    return done.stdout.decode()


def test_the_command_prints_lines_and_conflicts_or_json(tmp_path: Path) -> None:
    records = [
        paper("One", said("Kestrel", "Heron", 2.9, on="B7 board", qualifier="up to")),
        paper("Two", said("Heron", "Kestrel", 2.0, on="C9 board")),
    ]
    (tmp_path / "records.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, records)) + b"\n")
    lines = run(tmp_path).splitlines()
    assert "Kestrel → Heron  up to 2.9x  speedup  on B7 board  One" in lines
    assert "cycles" in lines
    assert "contradictions" in lines
    assert "  settings differ: hardware" in lines
    told = json.loads(run(tmp_path, "--json"))
    assert [row["factor"] for row in told["results"]] == [2.9, 2.0]
    assert told["contradictions"][0]["setting"] == "differ"
    (tmp_path / "records.jsonl").write_bytes(msgspec.json.encode(records[0]) + b"\n")
    lines = run(tmp_path).splitlines()
    assert "cycles: none" in lines
    assert "contradictions: none" in lines
