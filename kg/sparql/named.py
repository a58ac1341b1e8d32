"""Named queries: files of SPARQL that stand on their own, with a purpose and parameters that have defaults.

The first comment says what a file answers. Each further comment line `# name: what it is` declares a parameter, whose
default stands in the query as a row of its own, `VALUES ?name { "vLLM" }`: so any SPARQL engine runs the file as it is,
and a value given for a parameter takes the place of that default.
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


@dataclass(frozen=True)
class Parameter:
    """What a named query can be asked with: `default` is a term as SPARQL writes it."""

    name: str
    text: str
    default: str

    @property
    def shown(self) -> str:
        """The default as a person writes it."""
        return self.default if self.is_number else ox.Literal(self.default[1:-1]).value

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for, not a text."""
        return _NUMBER.fullmatch(self.default) is not None

    def term(self, given: str) -> str:
        """Return what was given as SPARQL writes it; raises QueryError for a number in words."""
        if not self.is_number:
            return str(ox.Literal(given))
        try:
            number = Decimal(given.strip())
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise QueryError(f"{self.name} must be a number, not {given!r}")
        return format(number, "f")


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
        text = self.text
        for name, value in given.items():
            if name not in known:
                has = f"it has {', '.join(known)}" if known else "it has none"
                raise QueryError(f"the query {self.name} has no parameter {name}; {has}")
            row = f"VALUES ?{name} {{ {known[name].term(value)} }}"
            text = _row_of(name).sub(lambda _, row=row: row, text)  # type: ignore[misc]
        return text


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
    parameters = []
    for line in comments[1:]:
        if declared := _PARAMETER.fullmatch(line):
            default = _row_of(declared["name"]).search(text)
            if default is None:
                raise QueryError(f"{file}: no row VALUES ?{declared['name']} {{ … }} holds the parameter's default")
            parameters.append(Parameter(declared["name"], declared["text"], default["term"].strip()))
    return NamedQuery(file.stem, comments[0].lstrip("# "), tuple(parameters), text)


def _row_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES \?{name} \{{(?P<term>[^}}\n]*)\}}")
