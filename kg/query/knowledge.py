"""`KnowledgeGraph`: the records of a set of papers, asked in terms a person would say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Unpack

import networkx as nx

from kg.errors import QueryError
from kg.graph.build import build_graph
from kg.model import Extraction
from kg.query.devices import DeviceConditions, device_keys
from kg.query.edges import edge_places
from kg.query.evidence import result_hit
from kg.query.figures.counts import hardware_bars
from kg.query.figures.plots import Plots
from kg.query.figures.summary import summary_html
from kg.query.filters import results_meant
from kg.query.hits import EntityHit, Neighbour, PaperHit
from kg.query.index import RecordIndex
from kg.query.meant import Name, Names, checked_kind, main_key, node_key
from kg.query.numbers.beats import Rival, Rivals, rivals
from kg.query.numbers.faster import FasterThan
from kg.query.numbers.faster import faster_than as who_is_faster
from kg.query.numbers.results import ResultFilters, Results, SortBy, sort_order
from kg.query.numbers.versus import Comparison, compare
from kg.query.papers import (
    Devices,
    Entities,
    Papers,
    Places,
    entity_hit,
    given_places,
    paper_hit,
    papers_meant,
    places_of,
)
from kg.query.ties.around import Neighbourhood, neighbourhood, neighbours
from kg.query.ties.matrix import Level, Matrix, matrix
from kg.query.ties.paths import Path, PathStep, shortest_path
from kg.query.ties.together import Cooccurring, cooccurring
from kg.query.why import Why, why

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib

    from kg.sparql import SparqlTable

__all__ = ["KnowledgeGraph"]

Edge = tuple[str, str, str]


class KnowledgeGraph:
    """A graph over records: typed queries, the NetworkX graph as `nx`, the RDF as `rdf`.

    Names are keys, labels or aliases, whatever their case, spaces and hyphens; a family includes its members. A hit
    stands for its name, and where a filter takes names, any of several will do. A name that nothing has raises
    UnknownNameError, which offers the nearest ones. Answers show themselves as text and, in a notebook, as tables;
    `json()` gives them on.
    """

    def __init__(self, records: Iterable[Extraction]) -> None:
        self._index = RecordIndex(records)
        self.records: tuple[Extraction, ...] = self._index.records

    def __repr__(self) -> str:
        papers, entities, results = len(self.records), len(self._index.entities), len(self._index.results)
        return f"<KnowledgeGraph: {papers} papers, {entities} entities, {results} results>"

    def _repr_html_(self) -> str:
        """Show what is in it in a notebook: how much of each kind, what most papers name, and on what they run."""
        return summary_html(repr(self)[1:-1], self._index, hardware_bars(self._index, top=10))

    @cached_property
    def nx(self) -> nx.MultiDiGraph[str]:
        """The plain NetworkX graph, built when first asked for."""
        return build_graph(self.records)

    @cached_property
    def plot(self) -> Plots:
        """The figures: `g.plot.hardware()`, `.method_hardware()`, `.speedups()`, …; each shows itself in a notebook."""
        return Plots(self, self._index)

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """The graph in RDF, as an rdflib Graph over the Oxigraph store that `sparql` asks."""
        from kg.rdf import to_rdflib  # rdflib is slow to import, and few callers need it

        return to_rdflib(self._store)

    def sparql(self, query: str) -> SparqlTable:
        """Answer a SPARQL query over this graph; raises QueryError for one that cannot be answered."""
        from kg.sparql import sparql

        return sparql(self._store, query)

    @cached_property
    def _store(self) -> pyoxigraph.Store:
        from kg.rdf import to_store

        return to_store(self.records)

    def paper(self, name: str) -> PaperHit:
        """Return the paper with this key or title."""
        return paper_hit(self._index, self._index.names.resolve(name, "paper")[0])

    def entity(self, name: str) -> EntityHit:
        """Return the entity of this name; where several share it, the one most papers mention."""
        return entity_hit(self._index, main_key(self._index, name))

    def entities(self, kind: str | None = None, **device: Unpack[DeviceConditions]) -> Entities:
        """Return all entities, or those of one kind (`hardware`, `method`, …), most papers first.

        With conditions as `devices` has them, the hardware that meets them all.
        """
        kind = None if kind is None else checked_kind(kind)
        if device and kind not in (None, "hardware"):
            raise QueryError(f"only hardware has a {next(iter(device))}; ask for the kind hardware")
        found = self._index.entities.values()
        known = device_keys(self._index, device) if device else None
        keys = (item.key for item in found if kind in (None, item.kind)) if known is None else known
        return Entities(self._most_papers_first(keys), self._index)

    def why(self, name: Name) -> Why:
        """Return why the names of an entity are one thing: each form, the papers that write it, and what joined it."""
        return why(self._index, main_key(self._index, name))

    def devices(self, **conditions: Unpack[DeviceConditions]) -> Devices:
        """Return the hardware whose facts are known and meet all conditions, most papers first.

        `g.devices(vendor="NVIDIA", older_than="Hopper", max_memory_gb=24)`; `kg.query.devices.DeviceConditions` says
        what each condition means. Raises QueryError for a condition or a word that no device has, naming the known.
        """
        return Devices(self._most_papers_first(device_keys(self._index, conditions)), self._index)

    def papers(
        self, *, hardware: Names | None = None, method: Names | None = None, model: Names | None = None,
        dataset: Names | None = None, metric: Names | None = None, task: Names | None = None,
        software: Names | None = None, introduces: Names | None = None, device: DeviceConditions | None = None,
    ) -> Papers:  # fmt: skip
        """Return the papers that mention all that is asked for, by title; without a filter, all papers.

        Each filter takes a name, a hit, or several of them, any of which will do. `metric` also takes a metric key of
        results (`throughput`, `top1`), met by a paper's results. `introduces` is what a paper brings into the world,
        `device` holds conditions as `devices` has them, met by hardware that the paper names.
        """
        kinds = {"hardware": hardware, "method": method, "model": model, "dataset": dataset,
                 "metric": metric, "task": task, "software": software}  # fmt: skip
        return papers_meant(self._index, kinds, introduces, self._devices(device))

    def results(
        self, *, subject: Names | None = None, baseline: Names | None = None, hardware: Names | None = None,
        model: Names | None = None, dataset: Names | None = None, task: Names | None = None,
        metric: Names | None = None, device: DeviceConditions | None = None, least: float | None = None,
        least_confidence: float | None = None, sense: str | Iterable[str] | None = None, sort: SortBy | None = None,
        across: bool = False,
    ) -> Results:  # fmt: skip
        """Return the results that hold all filters, in the order of papers and of their text or as `sort` says.

        A slot takes a name, a hit, or several of them, any of which will do, their families included: an A100 80GB is
        an A100. A result whose subject is the model itself counts as a result of that model. `metric` is a metric key
        (`throughput`, `top1`), the name of a metric, or several of them. `device` holds conditions as `devices` has
        them, met by the hardware of a result. `least` is the least factor of improvement where the result has one (so 2
        finds "2x faster" and "half the latency"), else the least number as stated, in the unit stated; of a range its
        lower end counts. `least_confidence` runs from 0 to 1 and leaves out results whose confidence is not known.
        `sense` is gain, cut, value, loss, or several.

        `sort` is paper (the default), metric, confidence (surest first) or value. By value only results that compare
        are ranked in one list, best first; the others follow unranked: see `Results.groups` and
        `kg.query.numbers.comparable`. `across` ranks all in one list all the same. Raises UnknownNameError and
        QueryError for what cannot be meant.
        """
        slots = {"subject": subject, "baseline": baseline, "hardware": hardware,
                 "model": model, "dataset": dataset, "task": task}  # fmt: skip
        order = sort_order(sort, across)
        devices = self._devices(device)
        keys = results_meant(self._index, slots, metric, least, least_confidence, sense, devices)
        hits = (result_hit(key, *self._index.results[key]) for key in keys)
        return Results(hits, self._index.labels, self._index.classes, order, across)

    def faster_than(self, **filters: Unpack[ResultFilters]) -> FasterThan:
        """Return who is faster than whom, with cycles and contradictions, by the results that `results` would give."""
        return who_is_faster(self.results(**filters), self._index.labels)

    def compare(self, a: Name, b: Name) -> Comparison:
        """Return what papers report of `a` against `b`, either way round, and of both apart in the same setting.

        By metric, with who is better in each. Raises QueryError where both are the same.
        """
        return compare(self._index, a, b)

    def beats(self, name: Name) -> Rivals:
        """Return what is reported better than `name` by a number, of any metric; best first where numbers compare."""
        return rivals(self._index, name, "beats")

    def beaten_by(self, name: Name) -> Rivals:
        """Return what `name` is reported better than by a number, of any metric; best first where numbers compare."""
        return rivals(self._index, name, "beaten_by")

    def matrix(
        self, rows: str, columns: str, *, least: int = 1, top: int | None = None, level: Level = "entity"
    ) -> Matrix:
        """Return how many papers mention each pair of two kinds: `g.matrix("method", "hardware")`.

        A paper of a member is one of its family. `top` (20) entities of each kind are shown, most papers first, and
        pairs of `least` papers or more. With `level="family"` these are the tops of families: what stands right below
        the widest concepts, or such a concept where most papers of its family name itself; with "entity" whatever
        papers name. Raises QueryError for what is no kind.
        """
        return matrix(self._index, (rows, columns), least, 20 if top is None else top, level)

    def cooccurring(self, name: Name, kind: str | None = None, top: int | None = 20) -> Cooccurring:
        """Return what stands in the same papers as `name` or its family, most papers first, then by lift.

        Without that family and what is wider; `top` None is all of it. Raises QueryError for what is no kind.
        """
        return cooccurring(self._index, name, None if kind is None else checked_kind(kind), top)

    def path(self, a: Name, b: Name, *, longest: int = 6) -> Path:
        """Return a shortest path from `a` to `b` through papers and families, each step with its evidence.

        What a paper introduces or compares with counts as nearer than what it mentions, and what few papers name as
        nearer than what all do. Raises QueryError where no path has up to `longest` steps.
        """
        return shortest_path(self._index, a, b, longest)

    def neighbourhood(
        self, name: Name, hops: int = 1, *, kinds: str | Iterable[str] | None = None, top: int = 25
    ) -> Neighbourhood:
        """Return what lies within `hops` edges of a paper, an entity or a result, at most `top` neighbours of a node.

        Entities come first, those of most papers before the others. With `kinds` only nodes of those kinds are there,
        and papers, which tie them together. Raises QueryError for what is no kind.
        """
        return neighbourhood(self._index, name, hops, kinds, top, lambda: self.nx)

    def neighbours(self, name: Name) -> list[Neighbour]:
        """Return what is one edge away from a paper, entity or result: edges out first, then by relation."""
        return neighbours(self._index, name)

    def evidence(self, thing: Name | Edge | PathStep | Rival) -> Places:
        """Return all places that something stands on.

        `thing` is a name or a hit of a paper, an entity or a result, or an edge of `nx` as
        (source, target, relation).
        """
        if isinstance(thing, tuple):
            return given_places(edge_places(self._index, *thing[:3]))
        if isinstance(thing, PathStep):
            return given_places([thing.evidence])
        if isinstance(thing, Rival):
            return given_places([hit.evidence for hit in thing.results])
        return places_of(self._index, node_key(self._index, thing))

    def _devices(self, conditions: Mapping[str, Any] | None) -> frozenset[str] | None:
        return None if conditions is None else device_keys(self._index, conditions)

    def _most_papers_first(self, keys: Iterable[str]) -> list[str]:
        known = self._index.entities
        found = (known[key] for key in keys)
        ordered = sorted(found, key=lambda item: (-item.papers, -item.mentions, item.label, item.key))
        return [item.key for item in ordered]
