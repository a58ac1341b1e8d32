"""Names that the text uses and no rule of entities knows: they fill slots by their surface, without a key."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from kg.extract.results.parts import Named, Token

__all__ = ["UNKNOWN", "coined_name", "sized_models", "unknown_names"]

UNKNOWN = ""  # the key of a name that no entity has

_SIZED = re.compile(
    r"\b\d+(?:\.\d+)?[ -]?(?:[BMT]|[bm]illion|trillion|Billion|Million|Trillion)(?![A-Za-z])"
    r"(?:[ -](?:parameters?|params?|size|sized|scale|dense|MoE))*[ -](?:[A-Za-z-]+ )?"
    r"(?:[Mm]odels?|LLMs?|[Tt]ransformers?|[Nn]etworks?|students?|teachers?)\b"
)
_PROPER = re.compile(r"[A-Z][A-Za-z]*\d[\w]*|[A-Z][a-z]+[A-Z]\w*|[a-z]+[A-Z]\w*|[A-Z]{2,}[a-z]*\w*|[A-Z][a-z]{2,}")
_ACTS = (
    r"(?:is|was|can|keeps|uses|makes|lets|turns|trains|runs|serves|adds|brings|holds|takes|needs|gets|gives|loses|fits|sits|cuts|"
    r"places|streams|stores|prunes|detects|splits|extends|schedules|learns|shares|removes|replaces|offloads|"
    r"performs|reaches|achieves|attains|obtains|outperforms|improves|reduces|delivers|shows|swaps|trims|lifts|"
    r"overlaps|classifies|recognises|suggests|matches|leads|beats|ends|pushes|sustains|shrinks|lowers|saves|"
    r"\w+(?:izes|ises|ates|ifies|resses|duces|tains|forms|cts|ches|shes))"
)
_PLAIN_ENDS = (
    "ly",
    "ing",
    "tion",
    "tions",
    "sion",
    "ment",
    "ments",
    "ness",
    "ity",
    "ance",
    "ence",
    "ings",
    "ers",
    "als",
)
_ROMAN = re.compile(r"[IVX]+")
_NOT_NAMES = frozenset(
    "we our the this that these those it its they in on at for with by from to of and or but while when where as if "
    "here there such both each all some most many more our existing prior recent modern current given using based "
    "experiments results evaluations however moreover furthermore additionally finally specifically notably further "
    "compared versus unlike first second third also thus hence code table figure section training inference fine "
    "end despite although since because after before during across under over per no not one two three four state "
    "art large small deep new novel what why how does do can is are was were large-scale extensive empirical "
    "evaluated measured tested running remarkably surprisingly importantly together overall meanwhile instead "
    "sota soa rgb sql llm llms kv ai ml api apis id nevertheless nonetheless consequently therefore today whether which who every even only just conversely "
    "english chinese french german nvidia intel amd google meta microsoft openai huggingface github python "
    "january february march april may june july august september october november december".split()
)  # fmt: skip
_COINED = (
    re.compile(r"(?:call(?:ed)?|name(?:d)?|dub(?:bed)?|term(?:ed)?)(?: (?:it|this|the \w+|our \w+))? (?P<n>{P})"),
    re.compile(r"\b(?:[Oo]ur|this) (?:\w+ ){1,4}?\w+, (?P<n>{P})(?=,)"),
    re.compile(r"(?P<n>{P}), (?:our|an?|the) (?=\w)"),
    re.compile(r"(?P<n>{P}) {A}\b"),
    re.compile(
        r", (?P<n>{P}) (?!(?:methods|models|networks|systems|techniques|layers|kernels|units)\b)[a-z]+[^su\W]s\b"
    ),
    re.compile(
        r"\b(?:[Ww]ith|[Bb]y|[Uu]nder|[Tt]hrough|of|[Uu]sing|[Oo]nce|[Ii]n|to|for|[Oo]ur) (?P<n>{P})(?=[,.;:]| {A}\b)"
    ),
)


def _pattern(pattern: re.Pattern[str]) -> re.Pattern[str]:
    name = r"[A-Z][A-Za-z]{2,}(?:-[A-Z0-9][A-Za-z0-9]*)?|[A-Z][a-z]+\d*"
    return re.compile(pattern.pattern.replace("{P}", rf"\b(?:{name})").replace("{A}", _ACTS))


_COINED_BY = tuple(_pattern(pattern) for pattern in _COINED)


def _overlaps(known: Sequence[Named], starts: Sequence[int], start: int, end: int) -> bool:
    """Does a mention stand in this stretch? `known` in order, without overlap."""
    before = bisect_left(starts, end) - 1
    return before >= 0 and known[before].end > start


def sized_models(text: str, start: int, end: int, known: Sequence[Named]) -> Iterator[Named]:
    """ "13B model", "1.4B parameter models": models by their size, where no Model mention stands in them."""
    starts = [n.start for n in known]
    for match in _SIZED.finditer(text, start, end):
        if not _overlaps(known, starts, match.start(), match.end()):
            yield Named(match.start(), match.end(), match.group(), "Model", UNKNOWN)


def unknown_names(text: str, tokens: Sequence[Token], known: Sequence[Named]) -> Iterator[Named]:
    """Plain words of a sentence that look like proper names, neighbours joined to one."""
    taken = sorted((n.start, n.end) for n in known)
    last: tuple[int, int] | None = None
    position = 0
    for i, token in enumerate(tokens):
        while position < len(taken) and taken[position][1] <= token.start:
            position += 1
        free = position == len(taken) or taken[position][0] >= token.end
        if free and token.tag == "w" and _looks_proper(text, token, i == 0):
            if last and text[last[1] : token.start] in ("", "-", " ", "/"):
                last = (last[0], token.end)
                continue
            if last:
                yield _unknown(text, *last)
            last = (token.start, token.end)
    if last:
        yield _unknown(text, *last)


def _unknown(text: str, start: int, end: int) -> Named:
    return Named(start, end, text[start:end], "Method", UNKNOWN)


def _looks_proper(text: str, token: Token, is_first: bool) -> bool:
    word = text[token.start : token.end]
    if token.low in _NOT_NAMES or not _PROPER.fullmatch(word) or _ROMAN.fullmatch(word):
        return False
    if word[1:].islower() and word.endswith(_PLAIN_ENDS):
        return False
    return not is_first or not word[1:].islower()


def coined_name(text: str, sentences: Sequence[tuple[int, int]], known: Sequence[Named]) -> Named | None:
    """The name that a paper gives its work, where no entity is introduced: by the surest phrase that coins one."""
    starts = [n.start for n in known]
    head = sentences[0][1] if len(sentences) > 1 else 0
    lows = set(re.findall(r"\b[a-z]{3,}\b", text))
    for pattern in _COINED_BY:
        for match in pattern.finditer(text, head):
            start, end = match.span("n")
            low = match.group("n").lower()
            if (
                low in _NOT_NAMES
                or low in lows
                or (low[1:] and match.group("n")[1:].islower() and low.endswith(_PLAIN_ENDS))
            ):
                continue
            if not _overlaps(known, starts, start, end):
                return Named(start, end, text[start:end], "Method", UNKNOWN)
    return None
