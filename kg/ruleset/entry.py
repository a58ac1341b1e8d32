"""One mapping of a rule file with checked access: what is wrong is said with file, line, rule and field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.errors import RuleError
from kg.model import ENTITY_TYPES, EntityType
from kg.ruleset.files import LINE, without_lines
from kg.ruleset.schema import Examples, Origin

__all__ = ["Entry"]

Word = TypeVar("Word", bound=str)

_ID = re.compile(r"[a-z0-9]+(?:[.-]+[a-z0-9]+)*")
_MARKED = re.compile(r"\[[^\[\]]+\]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule, or a part of one; every reader of a field raises RuleError where the field is wrong."""

    file: str
    raw: Mapping[str, Any]

    @property
    def line(self) -> int:
        return int(self.raw.get(LINE, 1))

    @property
    def origin(self) -> Origin:
        return Origin(self.file, self.line)

    def __contains__(self, field: str) -> bool:
        return field in self.raw

    def wrong(self, problem: str) -> RuleError:
        """The error that names this entry's place, to be raised."""
        return RuleError(self.file, problem, self.line, str(self.raw.get("id", "")) or None)

    def only(self, allowed: Collection[str]) -> None:
        """Refuse fields that are not among `allowed`."""
        unknown = sorted(set(self.raw) - set(allowed) - {LINE}, key=str)
        if unknown:
            raise self.wrong(f"unknown field {unknown[0]!r}; known: {', '.join(sorted(allowed))}")

    def id(self, prefix: str = "") -> str:
        """The rule's id, which is also an entity's key: flat, so that it can stand in an address as it is."""
        value = self.text("id")
        if not (value.startswith(prefix) and _ID.fullmatch(value, len(prefix))):
            raise self.wrong(f"field 'id' must be `{prefix}` and lower-case letters, digits, hyphens and dots")
        return value

    def text(self, field: str) -> str:
        value = self.raw.get(field)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"field {field!r} must be a text (quote it if it looks like a number)")
        return value

    def optional_text(self, field: str) -> str | None:
        return self.text(field) if field in self else None

    def text_or_empty(self, field: str) -> str:
        return self.text(field) if self.raw.get(field) else ""

    def texts(self, field: str, least: int = 0) -> tuple[str, ...]:
        values = self.raw.get(field, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() for v in values):
            raise self.wrong(f"field {field!r} must be a list of texts (quote what looks like a number or holds `: `)")
        if len(values) < least:
            raise self.wrong(f"field {field!r} needs at least {least}")
        return tuple(values)

    def word(self, field: str, allowed: Collection[Word]) -> Word:
        """The one of `allowed` that the field holds."""
        value = self.raw.get(field)
        for word in allowed:  # by comparison, since a value may be a list, which no set can look up
            if value == word:
                return word
        raise self.wrong(f"field {field!r} must be one of {', '.join(sorted(allowed))}, not {value!r}")

    def optional_word(self, field: str, allowed: Collection[Word]) -> Word | None:
        return self.word(field, allowed) if field in self else None

    def type(self) -> EntityType:
        return self.word("type", ENTITY_TYPES)

    def number(self, field: str) -> float:
        value = self.raw.get(field)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.wrong(f"field {field!r} must be a number, not {value!r}")
        return float(value)

    def numbers(self, field: str) -> tuple[float, ...]:
        values = self.raw.get(field)
        if not isinstance(values, list) or not all(type(value) in (int, float) for value in values):
            raise self.wrong(f"field {field!r} must be a list of numbers, not {values!r}")
        return tuple(map(float, values))

    def share(self, field: str) -> float:
        """A number from 0 to 1."""
        value = self.number(field)
        if not 0 <= value <= 1:
            raise self.wrong(f"field {field!r} must be from 0 to 1, not {value:g}")
        return value

    def count(self, field: str, default: int) -> int:
        value = self.raw.get(field, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(f"field {field!r} must be a whole number")
        return value

    def flag(self, field: str, default: bool = False) -> bool:
        value = self.raw.get(field, default)
        if not isinstance(value, bool):
            raise self.wrong(f"field {field!r} must be true or false")
        return value

    def part(self, field: str) -> Entry:
        """The mapping under `field` as an entry of its own, empty where there is none."""
        value = self.raw.get(field, {})
        if not isinstance(value, dict):
            raise self.wrong(f"field {field!r} must be a mapping, `name: value` on lines of their own")
        return Entry(self.file, {LINE: self.line, **value})

    def plain(self) -> dict[str, Any]:
        """All that stands in the entry, without line numbers."""
        bare: dict[str, Any] = without_lines(self.raw)
        return bare

    def entries(self, field: str) -> tuple[Entry, ...]:
        """The list of rules under `field`."""
        rules = self.raw.get(field)
        if not isinstance(rules, list):
            raise self.wrong(f"{field!r} must be a list, each rule starting with `- id:`")
        for rule in rules:
            if not isinstance(rule, dict):
                raise self.wrong(f"a rule must be a mapping starting with `- id:`, not {rule!r}")
        return tuple(Entry(self.file, rule) for rule in rules)

    def examples(self) -> Examples:
        """The texts a rule must find, the mention in [brackets], and those in which it must find nothing."""
        match = self.texts("match", least=1)
        for text in match:
            bare = _MARKED.sub("", text)
            if bare == text or "[" in bare or "]" in bare:
                raise self.wrong(f"example {text!r} must bracket the mention it expects, as in `a [fast GPU] runs it`")
        return Examples(match, self.texts("no_match"))
