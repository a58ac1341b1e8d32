"""What the stages of the result grammar hand to each other; all offsets point into `Paper.text`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kg.model import EntityType, MetricBy, Qualifier, Sense

__all__ = ["Claim", "Cue", "Named", "Quantity", "Spot", "Token", "Unit"]


class Named(msgspec.Struct, frozen=True, gc=False):
    """One place where the text names an entity; `introduced` says that the paper contributes it."""

    start: int
    end: int
    text: str
    type: EntityType
    key: str
    introduced: bool = False


class Unit(msgspec.Struct, frozen=True, gc=False):
    """One entry of units.yaml; `factor` of them make up `base` where a conversion exists."""

    id: str
    kind: str
    metric: str | None
    rate: bool
    base: str | None
    factor: float | None


class Cue(msgspec.Struct, frozen=True, gc=False):
    """One entry of results.yaml: a word that tells what is measured, how it changes, or what binds it.

    `tag` is the letter that sentence patterns see. `key` is the metric a metric word or a change stands for.
    """

    id: str
    tag: str
    key: str | None = None
    better: str = "higher"
    quality: bool = False
    values: bool = True
    always_cut: bool = False


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """A number with its unit as the text writes it; `kind` is factor, percent, bare or a kind of units.yaml."""

    start: int
    end: int
    value: float
    high: float | None
    unit: str | None
    kind: str
    metric: str | None = None
    rule: str | None = None  # id of the entry of units.yaml
    scaled: bool = False
    signed: bool = False  # a plus before it, or points "above" something
    qualifier: Qualifier | None = None
    lead: int = -1  # where its qualifier begins; `start` if it has none

    @property
    def is_whole(self) -> bool:
        """A bare whole number, which counts things more often than it measures them."""
        return self.kind == "bare" and (self.scaled or self.value == int(self.value))


class Token(msgspec.Struct):
    """One item of a sentence: a word, a name, a list of numbers or a list of metric words."""

    tag: str
    start: int
    end: int
    cue: Cue | None = None
    name: Named | None = None
    low: str = ""  # a plain word in lower case
    quantities: tuple[Quantity, ...] = ()
    metrics: tuple[Token, ...] = ()


class Spot(msgspec.Struct, frozen=True):
    """One number where it stands in the tokens of its sentence."""

    tokens: Sequence[Token]
    at: int
    quantity: Quantity

    @property
    def before(self) -> str:
        """The tag of the token before; a stop at the beginning."""
        return self.tokens[self.at - 1].tag if self.at else ";"

    @property
    def after(self) -> str:
        """The tag of the token after; a stop at the end."""
        return self.tokens[self.at + 1].tag if self.at + 1 < len(self.tokens) else ";"


class Claim(msgspec.Struct):
    """A number bound to its metric, before its slots are filled."""

    quantity: Quantity
    key: str
    sense: Sense
    rule: str
    start: int
    end: int
    token: int  # index of its token in the sentence
    ground: MetricBy
    index: int = 0  # its place in a list of numbers, and how many these are
    count: int = 1
    metric: Token | None = None
    change: Token | None = None
    cue: Cue | None = None  # what its metric key came from
