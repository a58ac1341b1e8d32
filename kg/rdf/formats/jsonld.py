"""JSON-LD that a person can read: one object for each paper, with what it says inside, under short names.

The context gives each property a name of its own, whose type it tells, so that values stand as plain JSON. What belongs
to a paper, a mention or a result stands inside it; everything else is referred to by its id.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any

from pyoxigraph import Literal, Triple

from kg.rdf import terms as t
from kg.rdf.prefixes import PREFIXES, prefixes_for

__all__ = ["context", "write_jsonld"]

# Links from a thing to its parts, which then stand inside it …
_INWARD = {
    t.HAS_ABSTRACT, t.HAS_PART, t.SOURCE, t.HAS_TARGET, t.HAS_SELECTOR, t.QUANTITY, t.NORMAL_QUANTITY,
    t.WAS_DERIVED_FROM,
}  # fmt: skip
# … and from a part to what it belongs to, told there under another name.
_OUTWARD = {t.IN_PAPER: "parts", t.REPORTED_IN: "results", t.IN_RESULT: "bonds"}
_LINKS = {
    *_INWARD, *_OUTWARD, *t.SLOT_LINKS.values(),
    t.AGENT, t.BROADER, t.BY_DECISION, t.BY_RULE, t.COMPARES_WITH, t.ENTITY, t.EVALUATES_ON, t.HAD_PLAN, t.HAS_BODY,
    t.HAS_SOURCE, t.INTRODUCES, t.IN_SCHEME, t.MENTIONS, t.METRIC_ENTITY, t.QUALIFIED_ASSOCIATION, t.QUANTITY_KIND,
    t.RUNS_ON, t.SPECIFIED_BY, t.TOP_CONCEPT_OF, t.UNIT, t.UNIT_AS_BEFORE, t.USED, t.USES, t.WAS_ASSOCIATED_WITH,
    t.WAS_GENERATED_BY,
}  # fmt: skip
_NUMBERS = {
    **dict.fromkeys((t.START, t.END, t.LINE, t.POSITION, *t.FACT_YEARS.values()), "xsd:integer"),
    **dict.fromkeys((t.NUMERIC_VALUE, t.HIGH, t.CONFIDENCE, *t.FACT_AMOUNTS.values()), "xsd:decimal"),
    t.AS_RECORDED: "rdf:JSON",
}
# What a thing may have several of is a list also where it has one.
_MANY = {
    t.ALT_LABEL, t.BROADER, t.COMPARES_WITH, t.EVALUATES_ON, t.HAD_PLAN, t.HAS_SELECTOR, t.INTRODUCES, t.MENTIONS,
    t.RUNS_ON, t.SOURCE, t.USED, t.USES, *t.SLOT_LINKS.values(),
}  # fmt: skip

Node = dict[str, Any]


def write_jsonld(triples: Iterable[Triple], out: IO[bytes], base: str) -> None:
    """Write triples in reading order; everything of one paper becomes one object."""
    head = json.dumps(context(base), ensure_ascii=False, indent=1)
    out.write(f'{{"@context": {head},\n"@graph": ['.encode())
    separator = "\n"
    short = _Shortener(base)
    for block in _blocks(triples):
        for node in _nested(block, short):
            out.write(f"{separator}{json.dumps(node, ensure_ascii=False, indent=1)}".encode())
            separator = ",\n"
    out.write(b"\n]}\n")


def context(base: str) -> dict[str, Any]:
    """Return the context of an export under `base`: prefixes, and a name for each property."""
    used: dict[str, Any] = {"@version": 1.1}
    short = _Shortener(base)
    for property_ in _properties():
        told: dict[str, Any] = {"@id": short(property_[1:-1])}
        if property_ in _LINKS or property_ in _NUMBERS:
            told["@type"] = "@id" if property_ in _LINKS else _NUMBERS[property_]
        if property_ in _MANY:
            told["@container"] = "@set"
        used[_name(property_)] = told if len(told) > 1 else told["@id"]
    for property_, name in _OUTWARD.items():
        used[name] = {"@reverse": short(property_[1:-1]), "@container": "@set"}
    return prefixes_for(base) | used


@cache
def _properties() -> tuple[str, ...]:
    """Every property that an export has, sorted by name."""
    single = [value for value in vars(t).values() if isinstance(value, str) and value.startswith("<")]
    several = [
        value for group in (t.SLOT_LINKS, t.SLOT_TEXTS, t.FACT_TEXTS, t.FACT_AMOUNTS) for value in group.values()
    ]
    terms = {*single, *several, *t.FACT_YEARS.values()} - {t.A}
    spaces = {f"<{space}" for space in PREFIXES.values()} - {f"<{PREFIXES['xsd']}"}
    properties = [term for term in terms if _name(term)[0].islower() and _space(term) in spaces]
    return tuple(sorted(properties, key=_name))


@cache
def _name(term: str) -> str:
    """What a property is called: its local name, behind its prefix where a prefix itself has that name."""
    space, local = _space(term), term[len(_space(term)) : -1]
    if local not in PREFIXES:
        return local
    return next(f"{prefix}_{local}" for prefix, iri in PREFIXES.items() if iri == space[1:])


def _space(term: str) -> str:
    """The namespace of a term, with the bracket that opens it."""
    return term[: max(term.rfind("#"), term.rfind("/")) + 1]


class _Shortener:
    """Makes `id:paper-x` of an IRI."""

    def __init__(self, base: str) -> None:
        self._prefixes = sorted(prefixes_for(base).items(), key=lambda item: -len(item[1]))
        self._base = base

    def __call__(self, iri: str) -> str:
        if iri.startswith(self._base):
            return f"id:{iri[len(self._base) :]}"
        for prefix, space in self._prefixes:
            if iri.startswith(space):
                return f"{prefix}:{iri[len(space) :]}"
        return iri


def _blocks(triples: Iterable[Triple]) -> Iterator[list[Triple]]:
    """Part the triples: what papers share by subject, then all that is about one paper."""
    paper = 0

    def block(triple: Triple) -> tuple[int, str]:
        nonlocal paper
        paper += str(triple.object) == t.ARTICLE and str(triple.predicate) == t.A
        return paper, "" if paper else str(triple.subject)

    for _, group in groupby(triples, key=block):
        yield list(group)


def _nested(block: list[Triple], short: _Shortener) -> list[Node]:
    """Make nodes of triples, put each part into what it belongs to, and return those that belong to none."""
    nodes: dict[str, Node] = {}
    for triple in block:
        subject = str(triple.subject)
        nodes.setdefault(subject, {"@id": short(subject[1:-1])})
    inside: set[str] = set()
    for triple in block:
        subject, property_ = str(triple.subject), str(triple.predicate)
        linked = str(triple.object)
        if property_ in _OUTWARD and linked in nodes:
            nodes[linked].setdefault(_OUTWARD[property_], []).append(nodes[subject])
            inside.add(subject)
        elif property_ in _INWARD and linked in nodes:
            _put(nodes[subject], property_, nodes[linked])
            inside.add(linked)
        else:
            _put(nodes[subject], property_, _value(triple, property_, short))
    return [node for subject, node in nodes.items() if subject not in inside]


def _put(node: Node, property_: str, value: Any) -> None:
    name = "@type" if property_ == t.A else _name(property_)
    if name == "@type" or property_ in _MANY:
        node.setdefault(name, []).append(value)
    elif name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]


def _value(triple: Triple, property_: str, short: _Shortener) -> Any:
    value: Any = triple.object
    if not isinstance(value, Literal):
        linked = short(value.value)
        return linked if property_ in _LINKS or property_ == t.A else {"@id": linked}
    datatype = short(value.datatype.value)
    if datatype != _NUMBERS.get(property_, "xsd:string") or property_ in _LINKS:
        return {"@value": value.value, "@type": datatype}
    return int(value.value) if datatype == "xsd:integer" else value.value
