"""From inputs to the five files of a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Unpack

from kg import __version__
from kg.errors import InputError
from kg.files import staged_folder
from kg.graph import write_graph_json
from kg.model import Extraction, Paper
from kg.query import KnowledgeGraph, ResultFilters, Results
from kg.sources import read_papers

__all__ = ["RECORDS", "build", "extract", "load", "results"]

RECORDS = "records.jsonl"

Watch = Callable[[Sequence[Paper]], Iterable[Paper]]  # passes papers through, showing progress


def extract(
    inputs: Sequence[str | Path],
    out: IO[bytes] | None = None,
    *,
    rules: Sequence[str | Path] = (),
    skip_bad: bool = False,
    on_skip: Callable[[InputError], None] | None = None,
    watch: Watch = iter,
) -> list[Extraction]:
    """The records of all papers in `inputs` (files, folders, globs, "-"), sorted by paper id.

    They are written to `out` as well, if given. `rules` are folders of rules over the shipped ones. Raises InputError,
    with file and line, for what cannot be read; with `skip_bad` such lines go to `on_skip` instead.
    """
    papers = read_papers(inputs, skip_bad=skip_bad, on_skip=on_skip)
    # Loading spaCy and the rules takes a second or two: a mistake in the inputs is told before that.
    from kg.record import Extractor, write_records
    from kg.ruleset import load_ruleset

    extractor = Extractor(load_ruleset(*rules))
    records = list(extractor.extract(watch(papers)))
    if out is not None:
        write_records(records, out)
    return records


def build(
    inputs: Sequence[str | Path] = (),
    out: str | Path = "outputs",
    *,
    rules: Sequence[str | Path] = (),
    skip_bad: bool = False,
    on_skip: Callable[[InputError], None] | None = None,
    watch: Watch = iter,
) -> KnowledgeGraph:
    """Read papers and write `records.jsonl`, `graph.json`, `graph.ttl`, `graph.nt` and `graph.html` into `out`.

    Without `inputs` the sample that ships in the package is read. The same papers give the same bytes. Files appear
    only when all are complete: a build that fails leaves what stood there. Errors as for `extract`; OutputError where
    `out` cannot be written.
    """
    from kg.sample import sample_path

    with staged_folder(Path(out)) as staging:
        with (staging / RECORDS).open("wb") as lines:
            records = extract(
                inputs or [sample_path()], lines, rules=rules, skip_bad=skip_bad, on_skip=on_skip, watch=watch
            )
        from kg.rdf import write_rdf
        from kg.view import write_page

        graph = KnowledgeGraph(records)
        write_graph_json(graph.nx, staging / "graph.json")
        write_rdf(records, staging, version=__version__)
        write_page(graph.nx, staging / "graph.html")
    return graph


def load(folder: str | Path) -> KnowledgeGraph:
    """The graph of a folder that `build` wrote. Raises InputError where there is none."""
    return KnowledgeGraph(_records_of(Path(folder)))


def results(where: str | Path = "outputs", **filters: Unpack[ResultFilters]) -> Results:
    """The results in a folder that `build` wrote, filtered and sorted as `KnowledgeGraph.results` says.

    `kg.results("outputs", baseline="vLLM", hardware="A100", sort="value")`. To ask the same folder more than once,
    load it once and ask the graph. Raises InputError where there is no such folder, and what `KnowledgeGraph.results`
    raises.
    """
    return load(where).results(**filters)


def _records_of(folder: Path) -> Iterator[Extraction]:
    path = folder / RECORDS if folder.is_dir() else folder
    if not path.is_file():
        raise InputError(str(folder), f"holds no {RECORDS}; make one with `kg build INPUT -o {folder}`")
    from kg.record import read_records

    return read_records(path)
