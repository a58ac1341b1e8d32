"""Results of one paper: the stages in their order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from kg.extract.results.attach import bind
from kg.extract.results.claims import claims_of
from kg.extract.results.confidence import rated
from kg.extract.results.figures import Reading
from kg.extract.results.grammar import ResultGrammar
from kg.extract.results.lists import group
from kg.extract.results.normal import normal_form
from kg.extract.results.parts import Claim, Cue, Named, Token
from kg.extract.results.phrases import pieces_of, split
from kg.extract.results.slots import Scene, fill
from kg.extract.results.surface import flatten
from kg.extract.results.tokens import metric_cue, tokenize
from kg.model import Better, Paper, Result

__all__ = ["find_results", "read_claims"]

# A digit that is no part of a name; a cheap look before a sentence is cut into pieces.
_DIGIT = re.compile(r"(?<![A-Za-z0-9_.])(?<![A-Za-z0-9]-)\d|(?:sim|approx|geq|leq)\d")
_ANY_DIGIT = re.compile(r"\d")  # ten times as fast, and most sentences have none
_NUMBER_WORDS = (
    "twice", "half", "halv", "doubl", "tripl", "fold", "quadrupl", "magnitude", " times", "hours", "minutes", "second",
    "percent", " days", " weeks", " points",
    " quarter", " fifth", " tenth",
)  # fmt: skip


def find_results(
    paper: Paper, sentences: Sequence[tuple[int, int]], mentions: Sequence[Named], grammar: ResultGrammar,
    introduced: Sequence[str],
) -> tuple[Result, ...]:  # fmt: skip
    """Every quantitative result of a paper, in the order of the text.

    `sentences` and `mentions` hold offsets into `paper.text`; `introduced` holds the keys of the entities that the
    paper contributes, the main one first. Pure; never raises on any text; takes time linear in its length."""
    text = paper.text
    names = _outermost(mentions)
    scene = Scene(paper, text, names, tuple(introduced), tuple(sentences), grammar.slot_words)
    return tuple(
        _compared(fill(scene, tokens, claim), tokens, claim, grammar)
        for tokens, claim in read_claims(text, sentences, names, grammar)
    )


def _compared(result: Result, tokens: Sequence[Token], claim: Claim, grammar: ResultGrammar) -> Result:
    """The result with what it takes to compare and to trust it."""
    better: Better = "lower" if claim.cue and claim.cue.better == "lower" else "higher"
    return rated(replace(result, better=better, normal=normal_form(claim, tokens, grammar)), claim, grammar)


def read_claims(
    text: str, sentences: Sequence[tuple[int, int]], names: Sequence[Named], grammar: ResultGrammar
) -> Iterator[tuple[list[Token], Claim]]:
    """Each claim with the tokens of its sentence; `names` in order, without overlap."""
    flat = flatten(text)
    background = _background_end(flat, sentences[0][1] if sentences else 0, names, grammar)
    starts = [name.start for name in names]
    number_words = _number_words(flat)
    named: list[tuple[int, Cue]] | None = None
    quality: Cue | None = None
    for index, (start, end) in enumerate(sentences):
        if (end <= background and index) or not _may_hold_number(flat, start, end, number_words):
            continue  # what is told before the paper speaks of itself is others' work
        local = names[bisect_left(starts, start) : bisect_left(starts, end)]
        tokens = group(tokenize(Reading(text, flat, split(flat, start, end), grammar), local))
        if named is None:  # only now, for many a paper has no sentence with a number
            named = _named_qualities(names, grammar)
        for claim in claims_of(tokens, bind(tokens, grammar), grammar, quality or _nearest(named, start)):
            if claim.cue and claim.cue.quality:
                quality = claim.cue
            yield tokens, claim


def _named_qualities(names: Sequence[Named], grammar: ResultGrammar) -> list[tuple[int, Cue]]:
    """The measures of quality that the paper names, and where."""
    metrics = [name for name in names if name.type == "Metric"]
    cues = {text: metric_cue(pieces_of(text), grammar) for text in {name.text for name in metrics}}
    found = ((name.start, cues[name.text]) for name in metrics)
    return [(start, cue) for start, cue in found if cue is not None and cue.quality]


def _nearest(named: Sequence[tuple[int, Cue]], at: int) -> Cue | None:
    """The measure named last before a place, or else first after it."""
    index = bisect_left(named, at, key=lambda item: item[0])
    if index:
        return named[index - 1][1]
    return named[0][1] if named else None


def _number_words(flat: str) -> list[str]:
    """The beginnings of words for numbers that a text has anywhere."""
    low = flat.lower()
    return [word for word in _NUMBER_WORDS if word in low]


def _may_hold_number(flat: str, start: int, end: int, words: Sequence[str]) -> bool:
    """Whether there is a number between two places of a text; `words` are those of `_number_words`."""
    if _ANY_DIGIT.search(flat, start, end) and _DIGIT.search(flat, start, end):
        return True
    if not words:
        return False
    low = flat[start:end].lower()
    return any(word in low for word in words)


def _outermost(mentions: Sequence[Named]) -> tuple[Named, ...]:
    """Mentions in order of the text; of two that overlap, the longer."""
    kept: list[Named] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end, m.type, m.key)):
        if kept and mention.start < kept[-1].end:
            if mention.end - mention.start > kept[-1].end - kept[-1].start:
                kept[-1] = mention
            continue
        kept.append(mention)
    return tuple(kept)


def _background_end(flat: str, abstract: int, names: Sequence[Named], grammar: ResultGrammar) -> int:
    """Where the abstract first speaks of its own work; 0 where it never says so."""
    named = next((n.start for n in names if n.introduced and n.start >= abstract), len(flat))
    spoken = grammar.own.search(flat, abstract, named)
    if spoken:
        return spoken.start()
    return named if named < len(flat) else 0
