"""JSON: one object a line (JSON Lines), or an array of objects; each with a title and an abstract."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from kg.errors import InputError
from kg.sources.raw import Line, RawPaper, Report, whole

__all__ = ["name", "read", "recognise"]

name = "JSON Lines or a JSON array"

_START = re.compile(r"\s*(?:\{|\[\s*(?:[{\]]|$))")
_OBJECT_LINE = re.compile(r"^[ \t]*\{[ \t]*\"[^\n]*\}[ \t]*$", re.MULTILINE)
_BETWEEN_ELEMENTS = re.compile(r"[\s,]*")
_MEND = "mend it or go on without it (--skip-bad)"


def recognise(head: str) -> bool:
    """True if `head` begins as JSON, or holds a line that is an object (an earlier one may be broken)."""
    return bool(_START.match(head) or _OBJECT_LINE.search(head))


def read(lines: Iterable[Line], file: str, report: Report) -> Iterator[RawPaper]:
    """Yield the papers; report each line or element that is no JSON object with a title and an abstract."""
    numbered = iter(lines)
    first = next((line for line in numbered if line.text.strip()), None)
    if first is None:
        return
    everything = chain([first], numbered)
    if first.text.lstrip().startswith("[") or first.text.strip() == "{":
        records = _document(everything, file, report)
    else:
        records = _json_lines(everything, file, report)
    for line, record in records:
        try:
            yield _paper(record, file, line)
        except InputError as error:
            report(error)


def _json_lines(lines: Iterable[Line], file: str, report: Report) -> Iterator[tuple[int, object]]:
    for line in lines:
        if not line.text.strip():
            continue
        try:
            yield line.number, json.loads(whole(line, file))
        except InputError as error:
            report(error)
        except (ValueError, RecursionError) as error:
            report(_broken(error, file, line.number))


def _document(lines: Iterable[Line], file: str, report: Report) -> Iterator[tuple[int, object]]:
    """Decode an array (or an object on several lines) piece by piece, so that each is known by its line."""
    numbered = list(lines)
    text = "\n".join(whole(line, file) for line in numbered)
    line, counted_to = numbered[0].number, 0
    position = text.index("[") + 1 if text.lstrip().startswith("[") else 0
    decoder = json.JSONDecoder()
    while True:
        separator = _BETWEEN_ELEMENTS.match(text, position)
        position = separator.end() if separator else position
        line += text.count("\n", counted_to, position)
        counted_to = position
        if position == len(text) or text[position] == "]":
            return
        try:
            record, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            report(_broken(error, file, line, "; what follows it cannot be read"))
            return
        yield line, record


def _broken(error: Exception, file: str, line: int, lost: str = "") -> InputError:
    reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number too long"
    return InputError(file, f"broken JSON ({reason}){lost}; {_MEND}", line)


def _paper(record: object, file: str, line: int) -> RawPaper:
    if not isinstance(record, dict):
        raise InputError(file, f"JSON, but not an object with a title and an abstract; {_MEND}", line)
    title, abstract = (_field(record, field, file, line) for field in ("title", "abstract"))
    return RawPaper(title, abstract, line)


def _field(record: dict[str, object], field: str, file: str, line: int) -> str:
    value = record.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InputError(file, f"a record without {field!r} (a text that is not empty); {_MEND}", line)
    return value
