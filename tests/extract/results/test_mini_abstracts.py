"""Mini-abstracts written as authors write, each with the results that a reader takes from it.

They were written without a look at the rules, so that they say how well sentences are read that no rule was made for.
The floors stand a little below what was measured: a change that costs more than it gains falls through them.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml

from kg.model import METRIC_KEYS, SLOTS, Paper
from kg.record import Extractor
from kg.workbench.gold import GoldResult
from kg.workbench.judge_results import NO_RESULTS, ResultFigures, judge_results

FOLDER = Path(__file__).parent / "sentences"
FLOORS = {  # F1 of results, then of subject, baseline, hardware, model, dataset
    "systems": (0.78, 0.82, 0.83, 0.82, 0.87, 0.89),
    "quality": (0.71, 0.72, 0.75, 0.78, 0.72, 0.84),
    "forms": (0.7, 0.86, 0.64, 0.81, 0.81, 0.83),
    "training": (0.71, 0.78, 0.67, 0.77, 0.69, 0.78),
    "fields": (0.6, 0.66, 0.64, 0.68, 0.4, 0.75),
}


class MiniAbstract(msgspec.Struct, frozen=True):
    """One text and its results; a result may also say its qualifier."""

    text: str
    results: tuple[dict[str, object], ...]

    def gold(self) -> list[GoldResult]:
        known = GoldResult.__struct_fields__
        rows = [{name: value for name, value in row.items() if name in known} for row in self.results]
        return [msgspec.convert({"quote": "", **row}, GoldResult, strict=False) for row in rows]


def mini_abstracts(name: str) -> list[MiniAbstract]:
    rows = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return msgspec.convert(rows, list[MiniAbstract])


def figures(name: str, extractor: Extractor) -> ResultFigures:
    total = NO_RESULTS
    for number, entry in enumerate(mini_abstracts(name)):
        record = extractor.extract_one(Paper(f"paper-{number}", "On terns", entry.text.strip()))
        total += judge_results(entry.gold(), record.results)[0]
    return total


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOORS)
def test_sentences_nobody_made_a_rule_for_are_read(name: str, extractor: Extractor) -> None:
    found = figures(name, extractor)
    reached = (found.strict.f1, *(tally.f1 for tally in found.slots.values()))
    assert all(figure >= floor for figure, floor in zip(reached, FLOORS[name], strict=True)), [
        f"{figure:.3f}" for figure in reached
    ]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_annotations_hold_together(path: Path) -> None:
    assert path.stem in FLOORS, "a file nobody scores"
    for entry in mini_abstracts(path.stem):
        for row, result in zip(entry.results, entry.gold(), strict=True):
            assert result.metric in METRIC_KEYS, entry.text
            for slot in SLOTS:
                assert (row.get(slot) or "") in entry.text, (slot, entry.text)
