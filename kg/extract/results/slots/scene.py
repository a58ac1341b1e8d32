"""What the slots of a result are filled from: the paper, its names, and each sentence as slots see it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from kg.extract.results.parts import Claim, Named, Token
from kg.extract.results.slots.coined import UNKNOWN, coined_name
from kg.extract.results.slots.line import Line, line_of
from kg.extract.results.slots.words import SlotWords
from kg.model import BoundBy, EntityType, Paper

__all__ = ["ACTORS", "RIVALS", "Case", "Scene", "Slot", "slot"]

ACTORS: tuple[EntityType, ...] = ("Method", "Model", "Software", "Hardware")
RIVALS: tuple[EntityType, ...] = ("Method", "Model", "Software", "Hardware")
_VERBS = frozenset("UDVLFBrh")


class Slot(msgspec.Struct, frozen=True):
    """A filled slot: the surface text, the key of the entity it names ("" for none), its place, and what bound it.

    `names` are those of a slot that holds several ("Orca and vLLM"), in the order of the text; the key is the first's.
    """

    text: str
    key: str
    start: int
    end: int
    by: BoundBy
    names: tuple[Named, ...] = ()


def slot(name: Named, by: BoundBy) -> Slot:
    return Slot(name.text, name.key, name.start, name.end, by)


@dataclass(frozen=True)
class Scene:
    """What the slots are filled from: the paper and its mentions in order without overlap."""

    paper: Paper
    text: str
    names: tuple[Named, ...]
    introduced: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    words: SlotWords = field(compare=False, repr=False)
    _lines: dict[int, Line] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def main(self) -> Slot | None:
        """The paper's own named system, by the name it uses most; what "we" stands for."""
        own = [n for key in self.introduced for n in self._by_key.get(key, ()) if n.type in ACTORS]
        if not own:
            found = coined_name(self.text, len(self.paper.title), self.names, self.words)
            return slot(found, "paper") if found else None
        names = self._by_key[own[0].key]
        counts = Counter(n.text for n in names)
        return slot(min(names, key=lambda n: (-counts[n.text], len(n.text), n.text, n.start)), "paper")

    @cached_property
    def _coined(self) -> str:
        """The own name that no entity has, "" where one has it."""
        return self.main.text if self.main and self.main.key == UNKNOWN else ""

    @cached_property
    def own_dataset(self) -> Named | None:
        """The dataset that the paper is about."""
        return next((n for key in self.introduced[:1] for n in self._by_key[key] if n.type == "Dataset"), None)

    @cached_property
    def only_dataset(self) -> Named | None:
        """The one dataset that the paper names, where it is one."""
        found = self.datasets
        return next(iter(found.values())) if len({name.key for name in found.values()}) == 1 else None

    @cached_property
    def datasets(self) -> dict[str, Named]:
        """The datasets of the paper by their names, each where it stands first."""
        return {name.text: name for name in reversed(self.names) if name.type == "Dataset"}

    @cached_property
    def hardware(self) -> dict[str, Named]:
        return {name.text: name for name in self.names if name.type == "Hardware"}

    @cached_property
    def model_keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names if name.type == "Model")

    @cached_property
    def _by_key(self) -> dict[str, list[Named]]:
        found: dict[str, list[Named]] = {key: [] for key in self.introduced}
        for name in self.names:
            found.setdefault(name.key, []).append(name)
        return found

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
            mentions = self.within(start, tokens[-1].end)
            self._lines[start] = line_of(self.text, tokens, mentions, self._coined, self.words)
        return self._lines[start]


class Case(msgspec.Struct, frozen=True):
    """One number whose slots are asked for: its paper, its sentence and what it claims."""

    scene: Scene
    line: Line
    claim: Claim
    taken: tuple[Slot, ...] = ()  # who the number is about and what it is compared with, once known

    def is_taken(self, name: Named) -> bool:
        """Does a name stand within the subject or the baseline?"""
        return any(held.start <= name.start < held.end for held in self.taken)

    @property
    def at(self) -> int:
        """The index of the number's token in its sentence."""
        return self.claim.token

    @property
    def words(self) -> SlotWords:
        return self.scene.words

    def word(self, i: int) -> str:
        """A token of the sentence in lower case; empty outside of it."""
        if not 0 <= i < len(self.line.tokens):
            return ""
        return self.scene.text[self.line.tokens[i].start : self.line.tokens[i].end].lower()

    def is_verb(self, i: int) -> bool:
        """Is a token a word of change or of reaching that can act: no "better", "with"?"""
        tags = self.line.tags
        return i < len(tags) and tags[i] in _VERBS and self.word(i) not in self.words.no_acts
