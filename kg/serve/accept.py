"""Content negotiation: which format a request's Accept header, or its `format` parameter, asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.serve.refusal import Refused

__all__ = [
    "GRAPHS", "ROWS", "Choice", "Format", "accepts_only_by_name", "by_name", "choose", "content_type", "listed",
    "refused",
]  # fmt: skip


class Format(NamedTuple):
    """A way to write an answer: the name it has in `kg sparql --format`, and its media types, the proper one first."""

    name: str
    types: tuple[str, ...]


class Choice(NamedTuple):
    """A format and the media type that it was asked for by, which the response then has."""

    name: str
    media: str


# What comes first is what an asker without a preference gets.
ROWS = (
    Format("json", ("application/sparql-results+json", "application/json")),
    Format("xml", ("application/sparql-results+xml", "application/xml", "text/xml")),
    Format("csv", ("text/csv",)),
    Format("tsv", ("text/tab-separated-values",)),
    Format("table", ("text/plain",)),
)
GRAPHS = (
    Format("turtle", ("text/turtle", "application/x-turtle")),
    Format("ntriples", ("application/n-triples", "text/plain")),
    Format("xml", ("application/rdf+xml", "application/xml", "text/xml")),
    Format("json", ("application/ld+json", "application/json")),
)
_TEXTUAL = ("application/xml", "application/sparql-results+xml", "application/rdf+xml")


class _Range(NamedTuple):
    """One range of an Accept header: `text/*` with its quality."""

    type: str
    subtype: str
    quality: float

    def matches(self, media: str) -> bool:
        type_, _, subtype = media.partition("/")
        return self.type in ("*", type_) and self.subtype in ("*", subtype)

    @property
    def closeness(self) -> int:
        """How much the range says: `*/*` nothing, `text/*` more, `text/csv` all."""
        return (self.type != "*") + (self.subtype != "*")


def choose(formats: Sequence[Format], accept: str | None) -> Choice | None:
    """Return the format that an Accept header likes best, None where it takes none of these.

    Of several that are liked equally the first is taken, and proper media types before those that are also understood.
    """
    if accept is None or not accept.strip():
        return Choice(formats[0].name, formats[0].types[0])
    ranges = list(_ranges(accept))
    best: tuple[float, bool] = (0.0, False)
    chosen = None
    for format_ in formats:
        for place, media in enumerate(format_.types):
            liking = (_quality(media, ranges), place == 0)
            if liking[0] > 0 and liking > best:
                best, chosen = liking, Choice(format_.name, media)
    return chosen


def by_name(formats: Sequence[Format], name: str) -> Choice | None:
    """Return the format of this name or media type, None where there is none."""
    for format_ in formats:
        if name == format_.name:
            return Choice(name, format_.types[0])
        if name in format_.types:
            return Choice(format_.name, name)
    return None


def accepts_only_by_name(accept: str | None, media: Sequence[str]) -> bool:
    """Tell whether an Accept header names one of these media types outright and likes nothing better."""
    ranges = list(_ranges(accept or ""))
    most = max((range_.quality for range_ in ranges), default=0.0)
    return any(most == range_.quality > 0 and f"{range_.type}/{range_.subtype}" in media for range_ in ranges)


def content_type(media: str) -> str:
    """Return a media type with its charset, for those that have one."""
    return f"{media}; charset=utf-8" if media.startswith("text/") or media in _TEXTUAL else media


def listed(formats: Sequence[Format]) -> str:
    """Say the media types of these formats."""
    return ", ".join(format_.types[0] for format_ in formats)


def refused(rows: bool) -> Refused:
    """Return the refusal of an Accept header that takes no format of this kind."""
    kind, formats = ("rows", ROWS) if rows else ("triples", GRAPHS)
    return Refused(406, f"the answer is {kind}; they are written as {listed(formats)}", {"Vary": "Accept"})


def _quality(media: str, ranges: Sequence[_Range]) -> float:
    """What the closest range that a media type falls into says of it."""
    found = [range_ for range_ in ranges if range_.matches(media)]
    return max(found, key=lambda range_: (range_.closeness, range_.quality)).quality if found else 0.0


def _ranges(accept: str) -> Iterator[_Range]:
    """Yield the ranges of a header; one that is malformed is passed over."""
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        type_, slash, subtype = media.partition("/")
        if slash and type_ and subtype:
            yield _Range(type_, subtype, _stated_quality(parameters))


def _stated_quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0
