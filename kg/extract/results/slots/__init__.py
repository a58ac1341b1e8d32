"""Stage 8: who a result is about, what it is compared with, and where it was measured.

Each slot has its binders, tried in the order in which `subjects.subject`, `rivals.baseline` and `settings.setting` name
them, the surest first. A name that no entity has fills a slot by its surface, without a key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from kg.extract.results.parts import Claim, Token
from kg.extract.results.slots.pairs import contest
from kg.extract.results.slots.rivals import baseline
from kg.extract.results.slots.scene import Case, Scene, Slot
from kg.extract.results.slots.settings import setting
from kg.extract.results.slots.subjects import subject
from kg.model import SLOTS, Bond, Result

__all__ = ["Scene", "Slot", "fill"]

_ON = re.compile(r"\b(?:on|[Uu]sing|with)\s$")
_Slots = Mapping[str, Slot | None]


def fill(scene: Scene, tokens: Sequence[Token], claim: Claim) -> Result:
    """The result that a claim makes, with its slots and why each holds what it holds."""
    case = Case(scene, scene.line(tokens), claim)
    pair = contest(case)
    rival = baseline(case, pair)
    actor = subject(case, pair, rival)
    case = replace(case, taken=tuple(held for held in (actor, rival) if held))
    return _result(
        scene,
        claim,
        _without_doubles(scene, {
            "subject": actor,
            "baseline": rival,
            "hardware": setting(case, "Hardware"),
            "model": setting(case, "Model"),
            "dataset": setting(case, "Dataset"),
            "task": setting(case, "Task"),
        }),
    )  # fmt: skip


def _without_doubles(scene: Scene, slots: dict[str, Slot | None]) -> _Slots:
    """No name is two slots of one result, and a result about a model has no other model."""
    subject, rival, model = slots["subject"], slots["baseline"], slots["model"]
    actors = {(actor.start, actor.end) for actor in (subject, rival) if actor}
    for kind in ("hardware", "model"):
        held = slots[kind]
        if held and (held.start, held.end) in actors:
            slots[kind] = None
    if model and subject and subject.key in scene.model_keys:
        is_on_it = subject.key in scene.introduced and _is_on(scene, model)
        slots["model"] = model if is_on_it else None
    if subject and rival and (subject.start, subject.end) == (rival.start, rival.end):
        slots["baseline"] = None
    if model and rival and model.key == rival.key != "":
        slots["model"] = None
    return slots


def _is_on(scene: Scene, model: Slot) -> bool:
    """ "based on PVT, it": the paper's own model stands on another one."""
    return bool(_ON.search(scene.text, max(0, model.start - 20), model.start))


def _result(scene: Scene, claim: Claim, slots: _Slots) -> Result:
    section, start, end = scene.paper.section_span(claim.start, claim.end)
    quantity = claim.quantity
    text = {name: held.text for name, held in slots.items() if held}
    key = {name: held.key or None for name, held in slots.items() if held}
    return Result(
        quote=scene.text[claim.start : claim.end], section=section, start=start, end=end, metric=claim.key,
        value=quantity.value, high=quantity.high, unit=quantity.unit, sense=claim.sense, rule=claim.rule,
        qualifier=quantity.qualifier, metric_entity_key=_metric_entity(scene, claim), bound=_bonds(scene, slots),
        subject=text.get("subject"), subject_key=key.get("subject"),
        baseline=text.get("baseline"), baseline_key=key.get("baseline"),
        hardware=text.get("hardware"), hardware_key=key.get("hardware"),
        model=text.get("model"), model_key=key.get("model"),
        dataset=text.get("dataset"), dataset_key=key.get("dataset"),
        task=text.get("task"), task_key=key.get("task"),
    )  # fmt: skip


def _bonds(scene: Scene, slots: _Slots) -> tuple[Bond, ...]:
    """Where each name in each filled slot stands and what bound it, in the order of `SLOTS`."""
    held = ((name, slots[name]) for name in SLOTS)
    return tuple(
        Bond(name, filled.by, *scene.paper.section_span(part.start, part.end), key=part.key or None)
        for name, filled in held
        if filled
        for part in filled.names or (filled,)
    )


def _metric_entity(scene: Scene, claim: Claim) -> str | None:
    """Key of the Metric mention that the claim's metric word stands in, or that stands in it."""
    word = claim.metric or claim.change
    if word is None:
        return None
    near = scene.within(max(0, word.start - 60), word.end)
    return next((n.key for n in near if n.type == "Metric" and n.end > word.start), None)
