"""Where rules stand, and digests that tell one set of rules, and one version of the code that reads by them, apart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import RuleError

__all__ = ["digest_of", "files_by_folder", "reader_digest", "rules_digest", "rules_folder"]

# What a record depends on beside its paper and the rules: our code that reads texts, and spaCy's tokens.
_READER = ("model.py", "text", "ruleset", "extract", "identity", "record")


def rules_folder() -> Path:
    """The shipped rules: inside the installed package, or beside it in a checkout."""
    packaged = Path(__file__).resolve().parent.parent / "_rules"
    checkout = Path(__file__).resolve().parents[2] / "rules"
    return packaged if packaged.is_dir() else checkout


def files_by_folder(extra: Iterable[str | Path]) -> dict[Path, list[Path]]:
    """The rule files of the shipped rules, then those of each folder of `extra`.

    Raises RuleError for a folder that holds no rules.
    """
    return {folder: _rule_files(folder) for folder in (rules_folder(), *map(Path, extra))}


def rules_digest(*extra: str | Path) -> str:
    """The `digest` of the ruleset that `load_ruleset` would give, without reading what the files say.

    Raises RuleError for a folder that holds no rules.
    """
    return digest_of(files_by_folder(extra))


def digest_of(folders: Mapping[Path, list[Path]]) -> str:
    """The same wherever the folders stand and whatever they are called."""
    digest = hashlib.sha256()
    for files in folders.values():
        for path in files:
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        digest.update(b"/")  # which file lies over which other is part of what the rules say
    return digest.hexdigest()[:16]


def reader_digest() -> str:
    """What tells two versions of the code that reads texts apart, the version of spaCy included."""
    from importlib.metadata import version  # loads a parser of mail, which few runs need

    digest = hashlib.sha256(version("spacy").encode())
    package = Path(__file__).parents[1]
    for name in _READER:
        files = [package / name] if name.endswith(".py") else sorted((package / name).rglob("*.py"))
        for file in files:
            digest.update(file.relative_to(package).as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _rule_files(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if not files:
        raise RuleError(str(folder), "holds no rule files (*.yaml); give a folder of rules")
    return files
