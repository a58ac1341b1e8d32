"""What is refused before the engine sees it: queries that would leave this machine or overflow its parser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from kg.errors import QueryError

__all__ = ["MOST_CHARACTERS", "check_query"]

MOST_CHARACTERS = 1_000_000
_DEEPEST = 200  # levels of brackets
_MOST_STEPS = 500  # in one query: each / | ^ of a path and each ! is a call within a call for the engine

# A query in tokens, as far as needed to tell keywords from what looks like one. The long strings come first.
_TOKEN = re.compile(
    r"""(?P<string>\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<comment>\#[^\n]*)"""
    r"""|(?P<iri><[^<>"{}|^`\\\s]*>)"""
    r"""|(?P<word>[?$@]?[\w:](?:[\w:.%-]|\\.)*)"""
    r"""|(?P<mark>\|\||&&|\^\^|!=|[{}()\[\]/|^!])""",
    re.DOTALL | re.VERBOSE,
)
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_STEPS = frozenset("/|^!")

Token = tuple[str, str]


def check_query(query: str, prefixes: Mapping[str, str], has_graph: Callable[[str], bool] | None) -> None:
    """Raise QueryError for a query that is not answered here, whatever it says otherwise.

    `has_graph` tells whether the data has a graph of this IRI, which FROM may name; None where the caller has chosen
    the graphs, so that FROM is not looked at.
    """
    if len(query) > MOST_CHARACTERS:
        raise QueryError(f"a query may have at most {MOST_CHARACTERS:,} characters, this one has {len(query):,}")
    tokens = list(_tokens(query))
    _check_depth(tokens)
    if any(kind == "word" and text.upper() == "SERVICE" for kind, text in tokens):
        raise QueryError("SERVICE is not answered: queries stay on this machine")
    if has_graph is not None:
        for iri in _graphs_named(tokens, prefixes):
            if not has_graph(iri):
                raise QueryError(f"FROM <{iri}>: there is no graph of this name here, and nothing is fetched")


def _tokens(query: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(query):
        kind = found.lastgroup
        if kind is not None and kind not in ("string", "comment"):
            yield kind, found[0]


def _check_depth(tokens: list[Token]) -> None:
    depth = steps = 0
    for kind, text in tokens:
        if kind != "mark":
            continue
        depth += (text in _OPENING) - (text in _CLOSING)
        steps += text in _STEPS
        if depth > _DEEPEST:
            raise QueryError(f"a query may nest at most {_DEEPEST} levels of brackets")
        if steps > _MOST_STEPS:
            raise QueryError(f"a query may hold at most {_MOST_STEPS} of / | ^ !")


def _graphs_named(tokens: list[Token], prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the IRIs that FROM and FROM NAMED name; a name without a known prefix is left to the parser."""
    known = dict(prefixes)
    for place, (kind, text) in enumerate(tokens):
        if kind != "word":
            continue
        after = tokens[place + 1 : place + 3]
        if text.upper() == "PREFIX" and [kind for kind, _ in after] == ["word", "iri"]:
            known[after[0][1].removesuffix(":")] = after[1][1][1:-1]
        elif text.upper() == "FROM" and after:
            named = after[0][1].upper() == "NAMED" and len(after) > 1
            kind, name = after[1] if named else after[0]
            prefix, colon, local = name.partition(":")
            if kind == "iri":
                yield name[1:-1]
            elif kind == "word" and colon and prefix in known:
                yield known[prefix] + local
