"""Rules of one's own when a folder is added to: what they say holds for all its papers, the earlier ones too."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.command import contents
from run.made_up import PAPERS, write

import kg
from kg.run import Update

RULES = """type: Software
rules:
  - {id: software-tflite, label: Tiny TFLite, forms: [TFLite], match: ["we run it on [TFLite]"]}
"""


@pytest.mark.slow
def test_with_other_rules_all_papers_are_read_again(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "own.yaml").write_text(RULES)
    files = [write(tmp_path / "a.jsonl", PAPERS[9:10]), write(tmp_path / "b.jsonl", PAPERS[:3])]
    told: list[Update] = []
    kg.build(files[:1], tmp_path / "grown")
    for given_rules in ([rules], [rules], []):
        graph = kg.add(tmp_path / "grown", files, rules=given_rules, on_update=told.append)
        kg.build(files, tmp_path / "whole", rules=given_rules)
        assert contents(tmp_path / "grown") == contents(tmp_path / "whole")
        assert any(hit.label == "Tiny TFLite" for hit in graph.entities("software")) == bool(given_rules)
    assert [(update.read, update.again is None) for update in told] == [(2, False), (0, True), (2, False)]


def test_a_folder_without_rules_is_refused_before_anything_is_read(tmp_path: Path, built_of_one: Path) -> None:
    before = contents(built_of_one)
    (tmp_path / "none").mkdir()
    with pytest.raises(kg.RuleError, match="none: holds no rule files"):
        kg.remove(built_of_one, ["Eddy: Batching for Mobile Phones"], rules=[tmp_path / "none"])
    assert contents(built_of_one) == before


@pytest.fixture
def built_of_one(tmp_path: Path, extractor: kg.Extractor, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("kg.record.load_extractor", lambda *_: extractor)
    kg.build([write(tmp_path / "a.jsonl", PAPERS[9:11])], tmp_path / "one")
    return tmp_path / "one"
