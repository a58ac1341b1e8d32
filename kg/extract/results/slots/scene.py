"""What the slots of a result are filled from: the paper, its names, and each sentence as slots see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.extract.results.parts import Named, Token
from kg.extract.results.slots.coined import coined_name, sized_models, unknown_names
from kg.model import BoundBy, EntityType, Paper

__all__ = ["ACTORS", "COMPARES", "RIVALS", "Line", "Scene", "Slot", "Spot"]

ACTORS: tuple[EntityType, ...] = ("Method", "Model", "Software", "Hardware")
RIVALS: tuple[EntityType, ...] = ("Method", "Model", "Software", "Hardware")
COMPARES = frozenset("cvB")  # than, versus, outperforms
_GOVERN_REACH = 12


@dataclass(frozen=True, slots=True)
class Slot:
    """A filled slot: the surface text, the key of the entity it names ("" for none), its place, and what bound it."""

    text: str
    key: str
    start: int
    end: int
    by: BoundBy


@dataclass(frozen=True, slots=True)
class Spot:
    """One name in a sentence: the index of its token, and of the word that governs it (-1 for none)."""

    name: Named
    at: int
    governor: int
    letter: str  # the tag of the governor

    @property
    def is_rival(self) -> bool:
        return self.letter in COMPARES

    @property
    def linked(self) -> bool:
        return bool(self.name.key)


@dataclass(frozen=True)
class Line:
    """One sentence: its tokens, a tag letter for each, and its names in order."""

    tokens: Sequence[Token]
    tags: str
    spots: tuple[Spot, ...]

    @cached_property
    def _ats(self) -> list[int]:
        return [spot.at for spot in self.spots]

    def between(self, first: int, last: int) -> Sequence[Spot]:
        """The names from token `first` up to, not with, token `last`."""
        return self.spots[bisect_left(self._ats, first) : bisect_left(self._ats, last)]


@dataclass(frozen=True)
class Scene:
    """What the slots are filled from: the paper and its mentions in order without overlap."""

    paper: Paper
    text: str
    names: tuple[Named, ...]
    introduced: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...] = ()
    _lines: dict[int, Line] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def main(self) -> Slot | None:
        """The paper's own named system, by the name it uses most; what "we" stands for."""
        own = next((n for key in self.introduced for n in self.of_key(key) if n.type in ACTORS), None)
        if own is None:
            found = coined_name(self.text, self.sentences, self.names)
            return Slot(found.text, "", found.start, found.end, "paper") if found else None
        counts = Counter(n.text for n in self.of_key(own.key))
        best = min(self.of_key(own.key), key=lambda n: (-counts[n.text], len(n.text), n.text, n.start))
        return Slot(best.text, own.key, best.start, best.end, "paper")

    def of_key(self, key: str) -> Sequence[Named]:
        return self._by_key.get(key, ())

    @cached_property
    def _by_key(self) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = {}
        for name in self.names:
            found.setdefault(name.key, []).append(name)
        return found

    @cached_property
    def model_keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names if name.type == "Model")

    @cached_property
    def datasets(self) -> dict[str, Named]:
        """The datasets of the paper by their names."""
        return {name.text: name for name in self.names if name.type == "Dataset"}

    @cached_property
    def _starts(self) -> list[int]:
        return [name.start for name in self.names]

    def within(self, start: int, end: int) -> Sequence[Named]:
        """The mentions that begin in a stretch of the text."""
        return self.names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def sentence_before(self, at: int) -> tuple[int, int] | None:
        """The sentence before the one that holds a place; None at the head of the title or of the abstract."""
        index = bisect_right(self.sentences, (at, len(self.text))) - 1
        head = bisect_left(self.sentences, (len(self.paper.title), 0))
        return self.sentences[index - 1] if index > head else None

    def line(self, tokens: Sequence[Token]) -> Line:
        """The sentence of these tokens; worked out once."""
        start = tokens[0].start
        if start not in self._lines:
            self._lines[start] = _line(self, tokens)
        return self._lines[start]


def _line(scene: Scene, tokens: Sequence[Token]) -> Line:
    start, end = tokens[0].start, tokens[-1].end
    names = list(scene.within(start, end))
    names += sized_models(scene.text, start, end, names)
    names += unknown_names(scene.text, tokens, names)
    names.sort(key=lambda name: (name.start, -name.end))
    starts = [token.start for token in tokens]
    tags = [_letter(scene.text, tokens, i) for i in range(len(tokens))]
    places = [max(0, bisect_right(starts, name.start) - 1) for name in names]
    for name, place in zip(names, places, strict=True):
        inside = tokens[place]
        if inside.tag in "wQ" and not (inside.tag == "Q" and name.type != "Model"):
            tags[place] = "N"
    letters = "".join(tags)
    spots = [_spot(letters, name, at) for name, at in zip(names, places, strict=True)]
    return Line(tokens, letters, tuple(spots))


def _letter(text: str, tokens: Sequence[Token], i: int) -> str:
    """The tag of a token; "instead of" and "ahead of" compare, as "than" does."""
    token = tokens[i]
    if token.low in ("instead", "ahead") and i + 1 < len(tokens) and tokens[i + 1].tag == "o":
        return "c"
    if token.low == "-" and not text[token.start - 1 : token.end + 1].strip("-").count(" "):
        return "w"
    if token.tag == "Q" and text[token.end : token.end + 1] == "-":
        return "w"  # "16-bit LoRA"
    if token.tag == "Q" and token.quantities[0].kind in ("bare", "plain") and _is_hardware(tokens, i + 1):
        return "w"  # "128 GPUs"
    if token.low in ("below", "behind"):
        return "c"
    if token.cue and token.tag in "FUDV" and text[token.start : token.end].lower().endswith((" as", " than")):
        return "c"
    return token.tag


def _spot(tags: str, name: Named, at: int) -> Spot:
    governor = _governor(tags, at, name.type)
    return Spot(name, at, governor, tags[governor] if governor >= 0 else "")


def _governor(tags: str, at: int, kind: EntityType) -> int:
    """The word that a name depends on: past words of its phrase and past the names listed with it."""
    edge = at  # the first name of the list so far
    for i in range(at - 1, max(at - 1 - _GOVERN_REACH, -1), -1):
        letter = tags[i]
        if letter == "N":
            edge = i
        elif letter == "w" or (letter in "&,(" and _joins_names(tags, i, edge)):
            continue
        elif letter in "oihb" and edge == at:
            return _compared_through(tags, i, kind)
        else:
            return i
    return -1


def _compared_through(tags: str, link: int, kind: EntityType) -> int:
    """ "that of TorchRec", "than by Horovod", "compared to using LoRA": a comparison reaches through the preposition."""
    before = link - 1
    while before > link - 4 and before >= 0 and tags[before] == "w":
        before -= 1
    if before < 0 or tags[before] not in "cv":
        return link
    if before == link - 1:
        return link if kind == "Hardware" and tags[link] == "i" else before
    return before if tags[link] in "ob" and kind in ("Method", "Software", "Model") else link


def _joins_names(tags: str, link: int, at: int) -> bool:
    """Is this comma, "and" or bracket within a list of names that `at` belongs to?"""
    before = tags[max(0, link - 6) : link].rstrip("&,)Q(")[-1:] if tags[link] != "(" else "N"
    return before == "N" and at - link <= 3


def _is_hardware(tokens: Sequence[Token], i: int) -> bool:
    name = tokens[i].name if i < len(tokens) else None
    return name is not None and name.type == "Hardware"
