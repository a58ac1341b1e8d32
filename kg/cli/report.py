"""What commands print."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from kg.errors import InputError
from kg.graph import KnowledgeGraph
from kg.model import Result
from kg.workbench.explain import Explained, Explanation

__all__ = ["build_summary", "explanation_json", "print_explanation", "read_query"]

_FILES = {
    "records.jsonl": "one record a paper: what was read, to the character",
    "graph.json": "the NetworkX graph, node-link JSON",
    "graph.ttl": "RDF to read",
    "graph.nt": "RDF to load",
    "graph.html": "the page: open it in a browser",
}
_STYLES = {
    "Method": "bold blue", "Model": "bold green", "Hardware": "bold red", "Metric": "bold yellow",
    "Dataset": "bold cyan", "Task": "bold magenta", "Software": "bold bright_black",
}  # fmt: skip


def build_summary(graph: KnowledgeGraph, out: Path) -> str:
    """What a build wrote and what it holds."""
    kinds = Counter(str(data["kind"]) for _, data in graph.nx.nodes(data=True))
    papers = kinds.pop("paper", 0)
    rest = ", ".join(f"{count} {_counted(kind, count)}" for kind, count in sorted(kinds.items()))
    files = "\n".join(f"  {out / name!s:<28} {what}" for name, what in _FILES.items())
    return f"{papers} {_counted('paper', papers)}: {rest}; {graph.nx.number_of_edges()} edges\n{files}"


def _counted(kind: str, count: int) -> str:
    if count == 1 or kind in ("hardware", "software"):
        return kind
    return f"{kind}s"


def read_query(query: str) -> str:
    """The query itself, or what the file of that name (or standard input) holds."""
    if query == "-":
        return sys.stdin.read()
    if "{" in query or "\n" in query:
        return query
    path = Path(query)
    if not path.is_file():
        raise InputError(query, "is neither a SPARQL query nor a file that holds one")
    return path.read_text(encoding="utf-8")


def print_explanation(explanation: Explanation) -> None:
    """Mark the text, then list what was kept, what lost, and the results."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(_marked(explanation))
    console.print(_matches("kept", explanation.kept))
    if explanation.lost:
        console.print(_matches("lost", explanation.lost))
    for result in explanation.record.results:
        console.print(f"result  {escape(_sentence(result))}")


def _marked(explanation: Explanation) -> Text:
    text = Text(explanation.text.lstrip("\n"))
    shift = len(explanation.text) - len(text.plain)
    for found in explanation.kept:
        text.stylize(f"{_STYLES[found.type]} underline", found.start - shift, found.end - shift)
    return text


def _matches(title: str, found: tuple[Explained, ...]) -> Table:
    last = "entity" if title == "kept" else "lost to, and why"
    table = Table(title, "type", "rule", "where", last, box=None, pad_edge=False)
    for match in found:
        why = match.key if match.lost_to is None else f"{match.lost_to!r}: {match.reason}"
        cells = (match.text, match.type, match.rule, match.origin, why or "")
        table.add_row(*(escape(cell) for cell in cells), style="" if match.lost_to is None else "dim")
    return table


def _sentence(result: Result) -> str:
    value = f"{result.value:g}" + (f"–{result.high:g}" if result.high is not None else "") + (result.unit or "")
    slots = {name: getattr(result, name) for name in ("subject", "baseline", "hardware", "model", "dataset", "task")}
    bound = ", ".join(f"{name} {text}" for name, text in slots.items() if text)
    parts = [value, result.metric, result.sense, result.qualifier or "", f"({bound})" if bound else "", f"← {result.quote!r}"]
    return " ".join(part for part in parts if part)


def explanation_json(explanation: Explanation) -> str:
    """The same as JSON."""
    return msgspec.json.format(msgspec.json.encode(explanation), indent=1).decode()
