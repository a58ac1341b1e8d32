"""Stage 8: who a result is about, what it is compared with, and where it was measured."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.extract.results.parts import Claim, Named, Token
from kg.model import EntityType, Paper, Result

__all__ = ["Scene", "Slot", "fill"]

_ACTORS: tuple[EntityType, ...] = ("Method", "Model", "Software", "Hardware")
_RIVALS: tuple[EntityType, ...] = ("Method", "Model", "Software")
_SETTINGS: tuple[EntityType, ...] = ("Hardware", "Model", "Dataset", "Task")
_REACH = 60  # tokens looked at on each side of a number: what stands farther off is not about it
_NAME_REACH = 6
_ANYONES = ("existing", "state-of-the-art", "state-of-art", "prior", "previous")
_VERBS = frozenset("UDVLFBr")


@dataclass(frozen=True, slots=True)
class Slot:
    """A filled slot: the surface text, and the key of the entity it names."""

    text: str
    key: str


@dataclass(frozen=True)
class Scene:
    """What the slots are filled from: the paper and its mentions in order without overlap."""

    paper: Paper
    text: str
    names: tuple[Named, ...]
    introduced: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...] = ()

    @cached_property
    def main(self) -> Slot | None:
        """The paper's own named system, by the name it uses most; what "we" stands for."""
        if not self.introduced:
            return None
        key = self.introduced[0]
        counts = Counter(n.text for n in self.names if n.key == key)
        if not counts:
            return None
        return Slot(min(counts, key=lambda text: (-counts[text], len(text), text)), key)

    @cached_property
    def model_keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names if name.type == "Model")

    @cached_property
    def _starts(self) -> list[int]:
        return [name.start for name in self.names]

    def within(self, start: int, end: int) -> Sequence[Named]:
        """The mentions that begin in a stretch of the text."""
        return self.names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def fill(scene: Scene, tokens: Sequence[Token], claim: Claim) -> Result:
    """The result that a claim makes, with its slots."""
    baseline = _baseline(scene, tokens, claim)
    subject = _subject(scene, tokens, claim, baseline)
    setting = {kind: _setting(tokens, claim, kind) for kind in _SETTINGS}
    if subject and subject.key in scene.model_keys:
        setting["Model"] = None
    model = setting["Model"]
    if model and baseline and model.key == baseline.key:
        setting["Model"] = None
    return _result(scene, claim, subject, baseline, setting)


def _result(
    scene: Scene, claim: Claim, subject: Slot | None, baseline: Slot | None, setting: dict[EntityType, Slot | None]
) -> Result:
    section, start, end = scene.paper.section_span(claim.start, claim.end)
    quantity = claim.quantity
    slots: dict[str, str | None] = {}
    named = {"subject": subject, "baseline": baseline} | {kind.lower(): slot for kind, slot in setting.items()}
    for name, slot in named.items():
        slots[name], slots[f"{name}_key"] = (slot.text, slot.key) if slot else (None, None)
    return Result(
        quote=scene.text[claim.start : claim.end], section=section, start=start, end=end, metric=claim.key,
        value=quantity.value, high=quantity.high, unit=quantity.unit, sense=claim.sense, rule=claim.rule,
        qualifier=quantity.qualifier, metric_entity_key=_metric_entity(scene, claim), **slots,
    )  # fmt: skip


def _metric_entity(scene: Scene, claim: Claim) -> str | None:
    """Key of the Metric mention that the claim's metric word stands in, or that stands in it."""
    word = claim.metric or claim.change
    if word is None:
        return None
    near = scene.within(max(0, word.start - 60), word.end)
    return next((n.key for n in near if n.type == "Metric" and n.end > word.start), None)


def _baseline(scene: Scene, tokens: Sequence[Token], claim: Claim) -> Slot | None:
    """The rival named after "than", "over", "compared to" or by "outperforms"."""
    at = claim.token
    for i in range(at + 1, min(at + _REACH, len(tokens))):
        if tokens[i].tag == ";" and tokens[i].cue is None:
            break
        if tokens[i].tag == "c" and (found := _names_after(scene, tokens, i)):
            return found
    for i in range(at - 1, max(at - _REACH, -1), -1):
        if tokens[i].tag in "Bc" and (found := _names_after(scene, tokens, i)):
            return found
    return None


def _names_after(scene: Scene, tokens: Sequence[Token], at: int) -> Slot | None:
    """The rivals that follow a word of comparison: one, or several as one stretch of text."""
    first: Named | None = None
    last: Named | None = None
    for i in range(at + 1, min(at + 1 + _NAME_REACH, len(tokens))):
        token = tokens[i]
        if token.name and token.name.type in _RIVALS:
            if _is_anyones(scene.text, token.name):
                return None
            if first and token.name.introduced:
                break  # "compared to Orca, our Swift is faster"
            first, last = first or token.name, token.name
        elif token.tag in ("Q", ";", "c", "b") or (first and token.tag not in "&,"):
            break
    if first is None or last is None:
        return None
    return Slot(scene.text[first.start : last.end], first.key)


def _is_anyones(text: str, name: Named) -> bool:
    """ "existing offloading systems", "state-of-the-art LLMs" name no rival."""
    before = text[max(0, name.start - 20) : name.start].lower()
    is_class = name.text.islower() or (name.text.endswith("s") and not name.text[1:2].islower())
    return is_class and any(word in before for word in _ANYONES)


def _subject(scene: Scene, tokens: Sequence[Token], claim: Claim, baseline: Slot | None) -> Slot | None:
    """The nearest name before the number that acts: the paper's own, or one followed by a verb; else the paper's."""
    for i in range(claim.token - 1, max(claim.token - _REACH, -1), -1):
        name = tokens[i].name
        if name is None or name.type not in _ACTORS or (baseline and name.key == baseline.key):
            continue
        if _is_compared(tokens, i):
            continue
        if name.introduced or (name.type != "Hardware" and _acts(tokens, i)):
            return Slot(name.text, name.key)
    return scene.main


def _is_compared(tokens: Sequence[Token], at: int) -> bool:
    """Does a word of comparison, or a preposition, govern this name?"""
    for i in range(at - 1, max(at - 4, -1), -1):
        if tokens[i].tag in "cvB":
            return True
        if tokens[i].tag not in "wN&,":
            return False
    return False


def _acts(tokens: Sequence[Token], at: int) -> bool:
    if at and tokens[at - 1].tag in "oihbt":
        return False
    return any(tokens[i].tag in _VERBS for i in range(at + 1, min(at + 3, len(tokens))))


def _setting(tokens: Sequence[Token], claim: Claim, kind: EntityType) -> Slot | None:
    """The hardware, model, dataset or task of a number: the nearest after it, else before, else in its sentence."""
    after = list(_named(tokens, claim, kind, 1))
    if claim.count > 1 and len(run := _run(after)) == claim.count:
        return _slot(run[claim.index])
    own = next((t for t, crossed in after if not crossed), None)
    if own is not None:
        return _slot(own)
    before = next((t for t, _ in _named(tokens, claim, kind, -1)), None)
    if before is not None:
        return _slot(before)
    return next((_slot(t) for t, _ in after), None)


def _named(tokens: Sequence[Token], claim: Claim, kind: EntityType, step: int) -> Iterator[tuple[Token, bool]]:
    """Names of a kind on one side of the number, and whether another number stands between."""
    crossed = False
    i = claim.token + step
    for _ in range(_REACH):
        if not 0 <= i < len(tokens):
            return
        token = tokens[i]
        crossed = crossed or token.tag == "Q"
        if token.name and token.name.type == kind and not token.name.introduced and not _is_compared(tokens, i):
            yield token, crossed
        i += step


def _run(found: Sequence[tuple[Token, bool]]) -> list[Token]:
    return [token for token, crossed in found if not crossed]


def _slot(token: Token) -> Slot | None:
    return Slot(token.name.text, token.name.key) if token.name else None
