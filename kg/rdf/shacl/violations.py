"""What pyshacl finds, in a line to act on: which node, of which paper, what must hold and what stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import SH, Literal, URIRef
from rdflib.term import Node

from kg.rdf import terms as t
from kg.rdf.prefixes import DEFAULT_BASE, prefixes_for

__all__ = ["Finding", "Violation", "explain"]

_LONGEST = 80  # characters of a value in a line
_TO_PAPER = [t.as_node(term) for term in (t.IN_PAPER, t.REPORTED_IN, t.IN_RESULT)]
_OF_PAPER = [
    t.as_node(term)
    for term in (
        t.HAS_TARGET, t.HAS_SELECTOR, t.WAS_DERIVED_FROM, t.QUANTITY, t.NORMAL_QUANTITY, t.HAS_PART, t.HAS_ABSTRACT,
        t.SOURCE,
    )
]  # fmt: skip
# What a value shows where the shape is about the node itself.
_OF_NODE = frozenset((SH.ClassConstraintComponent, SH.XoneConstraintComponent, SH.OrConstraintComponent))


@dataclass(frozen=True)
class Finding:
    """One result of a validation report."""

    node: Node | None
    shape: Node | None
    path: Node | None
    value: Node | None
    component: Node | None
    message: str


@dataclass(frozen=True)
class Violation:
    """One thing that is not as it must be; `line` is where it stands in an .nt file, or where the node begins."""

    node: str
    paper: str | None
    shape: str
    rule: str
    must: str
    found: str
    line: int | None

    def __str__(self) -> str:
        paper = "" if self.paper is None else f" ({_short(self.paper)})"
        return f"{self.node}{paper}: {self.must} {self.found} [{self.shape}]"


def explain(found: Iterable[Finding], store: ox.Store, file: Path) -> list[Violation]:
    """Put what was found into words, in the order of its nodes."""
    findings = sorted(found, key=lambda finding: tuple(map(str, _fields(finding))))
    words = _Words(store)
    lines = _lines_of({str(finding.node) for finding in findings}, file)
    return [words.violation(finding, lines) for finding in findings]


def _fields(finding: Finding) -> Sequence[object]:
    return finding.node, finding.shape, finding.path, finding.component, finding.value


class _Words:
    """Short names by the prefixes of one file."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        prefixes = prefixes_for(_base_of(store))
        self.prefixes = sorted(prefixes.items(), key=lambda item: -len(item[1]))

    def violation(self, finding: Finding, lines: dict[str, list[tuple[int, str]]]) -> Violation:
        node = str(finding.node)
        return Violation(
            self.short(node), self._paper(node), str(finding.shape).rpartition("#")[2],
            str(finding.component).rpartition("#")[2].removesuffix("ConstraintComponent"),
            finding.message, self._found(finding), _line(finding, lines.get(node, [])),
        )  # fmt: skip

    def short(self, iri: str) -> str:
        """The IRI with a prefix, else whole in angle brackets."""
        for prefix, namespace in self.prefixes:
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def _found(self, finding: Finding) -> str:
        """What stands there."""
        few, many = SH.MinCountConstraintComponent, SH.MaxCountConstraintComponent
        if finding.component in (few, many) and not isinstance(finding.path, URIRef):
            return f"There are too {'few' if finding.component == few else 'many'}."
        if finding.component == few:
            return f"It has {self._count(finding)}."
        if finding.component == many:
            values = ", ".join(map(self._term, self._values(finding)))
            return f"It has {self._count(finding)}: {values}."
        if finding.component == SH.ClosedConstraintComponent:
            return f"It also has {self._property(finding)} {self._value(finding.value)}."
        if finding.path is None and finding.component in _OF_NODE:
            return f"It is {self._types(str(finding.node))}."
        return f"There is {self._value(finding.value)}."

    def _count(self, finding: Finding) -> str:
        return f"{len(self._values(finding)) or 'no'} {self._property(finding)}"

    def _property(self, finding: Finding) -> str:
        return self.short(str(finding.path)) if isinstance(finding.path, URIRef) else "value"

    def _values(self, finding: Finding) -> list[ox.NamedNode | ox.Literal]:
        property_ = ox.NamedNode(str(finding.path))
        quads = self.store.quads_for_pattern(ox.NamedNode(str(finding.node)), property_, None, None)
        values = [quad.object for quad in quads]
        return sorted((value for value in values if isinstance(value, ox.NamedNode | ox.Literal)), key=str)

    def _types(self, node: str) -> str:
        quads = self.store.quads_for_pattern(ox.NamedNode(node), t.as_node(t.A), None, None)
        types = sorted(self._term(quad.object) for quad in quads if isinstance(quad.object, ox.NamedNode))
        return ", ".join(types) or "of no class"

    def _term(self, term: ox.NamedNode | ox.Literal) -> str:
        return self.short(term.value) if isinstance(term, ox.NamedNode) else f'"{_short(term.value)}"'

    def _value(self, value: Node | None) -> str:
        if isinstance(value, Literal):
            kind = f"^^{self.short(str(value.datatype))}" if value.datatype else ""
            return f'"{_short(str(value))}"{kind}' + (f"@{value.language}" if value.language else "")
        return f"{self.short(str(value))}, which is {self._types(str(value))}" if isinstance(value, URIRef) else "none"

    def _paper(self, node: str) -> str | None:
        """The title of the paper that the node is of."""
        waiting, seen = [ox.NamedNode(node)], set[ox.NamedNode]()
        while waiting:
            at = waiting.pop(0)
            seen.add(at)
            for quad in self.store.quads_for_pattern(at, t.as_node(t.TITLE), None, None):
                if isinstance(quad.object, ox.Literal):
                    return quad.object.value
            waiting += [near for near in self._nearer(at) if near not in seen]
        return None

    def _nearer(self, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
        """The nodes that are one step nearer to the paper."""
        for property_ in _TO_PAPER:
            for quad in self.store.quads_for_pattern(node, property_, None, None):
                if isinstance(quad.object, ox.NamedNode):
                    yield quad.object
        for property_ in _OF_PAPER:
            for quad in self.store.quads_for_pattern(None, property_, node, None):
                if isinstance(quad.subject, ox.NamedNode):
                    yield quad.subject


def _base_of(store: ox.Store) -> str:
    """What the IRIs begin with, as far as what the set of triples says of itself can be believed."""
    for quad in store.quads_for_pattern(None, t.as_node(t.URI_SPACE), None, None):
        node, base = quad.subject, quad.object
        if isinstance(node, ox.NamedNode) and isinstance(base, ox.Literal) and node.value.startswith(base.value):
            return base.value
    return DEFAULT_BASE


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _lines_of(nodes: set[str], file: Path) -> dict[str, list[tuple[int, str]]]:
    """The numbered lines of an .nt file that speak of the nodes."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    if not nodes or file.suffix != ".nt":
        return found
    with file.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            subject = line[1 : line.find(">")]
            if subject in nodes:
                found[subject].append((number, line))
    return found


def _line(finding: Finding, lines: Sequence[tuple[int, str]]) -> int | None:
    """The line of the value, else that of its property, else the first of the node."""
    property_, value = f"> <{finding.path}> ", "" if finding.value is None else f"{finding.value.n3()} ."
    for parts in ((property_, value), (property_,), ("",)):
        for number, line in lines:
            if all(part in line for part in parts):
                return number
    return None
