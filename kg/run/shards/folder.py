"""A folder of shards: files of about 2,000 records each, and shards.json, which says of what run they are.

A shard is named by all that its content depends on: its papers, the rules, and the code that reads. So a shard that is
there need not be made again, and two that have one name are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

import msgspec

from kg.errors import InputError
from kg.graph.namesakes import told_apart
from kg.graph.ordered import Ordered
from kg.model import Extraction, Paper
from kg.run.manifest import RECORDS, Origin
from kg.run.shards.contested import contested_in
from kg.sources.gathering import Text, paper_id_of

__all__ = ["SHARDS", "Entry", "Listing", "ShardRecords", "cut", "is_shards", "read_listing", "shard_name", "texts_in"]

SHARDS = "shards.json"

# Where a shard ends depends on the papers near its end alone: one paper more changes one shard, not all behind it.
_LEAST, _MOST = 1_000, 3_000
_ENDS = 1_000  # one paper in so many ends a shard that has enough, which makes about 2,000

_ABOUT = """
SELECT id FROM shards WHERE len(list_filter(entities, lambda e:
    lower(e.key) = lower($name) OR lower(e.name) = lower($name)
    OR len(list_filter(e.mentions, lambda m: lower(m.text) = lower($name))) > 0
    OR len(list_filter(e.broader, lambda b: lower(b.key) = lower($name) OR lower(b.name) = lower($name))) > 0)) > 0
"""


class Entry(msgspec.Struct, frozen=True):
    """A shard: its file, how many records it has, and the ids of the first and the last."""

    file: str
    papers: int
    first: str
    last: str


class Listing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of shards.json: what made the records, and the shards in the order of the ids."""

    kg: str
    reader: str
    rules: str
    papers: int
    shards: tuple[Entry, ...]

    @property
    def origin(self) -> Origin:
        """What made the records."""
        return Origin(self.kg, self.reader, self.rules)

    def encoded(self) -> bytes:
        """The bytes of the file."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


class ShardRecords:
    """The records of a folder of shards, sorted by id; can be gone through again and again, and holds none of them.

    With `about`, those of the papers that speak of a thing of this name, or of one that belongs to it. Raises
    InputError where the folder has no complete run, and while going through it where a shard is missing.
    """

    def __init__(self, folder: Path, about: str | None = None) -> None:
        listing = read_listing(folder)
        if listing is None:
            problem = "holds no shards of `kg extract --shards`"
            if _has_shards(folder):
                problem = "no run has been completed in it; run the same `kg extract` once more, which goes on"
            raise InputError(str(folder), problem)
        self.listing = listing
        self.files = [folder / entry.file for entry in listing.shards]
        self.ids: frozenset[str] | None = None  # of all papers
        if about is not None:
            self.ids = ids_about(self.files, about)
            if not self.ids:
                raise InputError(str(folder), f"no paper speaks of {about!r}; give a label, an alias or a key")

    def __len__(self) -> int:
        return self.listing.papers if self.ids is None else len(self.ids)

    def __iter__(self) -> Iterator[Extraction]:
        from kg.record.parquet import read_parquet

        with ThreadPoolExecutor(1) as reader:  # DuckDB reads the next file while Python makes records of this one
            following = [reader.submit(read_parquet, file, self.ids) for file in self.files[:1]]
            for file in [*self.files[1:], None]:
                records, following = following, [reader.submit(read_parquet, file, self.ids)] if file else []
                for found in records:
                    yield from found.result()

    @cached_property
    def contested(self) -> dict[str, list[str]]:
        """By paper, the keys that are its own, since others mean something else by them."""
        return contested_in(self.files, self.ids)

    def apart(self) -> Ordered:
        """The records as `without_namesakes` gives them, which would look at each once more."""
        return told_apart(Ordered(self), self.contested)

    def versions(self) -> dict[str, tuple[str, ...]]:
        """By the keys of papers that have other versions, the abstracts of these."""
        versions = {text.paper.id: text.versions for text in texts_in(self.files) if text.versions}
        return {paper: told for paper, told in versions.items() if self.ids is None or paper in self.ids}


def ids_about(files: Sequence[Path], name: str) -> frozenset[str]:
    """The papers of shards that speak of what has this key, label or alias, or of what belongs to it; in any case."""
    from kg.record.parquet import ask_parquet

    return frozenset(id_ for (id_,) in ask_parquet(_ABOUT, files, {"name": name}))


def is_shards(folder: Path) -> bool:
    """Whether a run has begun to fill the folder with shards, and none has built a graph in it: that is asked then."""
    return not (folder / RECORDS).is_file() and _has_shards(folder)


def _has_shards(folder: Path) -> bool:
    return (folder / SHARDS).is_file() or next(folder.glob("shard-*.parquet"), None) is not None


def read_listing(folder: Path) -> Listing | None:
    """What the last complete run has listed; None where there was none that this version can read."""
    try:
        return msgspec.json.decode((folder / SHARDS).read_bytes(), type=Listing)
    except (OSError, msgspec.MsgspecError):
        return None


def texts_in(files: Iterable[Path]) -> Iterator[Text]:
    """The papers of shards, with their other versions."""
    from kg.record.parquet import read_parquet_papers

    for file in files:
        for paper, versions in read_parquet_papers(file):
            yield Text(paper, versions)


def members_in(files: Iterable[Path]) -> Iterator[Paper]:
    """The papers of shards, and each of their other versions as a paper."""
    return (member for text in texts_in(files) for member in text.members())


def cut(papers: Iterable[bytes]) -> Iterator[tuple[bytes, ...]]:
    """Part papers, lines of `kg.sources.gathering`, into those of one shard each."""
    part: list[bytes] = []
    for line in papers:
        part.append(line)
        if len(part) >= _MOST or (len(part) >= _LEAST and _ends(line)):
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _ends(line: bytes) -> bool:
    return int.from_bytes(hashlib.sha256(paper_id_of(line).encode()).digest()[:8]) % _ENDS == 0


def shard_name(papers: Sequence[bytes], origin: Origin) -> str:
    """The file for these papers, read by what `origin` says."""
    digest = hashlib.sha256(msgspec.json.encode(origin))
    for line in papers:
        digest.update(line)
    return f"shard-{digest.hexdigest()[:20]}.parquet"
