"""From inputs to papers: find the files, recognise each, clean the text, merge what is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from kg.errors import InputError
from kg.model import Paper, Source
from kg.sources.files import SourceFile, find_files
from kg.sources.formats import FORMATS, Format, format_of
from kg.sources.identity import merge, paper_id
from kg.sources.lines import BINARY, read_lines
from kg.sources.raw import Line, NoPapersError, RawPaper, Report
from kg.text.clean import clean

__all__ = ["iter_papers", "read_papers"]

_HEAD = 1 << 16  # characters that a format is recognised by

Inputs = Sequence[str | Path]
OnSkip = Callable[[InputError], None]


def read_papers(inputs: Inputs, *, skip_bad: bool = False, on_skip: OnSkip | None = None) -> list[Paper]:
    """Read the papers of files, folders, glob patterns and "-" (standard input), each once, sorted by id.

    A paper found several times keeps all its sources. What cannot be used raises `InputError`; with
    `skip_bad`, broken records and files without papers go to `on_skip` instead. Files without papers that
    were found in a folder beside others with papers always go to `on_skip`.
    """
    return merge(iter_papers(inputs, skip_bad=skip_bad, on_skip=on_skip))


def iter_papers(inputs: Inputs, *, skip_bad: bool = False, on_skip: OnSkip | None = None) -> Iterator[Paper]:
    """Yield papers as they stand in the inputs, one by one, duplicates too; errors as for `read_papers`."""

    def report(error: InputError) -> None:
        if not skip_bad:
            raise error
        note(error)

    note = on_skip or _ignore
    files = find_files(inputs)
    found = Counter({file.folder or file.shown: 0 for file in files})
    for file in files:
        try:
            for paper in _papers(file, report):
                found[file.folder or file.shown] += 1
                yield paper
        except NoPapersError as error:
            (note if file.folder else report)(error)
    _check_found(found, report)


def _ignore(_: InputError) -> None:
    """The caller asked to go on and not to be told."""


def _check_found(found: Counter[str], report: Report) -> None:
    """Judge what only the end shows: a folder without papers, and inputs that gave nothing at all."""
    if found and not found.total():
        raise InputError(next(iter(found)), f"no paper could be read; {_what_is_read()}")
    for given in (given for given, papers in found.items() if not papers and Path(given).is_dir()):
        report(InputError(given, f"no file in the folder holds papers; {_what_is_read()}"))


def _papers(file: SourceFile, report: Report) -> Iterator[Paper]:
    """Yield the papers of one file; raises `NoPapersError` where there are none."""
    lines = read_lines(file)
    head = list(_head(lines))
    raws = _format(head, file.shown).read(chain(head, lines), file.shown, report)
    empty = True
    for raw in raws:
        paper = _paper(raw, file.name)
        if paper.title and paper.abstract:
            empty = False
            yield paper
        else:
            missing = "abstract" if paper.title else "title"
            problem = f"the {missing} is empty once cleaned up; mend or remove the paper"
            report(InputError(file.shown, problem, raw.line))
    if empty:
        raise NoPapersError(file.shown, f"no paper recognised; {_what_is_read()}")


def _head(lines: Iterator[Line]) -> Iterator[Line]:
    seen = 0
    while seen < _HEAD and (line := next(lines, None)):
        seen += len(line.text) + 1
        yield line


def _format(head: list[Line], shown: str) -> Format:
    if not any(line.text.strip() for line in head):
        raise NoPapersError(shown, f"the file is empty; {_what_is_read()}")
    if any(line.damage == BINARY for line in head):
        raise NoPapersError(shown, BINARY)
    found = format_of("\n".join(line.text for line in head))
    if found:
        return found
    damaged = next((line for line in head if line.damage), None)
    if damaged:
        raise NoPapersError(shown, damaged.damage, damaged.number)
    raise NoPapersError(shown, f"no paper recognised; {_what_is_read()}")


def _what_is_read() -> str:
    return f"kg reads: {', '.join(known.name for known in FORMATS)}"


def _paper(raw: RawPaper, name: str) -> Paper:
    title, abstract = clean(raw.title), clean(raw.abstract)
    return Paper(paper_id(title), title, abstract, (Source(name, raw.line),))
