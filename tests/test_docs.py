"""docs/, followed to the letter, and each page within reach of a reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from followed import follow, steps

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_a_page_does_what_it_says(document: Path, tmp_path: Path) -> None:
    ran = follow(document, tmp_path)
    assert ran == [what[2:] for what, _ in steps(document) if what.startswith("$ ")]
    assert ran


def test_the_page_on_own_rules_shows_the_whole_way() -> None:
    ran = [what[2:] for what, _ in steps(ROOT / "docs" / "your-own-rules.md") if what.startswith("$ ")]
    assert [command.split()[1] for command in ran] == [
        "build", "ask.py", "explain", "rules", "explain", "build", "ask.py", "family.py", "sparql", "evaluate",
        "evaluate",
    ]  # fmt: skip


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCS, ids=lambda path: path.name)
def test_the_readme_leads_to_every_page(document: Path) -> None:
    assert f"(docs/{document.name})" in (ROOT / "README.md").read_text(encoding="utf-8")
