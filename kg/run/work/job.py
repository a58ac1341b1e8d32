"""A piece of work: some papers, and what is to become of them. `do` is all that any worker anywhere does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kg.sources.gathering import Text, text_of

if TYPE_CHECKING:
    from kg.model import Extraction
    from kg.record import Extractor

__all__ = ["Answer", "Failed", "Job", "Reading", "Shard", "do"]


class Reading(msgspec.Struct, frozen=True, tag="reading"):
    """Papers to read: the answer is their records. `papers` are lines of `kg.sources.gathering`."""

    papers: tuple[bytes, ...]


class Shard(msgspec.Struct, frozen=True, tag="shard"):
    """Papers to read into a Parquet file `target`, which is made in the folder `scratch` and appears when it is whole.

    Records of the very same texts are taken over from the shards `earlier`, which the same rules made.
    """

    papers: tuple[bytes, ...]
    target: str
    scratch: str
    earlier: tuple[str, ...] = ()


Job = Reading | Shard


class Failed(msgspec.Struct, frozen=True):
    """A paper that could not be read: its place among the papers of the job, and why."""

    at: int
    why: str


class Answer(msgspec.Struct, frozen=True):
    """What came of a job: lines of JSON for a reading; where papers failed, these and nothing else."""

    lines: bytes = b""
    failed: tuple[Failed, ...] = ()


def do(job: Job, extractor: Extractor) -> Answer:
    """Do a job. Raises OSError where a shard cannot be written."""
    texts = [text_of(line) for line in job.papers]
    known = _known(job.earlier) if isinstance(job, Shard) else {}
    records: list[Extraction] = []
    failed: list[Failed] = []
    for at, text in enumerate(texts):
        try:
            records.append(_record(text, known, extractor))
        except Exception as error:  # a mistake of ours costs one paper, which is named, and no other
            failed.append(Failed(at, f"cannot be read: {type(error).__name__}: {' '.join(str(error).split())}"))
    if failed:
        return Answer(failed=tuple(failed))
    if isinstance(job, Shard):
        _write(job, texts, records)
        return Answer()
    return Answer(b"".join(_encoded(records)))


def _encoded(records: list[Extraction]) -> Iterator[bytes]:
    from kg.record import encode_record

    return map(encode_record, records)


def _known(shards: tuple[str, ...]) -> dict[tuple[str, str], Extraction]:
    if not shards:
        return {}
    from kg.record.parquet import read_parquet

    return {(record.title, record.abstract): record for file in shards for record in read_parquet(Path(file))}


def _record(text: Text, known: dict[tuple[str, str], Extraction], extractor: Extractor) -> Extraction:
    """The record of a text, under the key and the sources that its paper has now: nothing else in it knows of them."""
    paper = text.paper
    record = known.get((paper.title, paper.abstract)) or extractor.extract_one(paper)
    return msgspec.structs.replace(record, id=paper.id, source=paper.source)


def _write(job: Shard, texts: list[Text], records: list[Extraction]) -> None:
    import os
    import tempfile

    from kg.files import settle_on_disk
    from kg.record.parquet import write_parquet

    # A name of its own: two workers may make the same shard, one of them given up for lost.
    with tempfile.TemporaryDirectory(dir=job.scratch) as folder:
        made = Path(folder, Path(job.target).name)
        write_parquet(zip(records, (text.versions for text in texts), strict=True), made)
        settle_on_disk(made)
        os.replace(made, job.target)
