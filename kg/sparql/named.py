"""Named queries: files of SPARQL that stand on their own, with a purpose and parameters that have defaults.

The first comment says what a file answers. Each further comment line `# name: what it is` declares a parameter, whose
default, a text or a number, stands in the query as a row of its own, `VALUES ?name { "vLLM" }`: so any SPARQL engine
runs the file as it is, and a value given for a parameter takes the place of that default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError

__all__ = ["NamedQuery", "Parameter", "named_queries", "named_query"]

_PARAMETER = re.compile(r"# (?P<name>\w+): (?P<text>.+)")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_ROW = re.compile(r'VALUES \?(?P<name>\w+) \{ (?P<term>"(?:[^"\\\n]|\\.)*"|[+-]?[\d.]+) \}')  # a variable with one term
_MOST_DIGITS = 30  # before or after the point


@dataclass(frozen=True)
class Parameter:
    """What a named query can be asked with: `default` is a term as SPARQL writes it."""

    name: str
    text: str
    default: str

    @property
    def shown(self) -> str:
        """The default as a person writes it."""
        return self.default if self.is_number else _text_of(self.default)

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for, not a text."""
        return _NUMBER.fullmatch(self.default) is not None

    def term(self, given: str) -> str:
        """Return what was given as SPARQL writes it; raises QueryError for what is no such value."""
        return self._number(given) if self.is_number else self._literal(given)

    def _number(self, given: str) -> str:
        try:
            number = Decimal(given.strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS or len(given) > 2 * _MOST_DIGITS:
            raise QueryError(f"{self.name} must be a number, not {given[: 2 * _MOST_DIGITS]!r}")
        return format(number, "f")

    def _literal(self, given: str) -> str:
        try:
            return str(ox.Literal(given))
        except ValueError as error:
            raise QueryError(f"{self.name} must be text that is UTF-8") from error


@dataclass(frozen=True)
class NamedQuery:
    """A query of the shipped ones: `purpose` in a sentence, `text` with all defaults in place."""

    name: str
    purpose: str
    parameters: tuple[Parameter, ...]
    text: str

    def with_values(self, given: Mapping[str, str]) -> str:
        """Return the query with these values; raises QueryError for a parameter it does not have."""
        known = {parameter.name: parameter for parameter in self.parameters}
        rows = {}
        for name, value in given.items():
            if name not in known:
                has = f"it has {', '.join(known)}" if known else "it has none"
                raise QueryError(f"the query {self.name} has no parameter {name}; {has}")
            rows[name] = f"VALUES ?{name} {{ {known[name].term(value)} }}"
        # All in one pass: what one value holds is never taken for the row of another.
        return _ROW.sub(lambda found: rows.get(found["name"], found[0]), self.text)


def named_query(name: str) -> NamedQuery | None:
    """Return the shipped query of this name, None where there is none."""
    return named_queries().get(name)


@cache
def named_queries() -> dict[str, NamedQuery]:
    """Return the shipped queries by name, sorted."""
    return {file.stem: _read(file) for file in sorted(_folder().glob("*.rq"))}


def _folder() -> Path:
    """Where the queries are: in an installed package beside its code, in a checkout at the top."""
    package = Path(__file__).parents[1]
    packaged = package / "_queries"
    return packaged if packaged.is_dir() else package.parent / "queries"


def _read(file: Path) -> NamedQuery:
    text = file.read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    if not comments:
        raise QueryError(f"{file}: the first line must say in a comment what the query answers")
    defaults = {found["name"]: found["term"] for found in _ROW.finditer(text)}
    parameters = tuple(_parameter(file, line, defaults) for line in comments[1:] if _PARAMETER.fullmatch(line))
    return NamedQuery(file.stem, comments[0].lstrip("# "), parameters, text)


def _parameter(file: Path, line: str, defaults: Mapping[str, str]) -> Parameter:
    name, text = line.removeprefix("# ").split(": ", 1)
    if name not in defaults:
        raise QueryError(f"{file}: no row VALUES ?{name} {{ … }} holds the parameter's default")
    return Parameter(name, text, defaults[name])


def _text_of(term: str) -> str:
    """The text that a literal stands for, its escapes undone."""
    [quad] = ox.parse(f"<a:s> <a:p> {term} .", format=ox.RdfFormat.N_TRIPLES)
    return str(quad.object.value)
