"""Making what is missing of a folder of shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec

from kg.files import lone_scratch, settle_on_disk
from kg.model import Paper
from kg.run.manifest import Origin, origin_of
from kg.run.reading import How, OnSkip, Watch, judge
from kg.run.shards.folder import SHARDS, Entry, Listing, ShardRecords, cut, members_in, read_listing, shard_name
from kg.run.work.hire import Hire, hired
from kg.run.work.job import Shard
from kg.run.work.order import answers_in_order
from kg.sources import iter_papers
from kg.sources.gathering import Gathering, paper_id_of

__all__ = ["Made", "add_to_shards", "extract_shards"]


class Made(msgspec.Struct, frozen=True):
    """What a run left: so many shards with so many papers, of which so many shards had to be made."""

    papers: int
    shards: int
    made: int


def extract_shards(
    inputs: Sequence[str | Path],
    folder: str | Path,
    *,
    rules: Sequence[str | Path] = (),
    hire: Hire = hired,
    workers: int | None = None,
    skip_bad: bool = False,
    on_skip: OnSkip = None,
    watch: Watch = iter,
) -> Made:
    """Have a folder hold the records of all papers in `inputs` as Parquet shards; only what is missing is made.

    A run that was stopped is gone on with by running it again. Records of texts that an earlier run has read by the
    same rules are taken over. `hire` says who works: processes of this machine, so many `workers`, or a cluster. Errors
    as for `extract`, and OutputError where the folder cannot be written or another run is writing it.
    """
    how: How = {"workers": workers, "on_bad": judge(skip_bad, on_skip), "watch": watch}
    return _fill(Path(folder), iter_papers(inputs, skip_bad=skip_bad, on_skip=on_skip), rules, hire, how)


def add_to_shards(
    folder: str | Path,
    inputs: Sequence[str | Path],
    *,
    rules: Sequence[str | Path] = (),
    hire: Hire = hired,
    workers: int | None = None,
    skip_bad: bool = False,
    on_skip: OnSkip = None,
    watch: Watch = iter,
) -> Made:
    """Put the papers of `inputs` into a folder of shards; it then holds what one run of all its papers gives.

    Only new texts are read, unless the rules are others than those that made it. Errors as for `extract_shards`.
    """
    how: How = {"workers": workers, "on_bad": judge(skip_bad, on_skip), "watch": watch}
    standing = members_in(ShardRecords(Path(folder)).files)
    found = iter_papers(inputs, skip_bad=skip_bad, on_skip=on_skip)
    return _fill(Path(folder), chain(standing, found), rules, hire, how)


def _fill(folder: Path, papers: Iterable[Paper], rules: Sequence[str | Path], hire: Hire, how: How) -> Made:
    origin = origin_of(rules)
    with lone_scratch(folder) as scratch:
        plan = _Plan(folder, scratch, origin)
        jobs = plan.missing(how["watch"](Gathering(papers)))
        with hire(jobs, rules, how["workers"]) as (missing, crew):
            for job, _ in answers_in_order(missing, crew, how["on_bad"]):
                plan.note(job)
        return plan.finish()


class _Plan:
    """Which shards the folder is to hold, and which of them it lacks."""

    def __init__(self, folder: Path, scratch: Path, origin: Origin) -> None:
        self._folder, self._scratch, self._origin = folder, scratch, origin
        self._before = read_listing(folder)
        self._entries: dict[str, Entry] = {}  # by file, in the order of the ids
        self._made = 0

    def missing(self, papers: Iterable[bytes]) -> Iterator[Shard]:
        """A job for each shard that is not there; those that are there are noted on the way."""
        listed = {entry.file: entry for entry in self._before.shards} if self._before else {}
        for part in cut(papers):
            file = shard_name(part, self._origin)
            target = self._folder / file
            first, last = paper_id_of(part[0]), paper_id_of(part[-1])
            self._entries[file] = listed.get(file) or Entry(file, len(part), first, last)
            if not target.exists():
                yield Shard(part, str(target), str(self._scratch), self._earlier(self._entries[file]))

    def _earlier(self, entry: Entry) -> tuple[str, ...]:
        """The shards that may hold records of the same texts: of the same origin, and of ids among these."""
        if self._before is None or self._before.origin != self._origin:
            return ()
        near = [old for old in self._before.shards if old.first <= entry.last and entry.first <= old.last]
        return tuple(str(self._folder / old.file) for old in near if (self._folder / old.file).exists())

    def note(self, job: Shard) -> None:
        """A shard has been made; papers that could not be read are not in it."""
        file = Path(job.target).name
        self._entries[file] = msgspec.structs.replace(self._entries[file], papers=len(job.papers))
        self._made += 1

    def finish(self) -> Made:
        """List the shards, then remove those of earlier runs that are not among them."""
        present = [entry for entry in self._entries.values() if (self._folder / entry.file).exists()]
        papers = sum(entry.papers for entry in present)
        origin = self._origin
        listing = self._scratch / SHARDS
        listing.write_bytes(Listing(origin.kg, origin.reader, origin.rules, papers, tuple(present)).encoded())
        settle_on_disk(listing)
        listing.replace(self._folder / SHARDS)
        for file in self._folder.glob("shard-*.parquet"):
            if file.name not in self._entries:
                file.unlink()
        return Made(papers, len(present), self._made)
