"""Papers put together however many they are: each once, with its other versions, in the order of their ids.

`gather` does it for papers in memory. Here they pass through two sorts on disk: by folded title, so that all that may
be the same paper stand together, then by id. What comes out are lines, one a paper, for they go on to other processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import msgspec

from kg.model import Paper
from kg.sorting import sorted_lines
from kg.sources.identity import distinct, title_digest

__all__ = ["Gathering", "Text", "line_of", "paper_id_of", "text_of"]

_TAB = b"\t"
_ENCODE = msgspec.json.Encoder().encode
_DECODE_PAPER = msgspec.json.Decoder(Paper).decode


class Text(msgspec.Struct, frozen=True, gc=False):
    """A paper, and the abstracts that other versions of it have, sorted."""

    paper: Paper
    versions: tuple[str, ...] = ()

    def members(self) -> list[Paper]:
        """The paper and its other versions, these without a source; its own text wins over each of them."""
        others = [msgspec.structs.replace(self.paper, abstract=abstract, source=()) for abstract in self.versions]
        return [self.paper, *others]


_DECODE = msgspec.json.Decoder(Text).decode


class Gathering:
    """One line for each distinct paper, sorted by id, however they came; in a few dozen megabytes of memory.

    It can be gone through once; how many there are is its length hint, from the first line on. Before that `check` is
    told, and may raise.
    """

    def __init__(self, found: Iterable[Paper], check: Callable[[int], None] | None = None) -> None:
        self._found = found
        self._check = check
        self._papers = 0

    def __length_hint__(self) -> int:
        return self._papers

    def __iter__(self) -> Iterator[bytes]:
        lines = (_TAB.join((title_digest(p.title), p.id.encode(), _ENCODE(p) + b"\n")) for p in self._found)
        for at, line in enumerate(sorted_lines(self._counted(sorted_lines(lines)))):
            if at == 0 and self._check is not None:
                self._check(self._papers)
            yield line

    def _counted(self, by_title: Iterator[bytes]) -> Iterator[bytes]:
        for _, same_title in groupby(by_title, _first):
            for line in _merged(list(same_title)):
                self._papers += 1
                yield line


def line_of(text: Text) -> bytes:
    """The line that says a text."""
    return _TAB.join((text.paper.id.encode(), _ENCODE(text) + b"\n"))


def paper_id_of(line: bytes) -> str:
    """The id of the paper of a line."""
    return _first(line).decode()


def text_of(line: bytes) -> Text:
    """What a line says."""
    return _DECODE(line.partition(_TAB)[2])


def _first(line: bytes) -> bytes:
    return line.partition(_TAB)[0]


def _merged(same_title: Sequence[bytes]) -> Iterator[bytes]:
    """The lines of the papers that are found under one title: nearly always one, which is not even read."""
    if len(same_title) == 1:
        _, id_, paper = same_title[0].split(_TAB, 2)
        yield b'%s\t{"paper":%s}\n' % (id_, paper[:-1])
        return
    for found in distinct([_DECODE_PAPER(line.split(_TAB, 2)[2]) for line in same_title]):
        yield line_of(Text(found.paper, found.versions))
