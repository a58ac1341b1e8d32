"""`kg rules`: what its commands print, and how they end."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.command import complaint, kg

Warm = Callable[..., "subprocess.CompletedProcess[bytes]"]

RULES = """\
type: Hardware
rules:
  - id: hardware-skerry
    label: Skerry
    forms: [Skerry-3, [{LOWER: SKERRY}]]
    match: ["one [Skerry-3]"]
  - id: hardware-skerry-too
    label: Skerry again
    forms: [Skerry 3]
    match: ["one [Skerry-3]"]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    (tmp_path / "mine.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers with a name that no shipped rule has."""
    file = tmp_path_factory.mktemp("papers") / "papers.jsonl"
    abstracts = ("We see the scores on QUERN9X at night with one A100.", "Half of QUERN9X is left aside.")
    lines = (json.dumps({"title": f"Paper {at}", "abstract": text}) for at, text in enumerate(abstracts))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


@pytest.mark.slow
def test_check_tells_dead_forms_and_claims_of_ones_own_rules_alone(mine: Path) -> None:
    done = kg("rules", "check", "--rules", mine)
    dead, claim, counted = done.stdout.decode().splitlines()

    assert (done.returncode, done.stderr) == (1, b"kg: 1 rule is broken\n")
    assert dead.startswith("mine.yaml:3: rule hardware-skerry: pattern [{'LOWER': 'SKERRY'}] can never match")
    assert claim.startswith("mine.yaml:3: warning: 'Skerry 3' of hardware-skerry is a form of hardware-skerry-too")
    assert "(mine.yaml:7)" in claim
    assert claim.endswith("hardware-skerry gets it, never hardware-skerry-too")
    assert counted == "1 phrase is a form of several rules, 0 of them across types"


@pytest.mark.slow
def test_claims_alone_are_no_failure(mine: Path) -> None:
    file = mine / "mine.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(", [{LOWER: SKERRY}]", ""), encoding="utf-8")
    done = kg("rules", "check", "--rules", mine)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines()[-1] == "2 rules: every example holds"


@pytest.mark.slow
def test_suggest_groups_names_by_type(papers: Path, warm: Warm) -> None:
    done = warm("rules", "suggest", papers)
    assert (done.returncode, done.stderr) == (0, b"")
    told = done.stdout.decode()
    group = told[told.index("Dataset: names that no rule matches") :]
    assert re.search(r"^ +2 papers +2 times  QUERN9X$", group, re.MULTILINE)
    assert "papers.jsonl:1: We see the scores on [QUERN9X] at night" in group

    (name,) = json.loads(warm("rules", "suggest", papers, "--json").stdout)["names"]
    assert (name["text"], name["type"], name["papers"]) == ("QUERN9X", "Dataset", 2)
    assert json.loads(warm("rules", "suggest", papers, "--min", "3", "--json").stdout)["names"] == []


@pytest.mark.slow
def test_coverage_counts_rules_and_lists_those_that_never_fired(papers: Path, warm: Warm) -> None:
    done = warm("rules", "coverage", papers)
    assert (done.returncode, done.stderr) == (0, b"")
    told = done.stdout.decode()
    assert re.search(r"^ *1 +\d+ +1 +hardware-nvidia-a100 +hardware\.yaml:\d+", told, re.MULTILINE)
    assert re.search(r"^\d+ of \d+ rules fired over 2 papers", told, re.MULTILINE)

    never = warm("rules", "coverage", papers, "--never").stdout.decode()
    assert re.search(r"^hardware\.yaml:\d+: hardware-nvidia-h100$", never, re.MULTILINE)
    assert ": hardware-nvidia-a100\n" not in never

    counted = json.loads(warm("rules", "coverage", papers, "--json", "--top", "1").stdout)
    assert counted["papers"] == 2
    assert len(counted["rules"]) == 1
    assert {cost["what"] for cost in counted["finders"]} >= {"cues", "heads", "compose"}


@pytest.mark.parametrize("command", ["suggest", "coverage"])
def test_an_input_that_is_not_there_is_told_in_one_line(command: str) -> None:
    assert complaint(kg("rules", command, "nowhere.txt")).startswith("kg: nowhere.txt: no such file")
