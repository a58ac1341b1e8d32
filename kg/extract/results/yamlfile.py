"""Rule files as entries that know their line: what is wrong is said with file, line and rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import RuleError

__all__ = ["Entry", "RuleFile", "load_entries"]

LINE = "__line__"


class _LineLoader(yaml.SafeLoader):
    """A safe YAML loader whose mappings remember the line they begin on."""


def _mapping_with_line(loader: _LineLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    found = {LINE: node.start_mark.line + 1}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if isinstance(key, (dict, list)) or key in found:
            raise yaml.constructor.ConstructorError(None, None, f"{key!r} stands twice or is no word",
                                                    key_node.start_mark)  # fmt: skip
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of a file; every reader of a field raises RuleError where the field is wrong."""

    file: str
    line: int
    id: str
    fields: Mapping[str, Any]

    def wrong(self, problem: str) -> RuleError:
        return RuleError(self.file, problem, self.line, self.id)

    def get(self, field: str, default: Any = None) -> Any:
        return self.fields.get(field, default)

    def need(self, field: str) -> Any:
        if self.fields.get(field) in (None, "", []):
            raise self.wrong(f"field {field} is missing")
        return self.fields[field]

    def member(self, field: str, allowed: Collection[str]) -> Any:
        value = self.need(field)
        if value not in allowed:
            raise self.wrong(f"field {field}: {value!r} is none of {', '.join(sorted(allowed))}")
        return value

    def optional(self, field: str, allowed: Collection[str]) -> Any:
        return None if self.fields.get(field) is None else self.member(field, allowed)

    def choice(self, field: str, table: Mapping[str, str]) -> str:
        return table[self.member(field, table)]

    def number(self, field: str) -> float:
        value = self.need(field)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.wrong(f"field {field} must be a number, not {value!r}")
        return float(value)

    def strings(self, field: str, required: bool = True) -> list[str]:
        found = self.fields.get(field, [])
        if required:
            found = self.need(field)
        if not isinstance(found, list) or not all(isinstance(text, str) and text.strip() for text in found):
            raise self.wrong(f"field {field} must be a list of texts (quote what YAML reads as a number)")
        return found


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule file: its sections as read."""

    file: str
    sections: Mapping[str, Any]

    def plain(self, section: str) -> dict[str, Any]:
        found = self.sections.get(section) or {}
        if not isinstance(found, dict):
            raise RuleError(self.file, f"section {section} must be a mapping")
        return {key: value for key, value in found.items() if key != LINE}

    def words(self, section: str) -> list[str]:
        """The `forms` of a section that is one list."""
        found = self.plain(section)
        return Entry(self.file, 0, section, found).strings("forms")

    def numbers(self, section: str) -> dict[str, float]:
        """A section that maps words to numbers."""
        found = self.plain(section)
        return {str(word): Entry(self.file, 0, section, found).number(word) for word in found}

    def entries(self, section: str, allowed: Collection[str]) -> Iterator[Entry]:
        seen: set[str] = set()
        rows = self.sections.get(section) or ()
        if not isinstance(rows, (list, tuple)):
            raise RuleError(self.file, f"section {section} must be a list of entries")
        for raw in rows:
            if not isinstance(raw, dict) or "id" not in raw:
                raise RuleError(self.file, f"section {section}: every entry needs an id",
                                raw.get(LINE) if isinstance(raw, dict) else None)  # fmt: skip
            entry = Entry(self.file, raw[LINE], str(raw["id"]), {k: v for k, v in raw.items() if k != LINE})
            unknown = sorted(set(map(str, entry.fields)) - set(allowed))
            if unknown:
                raise entry.wrong(f"unknown field {unknown[0]}")
            if entry.id in seen:
                raise entry.wrong("this id stands twice")
            seen.add(entry.id)
            yield entry


def load_entries(path: Path, sections: Collection[str]) -> RuleFile:
    """Read one rule file whose top level has exactly `sections`; RuleError where it cannot be read so."""
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LineLoader)  # noqa: S506 - a SafeLoader
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(path.name, f"cannot be read ({error})") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise RuleError(path.name, f"is no valid YAML: {error.problem}", line) from None
    if not isinstance(loaded, dict):
        raise RuleError(path.name, "must hold a mapping of sections")
    extra = sorted(map(str, set(loaded) - set(sections) - {LINE}))
    missing = sorted(set(sections) - set(loaded))
    if extra or missing:
        raise RuleError(path.name, f"unknown section {extra[0]}" if extra else f"section {missing[0]} is missing")
    return RuleFile(path.name, loaded)
