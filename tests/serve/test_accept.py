"""Which format an Accept header asks for."""

from __future__ import annotations

import pytest

from kg.serve.accept import GRAPHS, ROWS, accepts_only_by_name, by_name, choose, content_type

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        (None, "application/sparql-results+json", "text/turtle"),
        ("", "application/sparql-results+json", "text/turtle"),
        ("*/*", "application/sparql-results+json", "text/turtle"),
        ("application/*", "application/sparql-results+json", "application/n-triples"),
        ("text/*", "text/csv", "text/turtle"),
        ("application/json", "application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml", None),
        ("application/rdf+xml", None, "application/rdf+xml"),
        ("text/csv", "text/csv", None),
        ("text/plain", "text/plain", "text/plain"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values", "text/turtle"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.5", "application/sparql-results+xml", None),
        ("TEXT/CSV ; Q=0.9, application/json;q=0.8", "text/csv", "application/json"),
        ("text/turtle;charset=utf-8;q=0.5, application/n-triples", None, "application/n-triples"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml", "text/turtle"),
        ("application/json, application/sparql-results+json;q=0.9", "application/json", "application/json"),
        ("text/csv;q=many, application/json;q=0.1", "application/json", "application/json"),
        ("image/png", None, None),
        ("text/csv;q=0", None, None),
        ("nonsense, ;;, /", None, None),
        (BROWSER, "application/xml", "application/xml"),
    ],
)
def test_the_best_liked_format_is_chosen(accept: str | None, rows: str | None, graph: str | None) -> None:
    chosen = [choose(formats, accept) for formats in (ROWS, GRAPHS)]
    assert [choice and choice.media for choice in chosen] == [rows, graph]


def test_what_is_asked_for_by_name_has_its_proper_type() -> None:
    names = ("json", "xml", "csv", "turtle", "application/json", "text/xml", "nonsense")
    rows, graphs = ([by_name(formats, name) for name in names] for formats in (ROWS, GRAPHS))
    assert [choice and choice.media for choice in rows] == [
        "application/sparql-results+json", "application/sparql-results+xml", "text/csv", None, "application/json",
        "text/xml", None,
    ]  # fmt: skip
    assert [choice and choice.media for choice in graphs] == [
        "application/ld+json", "application/rdf+xml", None, "text/turtle", "application/json", "text/xml", None,
    ]  # fmt: skip


def test_a_browser_is_known_by_what_it_likes_best() -> None:
    assert accepts_only_by_name(BROWSER, ("text/html",))
    assert not accepts_only_by_name("*/*", ("text/html",))
    assert not accepts_only_by_name("text/html;q=0.1, text/turtle", ("text/html",))
    assert not accepts_only_by_name(None, ("text/html",))


def test_texts_say_their_charset() -> None:
    assert content_type("text/csv") == "text/csv; charset=utf-8"
    assert content_type("application/sparql-results+xml") == "application/sparql-results+xml; charset=utf-8"
    assert content_type("application/sparql-results+json") == "application/sparql-results+json"
