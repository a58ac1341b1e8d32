"""What one paper's record says of an entity where the shared concept says something else: as JSON, there and back."""

from __future__ import annotations

from typing import Any

import msgspec

from kg.model import Concept, Entity, EntityType, Facts

__all__ = ["as_json", "fields_of_json"]


class _Wider(msgspec.Struct, array_like=True, omit_defaults=True):
    """A `Concept`: a list of key, name and, where there are any, facts."""

    key: str
    name: str
    facts: Facts | None = None


class _Own(msgspec.Struct, omit_defaults=True):
    """All of an `Entity` but its key and mentions."""

    type: EntityType
    name: str
    broader: list[_Wider]
    facts: Facts | None = None


def as_json(entity: Entity) -> str:
    """Return type, name, facts and wider concepts of an entity."""
    broader = [_Wider(concept.key, concept.name, concept.facts) for concept in entity.broader]
    return msgspec.json.encode(_Own(entity.type, entity.name, broader, entity.facts)).decode()


def fields_of_json(text: str) -> dict[str, Any]:
    """Return these as fields of an `Entity`; raises msgspec.MsgspecError where the text does not have them."""
    own = msgspec.json.decode(text, type=_Own)
    broader = tuple(Concept(wider.key, wider.name, wider.facts) for wider in own.broader)
    return {"type": own.type, "name": own.name, "broader": broader, "facts": own.facts}
