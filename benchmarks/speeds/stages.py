"""Whole extraction beside spaCy's tokenization, and how it parts among the stages."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import spacy

from kg.extract import finder, parsed
from kg.extract.finder import Finder
from kg.extract.known.compose import Composer
from kg.extract.known.heads import HeadFinder
from kg.extract.known.terms import TermFinder
from kg.extract.naming.coined import NameFinder
from kg.identity.resolve import Resolver
from kg.model import Paper
from kg.record import Extractor, extractor
from speeds.table import Section, at_most, times
from speeds.turns import measured, over

__all__ = ["stages"]

LIMIT = 3.0
_BLANK, _WHOLE = "spaCy", "kg"
_STAGES: dict[str, tuple[Any, str]] = {
    "finder": (Finder, "find"),
    "  known names": (TermFinder, "find"),
    "  compositions": (Composer, "grow"),
    "  names by their wording": (NameFinder, "find"),
    "  head nouns": (HeadFinder, "find"),
    "  overlaps": (finder, "settle"),
    "identity": (Resolver, "resolve"),
    "results": (extractor, "find_results"),
    "tokens": (parsed, "tokenize"),
    "sentences": (parsed, "sentence_spans"),
}


def stages(made: Extractor, papers: Sequence[Paper], rounds: int) -> Section:
    """The section of the table."""
    tokenize = spacy.blank("en").make_doc
    sides = {
        _BLANK: over(lambda paper: tokenize(paper.text), papers), _WHOLE: over(made.extract_one, papers),
    }  # fmt: skip
    found = measured(sides, len(papers), rounds)
    ratio, whole = found.ratio(_WHOLE, _BLANK), found.micros(_WHOLE)
    section = Section(f"a. One abstract, µs of one processor ({len(papers):,} abstracts; ratio to tokenization)")
    section.add('spacy.blank("en").make_doc: tokenization alone', f"{found.micros(_BLANK):,.0f}", times(1))
    section.add("whole extraction: all rules, identity, results", f"{whole:,.0f}", times(ratio), at_most(ratio, LIMIT))
    section.add("  the first time that words are met", "", times(found.first_ratio(_WHOLE, _BLANK)))
    for stage, share in _shares(made, papers):
        section.add(f"  {stage}", f"{share * whole:,.0f}", times(share * ratio))
    return section


def _shares(made: Extractor, papers: Sequence[Paper]) -> Iterator[tuple[str, float]]:
    """Each stage with its share of the time; what a stage calls is part of it."""
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as patches:
        for stage, (owner, name) in _STAGES.items():
            patches.enter_context(patch.object(owner, name, _watched(getattr(owner, name), stage, spent)))
        began = time.thread_time()
        for paper in papers:
            made.extract_one(paper)
        whole = time.thread_time() - began
    for stage in _STAGES:
        yield stage, spent[stage] / whole


def _watched(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The function, which now adds up what it takes, all that it yields included."""

    def run(*arguments: Any) -> Any:
        began = time.thread_time()
        returned = function(*arguments)
        returned = list(returned) if isinstance(returned, Iterator) else returned
        spent[stage] += time.thread_time() - began
        return returned

    return run
