"""What a request of the SPARQL protocol asks."""

from __future__ import annotations

import pytest

from kg.serve.question import FORM, QUERY, body_type, parameters, question_of
from kg.serve.refusal import Refused
from kg.sparql.ask import GraphChoice


def test_a_query_comes_in_the_url_in_a_form_or_as_the_body() -> None:
    text = "ASK { ?café ?p '+&=%' }"
    encoded = b"query=ASK+%7B+?caf%C3%A9+%3Fp+'%2B%26%3D%25'+%7D"
    assert question_of(parameters(encoded, "the URL"), None).query == text
    assert question_of((), None, FORM, encoded).query == text
    assert question_of((), None, FORM, "query=ASK+{+?café+?p+'%2B%26%3D%25'+}".encode()).query == text
    assert question_of((), None, QUERY, text.encode()).query == text


def test_graphs_come_from_the_url_and_the_form_alike() -> None:
    url = parameters(b"default-graph-uri=a:1&named-graph-uri=a:2&default-graph-uri=a:3", "the URL")
    assert question_of(url, None, QUERY, b"ASK {}").graphs == GraphChoice(("a:1", "a:3"), ("a:2",))
    assert question_of(url, None, FORM, b"query=ASK&named-graph-uri=a:4").graphs == GraphChoice(
        ("a:1", "a:3"), ("a:2", "a:4")
    )
    assert question_of((("query", "ASK {}"),), None).graphs is None


def test_the_parameter_format_speaks_louder_than_accept() -> None:
    question = question_of((("query", "ASK {}"), ("format", "csv")), "text/turtle")
    assert question.rows is not None
    assert (question.rows.name, question.graph) == ("csv", None)
    with pytest.raises(Refused, match=r"no format 'pdf'; the formats are json, xml, csv") as caught:
        question_of((("query", "ASK {}"), ("format", "pdf")), None)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("url", "media", "body", "status", "said"),
    [
        (b"", None, b"", 400, "there is no query"),
        (b"", FORM, b"format=json", 400, "there is no query"),
        (b"query=ASK{}&query=ASK{}", None, b"", 400, "there are 2 queries"),
        (b"query=ASK{}", FORM, b"query=ASK{}", 400, "there are 2 queries"),
        (b"query=ASK{}", QUERY, b"ASK{}", 400, "there are 2 queries"),
        (b"query=%FF", None, b"", 400, "the URL is not UTF-8"),
        (b"", FORM, b"query=%C3%28", 400, "the form is not UTF-8"),
        (b"", FORM, b"query=\xff", 400, "the form is not UTF-8"),
        (b"", QUERY, b"ASK { \xff }", 400, r"the query is not UTF-8 text \(byte 7\)"),
        (b"&".join([b"a=1"] * 1001), None, b"", 400, "more than 1000 parameters"),
        (b"update=CLEAR+ALL", None, b"", 403, "answers queries only"),
        (b"", FORM, b"update=nonsense&update=", 403, "answers queries only"),
        (b"query=ASK{}", FORM, b"update=CLEAR+ALL", 403, "answers queries only"),
    ],
)
def test_what_is_no_one_query_is_refused(url: bytes, media: str | None, body: bytes, status: int, said: str) -> None:
    with pytest.raises(Refused, match=said) as caught:
        question_of(parameters(url, "the URL"), None, media, body)
    assert caught.value.status == status
    assert "\n" not in caught.value.message


@pytest.mark.parametrize("stated", [f"{QUERY}; charset=utf-8", f'{QUERY};charset="UTF-8"', QUERY.upper()])
def test_a_body_may_say_that_it_is_utf_8(stated: str) -> None:
    assert body_type(stated) == QUERY


@pytest.mark.parametrize(
    ("stated", "encoding", "status", "said"),
    [
        (None, None, 415, "Content-Type must say which"),
        ("text/plain", None, 415, "not text/plain"),
        ("application/json", None, 415, "not application/json"),
        (f"{QUERY}; charset=UTF-16", None, 415, "in UTF-8, not utf-16"),
        (QUERY, "gzip", 415, "must not be compressed"),
        ("application/sparql-update", None, 403, "answers queries only"),
        ("application/sparql-update; charset=UTF-16", None, 403, "answers queries only"),
    ],
)
def test_other_bodies_are_refused(stated: str | None, encoding: str | None, status: int, said: str) -> None:
    with pytest.raises(Refused, match=said) as caught:
        body_type(stated, encoding)
    assert caught.value.status == status
