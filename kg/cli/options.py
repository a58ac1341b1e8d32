"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kg.query import DeviceConditions

__all__ = [
    "Architecture", "Base", "Built", "DeviceClass", "Folder", "Inputs", "Json", "MaxMemory", "MinMemory", "NewerThan",
    "OlderThan", "Out", "Rules", "SkipBad", "SomeInputs", "Vendor", "Workers", "any_of", "conditions", "name_option",
]  # fmt: skip

_INPUT_HELP = "Files, folders, globs, or - for standard input."
Inputs = Annotated[list[str] | None, typer.Argument(metavar="INPUT", help=_INPUT_HELP)]
SomeInputs = Annotated[list[str], typer.Argument(metavar="INPUT", help=_INPUT_HELP)]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that `kg build` wrote.")]
Out = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder to write.")]
Rules = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="A folder of your own rules, over the shipped ones.")
]
Base = Annotated[
    str | None, typer.Option("--base", metavar="IRI", help="The IRI under which the RDF names things; ours by default.")
]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Go on past what cannot be read, and count it.")]
Workers = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="How many processes read papers; one a core by default.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON for a program, not a table for a person.")]
Built = Annotated[Path, typer.Option("-i", "--in", metavar="DIR", help="A folder that `kg build` wrote.")]


def name_option(help_text: str) -> typer.models.OptionInfo:
    """An option that takes a name of something in the graph."""
    option: typer.models.OptionInfo = typer.Option(metavar="NAME", help=help_text)
    return option


Vendor = Annotated[list[str] | None, name_option("Maker of the device. Repeatable.")]
DeviceClass = Annotated[list[str] | None, name_option("Its class, or an end of it: consumer, data-centre. Repeatable.")]
Architecture = Annotated[list[str] | None, name_option("Its architecture: Hopper. Repeatable.")]
OlderThan = Annotated[
    str | None, typer.Option(metavar="WHEN", help="Launched before a year, an architecture or a device.")
]
NewerThan = Annotated[str | None, typer.Option(metavar="WHEN", help="Launched after that.")]
MinMemory = Annotated[float | None, typer.Option(metavar="GB", help="Least memory; of several sizes the smallest.")]
MaxMemory = Annotated[float | None, typer.Option(metavar="GB", help="Most memory; of several sizes the largest.")]


def any_of(names: list[str] | None) -> list[str] | None:
    """The names an option was given, None where it was not given."""
    return names or None


def conditions(
    vendor: list[str] | None, device_class: list[str] | None, architecture: list[str] | None, older_than: str | None,
    newer_than: str | None, min_memory: float | None, max_memory: float | None,
) -> DeviceConditions | None:  # fmt: skip
    """What the options ask of a device, None where they ask nothing."""
    asked: DeviceConditions = {
        "vendor": any_of(vendor), "device_class": any_of(device_class), "architecture": any_of(architecture),
        "older_than": older_than, "newer_than": newer_than, "min_memory_gb": min_memory, "max_memory_gb": max_memory,
    }  # fmt: skip
    return asked if any(value is not None for value in asked.values()) else None
