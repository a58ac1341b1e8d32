"""Stage 8: who a result is about, what it is compared with, and where it was measured.

Each slot has its binders, in the order of trust in which its function tries them:
`subjects.subject`, `rivals.baseline`, `settings.setting`.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.results.parts import Claim, Token
from kg.extract.results.slots.pairs import contest
from kg.extract.results.slots.rivals import baseline
from kg.extract.results.slots.scene import Scene, Slot
from kg.extract.results.slots.settings import setting
from kg.extract.results.slots.subjects import subject
from kg.model import SLOTS, Bond, EntityType, Result

__all__ = ["Scene", "Slot", "fill"]

_SETTINGS: tuple[EntityType, ...] = ("Hardware", "Model", "Dataset", "Task")


def fill(scene: Scene, tokens: Sequence[Token], claim: Claim) -> Result:
    """The result that a claim makes, with its slots."""
    line = scene.line(tokens)
    pair = contest(line, claim)
    rival = baseline(scene, line, claim, pair)
    slots = {"subject": subject(scene, line, claim, pair, rival), "baseline": rival}
    slots |= {kind.lower(): setting(scene, line, claim, kind) for kind in _SETTINGS}
    return _result(scene, claim, _without_doubles(scene, slots))


def _without_doubles(scene: Scene, slots: dict[str, Slot | None]) -> dict[str, Slot | None]:
    """No name fills two slots, and a result about a model has no other model."""
    subject, rival, hardware = slots["subject"], slots["baseline"], slots["hardware"]
    if subject and subject.key in scene.model_keys:
        slots["model"] = None
    for kind in ("model", "hardware"):
        held = slots[kind]
        if held and any(other and (held.start, held.end) == (other.start, other.end) for other in (subject, rival)):
            slots[kind] = None
    model = slots["model"]
    if model and rival and rival.key and model.key == rival.key:
        slots["model"] = None
    return slots


def _result(scene: Scene, claim: Claim, slots: dict[str, Slot | None]) -> Result:
    section, start, end = scene.paper.section_span(claim.start, claim.end)
    quantity = claim.quantity
    fields: dict[str, str | None] = {}
    for name, slot in slots.items():
        fields[name], fields[f"{name}_key"] = (slot.text, slot.key or None) if slot else (None, None)
    return Result(
        quote=scene.text[claim.start : claim.end], section=section, start=start, end=end, metric=claim.key,
        value=quantity.value, high=quantity.high, unit=quantity.unit, sense=claim.sense, rule=claim.rule,
        qualifier=quantity.qualifier, metric_entity_key=_metric_entity(scene, claim),
        bound=tuple(_bond(scene, name, slots[name]) for name in SLOTS if slots[name] is not None), **fields,
    )  # fmt: skip


def _bond(scene: Scene, name: str, slot: Slot | None) -> Bond:
    assert slot is not None
    return Bond(name, slot.by, *scene.paper.section_span(slot.start, slot.end))


def _metric_entity(scene: Scene, claim: Claim) -> str | None:
    """Key of the Metric mention that the claim's metric word stands in, or that stands in it."""
    word = claim.metric or claim.change
    if word is None:
        return None
    near = scene.within(max(0, word.start - 60), word.end)
    return next((n.key for n in near if n.type == "Metric" and n.end > word.start), None)
