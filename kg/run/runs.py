"""From inputs to the files of a graph, and from those back to a graph.

What works on graphs is imported where it is used: to read texts needs none, and loading it takes half a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Unpack

from kg import __version__
from kg.files import staged_folder
from kg.run.manifest import base_of, origin_of
from kg.run.reading import How, OnSkip, Watch, judge
from kg.run.steps import RECORDS, records_in, source_in, write_files, write_records_of
from kg.sources import iter_papers
from kg.sources.gathering import Gathering

if TYPE_CHECKING:
    from kg.query import Changes, KnowledgeGraph, ResultFilters, Results

__all__ = ["RECORDS", "build", "diff", "export", "extract", "load", "results"]


def extract(
    inputs: Sequence[str | Path],
    out: IO[bytes],
    *,
    rules: Sequence[str | Path] = (),
    workers: int | None = None,
    skip_bad: bool = False,
    on_skip: OnSkip = None,
    watch: Watch = iter,
) -> int:
    """Write the records of all papers in `inputs` (files, folders, globs, "-"), sorted by paper id; returns how many.

    `rules` are folders of rules over the shipped ones. So many `workers` read the texts, by default one a core; memory
    does not grow with the papers. Raises InputError, with file and line, for what cannot be read; with `skip_bad` such
    lines go to `on_skip` instead.
    """
    papers = Gathering(iter_papers(inputs, skip_bad=skip_bad, on_skip=on_skip))
    count, _ = write_records_of(papers, out, rules, workers=workers, on_bad=judge(skip_bad, on_skip), watch=watch)
    return count


def build(
    inputs: Sequence[str | Path] = (),
    out: str | Path = "outputs",
    *,
    rules: Sequence[str | Path] = (),
    base: str | None = None,
    workers: int | None = None,
    skip_bad: bool = False,
    on_skip: OnSkip = None,
    watch: Watch = iter,
) -> KnowledgeGraph:
    """Read papers and write `records.jsonl`, `graph.json`, `graph.ttl`, `graph.nt`, `graph.html` and `build.json`.

    They go into the folder `out`. Without `inputs` the sample that ships in the package is read. The same papers give
    the same bytes. `base` is the IRI under which the RDF names papers, entities and results, by default one of ours.
    So many `workers` read the texts, by default one a core. Files appear only when all are complete: a build that fails
    leaves what stood there. Errors as for `extract`; OutputError where `out` cannot be written or `base` is no IRI, and
    KgError, before any paper is read by the rules, for more papers than a NetworkX graph serves.
    """
    from kg.graph import check_size
    from kg.sample import sample_path

    if base is not None:
        from kg.rdf.iris import Iris

        Iris(base)  # a mistake in it is told before any paper is read
    with staged_folder(Path(out)) as staging:
        papers = Gathering(iter_papers(inputs or [sample_path()], skip_bad=skip_bad, on_skip=on_skip), check_size)
        origin = origin_of(rules)
        how: How = {"workers": workers, "on_bad": judge(skip_bad, on_skip), "watch": watch}
        with (staging / RECORDS).open("wb") as lines:
            _, versions = write_records_of(papers, lines, rules, **how)
        return write_files(staging, versions, origin, base)


def load(folder: str | Path) -> KnowledgeGraph:
    """The graph of a folder that `build` wrote, or of one of its files: records or RDF in any format.

    Raises InputError where there is none.
    """
    from kg.query import KnowledgeGraph

    return KnowledgeGraph(records_in(Path(folder)))


def export(folder: str | Path, out: IO[bytes], format: str = "turtle", *, base: str | None = None) -> None:
    """Write the RDF of a folder that `build` wrote, of shards, or of records, in one of `kg.rdf.FORMATS`.

    Records stand in memory only where they come from RDF. `base` is the IRI under which things stand, by default that
    of the folder. Errors as for `load`, and OutputError for a base that is no IRI.
    """
    from kg.graph import without_namesakes
    from kg.rdf import DEFAULT_BASE, export_rdf

    records = without_namesakes(source_in(Path(folder)))
    export_rdf(records, out, format, base=base or base_of(folder) or DEFAULT_BASE, version=__version__)


def results(where: str | Path = "outputs", **filters: Unpack[ResultFilters]) -> Results:
    """The results in a folder that `build` wrote, filtered and sorted as `KnowledgeGraph.results` says.

    `kg.results("outputs", baseline="vLLM", hardware="A100", sort="value")`. To ask the same folder more than once,
    load it once and ask the graph. Raises InputError where there is no such folder, and what `KnowledgeGraph.results`
    raises.
    """
    return load(where).results(**filters)


def diff(old: str | Path | KnowledgeGraph, new: str | Path | KnowledgeGraph) -> Changes:
    """What is new, gone and changed in `new`: folders that `build` wrote, files of records, or graphs.

    `kg.diff("last-week", "outputs")`. Raises InputError where there are no records.
    """
    from kg.query import KnowledgeGraph, changes_between

    before, now = (graph if isinstance(graph, KnowledgeGraph) else load(graph) for graph in (old, new))
    return changes_between(before, now)
