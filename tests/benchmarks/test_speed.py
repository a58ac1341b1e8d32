"""What the benchmarks make and print; what they measure is no test."""

from __future__ import annotations

import re
import sys
from itertools import islice
from pathlib import Path

import peers
import pytest
from perturbed import perturbed, write_papers
from speeds.command import offers, run
from speeds.more_rules import token_rules, with_token_rules
from speeds.rivals import rivals
from speeds.stages import stages
from speeds.table import Section, as_markdown, as_text, at_least, at_most, put_into, times
from speeds.turns import measured

from kg.model import Paper
from kg.record import Extractor
from kg.sources import read_papers

PAPERS = [
    Paper("a", "Kelpserve: serving on one reef", "We present Kelpserve. Kelpserve is 2.5x faster than Mollusk-7B.", ()),
    Paper("b", "Serving on one reef", "We serve models on one reef.", ()),
    Paper("c", "A b", "No one at all.", ()),
]


def test_copies_are_the_same_each_time_and_no_two_alike() -> None:
    made = list(perturbed(PAPERS, 60))
    assert made == list(perturbed(PAPERS, 60))
    assert made != list(perturbed(PAPERS, 60, seed=2))
    assert [paper.title for paper in made[:3]] == [paper.title for paper in PAPERS]
    for field in ("id", "title"):
        assert len({getattr(paper, field) for paper in made}) == 60


def test_a_copy_has_other_rare_words_in_a_text_of_the_same_shape() -> None:
    abstracts = [paper.abstract for paper in islice(perturbed(PAPERS, 60), 0, None, 3)]
    assert len(set(abstracts)) > 10
    for abstract in abstracts:
        found = re.fullmatch(r"We \w{7} (\w+)\. (\w+) is 2\.5x \w{6} \w{4} (\w+)-7B\.", abstract)
        assert found
        coined, again, rival = found.groups()
        assert coined == again
        assert (len(coined), coined.istitle()) == (len("Kelpserve"), True)
        assert (len(rival), rival.istitle()) == (len("Mollusk"), True)
    assert {paper.abstract for paper in islice(perturbed(PAPERS, 60), 2, None, 3)} == {"No one at all."}


def test_words_of_several_papers_stay_in_abstracts() -> None:
    for paper in islice(perturbed(PAPERS, 60), 1, None, 3):
        assert paper.abstract.endswith("on one reef.")


def test_kg_reads_every_copy_as_a_paper(tmp_path: Path) -> None:
    write_papers(PAPERS, 60, tmp_path / "papers.jsonl")
    assert len(list(read_papers([tmp_path / "papers.jsonl"]))) == 60


def section() -> Section:
    made = Section("a. One abstract")
    made.add("tokenization", "310", times(1))
    made.add("  extraction", "1,040", times(3.4), at_most(3.4, 3))
    return made


def test_the_table_has_columns_under_headings() -> None:
    assert as_text([section()]) == (
        "                measured   ratio          limit\n"
        "\n"
        "a. One abstract\n"
        "  tokenization       310  1.00 x\n"
        "    extraction     1,040  3.40 x  ≤ 3 x: MISSED\n"
    )


def test_the_table_of_a_page_has_a_row_for_each_heading() -> None:
    assert as_markdown([section()]).splitlines() == [
        "| | measured | ratio | limit |",
        "| --- | ---: | ---: | ---: |",
        "| **a. One abstract** | | | |",
        "| tokenization | 310 | 1.00 x |  |",
        "| &emsp;extraction | 1,040 | 3.40 x | ≤ 3 x: MISSED |",
    ]


def test_limits_and_ratios_are_told_in_words() -> None:
    assert (at_most(3, 3), at_least(1.79, 1.8), at_most(900, 1500, "MB")) == (
        "≤ 3 x: kept", "≥ 1.8 x: MISSED", "≤ 1500 MB: kept",
    )  # fmt: skip
    assert (times(0.94), times(1234.5)) == ("0.94 x", "1,234 x")


def test_a_page_is_written_between_its_marks() -> None:
    page = "before\n<!-- speed: begin -->\nold \\1\n<!-- speed: end -->\nafter\n"
    once = put_into(page, "| \\1 new |\n")
    assert once == "before\n<!-- speed: begin -->\n\n| \\1 new |\n\n<!-- speed: end -->\nafter\n"
    assert put_into(once, "| \\1 new |\n") == once
    with pytest.raises(ValueError, match="no lines"):
        put_into("a page", "new")


def test_the_page_of_the_documents_can_be_written() -> None:
    page = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert "a table\n" in put_into(page, "a table\n")


def test_sides_take_turns_and_the_first_round_is_apart() -> None:
    asked: list[tuple[str, int, int]] = []

    def side(name: str, seconds: float):  # type: ignore[no-untyped-def]
        def run(first: int, after: int) -> float:
            asked.append((name, first, after))
            return seconds * (after - first) * (10 if len(asked) <= 4 else 1)

        return run

    found = measured({"ours": side("ours", 2e-6), "theirs": side("theirs", 1e-6)}, 30, 3)
    assert asked[:4] == [("ours", 0, 20), ("theirs", 0, 20), ("ours", 20, 30), ("theirs", 20, 30)]
    assert (found.micros("ours"), found.ratio("ours", "theirs")) == (pytest.approx(2), pytest.approx(2))
    assert found.first["ours"] == pytest.approx(6e-4)


def test_token_rules_are_multiplied_to_the_very_number(extractor: Extractor) -> None:
    rules = extractor.ruleset
    shipped = token_rules(rules)
    more = token_rules(with_token_rules(rules, len(shipped) + 7))
    assert len(more) == len(shipped) + 7
    assert more[-1].patterns != shipped[6].patterns
    assert len(token_rules(with_token_rules(rules, 1))) == len(shipped)


def test_a_peer_that_is_not_there_is_one_line(
    extractor: Extractor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    assert [row.name for row in rivals(extractor.ruleset, [], 1).rows] == [
        "edsnlp: not installed (python benchmarks/peers.py make edsnlp)",
        "medspacy: not installed (python benchmarks/peers.py make medspacy)",
    ]


def test_a_command_is_watched_with_all_that_it_starts() -> None:
    child = "import time; kept = bytearray(60_000_000); time.sleep(1)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
    ran = run([sys.executable, "-c", parent], watch_memory=True)
    assert ran.memory > 60e6
    assert ran.cpu > 0
    assert ran.wall > 1
    with pytest.raises(SystemExit, match="failed: no way"):
        run([sys.executable, "-c", "raise SystemExit('no way')"])


def test_options_are_looked_for_in_the_help() -> None:
    assert offers("extract", "--skip-bad")
    assert not offers("extract", "--nowhere")


def test_every_stage_that_is_named_takes_time(extractor: Extractor) -> None:
    papers = [paper for paper in PAPERS for _ in range(5)]
    rows = {row.name.strip(): row for row in stages(extractor, papers, 1).rows}
    parts = ("finder", "known names", "names by their wording", "identity", "results", "overlaps")
    assert all(float(rows[name].measured.replace(",", "")) > 0 for name in parts)
