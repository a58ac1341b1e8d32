"""A request of the SPARQL protocol, read: the query, the graphs it is asked over, and the formats that will do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.serve.accept import GRAPHS, ROWS, Choice, by_name, choose
from kg.serve.refusal import Refused
from kg.sparql.ask import GraphChoice

__all__ = ["FORM", "QUERY", "Question", "body_type", "parameters", "question_of"]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_MOST_PARAMETERS = 1000

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Question:
    """What is asked. `rows` and `graph` are how to write rows or triples, None where neither format will do."""

    query: str
    graphs: GraphChoice | None
    rows: Choice | None
    graph: Choice | None


def body_type(content_type: str | None, encoding: str | None = None) -> str:
    """Return the media type of a body that can be read; raises Refused for what is no query in UTF-8."""
    media, *rest = (part.strip().lower() for part in (content_type or "").split(";"))
    if media == _UPDATE:
        raise _no_updates()
    if media not in (FORM, QUERY):
        stated = f"not {media}" if media else "and Content-Type must say which"
        raise Refused(415, f"the body must be {QUERY} or {FORM}, {stated}")
    for parameter in rest:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(" \"'") not in ("utf-8", "utf8"):
            raise Refused(415, f"the body must be in UTF-8, not {value.strip()}")
    if (encoding or "identity").strip().lower() != "identity":
        raise Refused(415, "the body must not be compressed")
    return media


def parameters(encoded: bytes, where: str) -> Parameters:
    """Return the names and values of a URL's query or of a form; raises Refused for what is no UTF-8."""
    try:
        text = encoded.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise Refused(400, f"{where} is not UTF-8 text") from error
    except ValueError as error:
        raise Refused(400, f"{where} has more than {_MOST_PARAMETERS} parameters") from error


def question_of(url: Parameters, accept: str | None, media: str | None = None, body: bytes = b"") -> Question:
    """Return what a URL's parameters and a body of this media type ask; raises Refused for what is no one query."""
    given = list(url)
    if media == FORM:
        given += parameters(body, "the form")
    elif media == QUERY:
        given.append(("query", _text(body)))
    if any(name == "update" for name, _ in given):
        raise _no_updates()
    queries = [value for name, value in given if name == "query"]
    if len(queries) != 1:
        how_many = f"there are {len(queries)} queries" if queries else "there is no query"
        raise Refused(400, f"{how_many} in this request; give one, as the parameter query or as the body of a POST")
    rows, graph = _formats(given, accept)
    return Question(queries[0], _graphs(given), rows, graph)


def _formats(given: Parameters, accept: str | None) -> tuple[Choice | None, Choice | None]:
    """How to write rows and triples: `format`, where it is given, speaks louder than Accept."""
    named = next((value for name, value in given if name == "format"), None)
    if named is None:
        return choose(ROWS, accept), choose(GRAPHS, accept)
    rows, graph = by_name(ROWS, named), by_name(GRAPHS, named)
    if rows is None and graph is None:
        known = dict.fromkeys(format_.name for format_ in (*ROWS, *GRAPHS))
        raise Refused(400, f"there is no format {named!r}; the formats are {', '.join(known)}")
    return rows, graph


def _graphs(given: Parameters) -> GraphChoice | None:
    default = tuple(value for name, value in given if name == "default-graph-uri")
    named = tuple(value for name, value in given if name == "named-graph-uri")
    return GraphChoice(default, named) if default or named else None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"the query is not UTF-8 text (byte {error.start + 1})") from error


def _no_updates() -> Refused:
    return Refused(403, "this endpoint answers queries only; nothing here can be changed through it")
