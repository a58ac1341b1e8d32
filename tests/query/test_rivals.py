"""Who is better than whom by a number: `beats`, `beaten_by` and `compare`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from records import PaperBuilder, rival_records, sample_records
from shore_records import shore_records

from kg.errors import QueryError, UnknownNameError
from kg.model import Extraction, Normal, Result
from kg.query import Comparison, KnowledgeGraph
from kg.query.numbers.judge import better_side


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(shore_records())


def said(rivals: Any) -> list[tuple[str, list[str]]]:
    return [(rival.label, [hit.amount for hit in rival.results]) for rival in rivals]


@pytest.mark.parametrize(
    ("fields", "better"),
    [
        ({"normal": Normal(2, None, "x")}, "subject"),
        ({"normal": Normal(0.8, None, "x"), "sense": "gain"}, "baseline"),  # the factor decides
        ({"normal": Normal(0.8, 1.5, "x")}, None),
        ({"normal": Normal(1, None, "x")}, None),
        ({"normal": Normal(1, 2, "x")}, "subject"),
        ({"normal": Normal(0, None, "x")}, None),
        ({"normal": Normal(12, None, "s"), "sense": "cut", "better": "lower"}, "subject"),
        ({"sense": "gain"}, "subject"),
        ({"sense": "gain", "better": "lower"}, "baseline"),
        ({"sense": "cut"}, "baseline"),
        ({"sense": "cut", "better": "lower"}, "subject"),
        ({"sense": "loss", "better": "lower"}, "baseline"),
        ({"sense": "value"}, None),
        ({"sense": "gain", "value": 0.0}, None),
        ({"sense": "gain", "metric": "other"}, None),  # which way it is good is not known
        ({"sense": "loss", "metric": "other"}, "baseline"),
    ],
)
def test_which_side_a_result_finds_better(fields: dict[str, Any], better: str | None) -> None:
    result = Result(**{"quote": "", "section": "title", "start": 0, "end": 0, "metric": "accuracy", "value": 3.0,
                       "high": None, "unit": None, "sense": "gain", "rule": "", **fields})  # fmt: skip
    assert better_side(result) == better


def test_what_beats_a_thing_stands_with_its_numbers_best_first(g: KnowledgeGraph) -> None:
    found = g.beats("Barge")
    assert said(found) == [("Driftwood", ["4x"]), ("Kelp", ["2x"])]  # in one setting, so ranked
    assert [rival.key for rival in found] == ["method-driftwood", "method-kelp"]
    assert found.results.groups()[0].ranked
    assert [spot.text for spot in g.evidence(found[0])] == ["4x higher throughput than Barge"]
    assert said(g.beats("Kelp")) == [("Driftwood", ["1.5x"])]
    assert said(g.beats("Limpet")) == [("Barge", ["2 points"]), ("Kelp", ["0.8x"])]  # papers say it the other way round
    assert said(g.beats("raft of sticks")) == [("Limpet", ["3 points"])]  # no entity
    assert said(g.beats("quantization")) == []


def test_what_a_thing_is_better_than(g: KnowledgeGraph) -> None:
    assert said(g.beaten_by("Kelp")) == [("Barge", ["2x"]), ("Orca", ["3x"]), ("Limpet", ["0.8x"])]
    assert said(g.beaten_by("quantization")) == [("Barge", ["4x"]), ("Kelp", ["1.5x"])]  # its member Driftwood
    (raft,) = g.beaten_by("Limpet")
    assert (raft.label, raft.key) == ("raft of sticks", "raftofsticks in paper-limpet-holding-on-in-tpus")


def gauged(*rates: tuple[str, float, str]) -> KnowledgeGraph:
    """A paper of values: subject, tokens/s, device; all but the last with Barge as baseline."""
    builder = PaperBuilder(
        "Gauges", ". ".join(f"{name} answers {rate:g} tokens/s on {device}" for name, rate, device in rates)
    )
    for place, (name, rate, device) in enumerate(rates, 1):
        builder.result(
            f"{rate:g} tokens/s", "throughput", rate, "tokens/s", "value", subject=name, hardware=device,
            baseline="Barge" if place < len(rates) else None, normal=Normal(rate, None, "tokens/s"),
        )  # fmt: skip
    return KnowledgeGraph([builder.record()])


def test_two_values_in_one_setting_tell_who_is_better() -> None:
    g = gauged(("Kelp", 156, "A100"), ("Tern", 40, "A100"), ("Reed", 90, "H100"), ("Barge", 45, "A100"))
    assert [rival.label for rival in g.beats("Barge")] == ["Kelp"]
    assert [rival.label for rival in g.beaten_by("Barge")] == ["Tern"]
    assert [rival.label for rival in gauged(("Kelp", 45, "A100"), ("Barge", 45, "A100")).beats("Barge")] == []


def test_a_family_does_not_beat_itself(g: KnowledgeGraph) -> None:
    assert [rival.label for rival in g.beats("serving engine")] == ["Driftwood"]


def test_each_of_several_baselines_is_beaten() -> None:
    g = KnowledgeGraph(rival_records())
    assert {rival.label for rival in g.beats("vLLM")} == {"Kestrel", "Wren"}
    assert {rival.label for rival in g.beaten_by("Kestrel")} == {"Orca", "vLLM", "TGI", "Plover"}


def test_results_against_each_other_either_way_round(g: KnowledgeGraph) -> None:
    found = g.compare("Kelp", "Driftwood")
    assert isinstance(found, Comparison)
    assert {
        group.metric: [(verdict.how, verdict.winner_label) for verdict in group.verdicts] for group in found.groups
    } == {
        "speedup": [("direct", "Driftwood")],
        "throughput": [("beside", "Driftwood"), ("beside", "Driftwood")],
    }
    beside = found.groups[0].verdicts
    assert [[hit.amount for hit in verdict.results] for verdict in beside] == [
        ["2x", "4x"],
        ["120 tokens/s", "150 tokens/s"],
    ]
    assert (found.wins("Driftwood"), found.wins("method-kelp")) == (3, 0)
    assert [hit.amount for hit in found] == ["2x", "4x", "120 tokens/s", "150 tokens/s", "1.5x"]
    assert len(found) == len(found.results) == 5
    turned = g.compare("Driftwood", "Kelp")
    assert [verdict.winner for verdict in turned.verdicts] == [verdict.winner for verdict in found.verdicts]
    assert turned.a.label == "Driftwood"
    assert [verdict.winner_label for verdict in g.compare("Limpet", "Kelp").verdicts] == ["Kelp"]


def test_what_does_not_compare_is_not_compared(g: KnowledgeGraph) -> None:
    """Kelp beats Orca, and Driftwood beats Barge: that says nothing of Orca and Driftwood."""
    assert g.compare("Orca", "Driftwood").verdicts == ()
    assert "0 comparisons" in repr(g.compare("Orca", "Driftwood"))


def test_devices_are_compared_by_what_ran_on_both() -> None:
    def gull(device: str, rate: float, subject_key: str | None) -> Extraction:
        key = f"hardware-{device.lower()}"
        builder = PaperBuilder(f"Gull on {device}", f"Gull answers {rate:g} tokens/s for Llama-3-8B on {device}.")
        builder.entity("Hardware", key, device, [device])
        return builder.result(
            f"{rate:g} tokens/s", "throughput", rate, "tokens/s", "value", subject="Gull", subject_key=subject_key,
            hardware=device, hardware_key=key, model="Llama-3-8B", model_key="model-llama-3-8b",
            normal=Normal(rate, None, "tokens/s"),
        ).record()  # fmt: skip

    (verdict,) = (
        KnowledgeGraph([gull("A100", 40, "method-gull"), gull("H100", 90, "method-gull")])
        .compare("A100", "H100")
        .verdicts
    )
    assert (verdict.how, verdict.winner_label) == ("beside", "H100")
    # What is no entity is one thing within its paper only.
    apart = KnowledgeGraph([gull("A100", 40, None), gull("H100", 90, None)])
    assert apart.compare("A100", "H100").verdicts == ()


def test_a_member_is_compared_with_the_rest_of_its_family() -> None:
    g = KnowledgeGraph(shore_records())
    assert g.compare("serving engine", "Kelp").wins("Kelp") == 3  # Barge, Orca, Limpet
    assert g.compare("Kelp", "serving engine").wins("Kelp") == 3


def test_a_thing_is_not_compared_with_itself(g: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="cannot be compared with itself"):
        g.compare("Kelp", "method-kelp")
    with pytest.raises(UnknownNameError):
        g.compare("Kelp", "Kelb")
    with pytest.raises(UnknownNameError) as caught:
        g.beats("Kelb")
    assert "Kelp" in caught.value.nearest


def test_rivals_and_comparisons_show_themselves(g: KnowledgeGraph) -> None:
    assert repr(g.beats("Barge")).splitlines() == [
        "<Rivals: better: 2 systems, 2 results of 2 papers>",
        "  system     result  measure          vs     setting                        paper",
        "  Driftwood      4x  throughput gain  Barge  on A100 80GB, with Llama-3-8B  Driftwood: Four Bits Ashore",
        "  Kelp           2x  throughput gain  Barge  on A100 80GB, with Llama-3-8B  Kelp: Batching by the Tide",
    ]
    rows = json.loads(g.beats("Barge").json())
    assert [(row["label"], row["results"][0]["evidence"]["quote"]) for row in rows] == [
        ("Driftwood", "4x higher throughput than Barge"), ("Kelp", "2x higher throughput than Barge"),
    ]  # fmt: skip
    found = g.compare("Kelp", "Driftwood")
    assert repr(found).startswith(
        "<Comparison: Kelp and Driftwood: 3 comparisons, Kelp better in 0, Driftwood better in 3>"
    )
    told = json.loads(found.json())
    assert [group["metric"] for group in told["groups"]] == ["throughput", "speedup"]
    assert told["groups"][1]["verdicts"][0]["winner"] == "method-driftwood"
    assert found._repr_html_().count("<table>") == 2


def test_sample_engines() -> None:
    g = KnowledgeGraph(sample_records())
    assert [rival.label for rival in g.beats("vLLM")] == ["PagePool"]
    assert [rival.label for rival in g.beaten_by("Nibble")] == ["llama.cpp"]
