"""Statements about one paper: its text, what it names and where, and its results."""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.graph.build import result_label
from kg.graph.entities import RELATION_BY_TYPE, result_key
from kg.graph.slots import bond_texts, slot_links
from kg.model import SLOTS, Bond, Entity, Extraction, Mention, Normal, Result, Section
from kg.rdf import terms as t
from kg.rdf.iris import Iris
from kg.rdf.recorded import as_json
from kg.rdf.shared import SharedFacts, main_key
from kg.rdf.units import unit_node

__all__ = ["paper_statements"]

_RELATIONS = {"evaluates_on": t.EVALUATES_ON, "uses": t.USES, "runs_on": t.RUNS_ON}


def paper_statements(record: Extraction, facts: SharedFacts, iris: Iris) -> list[str]:
    """Return all statements of one paper: a list, as millions of them pass through here."""
    said = [
        *_paper(record, iris), *_relations(record, iris), *_sources(record, iris), *_contributions(record, iris)
    ]  # fmt: skip
    number = 0
    for entity in record.entities:
        said += _as_recorded(record, entity, facts, iris, number + 1)
        for mention in entity.mentions:
            number += 1
            said += _mention(record, entity, mention, iris, number)
    for number, result in enumerate(record.results, 1):
        said += _result(record, result, iris, number)
    return said


def _paper(record: Extraction, iris: Iris) -> Iterator[str]:
    node = iris.thing(record.id)
    title, abstract = _section(record, "title", iris), _section(record, "abstract", iris)
    yield from t.says(
        node, (t.A, t.ARTICLE), (t.A, t.ARTICLE_TEXT), (t.IDENTIFIER, t.text(record.id)),
        (t.TITLE, t.text(record.title)), (t.HAS_PART, title), (t.HAS_ABSTRACT, abstract),
    )  # fmt: skip
    yield from t.says(title, (t.A, t.TITLE_PART), (t.VALUE, t.text(record.title)))
    yield from t.says(abstract, (t.A, t.ABSTRACT), (t.VALUE, t.text(record.abstract)))


def _section(record: Extraction, section: Section, iris: Iris) -> str:
    return iris.part(record.id, section)


def _relations(record: Extraction, iris: Iris) -> Iterator[str]:
    """The short ways from a paper to its entities, for queries that need no evidence."""
    node = iris.thing(record.id)
    for entity in record.entities:
        target = iris.thing(entity.key)
        yield from t.says(node, (t.MENTIONS, target))
        if entity.type in RELATION_BY_TYPE:
            yield from t.says(node, (_RELATIONS[RELATION_BY_TYPE[entity.type]], target))
    for key in sorted(set(record.introduces)):
        yield from t.says(node, (t.INTRODUCES, iris.thing(key)))
    links = (link for result in record.results for link in slot_links(record, result))
    for key in sorted({key for slot, key, _ in links if slot == "baseline"}):
        yield from t.says(node, (t.COMPARES_WITH, iris.thing(key)))


def _sources(record: Extraction, iris: Iris) -> Iterator[str]:
    for number, place in enumerate(record.source, 1):
        node = iris.part(record.id, f"source-{number}")
        yield from t.says(iris.thing(record.id), (t.SOURCE, node))
        yield from t.says(
            node, (t.A, t.SOURCE_LOCATION), (t.POSITION, t.integer(number)),
            (t.FILE, t.text(place.file)), (t.LINE, t.integer(place.line)),
        )  # fmt: skip


def _contributions(record: Extraction, iris: Iris) -> Iterator[str]:
    for number, key in enumerate(record.introduces, 1):
        yield from t.says(
            iris.part(record.id, f"contribution-{number}"), (t.A, t.CONTRIBUTION),
            (t.IN_PAPER, iris.thing(record.id)), (t.POSITION, t.integer(number)), (t.ENTITY, iris.thing(key)),
        )  # fmt: skip


def _as_recorded(record: Extraction, entity: Entity, facts: SharedFacts, iris: Iris, number: int) -> Iterator[str]:
    """Keep what this paper's record says of an entity where the shared concept says something else."""
    if not facts.tell_all_of(entity):
        yield from t.says(iris.part(record.id, f"mention-{number}"), (t.AS_RECORDED, t.json_text(as_json(entity))))


def _mention(record: Extraction, entity: Entity, mention: Mention, iris: Iris, number: int) -> list[str]:
    part = f"mention-{number}"
    node, target = iris.part(record.id, part), iris.part(record.id, f"{part}_target")
    said = t.says(
        node, (t.A, t.MENTION), (t.A, t.ANNOTATION), (t.IN_PAPER, iris.thing(record.id)),
        (t.POSITION, t.integer(number)), (t.BY_RULE, iris.shared("rule", mention.rule)),
        (t.HAS_BODY, iris.thing(entity.key)), (t.HAS_TARGET, target),
    )  # fmt: skip
    if mention.joined is not None:
        said += t.says(node, (t.JOINED_BY, t.text(mention.joined)))
    if mention.decision is not None:
        said += t.says(node, (t.BY_DECISION, iris.shared("rule", mention.decision)))
    return said + _target(target, record, mention, mention.text, iris)


def _target(node: str, record: Extraction, spot: Mention | Result | Bond, text: str, iris: Iris) -> list[str]:
    """Say where a text stands: by offsets for machines, by its letters for those who want to check."""
    position, quote = f"{node[:-1]}_position>", f"{node[:-1]}_quote>"
    return [
        *t.says(
            node, (t.A, t.SPECIFIC_RESOURCE), (t.HAS_SOURCE, _section(record, spot.section, iris)),
            (t.HAS_SELECTOR, position), (t.HAS_SELECTOR, quote),
        ),
        *t.says(
            position, (t.A, t.POSITION_SELECTOR), (t.START, t.integer(spot.start)), (t.END, t.integer(spot.end))
        ),
        *t.says(quote, (t.A, t.QUOTE_SELECTOR), (t.EXACT, t.text(text))),
    ]  # fmt: skip


def _result(record: Extraction, result: Result, iris: Iris, number: int) -> Iterator[str]:
    key = result_key(record.id, number)
    node, target, quantity = iris.thing(key), iris.part(key, "target"), iris.part(key, "quantity")
    yield from t.says(
        node, (t.A, t.RESULT), (t.A, t.EVALUATION), (t.A, t.PROV_ENTITY), (t.IDENTIFIER, t.text(key)),
        (t.LABEL, t.text(result_label(result))), (t.REPORTED_IN, iris.thing(record.id)),
        (t.POSITION, t.integer(number)), (t.BY_RULE, iris.shared("rule", result.rule)),
        (t.SPECIFIED_BY, iris.shared("measure", result.metric)), (t.SENSE, t.text(result.sense)),
        (t.BETTER, t.text(result.better)), (t.QUANTITY, quantity), (t.WAS_DERIVED_FROM, target),
    )  # fmt: skip
    if result.qualifier is not None:
        yield from t.says(node, (t.QUALIFIER, t.text(result.qualifier)))
    if result.metric_by is not None:
        yield from t.says(node, (t.METRIC_BY, t.text(result.metric_by)))
    if result.confidence is not None:
        yield from t.says(node, (t.CONFIDENCE, t.decimal(result.confidence)))
    yield from _slots(node, record, result, iris)
    yield from _main_keys(node, result)
    yield from _quantity(quantity, result, iris)
    yield from _normal(node, key, result, iris)
    yield from _target(target, record, result, result.quote, iris)
    for place, (bond, text) in enumerate(zip(result.bound, bond_texts(record, result), strict=True), 1):
        yield from _bond(record, key, bond, text, iris, place)


def _slots(node: str, record: Extraction, result: Result, iris: Iris) -> Iterator[str]:
    links = dict.fromkeys((slot, key) for slot, key, _ in slot_links(record, result))
    for slot in SLOTS:
        yield from t.says(node, *((t.SLOT_LINKS[slot], iris.thing(key)) for name, key in links if name == slot))
        surface = getattr(result, slot)
        if surface is not None:
            yield from t.says(node, (t.SLOT_TEXTS[slot], t.text(surface)))
    if result.metric_entity_key is not None:
        yield from t.says(node, (t.METRIC_ENTITY, iris.thing(result.metric_entity_key)))


def _main_keys(node: str, result: Result) -> Iterator[str]:
    """Keep which entity of a slot is the main one, or that none is, where links and bonds tell something else."""
    untold: dict[str, str | None] = {}
    for slot in SLOTS:
        key, bound = getattr(result, f"{slot}_key"), [bond.key for bond in result.bound if bond.slot == slot]
        if main_key([key], bound) != key:
            untold[f"{slot}_key"] = key
    if untold:
        yield from t.says(node, (t.AS_RECORDED, t.json_text(json.dumps(untold, ensure_ascii=False))))


def _quantity(node: str, amount: Result | Normal, iris: Iris) -> Iterator[str]:
    yield from t.says(node, (t.A, t.QUANTITY_VALUE), (t.NUMERIC_VALUE, t.decimal(amount.value)))
    if amount.high is not None:
        yield from t.says(node, (t.HIGH, t.decimal(amount.high)))
    if amount.unit is not None:
        unit = unit_node(amount.unit, iris)
        yield from t.says(node, (t.UNIT, unit), (t.UNIT_AS_BEFORE, unit), (t.SURFACE, t.text(amount.unit)))


def _normal(node: str, key: str, result: Result, iris: Iris) -> Iterator[str]:
    """The amount for comparing, beside the stated one and never in its place."""
    if result.normal is not None:
        quantity = iris.part(key, "normal")
        yield from t.says(node, (t.NORMAL_QUANTITY, quantity))
        yield from _quantity(quantity, result.normal, iris)


def _bond(record: Extraction, key: str, bond: Bond, text: str, iris: Iris, number: int) -> Iterator[str]:
    part = f"bond-{number}"
    node, target = iris.part(key, part), iris.part(key, f"{part}_target")
    yield from t.says(
        node, (t.A, t.BOND), (t.A, t.ANNOTATION), (t.IN_RESULT, iris.thing(key)), (t.POSITION, t.integer(number)),
        (t.SLOT, t.text(bond.slot)), (t.BOUND_BY, t.text(bond.by)), (t.HAS_TARGET, target),
    )  # fmt: skip
    if bond.confidence is not None:
        yield from t.says(node, (t.CONFIDENCE, t.decimal(bond.confidence)))
    if bond.key is not None:
        yield from t.says(node, (t.HAS_BODY, iris.thing(bond.key)))
    yield from _target(target, record, bond, text, iris)
