"""`Results`: the answer to a question for numbers, ordered, grouped by what compares, and given on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, get_args, overload

from kg.errors import QueryError
from kg.query.answers import counted
from kg.query.devices import DeviceConditions
from kg.query.hits import ResultHit
from kg.query.meant import Names
from kg.query.numbers.comparable import Setting, differences, heading, rank_key, setting_of, surfaces
from kg.query.rows import COLUMNS, data_frame, flat_row, html_table, json_row, json_text

__all__ = ["ResultFilters", "ResultGroup", "Results", "SortBy", "sort_order"]

SortBy = Literal["value", "metric", "paper", "confidence"]
_ALONE = "no other result here compares"
_SHOWN = 20  # lines of a repr


class ResultFilters(TypedDict, total=False):
    """What `kg.results` and `KnowledgeGraph.results` take; the latter says what each means."""

    subject: Names | None
    baseline: Names | None
    hardware: Names | None
    model: Names | None
    dataset: Names | None
    task: Names | None
    metric: Names | None
    device: DeviceConditions | None
    least: float | None
    least_confidence: float | None
    sense: str | Iterable[str] | None
    sort: SortBy | None
    across: bool


@dataclass(frozen=True)
class ResultGroup:
    """Results under one heading: best first where they are `ranked`, else in the order of papers and their text."""

    heading: str
    ranked: bool
    hits: tuple[ResultHit, ...]


class Results(Sequence[ResultHit]):
    """Results in the order asked for: a plain sequence of `ResultHit`.

    Sorted by value, they stand in the order of `groups()`: numbers that compare best first, then the others unranked.
    """

    def __init__(
        self, hits: Iterable[ResultHit], names: Mapping[str, str] | None = None, classes: Container[str] = (),
        sort: SortBy = "paper", across: bool = False,
    ) -> None:  # fmt: skip
        """`hits` come in the order of papers and their text; `names` has the label of each entity key.

        `classes` has the keys of entities that are no one thing, such as "GPU".
        """
        given = tuple(hits)
        self.sort, self.across = sort, across
        settings = [setting_of(hit, classes) for hit in given]
        labels = _labels({**surfaces(given, classes), **{setting.metric: "" for setting in settings}}, names or {})
        self._groups = _across(given, settings) if across else _apart(given, settings, labels)
        self._hits = self._ordered(given)
        self._places = {
            hit.key: {"group": group.heading, "rank": rank if group.ranked else None}
            for group in self._groups
            for rank, hit in enumerate(group.hits, 1)
        }

    def _ordered(self, hits: tuple[ResultHit, ...]) -> tuple[ResultHit, ...]:
        if self.sort == "value":
            return tuple(hit for group in self._groups for hit in group.hits)
        if self.sort == "metric":
            return tuple(sorted(hits, key=lambda hit: hit.metric))
        if self.sort == "confidence":
            return tuple(sorted(hits, key=lambda hit: -1.0 if hit.confidence is None else hit.confidence, reverse=True))
        return hits

    @overload
    def __getitem__(self, index: int) -> ResultHit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ResultHit, ...]: ...
    def __getitem__(self, index: int | slice) -> ResultHit | tuple[ResultHit, ...]:
        return self._hits[index]

    def __len__(self) -> int:
        return len(self._hits)

    def __repr__(self) -> str:
        lines = [f"<Results: {self.counts}>"]
        for group in self._shown_groups():
            lines += [group.heading] if group.heading else []
            lines += [f"  {hit!r}" for hit in group.hits]
        rest = len(lines) - 1 - _SHOWN
        return "\n".join([*lines[: _SHOWN + 1], *([f"  … {rest} more lines"] if rest > 0 else [])])

    def _repr_html_(self) -> str:
        """Show tables in a notebook; all text is escaped."""
        tables = [html_table(group.heading, group.hits) for group in self._shown_groups()]
        return "\n".join(tables) or "<p>no results</p>"

    @property
    def counts(self) -> str:
        """How many results of how many papers: `3 results of 2 papers`."""
        return f"{counted(len(self), 'result')} of {counted(_papers(self._hits), 'paper')}"

    def groups(self) -> tuple[ResultGroup, ...]:
        """Return the results by what they share: groups that are ranked, the largest first, then what none compares to.

        With `across` all are one ranked group, whose heading says in what they differ.
        """
        return self._groups

    def _shown_groups(self) -> tuple[ResultGroup, ...]:
        return self._groups if self.sort == "value" else (ResultGroup("", False, self._hits),) if self._hits else ()

    def row(self, hit: ResultHit) -> dict[str, Any]:
        """Return one of these results as plain lists and dicts, with its `group` and its `rank` in it (or None)."""
        return {**json_row(hit), **self._places[hit.key]}

    def json(self) -> str:
        """Return a JSON array, one object a result in this order, with its `group` and its `rank` in it (or null)."""
        return json_text([self.row(hit) for hit in self._hits])

    def frame(self) -> Any:
        """Return a pandas DataFrame, one row a result in this order. Raises KgError where pandas is missing."""
        return data_frame([{**flat_row(hit), **self._places[hit.key]} for hit in self._hits], COLUMNS)


def _labels(called: Mapping[str, str], names: Mapping[str, str]) -> dict[str, str]:
    """What to call what settings hold; `names` may be those of a large graph, of which few are looked up."""
    found = {key: names.get(key, text) for key, text in called.items()}
    return {key: text for key, text in found.items() if text}


def sort_order(sort: str | None, across: bool) -> SortBy:
    """Return the order that is meant; raises QueryError for one that does not exist or makes no sense."""
    orders: tuple[SortBy, ...] = get_args(SortBy)
    for order in orders:
        if sort == order and not (across and order != "value"):
            return order
    if sort is not None and sort not in orders:
        raise QueryError(f"results cannot be sorted by {sort!r}; they can by {', '.join(orders)}")
    if across and sort is not None:
        raise QueryError(f"across ranks by value, and cannot sort by {sort}; leave one of the two out")
    return "value" if across else "paper"


def _apart(hits: Sequence[ResultHit], settings: Sequence[Setting], names: Mapping[str, str]) -> tuple[ResultGroup, ...]:
    """The guard at work: each list that is ranked holds results of one setting."""
    by_setting: dict[Setting, list[ResultHit]] = {}
    for hit, setting in zip(hits, settings, strict=True):
        by_setting.setdefault(setting, []).append(hit)
    ranked: list[ResultGroup] = []
    alone: dict[str, list[ResultHit]] = {}
    for setting, found in by_setting.items():
        if setting.missing is None and len(found) > 1:
            ranked.append(ResultGroup(heading(setting, names), True, tuple(sorted(found, key=rank_key))))
        else:
            alone.setdefault(setting.missing or _ALONE, []).extend(found)
    ranked.sort(key=lambda group: (-_papers(group.hits), -len(group.hits), group.heading))
    place = {hit.key: number for number, hit in enumerate(hits)}
    unranked = [
        ResultGroup(f"not ranked: {why}", False, tuple(sorted(found, key=lambda hit: place[hit.key])))
        for why, found in sorted(alone.items(), key=lambda item: (item[0] != _ALONE, item[0]))
    ]
    return (*ranked, *unranked)


def _across(hits: Sequence[ResultHit], settings: Sequence[Setting]) -> tuple[ResultGroup, ...]:
    """All in one list: best first where all numbers are of one kind, else the largest first."""
    if not hits:
        return ()
    kinds = {(setting.form, setting.unit, hit.better) for setting, hit in zip(settings, hits, strict=True)}
    best = len(kinds) == 1
    ordered = sorted(hits, key=rank_key if best else lambda hit: -(hit.normal or hit).value)
    why = differences(settings) if len(hits) > 1 else ""
    warning = f"; these do not compare: {why}" if why else ""
    return (ResultGroup(f"all in one list, {'best' if best else 'largest'} first{warning}", True, tuple(ordered)),)


def _papers(hits: Iterable[ResultHit]) -> int:
    return len({hit.evidence.paper for hit in hits})
