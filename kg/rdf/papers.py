"""Triples about one paper: its text, what it names and where, and its results."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.graph.build import result_label
from kg.graph.entities import RELATION_BY_TYPE, result_key
from kg.graph.slots import bond_texts, slot_links
from kg.model import SLOTS, Bond, Entity, Extraction, Mention, Normal, Result, Section
from kg.rdf import terms as t
from kg.rdf.iris import Iris
from kg.rdf.recorded import as_json
from kg.rdf.shared import SharedFacts, about, main_key
from kg.rdf.units import unit_node

__all__ = ["paper_triples"]

_RELATIONS = {"evaluates_on": t.EVALUATES_ON, "uses": t.USES, "runs_on": t.RUNS_ON}


def paper_triples(record: Extraction, facts: SharedFacts, iris: Iris) -> Iterator[Triple]:
    """Yield all triples of one paper."""
    yield from _paper(record, iris)
    yield from _relations(record, iris)
    yield from _sources(record, iris)
    yield from _contributions(record, iris)
    number = 0
    for entity in record.entities:
        yield from _as_recorded(record, entity, facts, iris, number + 1)
        for mention in entity.mentions:
            number += 1
            yield from _mention(record, entity, mention, iris, number)
    for number, result in enumerate(record.results, 1):
        yield from _result(record, result, iris, number)


def _paper(record: Extraction, iris: Iris) -> Iterator[Triple]:
    node = iris.thing(record.id)
    title, abstract = _section(record, "title", iris), _section(record, "abstract", iris)
    yield from about(
        node, (t.A, t.ARTICLE), (t.A, t.ARTICLE_TEXT), (t.IDENTIFIER, t.text(record.id)),
        (t.TITLE, t.text(record.title)), (t.HAS_PART, title), (t.HAS_ABSTRACT, abstract),
    )  # fmt: skip
    yield from about(title, (t.A, t.TITLE_PART), (t.VALUE, t.text(record.title)))
    yield from about(abstract, (t.A, t.ABSTRACT), (t.VALUE, t.text(record.abstract)))


def _section(record: Extraction, section: Section, iris: Iris) -> NamedNode:
    return iris.part(record.id, section)


def _relations(record: Extraction, iris: Iris) -> Iterator[Triple]:
    """The short ways from a paper to its entities, for queries that need no evidence."""
    node = iris.thing(record.id)
    for entity in record.entities:
        target = iris.thing(entity.key)
        yield Triple(node, t.MENTIONS, target)
        if entity.type in RELATION_BY_TYPE:
            yield Triple(node, _RELATIONS[RELATION_BY_TYPE[entity.type]], target)
    for key in sorted(set(record.introduces)):
        yield Triple(node, t.INTRODUCES, iris.thing(key))
    links = (link for result in record.results for link in slot_links(record, result))
    for key in sorted({key for slot, key, _ in links if slot == "baseline"}):
        yield Triple(node, t.COMPARES_WITH, iris.thing(key))


def _sources(record: Extraction, iris: Iris) -> Iterator[Triple]:
    for number, place in enumerate(record.source, 1):
        node = iris.part(record.id, f"source-{number}")
        yield Triple(iris.thing(record.id), t.SOURCE, node)
        yield from about(
            node, (t.A, t.SOURCE_LOCATION), (t.POSITION, t.integer(number)),
            (t.FILE, t.text(place.file)), (t.LINE, t.integer(place.line)),
        )  # fmt: skip


def _contributions(record: Extraction, iris: Iris) -> Iterator[Triple]:
    for number, key in enumerate(record.introduces, 1):
        yield from about(
            iris.part(record.id, f"contribution-{number}"), (t.A, t.CONTRIBUTION),
            (t.IN_PAPER, iris.thing(record.id)), (t.POSITION, t.integer(number)), (t.ENTITY, iris.thing(key)),
        )  # fmt: skip


def _as_recorded(record: Extraction, entity: Entity, facts: SharedFacts, iris: Iris, number: int) -> Iterator[Triple]:
    """Keep what this paper's record says of an entity where the shared concept says something else."""
    if not facts.tell_all_of(entity):
        yield Triple(iris.part(record.id, f"mention-{number}"), t.AS_RECORDED, t.json_text(as_json(entity)))


def _mention(record: Extraction, entity: Entity, mention: Mention, iris: Iris, number: int) -> Iterator[Triple]:
    part = f"mention-{number}"
    node, target = iris.part(record.id, part), iris.part(record.id, f"{part}_target")
    yield from about(
        node, (t.A, t.MENTION), (t.A, t.ANNOTATION), (t.IN_PAPER, iris.thing(record.id)),
        (t.POSITION, t.integer(number)), (t.BY_RULE, iris.shared("rule", mention.rule)),
        (t.HAS_BODY, iris.thing(entity.key)), (t.HAS_TARGET, target),
    )  # fmt: skip
    if mention.joined is not None:
        yield Triple(node, t.JOINED_BY, t.text(mention.joined))
    if mention.decision is not None:
        yield Triple(node, t.BY_DECISION, iris.shared("rule", mention.decision))
    yield from _target(target, record, mention, mention.text, iris)


def _target(
    node: NamedNode, record: Extraction, spot: Mention | Result | Bond, text: str, iris: Iris
) -> Iterator[Triple]:
    """Say where a text stands: by offsets for machines, by its letters for those who want to check."""
    position, quote = NamedNode(f"{node.value}_position"), NamedNode(f"{node.value}_quote")
    yield from about(
        node, (t.A, t.SPECIFIC_RESOURCE), (t.HAS_SOURCE, _section(record, spot.section, iris)),
        (t.HAS_SELECTOR, position), (t.HAS_SELECTOR, quote),
    )  # fmt: skip
    yield from about(
        position, (t.A, t.POSITION_SELECTOR), (t.START, t.integer(spot.start)), (t.END, t.integer(spot.end))
    )
    yield from about(quote, (t.A, t.QUOTE_SELECTOR), (t.EXACT, t.text(text)))


def _result(record: Extraction, result: Result, iris: Iris, number: int) -> Iterator[Triple]:
    key = result_key(record.id, number)
    node, target, quantity = iris.thing(key), iris.part(key, "target"), iris.part(key, "quantity")
    yield from about(
        node, (t.A, t.RESULT), (t.A, t.EVALUATION), (t.A, t.PROV_ENTITY), (t.IDENTIFIER, t.text(key)),
        (t.LABEL, t.text(result_label(result))), (t.REPORTED_IN, iris.thing(record.id)),
        (t.POSITION, t.integer(number)), (t.BY_RULE, iris.shared("rule", result.rule)),
        (t.SPECIFIED_BY, iris.shared("measure", result.metric)), (t.SENSE, t.text(result.sense)),
        (t.BETTER, t.text(result.better)), (t.QUANTITY, quantity), (t.WAS_DERIVED_FROM, target),
    )  # fmt: skip
    if result.qualifier is not None:
        yield Triple(node, t.QUALIFIER, t.text(result.qualifier))
    if result.metric_by is not None:
        yield Triple(node, t.METRIC_BY, t.text(result.metric_by))
    if result.confidence is not None:
        yield Triple(node, t.CONFIDENCE, t.decimal(result.confidence))
    yield from _slots(node, record, result, iris)
    yield from _main_keys(node, result)
    yield from _quantity(quantity, result, iris)
    yield from _normal(node, key, result, iris)
    yield from _target(target, record, result, result.quote, iris)
    for place, (bond, text) in enumerate(zip(result.bound, bond_texts(record, result), strict=True), 1):
        yield from _bond(record, key, bond, text, iris, place)


def _slots(node: NamedNode, record: Extraction, result: Result, iris: Iris) -> Iterator[Triple]:
    links = dict.fromkeys((slot, key) for slot, key, _ in slot_links(record, result))
    for slot in SLOTS:
        yield from about(node, *((t.SLOT_LINKS[slot], iris.thing(key)) for name, key in links if name == slot))
        surface = getattr(result, slot)
        if surface is not None:
            yield Triple(node, t.SLOT_TEXTS[slot], t.text(surface))
    if result.metric_entity_key is not None:
        yield Triple(node, t.METRIC_ENTITY, iris.thing(result.metric_entity_key))


def _main_keys(node: NamedNode, result: Result) -> Iterator[Triple]:
    """Keep which entity of a slot is the main one, or that none is, where links and bonds tell something else."""
    untold: dict[str, str | None] = {}
    for slot in SLOTS:
        key, bound = getattr(result, f"{slot}_key"), [bond.key for bond in result.bound if bond.slot == slot]
        if main_key([key], bound) != key:
            untold[f"{slot}_key"] = key
    if untold:
        yield Triple(node, t.AS_RECORDED, t.json_text(json.dumps(untold, ensure_ascii=False)))


def _quantity(node: NamedNode, amount: Result | Normal, iris: Iris) -> Iterator[Triple]:
    yield from about(node, (t.A, t.QUANTITY_VALUE), (t.NUMERIC_VALUE, t.decimal(amount.value)))
    if amount.high is not None:
        yield Triple(node, t.HIGH, t.decimal(amount.high))
    if amount.unit is not None:
        yield from about(node, (t.UNIT, unit_node(amount.unit, iris)), (t.SURFACE, t.text(amount.unit)))


def _normal(node: NamedNode, key: str, result: Result, iris: Iris) -> Iterator[Triple]:
    """The amount for comparing, beside the stated one and never in its place."""
    if result.normal is not None:
        quantity = iris.part(key, "normal")
        yield Triple(node, t.NORMAL_QUANTITY, quantity)
        yield from _quantity(quantity, result.normal, iris)


def _bond(record: Extraction, key: str, bond: Bond, text: str, iris: Iris, number: int) -> Iterator[Triple]:
    part = f"bond-{number}"
    node, target = iris.part(key, part), iris.part(key, f"{part}_target")
    yield from about(
        node, (t.A, t.BOND), (t.A, t.ANNOTATION), (t.IN_RESULT, iris.thing(key)), (t.POSITION, t.integer(number)),
        (t.SLOT, t.text(bond.slot)), (t.BOUND_BY, t.text(bond.by)), (t.HAS_TARGET, target),
    )  # fmt: skip
    if bond.confidence is not None:
        yield Triple(node, t.CONFIDENCE, t.decimal(bond.confidence))
    if bond.key is not None:
        yield Triple(node, t.HAS_BODY, iris.thing(bond.key))
    yield from _target(target, record, bond, text, iris)
