"""Papers gathered through sorted lines are those that are gathered in memory."""

from __future__ import annotations

import random
from operator import length_hint
from pathlib import Path

import pytest
from run.made_up import EXTRA, PAPERS, write

from kg.model import Paper
from kg.sources import gather, iter_papers
from kg.sources.gathering import Gathering, Text, line_of, paper_id_of, text_of


def test_lines_say_what_gathering_in_memory_says(tmp_path: Path) -> None:
    for seed in range(20):
        texts = [*PAPERS, *EXTRA]
        random.Random(seed).shuffle(texts)
        papers = list(iter_papers([write(tmp_path / "papers.jsonl", texts)]))
        gathered = gather(papers)
        lines = list(Gathering(iter(papers)))
        assert [text_of(line) for line in lines] == [Text(found.paper, found.versions) for found in gathered]
        assert [paper_id_of(line) for line in lines] == [found.paper.id for found in gathered]
        assert any(text_of(line).versions for line in lines)


def test_how_many_there_are_is_known_from_the_first_on() -> None:
    gathering = Gathering(Paper(f"paper-{name}", name, "Text.") for name in "cab")
    assert [length_hint(gathering) for _ in gathering] == [3, 3, 3]


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", "\x85", "\u2028", '"', "\\"])
def test_any_sign_in_a_text_stays_on_its_line(sign: str) -> None:
    text = Text(Paper("paper-a", f"A{sign}b", f"{sign}c{sign}"), (f"d{sign}",))
    assert text_of(line_of(text)) == text
    assert line_of(text).count(b"\n") == 1
    assert line_of(text).splitlines(keepends=True) == [line_of(text)]


def test_members_are_the_paper_and_its_versions_without_a_source() -> None:
    paper = Paper("paper-a", "A", "One.")
    assert Text(paper, ("Two.",)).members() == [paper, Paper("paper-a", "A", "Two.")]
