"""`kg results`: the numbers in a built folder, filtered, sorted and kept apart where they do not compare."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from kg.cli.options import (
    Architecture,
    DeviceClass,
    Folder,
    Json,
    MaxMemory,
    MinMemory,
    NewerThan,
    OlderThan,
    Vendor,
    any_of,
    conditions,
    name_option,
)

__all__ = ["Order", "SenseOf", "results"]


class Order(StrEnum):
    """What results are sorted by."""

    VALUE = "value"
    METRIC = "metric"
    PAPER = "paper"
    CONFIDENCE = "confidence"


class SenseOf(StrEnum):
    """What a number says."""

    GAIN = "gain"
    CUT = "cut"
    VALUE = "value"
    LOSS = "loss"


def results(
    folder: Folder,
    subject: Annotated[list[str] | None, name_option("What the number is about.")] = None,
    baseline: Annotated[list[str] | None, name_option("What it is compared with.")] = None,
    hardware: Annotated[
        list[str] | None, name_option("What it was measured on; a family includes its members.")
    ] = None,
    model: Annotated[list[str] | None, name_option("The model it was measured with, or that it is about.")] = None,
    dataset: Annotated[list[str] | None, name_option("The data it was measured on.")] = None,
    task: Annotated[list[str] | None, name_option("The task it was measured for.")] = None,
    metric: Annotated[
        list[str] | None,
        name_option("What was measured: a key such as throughput, or any name of a metric. Repeatable."),
    ] = None,
    vendor: Vendor = None,
    device_class: DeviceClass = None,
    architecture: Architecture = None,
    older_than: OlderThan = None,
    newer_than: NewerThan = None,
    min_memory: MinMemory = None,
    max_memory: MaxMemory = None,
    least: Annotated[
        float | None,
        typer.Option(metavar="N", help="Least factor of improvement; where there is none, least number as stated."),
    ] = None,
    least_confidence: Annotated[float | None, typer.Option(metavar="C", help="Least confidence, from 0 to 1.")] = None,
    sense: Annotated[list[SenseOf] | None, typer.Option(help="What the number says. Repeatable.")] = None,
    sort: Annotated[
        Order | None, typer.Option(help="The order; by value only what compares is ranked in one list.")
    ] = None,
    across: Annotated[bool, typer.Option("--across", help="Rank all in one list, comparable or not.")] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="Print the sentence of each number, too.")] = False,
    as_json: Json = False,
) -> None:
    """List the numbers that papers report.

    Each as it is stated, with what it is about, its baseline, its setting and how sure the reading is. A filter given
    several times takes any of its names.

    \b
    Example:
      kg results outputs --hardware A100 --sort value
    """
    from kg.cli.result_table import print_results
    from kg.run import results as ask

    device = conditions(vendor, device_class, architecture, older_than, newer_than, min_memory, max_memory)
    found = ask(
        folder, subject=any_of(subject), baseline=any_of(baseline), hardware=any_of(hardware), model=any_of(model),
        dataset=any_of(dataset), task=any_of(task), metric=any_of(metric), device=device, least=least,
        least_confidence=least_confidence, sense=sense or None, sort=sort.value if sort else None, across=across,
    )  # fmt: skip
    if as_json:
        print(found.json())
    else:
        print_results(found, evidence)
