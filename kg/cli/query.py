"""`kg query`: questions to a built folder, each a command, answered by a table or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import (
    Architecture,
    Built,
    DeviceClass,
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

if TYPE_CHECKING:
    from kg.query import Answer, KnowledgeGraph

__all__ = ["query_app"]

query_app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None,
    help="""Ask a built folder: who, what, on what, against what.

    A name is any that papers use; a family counts with its members; an option given several times takes any of its
    names. For numbers there is `kg results`.

    \b
    Example:
      kg query papers --hardware A100 --method quantization""",
)  # fmt: skip

OUTPUTS = Path("outputs")
Several = list[str] | None
Thing = Annotated[str, typer.Argument(metavar="NAME", help="An entity, by any of its names.")]
Anything = Annotated[str, typer.Argument(metavar="NAME", help="An entity or a paper, by any of its names.")]
KindOf = Annotated[str, typer.Argument(metavar="KIND", help="A kind of entity: method, model, hardware, …")]
Top = Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many to show.")]
Rows = Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="How many to show; all without it.")]


class LevelOf(StrEnum):
    """What stands for a row or a column."""

    ENTITY = "entity"
    FAMILY = "family"


def _say(folder: Path, as_json: bool, ask: Callable[[KnowledgeGraph], Answer], most: int | None = None) -> None:
    from kg.cli.answer_table import print_answer
    from kg.run import load

    answer = ask(load(folder))
    if as_json:
        print(answer.json())
    else:
        print_answer(answer, most)


@query_app.command()
def papers(
    hardware: Annotated[Several, name_option("A device or a family of devices it names.")] = None,
    method: Annotated[Several, name_option("A method.")] = None,
    model: Annotated[Several, name_option("A model.")] = None,
    dataset: Annotated[Several, name_option("A dataset.")] = None,
    metric: Annotated[Several, name_option("A metric: its name, or a key such as throughput.")] = None,
    task: Annotated[Several, name_option("A task.")] = None,
    software: Annotated[Several, name_option("Software.")] = None,
    introduces: Annotated[Several, name_option("What it brings into the world.")] = None,
    vendor: Vendor = None,
    device_class: DeviceClass = None,
    architecture: Architecture = None,
    older_than: OlderThan = None,
    newer_than: NewerThan = None,
    min_memory: MinMemory = None,
    max_memory: MaxMemory = None,
    top: Rows = None,
    folder: Built = OUTPUTS,
    as_json: Json = False,
) -> None:
    """List the papers that name all that is asked for.

    Each with what it introduces and the words that meet the question.

    \b
    Example:
      kg query papers --hardware A100 --hardware H100 --method quantization
    """
    device = conditions(vendor, device_class, architecture, older_than, newer_than, min_memory, max_memory)
    _say(
        folder, as_json,
        lambda g: g.papers(
            hardware=any_of(hardware), method=any_of(method), model=any_of(model), dataset=any_of(dataset),
            metric=any_of(metric), task=any_of(task), software=any_of(software), introduces=any_of(introduces),
            device=device,
        ), top,
    )  # fmt: skip


@query_app.command()
def entities(
    kind: Annotated[
        str | None, typer.Argument(metavar="[KIND]", help="method, model, hardware, …; all without.")
    ] = None,
    vendor: Vendor = None,
    device_class: DeviceClass = None,
    architecture: Architecture = None,
    older_than: OlderThan = None,
    newer_than: NewerThan = None,
    min_memory: MinMemory = None,
    max_memory: MaxMemory = None,
    top: Rows = None,
    folder: Built = OUTPUTS,
    as_json: Json = False,
) -> None:
    """List what papers name, most papers first.

    \b
    Example:
      kg query entities method --top 20
    """
    device = conditions(vendor, device_class, architecture, older_than, newer_than, min_memory, max_memory)
    _say(folder, as_json, lambda g: g.entities(kind, **(device or {})), top)


@query_app.command()
def devices(
    vendor: Vendor = None,
    device_class: DeviceClass = None,
    architecture: Architecture = None,
    older_than: OlderThan = None,
    newer_than: NewerThan = None,
    min_memory: MinMemory = None,
    max_memory: MaxMemory = None,
    top: Rows = None,
    folder: Built = OUTPUTS,
    as_json: Json = False,
) -> None:
    """List devices by what is known of them.

    Only those of which a datasheet's figures are known, most papers first.

    \b
    Example:
      kg query devices --device-class consumer --max-memory 24
    """
    device = conditions(vendor, device_class, architecture, older_than, newer_than, min_memory, max_memory)
    _say(folder, as_json, lambda g: g.devices(**(device or {})), top)


@query_app.command()
def matrix(
    rows: KindOf,
    columns: KindOf,
    least: Annotated[int, typer.Option(metavar="N", min=1, help="From how many papers on a pair counts.")] = 1,
    top: Top = 20,
    level: Annotated[LevelOf, typer.Option(help="Whatever papers name, or the tops of families.")] = LevelOf.ENTITY,
    gaps: Annotated[bool, typer.Option("--gaps", help="List the empty pairs, the most expected first.")] = False,
    folder: Built = OUTPUTS,
    as_json: Json = False,
) -> None:
    """Count papers for each pair of two kinds.

    A paper counts where it names both, or members of their families.

    \b
    Example:
      kg query matrix method hardware
    """

    def ask(g: KnowledgeGraph) -> Answer:
        found = g.matrix(rows, columns, least=least, top=top, level=level.value)
        return found.gaps() if gaps else found

    _say(folder, as_json, ask)


@query_app.command()
def path(
    a: Anything,
    b: Anything,
    longest: Annotated[int, typer.Option(metavar="N", min=1, help="The most steps.")] = 6,
    folder: Built = OUTPUTS,
    as_json: Json = False,
) -> None:
    """Show how two things hang together, through papers.

    \b
    Example:
      kg query path KIVI H100
    """
    _say(folder, as_json, lambda g: g.path(a, b, longest=longest))


@query_app.command()
def compare(a: Thing, b: Thing, folder: Built = OUTPUTS, as_json: Json = False) -> None:
    """Set two things against each other.

    Results that compare one with the other, and results of both in one setting.

    \b
    Example:
      kg query compare vLLM SGLang
    """
    _say(folder, as_json, lambda g: g.compare(a, b))


@query_app.command()
def beats(name: Thing, folder: Built = OUTPUTS, as_json: Json = False) -> None:
    """List what is reported better than a thing.

    Each with its numbers; those whose numbers compare come first, best first.

    \b
    Example:
      kg query beats vLLM
    """
    _say(folder, as_json, lambda g: g.beats(name))


@query_app.command("beaten-by")
def beaten_by(name: Thing, folder: Built = OUTPUTS, as_json: Json = False) -> None:
    """List what a thing is reported better than.

    \b
    Example:
      kg query beaten-by FlashAttention-2
    """
    _say(folder, as_json, lambda g: g.beaten_by(name))


@query_app.command()
def cooccurring(
    name: Thing,
    kind: Annotated[str | None, typer.Option(metavar="KIND", help="Only of this kind.")] = None,
    top: Top = 20,
    folder: Built = OUTPUTS,
    as_json: Json = False,
) -> None:
    """List what stands in the same papers.

    The lift says how many times as often as by chance.

    \b
    Example:
      kg query cooccurring "KV cache" --kind hardware
    """
    _say(folder, as_json, lambda g: g.cooccurring(name, kind, top))


@query_app.command()
def neighbourhood(
    name: Anything,
    hops: Annotated[int, typer.Option(metavar="N", min=1, help="How many edges away.")] = 1,
    kind: Annotated[Several, typer.Option(metavar="KIND", help="Only of this kind, and papers. Repeatable.")] = None,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="The most neighbours of one node.")] = 25,
    folder: Built = OUTPUTS,
    as_json: Json = False,
) -> None:
    """Show what lies around a thing.

    \b
    Example:
      kg query neighbourhood A100 --hops 2 --kind method
    """
    _say(folder, as_json, lambda g: g.neighbourhood(name, hops, kinds=any_of(kind), top=top))
