"""`KnowledgeGraph`: the records of a set of papers, asked in terms a person would say."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

import networkx as nx

from kg.errors import QueryError, UnknownNameError
from kg.graph.build import build_graph
from kg.graph.slots import slot_links
from kg.model import Extraction, Result
from kg.query.evidence import edge_evidence, entity_evidence, paper_evidence, place_of, result_evidence, result_hit
from kg.query.faster import FasterThan
from kg.query.faster import faster_than as who_is_faster
from kg.query.filters import KINDS, family_keys, metric_key, result_tests
from kg.query.hits import EntityHit, Evidence, Neighbour, PaperHit, ResultHit
from kg.query.index import RecordIndex
from kg.query.results import ResultFilters, Results, SortBy, sort_order

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

    from kg.rdf.query import SparqlTable

__all__ = ["KnowledgeGraph"]

Edge = tuple[str, str, str]


class KnowledgeGraph:
    """A graph over records: typed queries, the NetworkX graph as `nx`, the RDF as `rdf`.

    Names are keys, labels or aliases, whatever their case, spaces and hyphens; a family includes its members.
    A name that nothing has raises UnknownNameError, which offers the nearest ones.
    """

    def __init__(self, records: Iterable[Extraction]) -> None:
        self._index = RecordIndex(records)
        self.records: tuple[Extraction, ...] = self._index.records

    def __repr__(self) -> str:
        papers, entities, results = len(self.records), len(self._index.entities), len(self._index.results)
        return f"<KnowledgeGraph: {papers} papers, {entities} entities, {results} results>"

    @cached_property
    def nx(self) -> nx.MultiDiGraph[str]:
        """The plain NetworkX graph, built when first asked for."""
        return build_graph(self.records)

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """The graph in RDF, as an rdflib Graph over an Oxigraph store."""
        from kg.rdf import to_rdflib  # rdflib is slow to import, and few callers need it

        return to_rdflib(self.records)

    def sparql(self, query: str) -> SparqlTable:
        """Answer a SPARQL query over this graph; raises QueryError for one that cannot be answered."""
        from kg.rdf import sparql

        return sparql(self._store, query)

    @cached_property
    def _store(self) -> pyoxigraph.Store:
        from kg.rdf import to_store

        return to_store(self.records)

    def paper(self, name: str) -> PaperHit:
        """Return the paper with this key or title."""
        return self._paper_hit(self._index.papers[self._index.names.resolve(name, "paper")[0]])

    def entity(self, name: str) -> EntityHit:
        """Return the entity of this name; where several share it, the one most papers mention."""
        return self._entity_hit(self._main_key(name))

    def entities(self, kind: str | None = None) -> list[EntityHit]:
        """Return all entities, or those of one kind (`hardware`, `method`, …), most papers first."""
        if kind is not None and kind.lower() not in KINDS:
            raise QueryError(f"no kind of entity is called {kind!r}; the kinds are {', '.join(KINDS)}")
        found = self._index.entities.values()
        hits = [self._entity_hit(item.key) for item in found if kind is None or item.kind == kind.lower()]
        return sorted(hits, key=lambda hit: (-hit.papers, -hit.mentions, hit.label, hit.key))

    def papers(
        self, *, hardware: str | None = None, method: str | None = None, model: str | None = None,
        dataset: str | None = None, metric: str | None = None, task: str | None = None,
        software: str | None = None,
    ) -> list[PaperHit]:  # fmt: skip
        """Return the papers that mention all that is asked for, by title; without a filter, all papers.

        `metric` also takes a metric key of results (`throughput`, `top1`), met by a paper's results.
        """
        filters = {"hardware": hardware, "method": method, "model": model, "dataset": dataset,
                   "metric": metric, "task": task, "software": software}  # fmt: skip
        found = [self._papers_with(kind, name) for kind, name in filters.items() if name is not None]
        chosen = [record for record in self.records if all(record.id in spots for spots in found)]
        hits = [self._paper_hit(record, tuple(spots[record.id] for spots in found)) for record in chosen]
        return sorted(hits, key=lambda hit: (hit.title, hit.key))

    def results(
        self, *, subject: str | None = None, baseline: str | None = None, hardware: str | None = None,
        model: str | None = None, dataset: str | None = None, task: str | None = None,
        metric: str | Iterable[str] | None = None, least: float | None = None, least_confidence: float | None = None,
        sense: str | Iterable[str] | None = None, sort: SortBy | None = None, across: bool = False,
    ) -> Results:  # fmt: skip
        """Return the results that hold all filters, in the order of papers and of their text or as `sort` says.

        Names of slots include their families: an A100 80GB is an A100. A result whose subject is the model itself
        counts as a result of that model. `metric` is a metric key (`throughput`, `top1`), the name of a metric, or
        several of them. `least` is the least factor of improvement where the result has one (so 2 finds "2x faster"
        and "half the latency"), else the least number as stated, in the unit stated; of a range its lower end counts.
        `least_confidence` runs from 0 to 1 and leaves out results whose confidence is not known. `sense` is gain, cut,
        value, loss, or several.

        `sort` is paper (the default), metric, confidence (surest first) or value. By value only results that compare
        are ranked in one list, best first; the others follow unranked: see `Results.groups` and `kg.query.comparable`.
        `across` ranks all in one list all the same. Raises UnknownNameError and QueryError for what cannot be meant.
        """
        slots = {"subject": subject, "baseline": baseline, "hardware": hardware,
                 "model": model, "dataset": dataset, "task": task}  # fmt: skip
        order = sort_order(sort, across)
        tests = result_tests(self._index, slots, metric, least, least_confidence, sense)
        found = self._index.results.items()
        hits = (result_hit(key, *place) for key, place in found if all(test(*place) for test in tests))
        return Results(hits, self._index.labels, self._index.classes, order, across)

    def faster_than(self, **filters: Unpack[ResultFilters]) -> FasterThan:
        """Return who is faster than whom, with cycles and contradictions, by the results that `results` would give."""
        return who_is_faster(self.results(**filters), self._index.labels)

    def neighbours(self, name: str) -> list[Neighbour]:
        """Return what is one edge away from a paper, entity or result: edges out first, then by relation."""
        key, nodes = self._node(name), self.nx.nodes
        leaving = self.nx.out_edges(key, keys=True, data=True)
        arriving = self.nx.in_edges(key, keys=True, data=True)
        edges = [(relation, True, other, data) for _, other, relation, data in leaving]
        edges += [(relation, False, other, data) for other, _, relation, data in arriving]
        found = [
            Neighbour(relation, outgoing, other, nodes[other]["kind"], nodes[other]["label"], data["count"])
            for relation, outgoing, other, data in edges
        ]
        return sorted(found, key=lambda hit: (not hit.outgoing, hit.relation, -hit.count, hit.label, hit.key))

    def evidence(self, thing: str | Edge | PaperHit | EntityHit | ResultHit | Neighbour) -> list[Evidence]:
        """Return all places that something stands on.

        `thing` is a name or a hit of a paper, an entity or a result, or an edge of `nx` as
        (source, target, relation).
        """
        if isinstance(thing, tuple):
            return self._edge_evidence(*thing)
        key = self._node(thing) if isinstance(thing, str) else thing.key
        if key in self._index.papers:
            return paper_evidence(self._index.papers[key])
        if key in self._index.results:
            return [result_evidence(*self._index.results[key])]
        return [spot for place in self._index.places.get(key, ()) for spot in entity_evidence(*place)]

    def _edge_evidence(self, source: str, target: str, relation: str) -> list[Evidence]:
        """Return all mentions or results that a paper's edge counts; of any other edge its first evidence."""
        if not self.nx.has_edge(source, target, relation):
            raise QueryError(f"the graph has no edge {relation} from {source} to {target}")
        data = self.nx.edges[source, target, relation]
        record = self._index.papers[data["paper"]]
        if relation == "compares_with":
            return [result_evidence(record, result) for result in record.results if _compares(record, result, target)]
        if source == record.id and target in self._index.places:
            entity = next(entity for entity in record.entities if entity.key == target)
            return entity_evidence(record, entity)
        return [edge_evidence(record, data)]

    def _node(self, name: str) -> str:
        """Resolve a name of anything: a result's key, an entity, or a paper."""
        if name in self._index.results:
            return name
        keys = self._index.names.resolve(name)
        return self._main_key(name) if keys[0] in self._index.entities else keys[0]

    def _main_key(self, name: str) -> str:
        entities = self._index.entities
        keys = [key for key in self._index.names.resolve(name) if key in entities]
        if not keys:
            raise UnknownNameError(name)
        return min(keys, key=lambda key: (-entities[key].papers, key))

    def _papers_with(self, kind: str, name: str) -> dict[str, Evidence]:
        """Return the papers that meet one filter, with the first place where each does."""
        spots: dict[str, Evidence] = {}
        if kind == "metric" and metric_key(name) is not None:
            for record, result in self._index.results.values():
                if result.metric == metric_key(name):
                    spots.setdefault(record.id, result_evidence(record, result))
        for key in sorted(family_keys(self._index, kind, name)):
            for record, entity in self._index.places.get(key, ()):
                spot = entity_evidence(record, entity)[0]
                if record.id not in spots or place_of(spot) < place_of(spots[record.id]):
                    spots[record.id] = spot
        return spots

    def _paper_hit(self, record: Extraction, evidence: tuple[Evidence, ...] = ()) -> PaperHit:
        introduces = tuple(self._index.entities[key].label for key in record.introduces)
        sources = tuple(f"{place.file}:{place.line}" for place in record.source)
        return PaperHit(record.id, record.title, introduces, sources, evidence)

    def _entity_hit(self, key: str) -> EntityHit:
        item = self._index.entities[key]
        broader = self._index.ancestors(key)
        return EntityHit(key, item.kind, item.label, item.aliases, item.papers, item.mentions, broader, item.facts)


def _compares(record: Extraction, result: Result, baseline: str) -> bool:
    return any((slot, key) == ("baseline", baseline) for slot, key, _ in slot_links(record, result))
