"""Questions that a person would ask of the annotated papers, with the answers a reader gives.

The answers stand in the YAML files beside this one; they come from reading titles and abstracts, never from what `kg`
says. One entry is one call of the API and what it is to give:

* papers            beginnings of titles, each of one paper alone: all papers that the answer holds
* values            the numbers of all results, as stated; of a range the low end
* names             all names of the answer, as papers write them
* names_include, names_exclude     names that are among the answer, and names that are not
* same_as, not_same_as, broader_includes     names of the same entity, of others, and of what it belongs to
* length, through   edges of the shortest path, and the beginning of a title on it

A single wrong answer is no failure; too many are.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from math import isclose
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

import kg
from kg.errors import KgError, UnknownNameError
from kg.model import Paper
from kg.query import KnowledgeGraph
from kg.record import Extractor

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
LEAST_RIGHT = 0.95
CALLS = frozenset("papers results compare beats entities cooccurring neighbourhood path entity".split())


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename={"given": "with"}):
    """One question: a call with its arguments, and the answer; what is None is not asked."""

    ask: str
    call: str
    given: dict[str, Any]
    papers: list[str] | None = None
    values: list[float] | None = None
    names: list[str] | None = None
    names_include: list[str] | None = None
    names_exclude: list[str] | None = None
    same_as: list[str] | None = None
    not_same_as: list[str] | None = None
    broader_includes: list[str] | None = None
    length: int | None = None
    through: str | None = None

    def expected(self) -> dict[str, Any]:
        """Each part of the answer that is stated, by its field."""
        return {name: part for name in CHECKS if (part := getattr(self, name)) is not None}

    def title_prefixes(self) -> list[str]:
        return [*(self.papers or ()), *([self.through] if self.through else ())]


def _questions() -> Iterator[Question]:
    for path in FILES:
        yield from msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), list[Question])


def folded(name: str) -> str:
    """The letters and digits of a name, without case: titles and names differ in signs from one copy to the next."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


# What is wrong with an answer: one line for each part, nothing where all is right.


def paper_faults(_: KnowledgeGraph, answer: Any, expected: list[str]) -> list[str]:
    titles = {folded(hit.title): hit.title for hit in answer}
    starts = [folded(start) for start in expected]
    missing = [start for start in expected if not any(title.startswith(folded(start)) for title in titles)]
    surplus = [shown for title, shown in titles.items() if not any(title.startswith(start) for start in starts)]
    return _differences(missing, surplus)


def value_faults(_: KnowledgeGraph, answer: Any, expected: list[float]) -> list[str]:
    surplus = [hit.value for hit in answer]
    missing = []
    for value in expected:
        match = next((found for found in surplus if isclose(found, value, rel_tol=1e-6)), None)
        if match is None:
            missing.append(value)
        else:
            surplus.remove(match)
    return _differences(missing, surplus)


def name_faults(g: KnowledgeGraph, answer: Any, expected: list[str]) -> list[str]:
    labels = {hit.label for hit in answer}
    named = {name: _among(g, labels, name) for name in expected}
    missing = [name for name, found in named.items() if not found]
    return _differences(missing, sorted(labels.difference(*named.values())))


def missing_names(g: KnowledgeGraph, answer: Any, expected: list[str]) -> list[str]:
    labels = _labels(answer)
    return _differences([name for name in expected if not _among(g, labels, name)], [])


def unwanted_names(g: KnowledgeGraph, answer: Any, expected: list[str]) -> list[str]:
    labels = _labels(answer)
    return _differences([], [name for name in expected if _among(g, labels, name)])


def apart(g: KnowledgeGraph, answer: Any, expected: list[str]) -> list[str]:
    return [f"{name} is another" for name in expected if g.entity(name).key != answer.key]


def confused(g: KnowledgeGraph, answer: Any, expected: list[str]) -> list[str]:
    return [f"{name} is the same" for name in expected if _key(g, name) == answer.key]


def missing_families(g: KnowledgeGraph, answer: Any, expected: list[str]) -> list[str]:
    labels = {folded(g.nx.nodes[key]["label"]) for key in answer.broader}
    return _differences([label for label in expected if folded(label) not in labels], [])


def length_faults(_: KnowledgeGraph, answer: Any, expected: int) -> list[str]:
    found = len(answer.keys) - 1
    return [] if found == expected else [f"{found} edges, not {expected}"]


def way_faults(_: KnowledgeGraph, answer: Any, expected: str) -> list[str]:
    on_it = any(folded(label).startswith(folded(expected)) for label in answer.labels)
    return [] if on_it else [f"not through {expected!r} but {' - '.join(answer.labels)}"]


CHECKS: dict[str, Callable[[KnowledgeGraph, Any, Any], list[str]]] = {
    "papers": paper_faults, "values": value_faults, "names": name_faults,
    "names_include": missing_names, "names_exclude": unwanted_names,
    "same_as": apart, "not_same_as": confused, "broader_includes": missing_families,
    "length": length_faults, "through": way_faults,
}  # fmt: skip
QUESTIONS = tuple(_questions())


def faults(g: KnowledgeGraph, question: Question) -> list[str]:
    """Return what is wrong with the answer to a question; nothing where it is right."""
    try:
        answer = getattr(g, question.call)(**question.given)
        return [fault for part, wanted in question.expected().items() for fault in CHECKS[part](g, answer, wanted)]
    except KgError as error:
        return [str(error)]


def _differences(missing: Iterable[object], surplus: Iterable[object]) -> list[str]:
    return [*(f"missing {item}" for item in missing), *(f"too much: {item}" for item in surplus)]


def _labels(answer: Any) -> set[str]:
    """The labels of an answer that is a list of things or has one."""
    return {hit.label for hit in getattr(answer, "nodes", answer)}


def _among(g: KnowledgeGraph, labels: set[str], name: str) -> set[str]:
    """Those of the labels that a name stands for: by its letters, or because the graph takes it for the same thing."""
    main = _label(g, name)
    return {label for label in labels if label == main or folded(label) == folded(name)}


def _label(g: KnowledgeGraph, name: str) -> str | None:
    try:
        return g.entity(name).label
    except UnknownNameError:
        return None


def _key(g: KnowledgeGraph, name: str) -> str | None:
    try:
        return g.entity(name).key
    except UnknownNameError:
        return None


@pytest.fixture(scope="session")
def annotated_titles(shared: Path) -> tuple[str, ...]:
    """The titles of the papers that the questions are about."""
    lines = (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["title"] for line in lines)


@pytest.fixture(scope="session")
def annotated(shared: Path, annotated_titles: tuple[str, ...], extractor: Extractor) -> KnowledgeGraph:
    """The graph of the annotated papers alone."""
    wanted = {folded(title) for title in annotated_titles}
    read = kg.read_papers(sorted((shared / "corpus").glob("*.txt")))
    papers: dict[str, Paper] = {folded(paper.title): paper for paper in read if folded(paper.title) in wanted}
    assert len(papers) == len(wanted)
    return KnowledgeGraph(extractor.extract(papers.values()))


@pytest.fixture(scope="session")
def faults_of(annotated: KnowledgeGraph) -> Callable[[Question], list[str]]:
    """What is wrong with the answer to each question, asked once."""
    by_ask = {question.ask: question for question in QUESTIONS}

    @cache
    def once(ask: str) -> list[str]:
        return faults(annotated, by_ask[ask])

    return lambda question: once(question.ask)


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.ask)
def test_question(question: Question, faults_of: Callable[[Question], list[str]]) -> None:
    wrong = faults_of(question)
    if wrong:
        pytest.xfail("; ".join(wrong))


@pytest.mark.slow
def test_nearly_all_questions_are_answered_rightly(faults_of: Callable[[Question], list[str]]) -> None:
    wrong = {question.ask: found for question in QUESTIONS if (found := faults_of(question))}
    right = 1 - len(wrong) / len(QUESTIONS)
    told = "\n".join(f"  {ask} {'; '.join(found)}" for ask, found in wrong.items())
    print(f"\n{len(QUESTIONS) - len(wrong)} of {len(QUESTIONS)} questions answered rightly")
    assert right >= LEAST_RIGHT, f"{right:.0%} of the questions are answered rightly; wrong are\n{told}"


def test_questions_are_well_formed() -> None:
    assert [ask for ask, times in Counter(question.ask for question in QUESTIONS).items() if times > 1] == []
    assert {question.call for question in QUESTIONS} == CALLS
    for question in QUESTIONS:
        assert question.given, question.ask
        assert question.expected(), question.ask


def test_each_beginning_of_a_title_is_of_one_paper(annotated_titles: tuple[str, ...]) -> None:
    for question in QUESTIONS:
        starts = question.title_prefixes()
        assert len(set(starts)) == len(starts), question.ask
        for start in starts:
            assert sum(folded(title).startswith(folded(start)) for title in annotated_titles) == 1, start
