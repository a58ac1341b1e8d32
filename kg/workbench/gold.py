"""Papers annotated by hand, one JSON object a line, checked so that each mistake is named by its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from kg.errors import InputError
from kg.model import ENTITY_TYPES, METRIC_KEYS, SLOTS, Extraction, Sense
from kg.text.clean import clean
from kg.text.spelling import squeezed
from kg.workbench.alike import title_key

__all__ = ["GoldEntity", "GoldPaper", "GoldResult", "check_against_text", "read_gold"]


class GoldEntity(msgspec.Struct, frozen=True):
    """One thing with all names the text has for it."""

    type: str
    names: tuple[str, ...]


class GoldResult(msgspec.Struct, frozen=True):
    """One number: fields as in `kg.model.Result`, slots as the text has them."""

    quote: str
    metric: str
    value: float
    sense: Sense
    high: float | None = None
    unit: str | None = None
    subject: str | None = None
    baseline: str | None = None
    hardware: str | None = None
    model: str | None = None
    dataset: str | None = None
    task: str | None = None


class _Line(msgspec.Struct, frozen=True):
    """What a line must hold; a list may be empty, but must be there: not annotated is not the same as nothing."""

    title: str
    entities: tuple[GoldEntity, ...]
    introduces: tuple[tuple[str, ...], ...]
    results: tuple[GoldResult, ...]


class GoldPaper(msgspec.Struct, frozen=True):
    """One annotated paper and the place where it stands."""

    file: str
    line: int
    title: str
    entities: tuple[GoldEntity, ...]
    introduces: tuple[tuple[str, ...], ...]
    results: tuple[GoldResult, ...]

    def wrong(self, problem: str) -> InputError:
        """The error that names this paper's place, to be raised."""
        return InputError(self.file, f"{problem}; mend the annotation", self.line)


_DECODER = msgspec.json.Decoder(_Line)


def read_gold(path: Path) -> list[GoldPaper]:
    """The annotated papers of a JSON Lines file. Raises InputError, with the line, for the first that is wrong."""
    papers: dict[str, GoldPaper] = {}
    for paper in _papers(path):
        first = papers.setdefault(title_key(paper.title), paper)
        if first is not paper:
            raise paper.wrong(f"the title {paper.title!r} stands already in line {first.line}")
    if not papers:
        raise InputError(str(path), "holds no annotated paper; give one JSON object a line")
    return list(papers.values())


def check_against_text(paper: GoldPaper, record: Extraction) -> None:
    """Raises InputError where the gold has a name, a quote or a slot that the paper's text does not.

    The annotator may have copied from the text before clean-up: LaTeX, spacing, hyphens and case do not count.
    """
    text = f"{record.title}\n{record.abstract}"
    loose = squeezed(text)
    for where, copied in _copied(paper):
        if copied not in text and squeezed(clean(copied)) not in loose:
            raise paper.wrong(f"{where} {copied!r} does not stand in the text of {record.title!r}")


def _papers(path: Path) -> Iterator[GoldPaper]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _paper(line, str(path), number)
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}; give a file of annotated papers") from error


def _paper(line: bytes, file: str, number: int) -> GoldPaper:
    try:
        said = _DECODER.decode(line)
    except msgspec.ValidationError as error:
        raise InputError(file, f"is no annotated paper: {error}; mend the annotation", number) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(file, f"is not JSON: {error}; mend the line", number) from error
    paper = GoldPaper(file, number, said.title, said.entities, said.introduces, said.results)
    if not title_key(paper.title):
        raise paper.wrong("the title holds no letter or digit to join it to a record by")
    _check_words(paper)
    return paper


def _check_words(paper: GoldPaper) -> None:
    for entity in paper.entities:
        if entity.type not in ENTITY_TYPES:
            raise paper.wrong(f"type {entity.type!r} of {entity.names} is none of {', '.join(ENTITY_TYPES)}")
    for result in paper.results:
        if result.metric not in METRIC_KEYS:
            raise paper.wrong(
                f"metric {result.metric!r} of {result.quote!r} is none of {', '.join(sorted(METRIC_KEYS))}"
            )
    named = [*(entity.names for entity in paper.entities), *paper.introduces]
    if not all(names and all(name.strip() for name in names) for names in named):
        raise paper.wrong("an item without a name, or with an empty one")


def _copied(paper: GoldPaper) -> Iterator[tuple[str, str]]:
    """All that was copied from the text, each with what it was copied as."""
    for entity in paper.entities:
        yield from ((f"the {entity.type}", name) for name in entity.names)
    for names in paper.introduces:
        yield from (("what it introduces,", name) for name in names)
    for result in paper.results:
        yield "the quote", result.quote
        slots = ((slot, getattr(result, slot)) for slot in SLOTS)
        yield from ((f"the {slot}", text) for slot, text in slots if text)
