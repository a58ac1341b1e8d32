"""Papers put into a built folder and taken out of it, as if the folder had been built of the others at once.

What the new folder must hold is worked out from texts alone: the papers that stand there, with their other versions,
and those that come are merged just as a build merges its inputs. Then each paper whose very text has a record takes it
over, and only the others are read. That holds as long as the records were made by the rules and the reader of today;
where they were not, all papers are read again, from the texts in the records.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.errors import InputError, KgError, OutputError, QueryError
from kg.files import staged_folder
from kg.model import Extraction, Paper
from kg.query import KnowledgeGraph
from kg.query.names import NameIndex
from kg.record import decode_record, write_records
from kg.run.manifest import MANIFEST, Manifest, Origin, file_digest, origin_of, read_manifest
from kg.run.reading import How, OnSkip, Watch, judge, read_lines
from kg.run.steps import RECORDS, records_in, write_files
from kg.sources import Gathered, gather, iter_papers
from kg.sources.gathering import Text, line_of

__all__ = ["Update", "add", "remove"]


@dataclass(frozen=True)
class Update:
    """What a run is about to do to a folder, in numbers of papers.

    `new` come, `changed` get another text or another source, `kept` stay as they are, `gone` leave. `read` are read by
    the rules; `again` says in words why all of them are, and is None where records are taken over.
    """

    new: int
    changed: int
    kept: int
    gone: int
    read: int
    again: str | None


OnUpdate = Callable[[Update], None]


def add(
    folder: str | Path,
    inputs: Sequence[str | Path],
    *,
    rules: Sequence[str | Path] = (),
    workers: int | None = None,
    skip_bad: bool = False,
    on_skip: OnSkip = None,
    on_update: OnUpdate | None = None,
    watch: Watch = iter,
) -> KnowledgeGraph:
    """Put the papers of `inputs` into a folder that `build` wrote; returns its graph.

    The folder is then, byte for byte, what one `build` of all its papers gives, in whatever order they came; only new
    texts are read. Give the `rules` that it was built with: with others all papers are read again, which `on_update`
    is told before it begins. Errors as for `build`, and InputError where the folder holds no records; then nothing
    changes.
    """
    standing = _Standing(Path(folder))
    found = list(iter_papers(inputs, skip_bad=skip_bad, on_skip=on_skip))
    how: How = {"workers": workers, "on_bad": judge(skip_bad, on_skip), "watch": watch}
    return _rewrite(standing, gather([*standing.texts(), *found]), rules, on_update, how)


def remove(
    folder: str | Path,
    papers: Sequence[str],
    *,
    rules: Sequence[str | Path] = (),
    workers: int | None = None,
    on_update: OnUpdate | None = None,
    watch: Watch = iter,
) -> KnowledgeGraph:
    """Take papers, named by key or title, out of a folder that `build` wrote; returns the graph of the others.

    The folder is then, byte for byte, what one `build` of the others gives, and a paper goes with all its versions.
    `rules` and errors as for `add`; UnknownNameError, with the nearest titles, for a paper that is not there,
    QueryError for a title that several papers have, KgError where no paper would be left.
    """
    standing = _Standing(Path(folder))
    names = NameIndex((), standing.records)
    leaving = {_named(name, names) for name in papers}
    if leaving >= {record.id for record in standing.records}:
        raise KgError(f"{folder}: no paper would be left; remove the folder itself instead")
    how: How = {"workers": workers, "on_bad": judge(False, None), "watch": watch}
    return _rewrite(standing, gather(standing.texts(leaving)), rules, on_update, how)


def _named(name: str, names: NameIndex) -> str:
    key, *more = names.resolve(name, "paper")
    if more:
        raise QueryError(f"{name!r} is the title of several papers; give the key of one: {', '.join([key, *more])}")
    return key


class _Standing:
    """What a folder holds: its records, and its manifest where that is of these records."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.is_dir():
            raise InputError(str(folder), "is no folder; make one with `kg build INPUT -o DIR`")
        lines = records_in(folder)
        self._digest = file_digest(folder / RECORDS)  # before the records are read: see `check_unchanged`
        self.records: tuple[Extraction, ...] = tuple(lines)
        manifest = read_manifest(folder)
        self.manifest: Manifest | None = manifest if manifest and manifest.records == self._digest else None
        self.papers = frozenset(_paper(record) for record in self.records)

    def texts(self, but: Container[str] = ()) -> list[Paper]:
        """The papers with their other versions, without those whose keys are in `but`."""
        papers = [_paper(record) for record in self.records if record.id not in but]
        versions = self.manifest.versions if self.manifest else {}
        return [member for paper in papers for member in Text(paper, versions.get(paper.id, ())).members()]

    def why_again(self, origin: Origin) -> str | None:
        """Why the records cannot be taken over by a run of this origin; None where they can."""
        if self.manifest is None:
            return f"no {MANIFEST} says what made its records"
        made_by = self.manifest.origin
        if made_by.rules != origin.rules:
            return "it was built with other rules"
        return None if made_by == origin else "it was built by another version of kg"

    def check_unchanged(self) -> None:
        """Raises OutputError where another run has written the folder since: its papers would be lost."""
        try:
            unchanged = file_digest(self.folder / RECORDS) == self._digest
        except OSError:
            unchanged = False
        if not unchanged:
            raise OutputError(f"{self.folder}: another run has written it meanwhile; run this once more")


def _paper(record: Extraction) -> Paper:
    return Paper(record.id, record.title, record.abstract, record.source)


def _rewrite(
    standing: _Standing,
    papers: list[Gathered],
    rules: Sequence[str | Path],
    on_update: OnUpdate | None,
    how: How,
) -> KnowledgeGraph:
    """Write the folder of `papers`, with the records that stand there for all texts that have one."""
    origin = origin_of(rules)
    again = standing.why_again(origin)
    known = {} if again else {(record.title, record.abstract): record for record in standing.records}
    unread = [paper for paper, _ in papers if (paper.title, paper.abstract) not in known]
    if on_update is not None:
        on_update(_update(standing, papers, len(unread), again))
    base = standing.manifest.base if standing.manifest else None
    with staged_folder(standing.folder) as staging:
        known |= {(record.title, record.abstract): record for record in _read(unread, rules, how)}
        left = [found for found in papers if (found.paper.title, found.paper.abstract) in known]
        with (staging / RECORDS).open("wb") as out:
            write_records((_record(found.paper, known) for found in left), out)
        versions = {found.paper.id: found.versions for found in left if found.versions}
        graph = write_files(staging, versions, origin, base)
        standing.check_unchanged()
    return graph


def _read(papers: Sequence[Paper], rules: Sequence[str | Path], how: How) -> Iterator[Extraction]:
    for _, lines in read_lines([line_of(Text(paper)) for paper in papers], rules, **how):
        yield from map(decode_record, lines.splitlines())


def _record(paper: Paper, known: dict[tuple[str, str], Extraction]) -> Extraction:
    """The record of a text under the key and the sources that its paper has now: nothing else in it knows of them."""
    record = known[paper.title, paper.abstract]
    return msgspec.structs.replace(record, id=paper.id, source=paper.source)


def _update(standing: _Standing, papers: list[Gathered], read: int, again: str | None) -> Update:
    earlier = [[member for member in members if member in standing.papers] for _, members in papers]
    texts = {(paper.title, paper.abstract, paper.source) for paper in standing.papers}
    kept = sum((paper.title, paper.abstract, paper.source) in texts for paper, _ in papers)
    new = earlier.count([])
    gone = len(standing.papers) + new - len(papers)
    return Update(new, len(papers) - new - kept, kept, gone, read, again)
