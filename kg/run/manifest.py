"""build.json: what a folder was built with, so that a later run knows which of its records it may take over.

A record is what one paper gives under certain rules, read by a certain reader. It does not name them; this file does,
for all records of a folder at once. It also keeps what merging leaves out of the records: the abstracts of the other
versions of a paper, without which a version that comes later could not be told to be of the same paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from kg import __version__
from kg.ruleset.folders import reader_digest, rules_digest

__all__ = ["MANIFEST", "RECORDS", "Manifest", "Origin", "base_of", "file_digest", "origin_of", "read_manifest"]

MANIFEST = "build.json"
RECORDS = "records.jsonl"


class Origin(msgspec.Struct, frozen=True):
    """What made the records of a folder: the version of kg, its reading code, and the rules, as digests."""

    kg: str
    reader: str
    rules: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of build.json: no time and no place, so that the same papers and rules give the same bytes.

    `records` is the digest of records.jsonl, `base` the IRI that the RDF stands under, None for our own. `versions`
    has, by the key of a paper, the abstracts that other versions of it have, sorted; papers of one version are not in
    it.
    """

    kg: str
    reader: str
    rules: str
    papers: int
    records: str
    versions: dict[str, tuple[str, ...]]
    base: str | None = None

    @property
    def origin(self) -> Origin:
        """What made the records."""
        return Origin(self.kg, self.reader, self.rules)

    def encoded(self) -> bytes:
        """The bytes of the file, one field a line."""
        return msgspec.json.format(msgspec.json.encode(self), indent=1) + b"\n"


def origin_of(rules: Sequence[str | Path]) -> Origin:
    """What records made now with these folders of rules come from. Raises RuleError for a folder without rules."""
    return Origin(__version__, reader_digest(), rules_digest(*rules))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where there is none, or one that this version cannot read."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def base_of(folder: str | Path) -> str | None:
    """The base IRI that a built folder's RDF stands under, None for our own."""
    manifest = read_manifest(Path(folder))
    return manifest.base if manifest else None


def file_digest(file: Path) -> str:
    """What tells two contents of a file apart."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


