"""RDF back into records: what the export wrote, read to the same records in the same order."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from pyoxigraph import Literal, NamedNode, parse

from kg.errors import InputError
from kg.model import SLOTS, Bond, Concept, Entity, Extraction, Facts, Mention, Normal, Result, Section, Source
from kg.rdf import terms as t
from kg.rdf.facts import told_by_properties
from kg.rdf.formats import FORMATS, format_of
from kg.rdf.recorded import fields_of_json
from kg.rdf.shared import chain_of, main_key

__all__ = ["read_rdf"]

_TYPE_NAMES = {classes[0]: kind.capitalize() for kind, classes in t.TYPE_CLASSES.items()}


def read_rdf(path: Path | str) -> list[Extraction]:
    """Read the records of an exported file, in whatever format its name tells, sorted by id.

    Raises InputError for a file that cannot be read, is no RDF, or lacks a part of what a record needs.
    """
    path = Path(path)
    triples = _Triples(path)
    return _Reader(triples).records()


class _Triples:
    """All values by subject and property, in the file's order; asks for what is missing by name."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.values: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.by_class: dict[str, list[str]] = defaultdict(list)
        for subject, property_, value in _quads(path):
            self.values[subject].setdefault(property_, []).append(value)
            if property_ == t.A:
                self.by_class[value].append(subject)

    def all(self, subject: str, property_: str) -> list[str]:
        return self.values.get(subject, {}).get(property_, [])

    def one(self, subject: str, property_: str) -> str:
        found = self.all(subject, property_)
        if len(found) != 1:
            count = len(found) or "no"
            raise InputError(str(self.path), f"{subject} has {count} values of {property_}, not one")
        return found[0]

    def maybe(self, subject: str, property_: str) -> str | None:
        return self.one(subject, property_) if self.all(subject, property_) else None

    def whole(self, subject: str, property_: str) -> int:
        return int(self.number(subject, property_))

    def maybe_whole(self, subject: str, property_: str) -> int | None:
        return self.whole(subject, property_) if self.all(subject, property_) else None

    def maybe_number(self, subject: str, property_: str) -> float | None:
        return self.number(subject, property_) if self.all(subject, property_) else None

    def number(self, subject: str, property_: str) -> float:
        value = self.one(subject, property_)
        try:
            return float(value)
        except ValueError as error:
            problem = f"{subject} has {value!r} as {property_}, which is no number"
            raise InputError(str(self.path), problem) from error

    def instances(self, class_: str) -> list[str]:
        return self.by_class.get(class_, [])

    def grouped(self, class_: str, owner: str) -> dict[str, list[str]]:
        """Return the instances of a class by their owner, each group in the order of its positions."""
        groups: dict[str, list[str]] = defaultdict(list)
        for subject in self.instances(class_):
            groups[self.one(subject, owner)].append(subject)
        for group in groups.values():
            group.sort(key=lambda subject: self.whole(subject, t.POSITION))
        return groups


def _quads(path: Path) -> Iterator[tuple[str, str, str]]:
    format_ = format_of(path)
    if format_ is None:
        endings = ", ".join(format_.suffix for format_ in FORMATS.values())
        raise InputError(str(path), f"is named none of {endings}; give an RDF file that `kg` wrote")
    graph = None
    try:
        for quad in parse(path=path, format=format_.engine):
            value, graph = quad.object, graph or quad.graph_name
            if quad.graph_name != graph:
                raise InputError(str(path), "holds the graphs of several runs; give a file of one")
            if not isinstance(quad.subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                raise InputError(str(path), f"holds a node without a name ({quad}); `kg` writes none")
            yield str(quad.subject), str(quad.predicate), value.value if isinstance(value, Literal) else str(value)
    except SyntaxError as error:
        raise InputError(str(path), f"is no valid RDF: {error.msg}", error.lineno) from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}") from error


class _Reader:
    """Puts records together from triples."""

    def __init__(self, triples: _Triples) -> None:
        self.triples = triples
        self.mentions = triples.grouped(t.MENTION, t.IN_PAPER)
        self.contributions = triples.grouped(t.CONTRIBUTION, t.IN_PAPER)
        self.results = triples.grouped(t.RESULT, t.REPORTED_IN)
        self.bonds = triples.grouped(t.BOND, t.IN_RESULT)
        concepts = triples.instances(t.CONCEPT)
        self.wider = {node: sorted(triples.all(node, t.BROADER), key=self._key) for node in concepts}
        self.facts = {node: self._facts(node) for node in concepts}

    def records(self) -> list[Extraction]:
        papers = self.triples.instances(t.ARTICLE)
        return sorted((self._record(paper) for paper in papers), key=lambda record: record.id)

    def _key(self, node: str) -> str:
        return self.triples.one(node, t.IDENTIFIER)

    def _record(self, paper: str) -> Extraction:
        triples = self.triples
        return Extraction(
            id=self._key(paper),
            title=triples.one(paper, t.TITLE),
            abstract=triples.one(triples.one(paper, t.HAS_ABSTRACT), t.VALUE),
            source=tuple(self._sources(paper)),
            introduces=tuple(self._key(triples.one(node, t.ENTITY)) for node in self.contributions.get(paper, ())),
            entities=tuple(self._entities(paper)),
            results=tuple(self._result(paper, node) for node in self.results.get(paper, ())),
        )

    def _sources(self, paper: str) -> Iterator[Source]:
        triples = self.triples
        nodes = triples.all(paper, t.SOURCE)
        for node in sorted(nodes, key=lambda node: triples.whole(node, t.POSITION)):
            yield Source(triples.one(node, t.FILE), triples.whole(node, t.LINE))

    def _entities(self, paper: str) -> Iterator[Entity]:
        groups: dict[str, list[str]] = defaultdict(list)
        for mention in self.mentions.get(paper, ()):
            groups[self.triples.one(mention, t.HAS_BODY)].append(mention)
        for concept, mentions in groups.items():
            yield self._entity(paper, concept, mentions)

    def _entity(self, paper: str, concept: str, mentions: list[str]) -> Entity:
        own = self.triples.maybe(mentions[0], t.AS_RECORDED)
        fields = self._shared_fields(concept) if own is None else self._own_fields(mentions[0], own)
        return Entity(key=self._key(concept), mentions=tuple(self._mention(paper, node) for node in mentions), **fields)

    def _own_fields(self, mention: str, own: str) -> dict[str, Any]:
        try:
            return fields_of_json(own)
        except msgspec.MsgspecError as error:
            problem = f"{mention} has {own!r} as {t.AS_RECORDED}, which is no record of an entity: {error}"
            raise InputError(str(self.triples.path), problem) from error

    def _shared_fields(self, concept: str) -> dict[str, Any]:
        label = self.triples.one
        chain = chain_of(concept, self.wider)
        types = [_TYPE_NAMES[name] for name in self.triples.all(concept, t.A) if name in _TYPE_NAMES]
        if len(types) != 1:
            raise InputError(str(self.triples.path), f"{concept} has {len(types)} entity types, not one")
        broader = tuple(Concept(self._key(node), label(node, t.PREF_LABEL), self.facts.get(node)) for node in chain)
        name = label(concept, t.PREF_LABEL)
        return {"type": types[0], "name": name, "broader": broader, "facts": self.facts.get(concept)}

    def _facts(self, concept: str) -> Facts | None:
        triples = self.triples
        fields: dict[str, Any] = {field: triples.maybe(concept, node) for field, node in t.FACT_TEXTS.items()}
        fields |= {field: triples.maybe_whole(concept, node) for field, node in t.FACT_YEARS.items()}
        fields |= {field: triples.maybe_number(concept, node) for field, node in t.FACT_AMOUNTS.items()}
        return told_by_properties(Facts(**fields))

    def _mention(self, paper: str, node: str) -> Mention:
        section, start, end, text = self._spot(paper, self.triples.one(node, t.HAS_TARGET))
        rule, decision = self._key(self.triples.one(node, t.BY_RULE)), self._linked(node, t.BY_DECISION)
        joined: Any = self.triples.maybe(node, t.JOINED_BY)
        return Mention(text, section, start, end, rule, joined, decision)

    def _spot(self, paper: str, target: str) -> tuple[Section, int, int, str]:
        """Return section, start, end and text of a target."""
        triples = self.triples
        in_title = triples.one(target, t.HAS_SOURCE) in triples.all(paper, t.HAS_PART)
        selectors = triples.all(target, t.HAS_SELECTOR)
        position, quote = (
            self._selector(selectors, class_, target) for class_ in (t.POSITION_SELECTOR, t.QUOTE_SELECTOR)
        )
        start, end = triples.whole(position, t.START), triples.whole(position, t.END)
        return "title" if in_title else "abstract", start, end, triples.one(quote, t.EXACT)

    def _selector(self, selectors: list[str], class_: str, target: str) -> str:
        for selector in selectors:
            if class_ in self.triples.all(selector, t.A):
                return selector
        raise InputError(str(self.triples.path), f"{target} has no selector of class {class_}")

    def _result(self, paper: str, node: str) -> Result:
        triples = self.triples
        section, start, end, quote = self._spot(paper, triples.one(node, t.WAS_DERIVED_FROM))
        quantity = triples.one(node, t.QUANTITY)
        bound = tuple(self._bond(paper, bond) for bond in self.bonds.get(node, ()))
        fields: dict[str, Any] = {
            "metric": self._key(triples.one(node, t.SPECIFIED_BY)),
            "sense": triples.one(node, t.SENSE),
            "qualifier": triples.maybe(node, t.QUALIFIER),
            "rule": self._key(triples.one(node, t.BY_RULE)),
            "value": triples.number(quantity, t.NUMERIC_VALUE),
            "high": triples.maybe_number(quantity, t.HIGH),
            "unit": triples.maybe(quantity, t.SURFACE),
            "metric_entity_key": self._linked(node, t.METRIC_ENTITY),
            "better": triples.maybe(node, t.BETTER) or "higher",
            "metric_by": triples.maybe(node, t.METRIC_BY),
            "confidence": triples.maybe_number(node, t.CONFIDENCE),
            "normal": self._normal(node),
            "bound": bound,
            **self._slots(node, bound),
        }
        return Result(quote=quote, section=section, start=start, end=end, **fields)

    def _slots(self, node: str, bound: Sequence[Bond]) -> dict[str, str | None]:
        """Return the text and the key of each slot of a result."""
        own = self.triples.maybe(node, t.AS_RECORDED)
        texts = {slot: self.triples.maybe(node, t.SLOT_TEXTS[slot]) for slot in SLOTS}
        keys = {f"{slot}_key": self._slot_key(node, slot, bound) for slot in SLOTS}
        return texts | keys | (json.loads(own) if own is not None else {})

    def _slot_key(self, node: str, slot: str, bound: Sequence[Bond]) -> str | None:
        linked = [self._key(target) for target in self.triples.all(node, t.SLOT_LINKS[slot])]
        of_bonds = [bond.key for bond in bound if bond.slot == slot]
        if len(set(linked) - set(of_bonds)) > 1:
            raise InputError(str(self.triples.path), f"{node} has several things as {slot} and no bonds for them")
        return main_key(linked, of_bonds)

    def _normal(self, node: str) -> Normal | None:
        triples, quantity = self.triples, self.triples.maybe(node, t.NORMAL_QUANTITY)
        if quantity is None:
            return None
        value, high = triples.number(quantity, t.NUMERIC_VALUE), triples.maybe_number(quantity, t.HIGH)
        return Normal(value, high, triples.one(quantity, t.SURFACE))

    def _bond(self, paper: str, node: str) -> Bond:
        section, start, end, _ = self._spot(paper, self.triples.one(node, t.HAS_TARGET))
        by: Any = self.triples.one(node, t.BOUND_BY)
        confidence = self.triples.maybe_number(node, t.CONFIDENCE)
        return Bond(self.triples.one(node, t.SLOT), by, section, start, end, confidence, self._linked(node, t.HAS_BODY))

    def _linked(self, node: str, property_: str) -> str | None:
        target = self.triples.maybe(node, property_)
        return None if target is None else self._key(target)
