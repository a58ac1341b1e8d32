"""Why names are one thing: every form of an entity, the papers that write it, and what joined it to the others."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from html import escape

from kg.model import Extraction, JoinedBy, Mention
from kg.query.evidence import mention_evidence
from kg.query.hits import EntityHit, Evidence

__all__ = ["FormReason", "Why", "why"]

_REASONS: dict[JoinedBy | None, str] = {
    None: "its name",
    "rule": "a form that rule {by} lists",
    "variant": "the name of a rule with a size, version or form factor, read by rule {by}",
    "spelling": "its name but for case, hyphens, plural or markup",
    "abbreviation": "the paper says that one is short for the other",
    "short": "the end of a longer name in the same paper",
    "decision": "decided by {by} of identity.yaml",
}
_FEW = 3  # papers that are named for a form


@dataclass(frozen=True, repr=False)
class FormReason:
    """One way to write an entity: why it is that entity, the papers that write it so, and the first such place.

    `by` is the reason as `kg.model.Mention.joined` has it, None for the entity's own name; `rule` the id of the rule
    that joined it, or of the decision in identity.yaml, where there is one.
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

    def __repr__(self) -> str:
        papers = "1 paper" if len(self.papers) == 1 else f"{len(self.papers)} papers"
        return f"<{self.text!r} in {papers}: {self.reason}>"


@dataclass(frozen=True, repr=False)
class Why:
    """An entity, its forms, those of most papers first, and the entities that share a form and are kept apart."""

    entity: EntityHit
    forms: tuple[FormReason, ...]
    namesakes: tuple[EntityHit, ...]

    def __repr__(self) -> str:
        lines = [repr(self.entity), *(f"  {form!r}" for form in self.forms)]
        return "\n".join([*lines, *(f"  kept apart: {other!r}" for other in self.namesakes)])

    def _repr_html_(self) -> str:
        """Show a table in a notebook; all text is escaped."""
        rows = "\n".join(
            f'<tr><td title="{escape(form.evidence.sentence)}">{escape(form.text)}</td>'
            f"<td>{len(form.papers)}</td><td>{escape(form.reason)}</td></tr>"
            for form in self.forms
        )
        head = "<tr><th>form</th><th>papers</th><th>why</th></tr>"
        return f"<table><caption>{escape(repr(self.entity))}</caption>\n{head}\n{rows}\n</table>"

    def json(self) -> str:
        """Return a JSON object: the entity, each form with its reason and papers, and what is kept apart."""
        forms = [
            {"text": form.text, "by": form.by, "rule": form.rule, "reason": form.reason, "mentions": form.mentions,
             "papers": list(form.papers), "sentence": form.evidence.sentence}
            for form in self.forms
        ]  # fmt: skip
        entity = {"key": self.entity.key, "kind": self.entity.kind, "label": self.entity.label}
        apart = [{"key": other.key, "label": other.label, "papers": other.papers} for other in self.namesakes]
        return json.dumps({**entity, "forms": forms, "kept_apart": apart}, ensure_ascii=False, indent=1)

    def few_papers(self, form: FormReason, titles: dict[str, str]) -> str:
        """The first papers of a form by title, and how many more there are."""
        named = [titles[paper] for paper in form.papers[:_FEW]]
        more = len(form.papers) - len(named)
        return "; ".join([*named, *([f"and {more} more"] if more else [])])


def why(
    entity: EntityHit, mentions: list[tuple[Extraction, Mention]], namesakes: tuple[EntityHit, ...] = ()
) -> Why:
    """Return why all forms of an entity are one thing, from its mentions in the order of papers and their text."""
    groups: dict[tuple[str, JoinedBy | None, str | None], list[tuple[Extraction, Mention]]] = defaultdict(list)
    for record, mention in mentions:
        groups[mention.text, mention.joined, _joiner(mention)].append((record, mention))
    forms = [
        FormReason(
            text, by, rule, tuple(dict.fromkeys(record.id for record, _ in places)), len(places),
            mention_evidence(*places[0]),
        )
        for (text, by, rule), places in groups.items()
    ]  # fmt: skip
    forms.sort(key=lambda form: (-len(form.papers), form.by is not None, form.text, form.by or "", form.rule or ""))
    return Why(entity, tuple(forms), namesakes)


def _joiner(mention: Mention) -> str | None:
    """The rule or decision that a reason names; spelling and abbreviations need none."""
    if mention.joined == "decision":
        return mention.decision
    return mention.rule if mention.joined in ("rule", "variant") else None
