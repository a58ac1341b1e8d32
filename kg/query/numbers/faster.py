"""Who is faster than whom: a directed graph of results, and where they do not go together.

An edge is one result, from the faster to the slower, with its factor and its setting: nothing is added up or ranked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import networkx as nx

from kg.graph.entities import EntitySummary
from kg.query.hits import ResultHit
from kg.query.names import NameIndex
from kg.query.numbers.conflicts import Conflict, Step, contradictions, cycles
from kg.query.numbers.judge import better_side, compared_pairs, side
from kg.query.rows import json_row

__all__ = ["FasterThan", "faster_than"]

_SPEEDS = frozenset(("speedup", "latency", "time", "throughput"))
_SHOWN = 20  # lines of a repr


@dataclass(frozen=True, repr=False, eq=False)
class FasterThan:
    """All results that say how much faster one thing is than another.

    `graph` has an edge for each, from the faster to the slower, its key the result's; one that names several baselines
    has an edge to each of them. Nodes have a `label`, edges the
    plain attributes factor, metric, paper, label, quote, turned and, where known, high, qualifier, subject, baseline
    (as the paper writes them), hardware, model, dataset and confidence. `cycles` are shortest ways round (A beats B
    beats … beats A): every pair of things that lies on a way round is in one, up to 50 cycles for things that are all
    tied together. `contradictions` pair a result with the likest one of another paper that says the opposite.
    `unplaced` counts the results that make no edge: without subject or baseline, of a thing against itself, or
    neither faster nor slower.
    """

    steps: tuple[Step, ...]
    graph: nx.MultiDiGraph[str]
    cycles: tuple[Conflict, ...]
    contradictions: tuple[Conflict, ...]
    unplaced: int

    def beats(self, name: str) -> list[Step]:
        """Return the results in which something is faster than `name`, by the name of the faster.

        Raises UnknownNameError, with the nearest names, where nothing in this graph is called so.
        """
        keys = self._keys(name)
        return sorted((step for step in self.steps if step.loser in keys), key=_by_names)

    def beaten_by(self, name: str) -> list[Step]:
        """Return the results in which `name` is the faster, by the name of the slower; raises as `beats` does."""
        keys = self._keys(name)
        return sorted((step for step in self.steps if step.winner in keys), key=_by_names)

    def _keys(self, name: str) -> frozenset[str]:
        nodes = self.graph.nodes(data="label")
        return frozenset(NameIndex(EntitySummary(key, "", str(label), (), 0, 0) for key, label in nodes).resolve(name))

    @property
    def counts(self) -> str:
        """What it holds, in a few words."""
        results = len({step.hit.key for step in self.steps})
        found = ((results, "result"), (self.graph.number_of_nodes(), "system"),
                 (len(self.cycles), "cycle"), (len(self.contradictions), "contradiction"))  # fmt: skip
        told = ", ".join(f"{count} {noun}" if count == 1 else f"{count} {noun}s" for count, noun in found)
        return f"{told}; {self.unplaced} more with no subject or baseline"

    def __repr__(self) -> str:
        lines = [repr(step) for step in self.steps]
        lines += [f"cycle {cycle!r}" for cycle in self.cycles]
        lines += [f"contradiction {found!r}" for found in self.contradictions]
        rest = [f"  … {len(lines) - _SHOWN} more lines"] if len(lines) > _SHOWN else []
        return "\n".join([f"<FasterThan: {self.counts}>", *(f"  {line}" for line in lines[:_SHOWN]), *rest])

    def _repr_html_(self) -> str:
        """Show a table and the conflicts in a notebook; all text is escaped."""
        rows = "\n".join(f"<tr>{_html_cells(step)}</tr>" for step in self.steps)
        parts = [f"<table><caption>{escape(self.counts)}</caption>\n<tbody>\n{rows}\n</tbody></table>"]
        for heading, found in (("cycles", self.cycles), ("contradictions", self.contradictions)):
            items = "\n".join(f"<li>{escape(repr(conflict)[1:-1])}</li>" for conflict in found)
            parts += [f"<p>{heading}</p>\n<ul>\n{items}\n</ul>"] if found else []
        return "\n".join(parts)

    def rows(self) -> dict[str, Any]:
        """Return all of it as plain lists and dicts, for JSON; conflicts name their results by key."""
        return {
            "results": [_row(step) for step in self.steps],
            "cycles": [_conflict_row(cycle) for cycle in self.cycles],
            "contradictions": [_conflict_row(found) for found in self.contradictions],
            "unplaced": self.unplaced,
        }


def faster_than(results: Iterable[ResultHit], names: Mapping[str, str] | None = None) -> FasterThan:
    """Return who is faster than whom by these results, the same for any order of them; others than speeds are ignored.

    `names` has the label of each entity key; without it things are called as the papers write them.
    """
    factors = {hit.key: hit for hit in results if hit.metric in _SPEEDS and hit.normal and hit.normal.unit == "x"}
    hits = [factors[key] for key in sorted(factors)]
    called = {**_surfaces(hits), **(names or {})}
    found = [_steps(hit, called) for hit in hits]
    steps = tuple(step for of_hit in found for step in of_hit)
    graph = _graph(steps)
    return FasterThan(steps, graph, tuple(cycles(steps, graph)), tuple(contradictions(steps)), found.count([]))


# Edges


def _steps(hit: ResultHit, called: Mapping[str, str]) -> list[Step]:
    """One for each thing on one side with each on the other; what stands on both sides is compared with nothing."""
    return [step for pair in compared_pairs(hit) if (step := _step(hit, *pair, called)) is not None]


def _step(hit: ResultHit, subject: str, baseline: str, called: Mapping[str, str]) -> Step | None:
    normal, better = hit.normal, better_side(hit)
    if normal is None or better is None:
        return None
    if better == "subject":
        return Step(subject, baseline, called[subject], called[baseline], normal.value, normal.high, False, hit)
    low, high = normal.value, normal.value if normal.high is None else normal.high
    top = None if normal.high is None else _turned(low)
    return Step(baseline, subject, called[baseline], called[subject], _turned(high), top, True, hit)


def _turned(factor: float) -> float:
    return float(f"{1 / factor:.10g}")


def _surfaces(hits: Iterable[ResultHit]) -> dict[str, str]:
    found: dict[str, str] = {}
    for hit in hits:
        for key, surface in (*side(hit, "subject").items(), *side(hit, "baseline").items()):
            found.setdefault(key, surface)
    return found


def _graph(steps: Sequence[Step]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names = {step.winner: step.winner_name for step in steps} | {step.loser: step.loser_name for step in steps}
    for key in sorted(names):
        graph.add_node(key, label=names[key])
    for step in sorted(steps, key=lambda step: (*step.pair, step.hit.key)):
        graph.add_edge(*step.pair, key=step.hit.key, **_attributes(step))
    return graph


def _attributes(step: Step) -> dict[str, Any]:
    hit = step.hit
    told = {
        "factor": step.factor, "high": step.high, "turned": step.turned, "metric": hit.metric,
        "qualifier": hit.qualifier, "subject": hit.subject, "baseline": hit.baseline, "hardware": hit.hardware,
        "model": hit.model, "dataset": hit.dataset, "confidence": hit.confidence, "paper": hit.evidence.paper,
        "label": hit.label, "quote": hit.evidence.text,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value is not None}


# Words


def _by_names(step: Step) -> tuple[str, ...]:
    return step.winner_name, step.loser_name, *step.pair, step.hit.key


def _html_cells(step: Step) -> str:
    pair = f"{step.winner_name} → {step.loser_name}"
    cells = (step.said, step.setting, step.hit.evidence.title)
    amount = f'<td title="{escape(step.hit.evidence.sentence)}">{escape(step.amount)}</td>'
    return f"<td>{escape(pair)}</td>{amount}" + "".join(f"<td>{escape(cell)}</td>" for cell in cells)


def _row(step: Step) -> dict[str, Any]:
    return {
        "winner": {"key": step.winner, "name": step.winner_name}, "loser": {"key": step.loser, "name": step.loser_name},
        "factor": step.factor, "high": step.high, "turned": step.turned, "result": json_row(step.hit),
    }  # fmt: skip


def _conflict_row(conflict: Conflict) -> dict[str, Any]:
    names = [*(step.winner_name for step in conflict.steps), conflict.steps[-1].loser_name]
    return {
        "names": names, "setting": conflict.setting, "differs": list(conflict.differs),
        "unknown": list(conflict.unknown), "results": [step.hit.key for step in conflict.steps],
    }  # fmt: skip
