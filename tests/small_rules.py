"""Rulesets of a few lines, for tests of one finder: YAML in, a `Ruleset` of nothing else out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from textwrap import dedent

import pytest

from kg.extract.parsed import Parsed
from kg.model import Paper
from kg.ruleset import Ruleset, load_ruleset

__all__ = ["parsed", "ruleset_of", "slices"]

_LEAST = {
    "abbreviations": 'abbreviations:\n  - {id: abbreviation-any, match: ["grey heron (GH) is [x]"]}\n',
    "words": """
        words:
          stops: [a, the, we, our, of, on, in, and, is, for, to, with, by, it, that, two, three]
          vague: [novel, efficient, fast]
          verbs: [use, cache, copy, push]
          participles: [training, paged]
          not_names: [AI, GPU]
          nouns: {Dataset: [dataset, test suite], Model: [model], Software: [library], Method: [scheme]}
    """,
}


def ruleset_of(**files: str) -> Ruleset:
    """The ruleset of these files (name without `.yaml` → text), with the least that every ruleset needs."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, text in {**_LEAST, **files}.items():
            Path(folder, f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
        patch.setattr("kg.ruleset.folders.rules_folder", lambda: Path(folder))
        return load_ruleset()


def parsed(abstract: str, title: str = "T") -> Parsed:
    return Parsed(Paper("paper-x", title, abstract))


def slices(paper: Parsed, found: object) -> list[str]:
    """The text of each candidate."""
    return [paper.text[c.start : c.end] for c in found]  # type: ignore[attr-defined]  # an iterable of candidates
