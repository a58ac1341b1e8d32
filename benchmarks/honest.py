"""Questions that people ask a server, with what the library answers to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from served import Answer

from kg.run import load
from kg.sparql import answer_format, open_store, sparql
from kg.sparql.named import named_queries

__all__ = ["Question", "questions"]

_JSON = "application/sparql-results+json"
_SPARQL = (
    ("devices", "SELECT ?l { ?h a kg:Hardware ; skos:prefLabel ?l } ORDER BY ?l", "json", _JSON),
    ("kinds", "SELECT ?k (COUNT(?x) AS ?n) { ?x a ?k } GROUP BY ?k ORDER BY DESC(?n) ?k", "csv", "text/csv"),
    ("all triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "tsv", "text/tab-separated-values"),
    ("is there a task", "ASK { ?t a kg:Task }", "json", _JSON),
    (
        "families", "SELECT ?a ?b { ?x skos:broader+ ?y . ?x skos:prefLabel ?a . ?y skos:prefLabel ?b } ORDER BY ?a ?b",
        "xml", "application/sparql-results+xml",
    ),
    (
        "results on an A100",
        "SELECT ?t ?v { ?r kg:hardware/skos:broader* id:hardware-nvidia-a100 ; kg:reportedIn/dcterms:title ?t ; "
        "kg:quantity/qudt:numericValue ?v } ORDER BY ?t ?v",
        "json", _JSON,
    ),
    ("one device", "DESCRIBE id:hardware-nvidia-a100", "ntriples", "application/n-triples"),
    ("tasks", "CONSTRUCT { ?t rdfs:label ?l } { ?t a kg:Task ; skos:prefLabel ?l }", "turtle", "text/turtle"),
    ("many rows", "SELECT ?s ?l { ?s skos:prefLabel ?l } ORDER BY ?s ?l LIMIT 3000", "csv", "text/csv"),
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A request and what makes its answer right."""

    name: str
    path: str
    is_right: Callable[[Answer], bool]
    method: str = "GET"
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)


def questions(folder: Path) -> list[Question]:
    """Questions to a built folder: in SPARQL by GET and by POST, to the JSON API, for the pages."""
    asked = [question for query in _SPARQL for question in _both_ways(folder, *query)]
    for query in named_queries().values():
        asked += _both_ways(folder, query.name, query.text, "csv", "text/csv")
    return [*asked, *_of_the_api(folder), Question("the page", "/query", lambda answer: b"<textarea" in answer.body)]


def _both_ways(folder: Path, name: str, query: str, format_name: str, media: str) -> list[Question]:
    table = sparql(open_store(folder), query)
    format_ = answer_format(table, format_name)
    assert format_ is not None
    expected = table.serialize(format_)

    def is_right(answer: Answer) -> bool:
        return answer.body == expected and answer.media == media

    direct = {"Accept": media, "Content-Type": "application/sparql-query"}
    return [
        Question(name, f"/sparql?{urlencode({'query': query})}", is_right, headers={"Accept": media}),
        Question(name, "/sparql", is_right, "POST", query.encode(), direct),
    ]


def _of_the_api(folder: Path) -> list[Question]:
    graph = load(folder)
    given = {
        "/api/entities?kind=hardware&limit=1000": graph.entities("hardware").json(),
        "/api/results?sort=value&limit=1000": graph.results(sort="value").json(),
    }
    return [_listed(path, json.loads(items)) for path, items in given.items()]


def _listed(path: str, items: object) -> Question:
    return Question(path, path, lambda answer: json.loads(answer.body)["items"] == items)
