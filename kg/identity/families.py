"""What an entity belongs to, near to far, and what is known of it: from its rule, its variant, or the words in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

import msgspec

from kg.extract.candidate import Candidate
from kg.identity.described import described_facts, model_facts
from kg.identity.variants import memory_of, variant_parts, variant_slug
from kg.model import Concept, EntityType, Facts
from kg.ruleset import Ruleset, TermRule
from kg.text.spelling import squeezed

__all__ = ["Families", "Group", "Kin", "Kinship", "PackedFamilies", "known_of", "type_of"]

Group = list[Candidate]

# A name is a kind of what its last words name, unless these come before: "loss of accuracy" is no accuracy.
_NO_HEAD_BEFORE = re.compile(r"\b(?:of|for|to|with|without|and|or|in|on|from|as|by|via|vs|than|not|no)\b|[,/&+]", re.I)
# What is cut off the end of a model's name to find its family.
_TAIL = re.compile(
    r"(?:[ -]?v?\d+(?:\.\d+)*|[ -]\d+(?:x\d+)?(?:\.\d+)?[BMTbmt]|-A\d+B|[ -](?:instruct|chat|base|it|thinking|coder"
    r"|code|math|preview|sft|dpo|rl|distill|vl|v|vision|audio|omni|turbo|lite|flash|mini|nano|pro|max|plus|fp8|fp4|int8"
    r"|int4|gptq|awq|small|medium|large|tiny|huge|xl|xxl|[nsmlxtbh]))\Z",
    re.I,
)
_FORM = re.compile(r"(?:\d+gb|sxm\d?|pcie|nvl)(?:-(?:sxm\d?|pcie|nvl))?")  # the part of a key that is a variant
_SOCKET = re.compile(r"(?P<device>hardware-.*?)(?:-\d+gb)?-(?P<socket>sxm\d)")
# One thing may be the method of its own paper and software to all others.
_OTHER_TYPE: dict[EntityType, EntityType] = {"Method": "Software", "Software": "Method"}


class Kinship(msgspec.Struct, frozen=True):
    """What a paper tells of its names: the known thing that a name ends in, the shorter name that stands for a key."""

    inner: Mapping[Candidate, str]
    shorter: Mapping[str, str]


class Kin(msgspec.Struct, frozen=True, gc=False):
    """An entity's name, what it belongs to and what is known of it; `is_known` where a rule stands behind it."""

    name: str
    broader: tuple[Concept, ...] = ()
    facts: Facts | None = None
    is_known: bool = False


def known_of(group: Group) -> Candidate | None:
    """Return the strongest candidate that is a known thing."""
    known = [c for c in group if c.key is not None]
    if len(known) < 2:
        return known[0] if known else None
    return max(known, key=lambda c: (c.rank, -c.start), default=None)


def type_of(group: Group) -> EntityType:
    """Return the type of the strongest rank, by number of mentions where a rank disagrees with itself."""
    if len(group) == 1:  # as most are
        return group[0].type
    best = max(c.rank for c in group)
    types = [c.type for c in group if c.rank == best]
    return min(types, key=lambda t: (-types.count(t), t))


class PackedFamilies(msgspec.Struct, frozen=True, array_like=True):
    """What has to be known of all terms at once, as data."""

    models: dict[str, str]  # rules of models by their squeezed labels
    sockets: dict[str, str]  # the one SXM socket of each device that rules list one of
    proper: dict[str, dict[EntityType, str]]  # rules that have a family by their labels, which are proper names


class Families:
    """Built once from a ruleset; every question is answered from it and the names alone.

    `packed` has the tables over all terms of these very rules.
    """

    def __init__(self, ruleset: Ruleset, packed: PackedFamilies | None = None) -> None:
        self._ruleset = ruleset
        self._lines: dict[str, tuple[Concept, ...]] = {}
        self.packed = packed or _packed(ruleset)

    def of_another_type(self, name: str, type_: EntityType) -> str | None:
        """Return the key of the known thing of exactly this name that a paper may call by another type, or None."""
        other = _OTHER_TYPE.get(type_)
        return None if other is None else self.packed.proper.get(name, {}).get(other)

    def kin(self, key: str, name: str, group: Group, kinship: Kinship) -> Kin:
        """Return what stands behind a key; `name` is what the paper calls it."""
        terms = self._ruleset.terms
        if key in terms:
            own, *wider = self._line(key)
            return Kin(own.name, tuple(wider), own.facts, is_known=True)
        known = next((c for c in group if c.key and self.key_of(c) == key), None)
        if known is not None:
            return self._variant(*self._plain_and_parts(known), known.variant)
        parent = self._parent(name, group, kinship.inner) or kinship.shorter.get(key)
        chain = self._line(parent) if parent is not None and parent in terms else ()
        return Kin(name, chain, self._own_facts(name, type_of(group), chain))

    def _line(self, key: str) -> tuple[Concept, ...]:
        """What a rule stands for and all that is wider, near to far; each is made once, for every paper asks."""
        if key not in self._lines:
            rules = (self._ruleset.terms[step] for step in (key, *self._ruleset.broader_ids(key)))
            self._lines[key] = tuple(Concept(rule.id, rule.label, self._facts(rule)) for rule in rules)
        return self._lines[key]

    def _facts(self, rule: TermRule) -> Facts | None:
        if rule.type == "Metric":
            unit = self._ruleset.metric_units.get(rule.metric or "")
            return Facts(better=rule.better, unit=unit) if rule.better or unit else None
        if rule.type == "Model":
            return model_facts(rule.label, self._ruleset.broader_labels(rule.id)) or rule.facts
        return rule.facts

    def key_of(self, known: Candidate) -> str:
        """Return the key of a known thing, its variant included: `hardware-nvidia-a100-80gb-sxm4`."""
        if not known.variant:
            return str(known.key)
        plain, parts = self._plain_and_parts(known)
        return _variant_key(plain, parts)

    def _plain_and_parts(self, known: Candidate) -> tuple[TermRule, tuple[str, ...]]:
        """The rule of the plain thing, and the parts of the variant in their order.

        A device's own form factor and memory count as parts too: an A100 SXM4 of 80GB is an A100 80GB of SXM4. The only
        memory that a device is sold with is no variant of it, and plain SXM is the one SXM that it has.
        """
        plain, parts = self._ruleset.terms[str(known.key)], variant_parts(known.variant)
        if plain.type != "Hardware" or not parts:
            return plain, parts
        while plain.broader and (form := _FORM.fullmatch(plain.id.removeprefix(f"{plain.broader}-"))):
            parts = variant_parts(f"{form[0].upper().replace('PCIE', 'PCIe')} {' '.join(parts)}")
            plain = self._ruleset.terms[plain.broader]
        own = plain.facts
        if own is not None and own.memory_gb is not None and own.memory_gb_high is None:
            parts = tuple(part for part in parts if memory_of(part) != own.memory_gb)
        return plain, tuple(self.packed.sockets.get(plain.id, part) if part == "SXM" else part for part in parts)

    def _variant(self, plain: TermRule, parts: tuple[str, ...], variant: str) -> Kin:
        """A 80GB SXM4 one is an 80GB one, and that one of the plain kind; rules may stand for some of the steps."""
        joined = _spelled(plain, variant, parts)
        steps = list(accumulate(joined, lambda name, part: name + part, initial=plain.label))[1:]
        keys = [_variant_key(plain, parts[: count + 1]) for count in range(len(parts))]
        chain = self._line(plain.id)
        for key, name in zip(keys, steps, strict=True):
            if key in self._ruleset.terms:
                chain = self._line(key)
            else:
                chain = (Concept(key, name, self._variant_facts(plain, name, variant, chain)), *chain)
        own, *wider = chain
        return Kin(own.name, tuple(wider), own.facts, is_known=True)

    def _variant_facts(self, plain: TermRule, name: str, variant: str, chain: tuple[Concept, ...]) -> Facts | None:
        if plain.type == "Hardware":
            return _sized(chain[0].facts, name, variant)
        if plain.type == "Model":
            return model_facts(name, [concept.name for concept in chain])
        return chain[0].facts

    def _parent(self, name: str, group: Group, inner: Mapping[Candidate, str]) -> str | None:
        """The known thing that an unknown name is a kind of: its family, what its last words name, or its shape's."""
        shapes = (self._ruleset.terms.get(c.rule) for c in group)
        shaped = next((shape.broader for shape in shapes if shape is not None and shape.open and shape.broader), None)
        if type_of(group) == "Model" and (family := self._model_family(name)):
            return family
        ends = {inner[c] for c in group if c in inner and not _NO_HEAD_BEFORE.search(name)}
        return min(ends, key=lambda key: (-len(self._ruleset.broader_ids(key)), key)) if ends else shaped

    def _model_family(self, name: str) -> str | None:
        """The longest known name that a model's name is a version, size or variant of."""
        models = self.packed.models
        while (shorter := _TAIL.sub("", name)) != name and shorter:
            name = shorter
            if squeezed(name) in models:
                return models[squeezed(name)]
        return None

    def _own_facts(self, name: str, type_: EntityType, chain: tuple[Concept, ...]) -> Facts | None:
        if type_ == "Metric":  # measured as its kind is
            return next((concept.facts for concept in chain if concept.facts), None)
        if type_ == "Model":
            return model_facts(name, [concept.name for concept in chain])
        return described_facts(name) if type_ == "Hardware" else None


def _variant_key(plain: TermRule, parts: tuple[str, ...]) -> str:
    part = variant_slug("-".join(parts))
    return f"{plain.id}-{part}" if part else plain.id


def _packed(ruleset: Ruleset) -> PackedFamilies:
    return PackedFamilies(_by_label(ruleset, "Model"), _sockets(ruleset), _proper(ruleset))


def _proper(ruleset: Ruleset) -> dict[str, dict[EntityType, str]]:
    proper: dict[str, dict[EntityType, str]] = {}
    for rule in ruleset.terms.values():
        # Without a family nothing would tell whether a paper means the same thing.
        if not rule.open and rule.broader and rule.label != rule.label.lower():
            proper.setdefault(rule.label, {}).setdefault(rule.type, rule.id)
    return proper


def _sockets(ruleset: Ruleset) -> dict[str, str]:
    found = (_SOCKET.fullmatch(rule.id) for rule in ruleset.terms.values() if rule.type == "Hardware")
    return {match["device"]: match["socket"].upper() for match in found if match}


def _by_label(ruleset: Ruleset, type_: EntityType) -> dict[str, str]:
    terms = (rule for rule in ruleset.terms.values() if rule.type == type_ and not rule.open)
    return {squeezed(rule.label): rule.id for rule in terms if rule.label != rule.label.lower()}


def _spelled(plain: TermRule, variant: str, parts: tuple[str, ...]) -> list[str]:
    """How each part goes on to the label, however a paper joins them: `Llama 3 8B`, `Mistral-7B`, `YOLOv8`."""
    sign = " " if plain.type == "Hardware" or " " in plain.label else "-"
    glued = variant[:1].isalnum() or variant[:1] == "."
    return [part if glued and not place else sign + part for place, part in enumerate(parts)]


def _sized(facts: Facts | None, name: str, variant: str) -> Facts | None:
    """The facts of a device for one of its memory sizes; of another card of its name ("Ti") they tell nothing."""
    words = set(re.sub(r"[^A-Za-z ]", " ", variant).split()) & {"Ti", "Super", "SUPER", "Ultra", "Max", "Pro"}
    if facts is None or words:
        return None
    memory = memory_of(name)
    return facts if memory is None else msgspec.structs.replace(facts, memory_gb=memory, memory_gb_high=None)
