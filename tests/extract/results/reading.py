"""Marked-up sentences for the tests of results.

A case is a sentence in which each number that is a result stands in brackets, and one row of expected fields a
number, in order: `metric value[..high] unit sense qualifier`.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.extract.results import Named, ResultGrammar, find_results, load_grammar
from kg.model import EntityType, Paper, Result

RULES = Path(__file__).parents[3] / "rules"
TITLE = "A study"
_MARK = re.compile(r"\[([^\[\]]+)\]")
_TYPES: dict[str, EntityType] = {
    "S": "Method", "B": "Method", "M": "Model", "H": "Hardware", "D": "Dataset", "W": "Software", "T": "Task",
    "Q": "Metric",
}  # fmt: skip
_NAME = re.compile(r"<([SBMHDWTQ]):([^<>]+)>")


def grammar() -> ResultGrammar:
    return load_grammar(RULES)


def read(
    text: str, rules: ResultGrammar, names: tuple[Named, ...] = (), introduced: tuple[str, ...] = ()
) -> tuple[Result, ...]:
    """Results of one abstract that is one sentence; offsets of `names` are into the abstract."""
    paper = Paper("paper-test", TITLE, text)
    shift = len(TITLE) + 1
    moved = [Named(n.start + shift, n.end + shift, n.text, n.type, n.key, n.introduced) for n in names]
    return find_results(paper, [(0, len(TITLE)), (shift, shift + len(text))], moved, rules, introduced)


def unmark(marked: str) -> tuple[str, list[str]]:
    """The text without brackets, and what stood in them; a stray bracket is an error of the test."""
    found = _MARK.findall(marked)
    text = _MARK.sub(r"\1", marked)
    assert not set("[]") & set(text), f"unbalanced marks: {marked}"
    assert found, f"nothing is marked: {marked}"
    return text, found


def unname(marked: str) -> tuple[str, tuple[Named, ...], tuple[str, ...]]:
    """The text without `<S:name>` marks, the mentions they make, and the keys of what is introduced (S)."""
    names: list[Named] = []
    text = ""
    last = 0
    for match in _NAME.finditer(marked):
        text += marked[last : match.start()]
        letter, surface = match.groups()
        key = f"{letter.lower()}-{surface.lower()}"
        names.append(Named(len(text), len(text) + len(surface), surface, _TYPES[letter], key, letter == "S"))
        text += surface
        last = match.end()
    text += marked[last:]
    assert not set("<>") & set(text), f"broken marks: {marked}"
    assert names, f"nothing is marked: {marked}"
    return text, tuple(names), tuple(n.key for n in names if n.introduced)[:1]


def row(result: Result) -> str:
    """A result as a row: `throughput 1.8..2.1 x gain up to`."""
    value = f"{result.value:g}" if result.high is None else f"{result.value:g}..{result.high:g}"
    return " ".join(filter(None, (result.metric, value, result.unit or "-", result.sense, result.qualifier)))
