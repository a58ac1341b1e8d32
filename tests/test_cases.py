"""Marked-up texts: every marked span is found with its type and key, and nothing else is found in the text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from markup import Mark, marks_of, parse

from kg.model import ENTITY_TYPES, Paper
from kg.record import Extractor
from kg.text.clean import clean

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
FIELDS = {"title", "text", "raw", "introduces"}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}-{number:02}")
        for path in FILES
        for number, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
    ]


CASES = _cases()


def _with_keys_of(found: list[Mark], expected: tuple[Mark, ...]) -> list[Mark]:
    """What was found, keys left out where the case states none for that place."""
    silent = {(mark.start, mark.end) for mark in expected if mark.key is None}
    return [mark._replace(key=None) if (mark.start, mark.end) in silent else mark for mark in found]


@pytest.mark.parametrize("case", CASES)
def test_marked_spans_and_nothing_else_are_found(case: dict[str, Any], extractor: Extractor) -> None:
    assert set(case) <= FIELDS, "unknown field in the case"
    title, text = parse(case.get("title", "")), parse(case["text"])
    if "raw" in case:
        assert clean(case["raw"]) == text.text

    record = extractor.extract_one(Paper("paper-case", title.text, text.text))

    assert _with_keys_of(marks_of(record, "title"), title.marks) == list(title.marks)
    assert _with_keys_of(marks_of(record), text.marks) == list(text.marks)
    if "introduces" in case:
        assert len(record.introduces) == len(case["introduces"])
        surfaces = {e.key: {mention.text for mention in e.mentions} for e in record.entities}
        for key, name in zip(record.introduces, case["introduces"], strict=True):
            assert name in surfaces[key]


def test_the_cases_cover_every_type_and_enough_traps() -> None:
    marked = [parse(param.values[0]["text"]) for param in CASES]

    assert {mark.type for text in marked for mark in text.marks} == set(ENTITY_TYPES)
    assert sum(bool(text.marks) for text in marked) >= 60
    assert sum(not text.marks for text in marked) >= 15


def test_a_text_without_marks_is_itself() -> None:
    assert parse("plain [1] text").text == "plain [1] text"
    assert parse("plain [1] text").marks == ()


def test_marks_give_the_plain_text_and_its_spans() -> None:
    assert parse("an [[A100|Hardware]] and [[SGD|Method|method-sgd]]!").marks == (
        Mark(3, 7, "A100", "Hardware"),
        Mark(12, 15, "SGD", "Method", "method-sgd"),
    )
    assert parse("an [[A100|Hardware]] and [[SGD|Method|method-sgd]]!").text == "an A100 and SGD!"


@pytest.mark.parametrize(
    "marked",
    [
        "an [[A100|Hardware and more",
        "an A100|Hardware]] and more",
        "an [[A100|Hardware] and more",
        "an [A100|Hardware]] and more",
        "an [[A100]] without a type",
        "an [[A100|Gadget]] of no type",
        "an [[A100|Hardware|Key With Spaces]] here",
        "a [[big [[A100|Hardware]] box|Hardware]] nested",
    ],
)
def test_a_broken_mark_is_an_error_and_not_a_test_of_nothing(marked: str) -> None:
    with pytest.raises(ValueError, match=r"mark is not closed|no such type"):
        parse(marked)
