"""What commands print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.text import Text

from kg.graph import amount_label
from kg.graph.slots import bond_texts
from kg.model import SLOTS, Bond, BoundBy, Extraction, MetricBy, Result
from kg.query import KnowledgeGraph
from kg.run import Merged
from kg.workbench.explain import Explanation, MatchGroup, grouped

__all__ = ["build_summary", "explanation_json", "merge_summary", "print_explanation"]

_FILES = {
    "records.jsonl": "one record a paper: what was read, to the character",
    "graph.json": "the NetworkX graph, node-link JSON",
    "graph.ttl": "RDF to read",
    "graph.nt": "RDF to load",
    "graph.html": "the page: open it in a browser",
    "build.json": "what it was built with, for `kg add`",
}
_TABLES = {
    "papers.parquet": "a table of papers",
    "entities.parquet": "what the papers speak of",
    "mentions.parquet": "where they do",
    "results.parquet": "their numbers",
}
_STYLES = {
    "Method": "bold blue", "Model": "bold green", "Hardware": "bold red", "Metric": "bold yellow",
    "Dataset": "bold cyan", "Task": "bold magenta", "Software": "bold bright_black",
}  # fmt: skip
_BOUND_BY: dict[BoundBy, str] = {
    "clause": "named in the number's clause",
    "sentence": "named in another clause of its sentence",
    "neighbour": "named in the sentence before or after",
    "list": "named at the number's place in a list",
    "paper": "the paper's own",
}
_METRIC_BY: dict[MetricBy, str] = {
    "named": "named with the number",
    "nearby": "named farther off",
    "listed": "as the number before it in a list",
    "told": "told by the word of change",
    "unit": "told by the unit",
    "guessed": "guessed, as what such numbers mostly are",
}
_COLUMN = 10  # wide enough for the longest type


def build_summary(graph: KnowledgeGraph, out: Path) -> str:
    """What a build wrote and what it holds."""
    kinds = Counter(str(data["kind"]) for _, data in graph.nx.nodes(data=True))
    return _summary({**kinds, "edge": graph.nx.number_of_edges()}, _FILES, out)


def merge_summary(merged: Merged, out: Path) -> str:
    """The same of a build from shards."""
    what = {**_FILES, **_TABLES}
    return _summary(merged.kinds, {name: what[name] for name in what if name in merged.files}, out)


def _summary(kinds: Mapping[str, int], files: Mapping[str, str], out: Path) -> str:
    order = [kind for kind in ("paper", *sorted(set(kinds) - {"paper", "edge"}), "edge") if kind in kinds]
    counts = ", ".join(f"{kinds[kind]} {_counted(kind, kinds[kind])}" for kind in order)
    width = max(len(str(out / name)) for name in files)
    return "\n".join([counts, *(f"  {out / name!s:<{width}}  {what}" for name, what in files.items())])


def _counted(kind: str, count: int) -> str:
    if count == 1 or kind in ("hardware", "software"):
        return kind
    return f"{kind}s"


def print_explanation(explanation: Explanation, console: Console | None = None) -> None:
    """Mark the text, then list what was kept with what lost to it and why, then the results.

    Lines are wrapped to the width of a terminal; in a pipe each stands whole, so that it can be searched.
    """
    console = console or Console(highlight=False)
    say = _Lines(console)
    say(_marked(explanation))
    for group in grouped(explanation):
        _say_group(say, group, group.kept.key in explanation.record.introduces)
    for result in explanation.record.results:
        _say_result(say, explanation.record, result)


class _Lines:
    """Prints lines with a hanging indent, wrapped only where a person reads them."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, line: Text | str, indent: int = 0) -> None:
        text = Text(line) if isinstance(line, str) else line
        if not self._console.is_terminal:
            self._console.print(Text(" " * indent) + text, soft_wrap=True)
            return
        for piece in text.wrap(self._console, max(20, self._console.width - indent)):
            piece.rstrip()
            self._console.print(Text(" " * indent) + piece, soft_wrap=True)


def _marked(explanation: Explanation) -> Text:
    text = Text(explanation.text.lstrip("\n"))
    shift = len(explanation.text) - len(text.plain)
    for found in explanation.kept:
        text.stylize(f"{_STYLES[found.type]} underline", found.start - shift, found.end - shift)
    return text


def _say_group(say: _Lines, group: MatchGroup, introduced: bool) -> None:
    kept = group.kept
    rule = f"{kept.rule} ({kept.origin})"
    key = "" if kept.key == kept.rule else f"{kept.key}, introduced by " if introduced else f"{kept.key}, by "
    say("")
    say(Text.assemble((kept.type.ljust(_COLUMN), _STYLES[kept.type]), (kept.text, "bold"), _places(group.count)))
    say(key + rule, _COLUMN)
    for lost in group.lost:
        rules = ", ".join(f"{match.rule} ({match.origin})" for match in lost.matches)
        first = lost.matches[0]
        why = f"{first.text} as {first.type}: {first.reason}{_places(lost.count)}"
        say(Text.assemble(("not ", "dim"), why), _COLUMN)
        say(Text(rules, "dim"), _COLUMN + 4)


def _places(count: int) -> str:
    return "" if count == 1 else f" ×{count}"


def _say_result(say: _Lines, record: Extraction, result: Result) -> None:
    amount = f"{result.qualifier or ''} {amount_label(result.value, result.high, result.unit)}".strip()
    sense = "" if result.sense == "value" else f" {result.sense}"
    say("")
    say(Text.assemble("Result".ljust(_COLUMN), (f"{amount} {result.metric}{sense}", "bold")))
    say(f"by {result.rule}, in {result.quote!r}", _COLUMN)
    for line in (_normal_said(result), _metric_said(result), _sure(result.confidence)):
        if line:
            say(line, _COLUMN)
    for slot in SLOTS:
        if getattr(result, slot):
            _say_slot(say, slot, getattr(result, slot), _bonds_said(record, result, slot))


def _say_slot(say: _Lines, slot: str, text: str, bonds: Sequence[tuple[str, str]]) -> None:
    """One line for a name and what bound it; where a slot holds several names, one more for each."""
    if len(bonds) == 1:
        say(f"{slot} {text}, {bonds[0][1]}", _COLUMN)
        return
    say(f"{slot} {text}", _COLUMN)
    for name, why in bonds:
        say(f"{name}, {why}", _COLUMN + 4)


def _bonds_said(record: Extraction, result: Result, slot: str) -> list[tuple[str, str]]:
    """Each name in a slot that a bond speaks of, and what that says."""
    bonds = zip(result.bound, bond_texts(record, result), strict=True)
    return [(text, _bond_said(bond)) for bond, text in bonds if bond.slot == slot]


def _normal_said(result: Result) -> str:
    """What the number compares as, where that is not what stands there already."""
    normal = result.normal
    if normal is None or (normal.value, normal.high, normal.unit) == (result.value, result.high, result.unit):
        return ""
    factor = normal.unit == "x"
    value, high = (None if number is None else float(f"{number:.4g}") for number in (normal.value, normal.high))
    amount = amount_label(value or 0.0, high, normal.unit)
    return f"compares as {amount}" + (f" better ({result.better} {result.metric} is better)" if factor else "")


def _metric_said(result: Result) -> str:
    return "" if result.metric_by is None else f"metric {result.metric}, {_METRIC_BY[result.metric_by]}"


def _bond_said(bond: Bond) -> str:
    linked = "" if bond.key is None else f"linked to {bond.key}"
    return ", ".join(filter(None, (_BOUND_BY[bond.by], _sure(bond.confidence), linked)))


def _sure(confidence: float | None) -> str:
    return "" if confidence is None else f"confidence {confidence:.2f}"


def explanation_json(explanation: Explanation) -> str:
    """The same as JSON."""
    return msgspec.json.format(msgspec.json.encode(explanation), indent=1).decode()
