"""rules/README.md, followed to the letter: its files are written, its commands run, their output is what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from followed import follow

from kg.errors import RuleError
from kg.ruleset import load_ruleset

pytestmark = pytest.mark.slow

README = Path(__file__).parents[1] / "rules" / "README.md"


def test_the_five_steps_do_what_the_readme_says(tmp_path: Path) -> None:
    ran = follow(README, tmp_path)
    assert [command.split()[1] for command in ran] == ["rules", "rules", "explain", "build", "sparql"]


def test_the_readme_names_every_field_that_a_term_may_have(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("type: Task\nrules:\n  - {id: task-x, colour: red}\n", encoding="utf-8")
    with pytest.raises(RuleError, match="known: ") as told:
        load_ruleset(tmp_path)
    known = str(told.value).rpartition("known: ")[2].split(", ")

    rows = re.findall(r"^\| (`[^|]*) \|", README.read_text(encoding="utf-8"), re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert len(known) > 8
    assert [name for name in known if name not in listed] == []


def test_the_readme_names_every_grammar_file() -> None:
    text = README.read_text(encoding="utf-8")
    grammars = [
        path.name
        for path in README.parent.glob("*.yaml")
        if not re.search(r"^type: ", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert len(grammars) >= 6
    assert [name for name in grammars if f"`{name}`" not in text] == []
