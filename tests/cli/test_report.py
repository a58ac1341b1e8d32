"""What is printed: fitted to a terminal, whole lines in a pipe, and each thing told once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from records import rival_records, sample_records
from rich.console import Console

from kg.cli.report import build_summary, print_explanation
from kg.model import Extraction
from kg.query import KnowledgeGraph
from kg.workbench.explain import Explained, Explanation, grouped

TEXT = "\nRipple runs on an A100-80GB; Ripple needs the A100-80GB [/bold] for its long context windows."
LONGER = "overlaps a match that is 5 characters longer"


def match(text: str, nth: int = 0, *, rule: str, key: str | None = None, to: Explained | None = None) -> Explained:
    """A match of the nth place of `text` in TEXT; lost if `to` is given."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    kept = Explained(start, start + len(text), text, "Hardware", key, rule, "hardware.yaml:7")
    if to is None:
        return kept
    return Explained(
        start, start + len(text), text, "Hardware", None, rule, "hardware.yaml:9", to.text, (to.start, to.end), LONGER
    )


@pytest.fixture
def explanation() -> Explanation:
    """One device at two places, each with two losers by two rules and one by the rule that won."""
    key = "hardware-nvidia-a100-80gb"
    kept = tuple(match("A100-80GB", nth, rule="hardware-nvidia-a100", key=key) for nth in (0, 1))
    lost = tuple(
        match("A100", nth, rule=rule, to=kept[nth])
        for nth in (0, 1)
        for rule in ("shape-device", "hardware-nvidia-a100", "head-device")
    )
    return Explanation(TEXT, kept, lost, Extraction("paper-x", "", TEXT[1:], (), (), (), sample_records()[0].results))


def printed(explanation: Explanation, width: int, terminal: bool) -> str:
    out = io.StringIO()
    print_explanation(explanation, Console(file=out, width=width, force_terminal=terminal, color_system=None))
    return out.getvalue()


def test_places_and_rules_are_gathered(explanation: Explanation) -> None:
    (group,) = grouped(explanation)
    assert (group.kept, group.count) == (explanation.kept[0], 2)
    (lost,) = group.lost
    assert [found.rule for found in lost.matches] == ["head-device", "shape-device"]
    assert lost.count == 2


def test_a_pipe_gets_whole_lines(explanation: Explanation) -> None:
    lines = printed(explanation, 30, terminal=False).splitlines()
    assert lines[:6] == [
        TEXT[1:],
        "",
        "Hardware  A100-80GB ×2",
        "          hardware-nvidia-a100-80gb, by hardware-nvidia-a100 (hardware.yaml:7)",
        f"          not A100 as Hardware: {LONGER} ×2",
        "              head-device (hardware.yaml:9), shape-device (hardware.yaml:9)",
    ]
    first = lines.index("Result    up to 4.1x throughput gain")
    assert lines[first + 1 : first + 8] == [
        "          by result-factor, in 'up to 4.1x higher throughput than vLLM'",
        "          metric throughput, named with the number",
        "          confidence 0.92",
        "          subject PagePool, the paper's own, confidence 0.81",
        "          baseline vLLM, named in the number's clause, confidence 0.88",
        "          hardware NVIDIA A100 80GB GPU, named in another clause of its sentence",
        "          model Llama-3-8B, named in the number's clause",
    ]
    second = lines.index("Result    30-45% memory cut")
    assert lines[second + 2 : second + 6] == [
        "          compares as 1.429-1.818x better (lower memory is better)",
        "          metric memory, named farther off",
        "          confidence 0.80",
        "          subject PagePool, the paper's own",
    ]


def test_several_names_of_a_slot_have_a_line_each_with_their_keys() -> None:
    lines = printed(Explanation("", (), (), rival_records()[0]), 80, terminal=False).splitlines()
    first = lines.index("          baseline Orca and vLLM")
    assert lines[first - 1 : first + 4] == [
        "          subject Kestrel, the paper's own, confidence 0.80, linked to method-kestrel",
        "          baseline Orca and vLLM",
        "              Orca, named in the number's clause, confidence 0.90, linked to software-orca",
        "              vLLM, named at the number's place in a list, confidence 0.70, linked to software-vllm",
        "          hardware A100, named in the number's clause, confidence 0.60, linked to hardware-nvidia-a100",
    ]
    assert "              Plover, named in the number's clause" in lines


@pytest.mark.parametrize("width", [50, 80])
def test_a_terminal_gets_lines_that_fit(explanation: Explanation, width: int) -> None:
    wrapped, whole = printed(explanation, width, terminal=True), printed(explanation, width, terminal=False)
    assert max(map(len, wrapped.splitlines())) <= width
    assert wrapped.split() == whole.split()


def test_the_summary_counts_each_kind_in_words() -> None:
    records = sample_records()
    assert build_summary(KnowledgeGraph(records), Path("out")).startswith("5 papers, 2 datasets, 7 hardware, ")
    one = build_summary(KnowledgeGraph(records[-1:]), Path("out")).splitlines()
    assert one[0] == "1 paper, 0 edges"
    starts = {line.index(line.split(maxsplit=1)[1]) for line in one[1:]}
    assert len(starts) == 1  # what the files are stands in a column
    assert [line.split()[0] for line in one[1:]] == [
        "out/records.jsonl", "out/graph.json", "out/graph.ttl", "out/graph.nt", "out/graph.html",
        "out/build.json",
    ]  # fmt: skip
