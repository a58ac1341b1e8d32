"""`kg evaluate`: records against annotated papers."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import Json

if TYPE_CHECKING:
    from kg.workbench.evaluate import Evaluation

__all__ = ["Kind", "evaluate"]

_NAMED = 3  # papers without a record that the one line about them names


class Kind(StrEnum):
    """What figures and differences are about: a type of entity, coined names or results."""

    METHOD = "Method"
    MODEL = "Model"
    HARDWARE = "Hardware"
    METRIC = "Metric"
    DATASET = "Dataset"
    TASK = "Task"
    SOFTWARE = "Software"
    INTRODUCES = "introduces"
    RESULTS = "results"


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated papers, one JSON object a line.")],
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS", help="What `kg extract` wrote, or a folder that `kg build` wrote.")
    ],
    differences: Annotated[
        int | None,
        typer.Option("--differences", metavar="N", min=0, help="How many to list of each kind; 3, in JSON all."),
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--type", case_sensitive=False, help="Only this type, or introduces, or results.")
    ] = None,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Compare the confidence of results with how often they are right.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure records against papers that you annotated.

    Precision, recall and F1 by type, and what is missing or too much. Papers are joined by title.

    \b
    Example:
      kg evaluate gold.jsonl outputs --type hardware
    """
    from kg.cli.scorecard import scorecard, scorecard_json
    from kg.run import load
    from kg.workbench.evaluate import evaluate as compare
    from kg.workbench.gold import read_gold

    annotated = list(read_gold(gold))
    found = load(records).records
    if calibration:
        from kg.cli.scorecard import calibration_card, calibration_json
        from kg.workbench.calibration import calibrate

        measured = calibrate(annotated, found)
        print(calibration_json(measured) if as_json else calibration_card(measured))
        return
    evaluation = compare(annotated, found)
    _tell_unmatched(evaluation)
    if as_json:
        print(scorecard_json(evaluation, kind, differences))
    else:
        print(scorecard(evaluation, kind, 3 if differences is None else differences))


def _tell_unmatched(evaluation: Evaluation) -> None:
    """One line for all gold papers without a record."""
    unmatched = evaluation.unmatched
    if not unmatched:
        return
    named = [f"{paper.title!r} ({paper.file}:{paper.line})" for paper in unmatched[:_NAMED]]
    if len(unmatched) > _NAMED:
        named.append(f"{len(unmatched) - _NAMED} more")
    count = f"{len(unmatched)} of {evaluation.papers} annotated papers"
    print(
        f"kg: no record has the title of {count}, and all they hold counts as missed: {', '.join(named)}",
        file=sys.stderr,
    )
