"""Folders of rules → the `Extractor` that reads by them, from the cache where it has one made of the same."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from kg import __version__
from kg.record.cache import read_cached, write_cached
from kg.record.extractor import Extractor
from kg.ruleset import reader_digest, rules_digest

__all__ = ["compiled_rules", "load_extractor"]


def load_extractor(*folders: str | Path) -> Extractor:
    """The extractor of the shipped rules, with each of `folders` over them.

    It is that of `Extractor(load_ruleset(*folders))`, and is there much sooner where the same rules have been read
    before: see `kg.record.cache`. Raises RuleError (file, line, rule) on the first thing that is wrong in them.
    """
    return _loaded(folders)[0]


def compiled_rules(*folders: str | Path) -> bytes:
    """What `Extractor.from_compiled` makes that extractor of, in any process, without the files of the rules."""
    return _loaded(folders)[1]


def _loaded(folders: tuple[str | Path, ...]) -> tuple[Extractor, bytes]:
    digest = _digest(folders)
    known = read_cached(digest)
    if known is not None:
        with suppress(msgspec.MsgspecError, ValueError):  # whole, but not of this kind
            return Extractor.from_compiled(known), known
    from kg.ruleset import load_ruleset  # reads YAML

    extractor = Extractor(load_ruleset(*folders))
    made = extractor.compiled()
    write_cached(digest, made)
    return extractor, made


def _digest(folders: tuple[str | Path, ...]) -> str:
    """What tells this extractor from any other: what the rules say, where they stand, and all code that reads them."""
    digest = sha256()
    for part in (__version__, sys.version, reader_digest(), rules_digest(*folders), *map(str, folders)):
        digest.update(part.encode() + b"\0")
    for folder in folders:  # named by messages; the same name may be another folder tomorrow
        digest.update(os.path.abspath(folder).encode() + b"\0")
    return digest.hexdigest()
