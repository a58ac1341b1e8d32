"""Steps from the faster to the slower, and where they do not go together: cycles and contradictions."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from kg.graph.build import amount_label
from kg.query.hits import ResultHit

__all__ = ["Conflict", "SettingState", "Step", "contradictions", "cycles"]

SettingState = Literal["same", "differ", "unknown"]

_ASPECTS = ("hardware", "model", "dataset")
_STATES: tuple[SettingState, ...] = ("same", "unknown", "differ")
_MOST_CYCLES = 50  # of one knot: each costs a walk over it


@dataclass(frozen=True, repr=False)
class Step:
    """One result: `winner` is `factor` times as fast as `loser` (to `high` times, for a range), both keys of nodes.

    `turned` says that the paper states it the other way round: its subject, the loser, is the slower one.
    """

    winner: str
    loser: str
    winner_name: str
    loser_name: str
    factor: float
    high: float | None
    turned: bool
    hit: ResultHit

    @property
    def pair(self) -> tuple[str, str]:
        return self.winner, self.loser

    @property
    def amount(self) -> str:
        """The factor as a person reads it: `up to 2.9x`, `1.5-2x`."""
        amount = amount_label(_short(self.factor), None if self.high is None else _short(self.high), "x")
        return f"{self.hit.qualifier} {amount}" if self.hit.qualifier else amount

    @property
    def setting(self) -> str:
        """Where it was measured, as far as the paper says: `on A100, for Llama, on GSM8K`."""
        stated = (("on", self.hit.hardware), ("for", self.hit.model), ("on", self.hit.dataset))
        return ", ".join(f"{word} {name}" for word, name in stated if name)

    @property
    def said(self) -> str:
        """What was measured, and that the paper says it the other way round."""
        return f"{self.hit.metric}, stated as slower" if self.turned else self.hit.metric

    def __repr__(self) -> str:
        what = "  ".join(filter(None, (self.amount, self.said, self.setting)))
        return f"<{self.winner_name} → {self.loser_name}  {what}  ({self.hit.evidence.title!r})>"


@dataclass(frozen=True, repr=False)
class Conflict:
    """Results that cannot all hold in one setting: round a cycle, or two of one pair that point opposite ways.

    `differs` names what they do not share (metric, hardware, model, dataset), `unknown` what some of them leave unsaid.
    """

    steps: tuple[Step, ...]
    differs: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def setting(self) -> SettingState:
        """Whether the settings differ, are the same, or are not known well enough to tell."""
        return "differ" if self.differs else "unknown" if self.unknown else "same"

    @property
    def why(self) -> str:
        """The same in words: `settings differ: hardware`."""
        if self.differs:
            return f"settings differ: {', '.join(self.differs)}"
        return f"settings unknown: {', '.join(self.unknown)}" if self.unknown else "same setting"

    def __repr__(self) -> str:
        names = [*(step.winner_name for step in self.steps), self.steps[-1].loser_name]
        return f"<{' → '.join(names)} ({self.why})>"


def cycles(steps: Sequence[Step], graph: nx.MultiDiGraph[str]) -> Iterator[Conflict]:
    first = {step.pair: step for step in reversed(steps)}
    knots = (frozenset(knot) for knot in nx.strongly_connected_components(graph) if len(knot) > 1)
    for knot in sorted(knots, key=min):
        below = {key: sorted(knot & set(graph.successors(key))) for key in sorted(knot)}
        for way in _ways_round(below):
            yield _conflict([first[pair] for pair in way])


def _ways_round(below: Mapping[str, Sequence[str]]) -> Iterator[list[tuple[str, str]]]:
    """Shortest ways round, as pairs, until each pair of a knot is in one or there are enough of them."""
    seen: set[tuple[str, str]] = set()
    found = 0
    for pair in ((winner, loser) for winner, losers in below.items() for loser in losers):
        if pair in seen:
            continue
        if found == _MOST_CYCLES:
            return
        path = _shortest(below, start=pair[1], goal=pair[0])
        start = path.index(min(path))
        path = path[start:] + path[:start]
        way = list(zip(path, path[1:] + path[:1], strict=True))
        seen.update(way)
        found += 1
        yield way


def _shortest(below: Mapping[str, Sequence[str]], start: str, goal: str) -> list[str]:
    """The keys on a shortest path; in a knot there always is one."""
    came_from: dict[str, str] = {start: start}
    waiting = deque([start])
    while goal not in came_from:
        key = waiting.popleft()
        for loser in below[key]:
            if loser not in came_from:
                came_from[loser] = key
                waiting.append(loser)
    path = [goal]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def contradictions(steps: Sequence[Step]) -> Iterator[Conflict]:
    by_pair: dict[tuple[str, str], list[Step]] = defaultdict(list)
    for step in steps:
        by_pair[step.pair].append(step)
    for pair in sorted(by_pair):
        one, other = by_pair[pair], by_pair.get((pair[1], pair[0]), [])
        if other and (len(one), pair) < (len(other), pair[::-1]):
            yield from filter(None, (_likest(step, other) for step in one))


def _likest(step: Step, others: Sequence[Step]) -> Conflict | None:
    """The step with the one of another paper whose setting is likest."""
    found = [_conflict([step, other]) for other in others if other.hit.evidence.paper != step.hit.evidence.paper]
    return min(found, key=lambda conflict: (_STATES.index(conflict.setting), len(conflict.differs)), default=None)


def _conflict(steps: Sequence[Step]) -> Conflict:
    states = {"metric": _metric_state(steps)} | {aspect: _state(steps, aspect) for aspect in _ASPECTS}
    differs, unknown = (tuple(a for a, state in states.items() if state == wanted) for wanted in ("differ", "unknown"))
    return Conflict(tuple(steps), differs, unknown)


def _metric_state(steps: Sequence[Step]) -> SettingState:
    """Throughput is not latency; a bare speedup may be either."""
    metrics = {step.hit.metric for step in steps}
    if "throughput" in metrics and metrics & {"latency", "time"}:
        return "differ"
    return "unknown" if len(metrics) > 1 else "same"


def _state(steps: Sequence[Step], aspect: str) -> SettingState:
    """What a paper does not state, or names without an entity, is not known to be the same."""
    keys = {frozenset(name.key for name in step.hit.names(aspect)) for step in steps}
    known = {found for found in keys if found and None not in found}
    if len(known) > 1:
        return "differ"
    return "same" if known == keys else "unknown"


def _short(factor: float) -> float:
    return float(f"{factor:.4g}")
