"""Why names are one thing: every form of an entity, the papers that write it, and what joined it to the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from kg.model import Extraction, JoinedBy, Mention
from kg.query.answers import Answer, Table, counted
from kg.query.evidence import mention_evidence
from kg.query.hits import EntityHit, Evidence
from kg.query.index import RecordIndex
from kg.query.papers import entity_hit

__all__ = ["FormReason", "Why", "why"]

_REASONS: dict[JoinedBy | None, str] = {
    None: "its name",
    "rule": "a form that rule {by} lists",
    "variant": "a name that rule {by} knows, with a size, version or form factor",
    "spelling": "its name but for case, hyphens, plural or markup",
    "abbreviation": "the paper says that one is short for the other",
    "short": "the end of a longer name in the same paper",
    "decision": "decided by {by} of identity.yaml",
}


@dataclass(frozen=True, repr=False)
class FormReason:
    """One way to write an entity: why it is that entity, the papers that write it so, and the first such place.

    `by` is the reason as `kg.model.Mention.joined` has it, None for the entity's own name; `rule` the id of the rule
    that joined it, or of the decision in identity.yaml, where there is one. `papers` are keys.
    """

    text: str
    by: JoinedBy | None
    rule: str | None
    papers: tuple[str, ...]
    mentions: int
    evidence: Evidence

    @property
    def reason(self) -> str:
        """The reason in words."""
        return _REASONS[self.by].format(by=self.rule)

    @property
    def where(self) -> str:
        """The first paper that writes it so, and how many more do."""
        more = len(self.papers) - 1
        return self.evidence.title + (f"; and {more} more" if more else "")

    def __repr__(self) -> str:
        return f"<{self.text!r} in {counted(len(self.papers), 'paper')}: {self.reason}>"


class Why(Answer):
    """An entity, its forms, those of most papers first, and the entities that share a form and are kept apart."""

    def __init__(
        self, entity: EntityHit, family: tuple[str, ...], forms: tuple[FormReason, ...], apart: tuple[EntityHit, ...]
    ) -> None:
        """`family` has the labels of the wider things, near to far."""
        self.entity, self.family, self.forms, self.apart = entity, family, forms, apart

    @property
    def counts(self) -> str:
        """The entity, its family and how often it is named."""
        chain = "".join(f" → {label}" for label in self.family)
        named = f"{counted(len(self.forms), 'form')} in {counted(self.entity.papers, 'paper')}"
        return f"{self.entity.label} ({self.entity.key}){chain}: {named}"

    def tables(self, most: int | None = None) -> list[Table]:
        """Return the forms with their reasons, and what is kept apart although a name is shared."""
        forms = [(form.text, str(len(form.papers)), form.reason, form.where) for form in self.forms]
        apart = [(other.label, other.key, str(other.papers)) for other in self.apart]
        return [
            Table("", ("form", "papers", "why", "where"), forms[:most], len(forms[most:]) if most else 0),
            Table("kept apart, though a name is shared", ("name", "key", "papers"), apart),
        ]

    def plain(self) -> dict[str, Any]:
        """Return the entity, each form with its reason and papers, and what is kept apart."""
        forms = [
            {"text": form.text, "by": form.by, "rule": form.rule, "reason": form.reason, "mentions": form.mentions,
             "papers": list(form.papers), "sentence": form.evidence.sentence}
            for form in self.forms
        ]  # fmt: skip
        entity = {"key": self.entity.key, "kind": self.entity.kind, "label": self.entity.label}
        apart = [{"key": other.key, "label": other.label, "papers": other.papers} for other in self.apart]
        return {**entity, "broader": list(self.entity.broader), "forms": forms, "apart": apart}


def why(index: RecordIndex, key: str) -> Why:
    """Return why all forms of an entity are one thing, and which entities share a form of it all the same."""
    entity = entity_hit(index, key)
    groups: dict[tuple[str, JoinedBy | None, str | None], list[tuple[Extraction, Mention]]] = defaultdict(list)
    for record, found in index.places.get(key, ()):
        for mention in found.mentions:
            groups[mention.text, mention.joined, _joiner(mention, key)].append((record, mention))
    forms = [
        FormReason(
            text, by, rule, tuple(dict.fromkeys(record.id for record, _ in places)), len(places),
            mention_evidence(*places[0]),
        )
        for (text, by, rule), places in groups.items()
    ]  # fmt: skip
    forms.sort(key=lambda form: (-len(form.papers), form.by is not None, form.text, form.by or "", form.rule or ""))
    sharing = {other for form in (entity.label, *(form.text for form in forms)) for other in index.names.called(form)}
    sharing &= index.entities.keys()
    apart = sorted((entity_hit(index, other) for other in sharing - {key}), key=lambda hit: (-hit.papers, hit.key))
    family = tuple(index.entities[wider].label for wider in entity.broader)
    return Why(entity, family, tuple(forms), tuple(apart))


def _joiner(mention: Mention, key: str) -> str | None:
    """The rule or decision that a reason names; spelling and abbreviations need none."""
    if mention.joined == "rule":
        return key  # whatever saw it there, this rule lists the form
    return mention.rule if mention.joined == "variant" else mention.decision
