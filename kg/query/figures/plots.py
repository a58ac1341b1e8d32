"""`g.plot`: the figures of a graph, each with the rows it was drawn from and the places those stand on."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError, QueryError
from kg.plot.rows import Heading, Rows
from kg.query.answers import Table, counted
from kg.query.figures.basis import places_of_basis
from kg.query.figures.counts import baseline_bars, family_bars, hardware_bars, metric_bars
from kg.query.figures.factors import Topic, dot_rows
from kg.query.figures.measures import MEMORY, SPEED
from kg.query.figures.pairs import pair_grid
from kg.query.figures.tradeoffs import pair_points
from kg.query.index import RecordIndex
from kg.query.meant import checked_kind
from kg.query.numbers.results import Results
from kg.query.papers import Places, given_places
from kg.query.rows import data_frame, json_text
from kg.query.ties.matrix import Level, matrix

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kg.query.knowledge import KnowledgeGraph

__all__ = ["Plot", "Plots"]

_SPEEDUPS = Topic(
    Heading("speedups", "Speed-ups", "Speed-ups by baseline", "",
            "No abstract here states by what factor something is faster."),
    SPEED, "how many times as fast", "speed",
)  # fmt: skip
_MEMORY = Topic(
    Heading("memory", "Memory", "Memory cuts by baseline", "",
            "No abstract here states by what factor memory or storage shrinks."),
    MEMORY, "how many times less memory or storage", "memory",
)  # fmt: skip


class Plot:
    """One figure: shows itself in a notebook, saves itself, and gives its numbers and their evidence.

    `rows` are what it was drawn from, `figure` is a plain matplotlib Figure, which belongs to you: change it as you
    like, then `save` it.
    """

    def __init__(self, rows: Rows, index: RecordIndex) -> None:
        self.rows = rows
        self._index = index

    def __repr__(self) -> str:
        return f"<Plot {self.title!r}: {counted(len(self.rows.marks), 'mark')}>"

    def __len__(self) -> int:
        return len(self.rows.marks)

    @property
    def title(self) -> str:
        """What it shows."""
        return self.rows.heading.title

    @property
    def caption(self) -> str:
        """What it counts, and what it leaves out."""
        return self.rows.heading.caption

    @cached_property
    def figure(self) -> Figure:
        """The matplotlib Figure, drawn when first asked for."""
        from kg.plot.draw import draw  # matplotlib takes half a second to load

        return draw(self.rows)

    def evidence(self, number: int, most: int | None = None) -> Places:
        """Return the places that a mark stands on, by its place in `plain()`; none for an empty cell.

        With `most` those of at most so many papers or results, the first ones.
        """
        return given_places(places_of_basis(self._index, self.rows.marks[number].basis, most))

    def table(self) -> Table:
        """Return the numbers behind the figure as a table of text."""
        return Table(self.title, self.rows.columns, self.rows.table())

    def plain(self) -> list[dict[str, Any]]:
        """Return the numbers behind the figure as plain dicts, one a mark."""
        return self.rows.plain()

    def json(self) -> str:
        """Return the numbers behind the figure as JSON."""
        return json_text(self.plain())

    def frame(self) -> Any:
        """Return a pandas DataFrame, one row a mark. Raises KgError where pandas is missing."""
        rows = self.plain()
        return data_frame(rows, list(rows[0]) if rows else [])

    def save(self, path: str | Path) -> None:
        """Write the figure as its name says: `.svg`, `.png` or `.pdf`; the same rows give the same bytes.

        Raises QueryError for another ending and OutputError where the file cannot be written.
        """
        path = Path(path)
        form = path.suffix.lower().removeprefix(".")
        if form not in ("svg", "png", "pdf"):
            raise QueryError(f"{path}: a figure is saved as .svg, .png or .pdf; end the name in one of these")
        try:
            path.write_bytes(self._rendered(form))
        except OSError as error:
            raise OutputError(f"{path}: cannot write the figure: {error.strerror}") from error

    def _repr_svg_(self) -> str:
        """Show the figure in a notebook."""
        return self._rendered("svg").decode("utf-8")

    def _repr_png_(self) -> bytes:
        """Show the figure where SVG is not shown."""
        return self._rendered("png")

    def _rendered(self, form: str) -> bytes:
        from kg.plot.draw import rendered

        return rendered(self.figure, form)


class Plots:
    """The figures of a graph: `g.plot.hardware()` and so on. Each leaves out the less important beyond `top`."""

    def __init__(self, graph: KnowledgeGraph, index: RecordIndex) -> None:
        self._graph, self._index = graph, index

    @cached_property
    def _results(self) -> Results:
        return self._graph.results()

    def __repr__(self) -> str:
        names = "hardware, families, method_hardware, matrix, speedups, memory, metrics, baselines, tradeoffs"
        return f"<Plots: {names}>"

    def hardware(self, top: int = 20) -> Plot:
        """Hardware by number of papers: those that name it, and those that name only a member of its family."""
        return self._plot(hardware_bars(self._index, _least_one(top)))

    def families(self, top: int = 6, members: int = 5) -> Plot:
        """The `top` families of hardware by number of papers, each over its `members` that most papers name."""
        return self._plot(family_bars(self._index, _least_one(top), members))

    def method_hardware(self, top: int = 15, level: Level = "entity") -> Plot:
        """Methods × hardware as a heat map with its gaps; `top` of each, and `level`, as `g.matrix` has it."""
        return self.matrix("method", "hardware", top, level)

    def matrix(self, rows: str, columns: str, top: int = 15, level: Level = "entity") -> Plot:
        """Any two kinds as a heat map: papers that name both, and the pairs that none does."""
        kinds = checked_kind(rows), checked_kind(columns)
        return self._plot(pair_grid(self._index, matrix(self._index, kinds, 1, top, level), kinds))

    def speedups(self, top: int = 20) -> Plot:
        """Factors of speed (speed, throughput, latency, run time) by baseline; results that compare share a line."""
        return self._plot(dot_rows(self._results, _SPEEDUPS, self._index.labels, _least_one(top)))

    def memory(self, top: int = 20) -> Plot:
        """Factors by which memory or storage shrinks, by baseline; results that compare share a line."""
        return self._plot(dot_rows(self._results, _MEMORY, self._index.labels, _least_one(top)))

    def metrics(self, top: int = 20) -> Plot:
        """Metrics by number of papers whose abstract states a number for them."""
        return self._plot(metric_bars(self._index, self._results, _least_one(top)))

    def baselines(self, top: int = 20) -> Plot:
        """Baselines by number of papers that state a number against them."""
        return self._plot(baseline_bars(self._index, self._results, _least_one(top)))

    def tradeoffs(self) -> Plot:
        """Speed gained against quality lost, where one abstract states both."""
        return self._plot(pair_points(self._results))

    def all(self) -> tuple[Plot, ...]:
        """Every figure, in the order of the report."""
        return (
            self.hardware(), self.families(), self.method_hardware(18), self.speedups(), self.memory(), self.metrics(),
            self.baselines(), self.tradeoffs(),
        )  # fmt: skip

    def _plot(self, rows: Rows) -> Plot:
        return Plot(rows, self._index)


def _least_one(top: int) -> int:
    if top < 1:
        raise QueryError("top must be 1 or more")
    return top
