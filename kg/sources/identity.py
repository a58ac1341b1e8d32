"""When two records are the same paper, and what a paper is called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import msgspec

from kg.model import Paper
from kg.text.spelling import ascii_letters

__all__ = ["Gathered", "distinct", "fold_title", "gather", "merge", "paper_id", "title_digest"]

_SLUG_LENGTH = 40
# Abstracts under one title are of two papers if they share less of the shorter one's word pairs than this.
# Versions of one abstract share most of them, abstracts of different papers 1.5 % and never more than 17 %.
_SHARED_WORD_PAIRS = 0.2


class Gathered(NamedTuple):
    """One paper, with all that was found of it: `members` are as they stood in the inputs, in any order."""

    paper: Paper
    members: tuple[Paper, ...]

    @property
    def versions(self) -> tuple[str, ...]:
        """The abstracts that did not become the paper's own, sorted."""
        return tuple(sorted({member.abstract for member in self.members} - {self.paper.abstract}))


def fold_title(title: str) -> str:
    """What is left of a title when case, accents, spacing and punctuation do not count."""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", title.casefold())))
    return letters or title


def paper_id(title: str, also: str = "") -> str:
    """`paper-<slug>-<8 hex digits>`: the same for the same folded title on every machine.

    `also` tells papers apart that have the same title.
    """
    digest = title_digest(title, also)[:8].decode()
    return "-".join(part for part in ("paper", _slug(title), digest) if part)


@lru_cache(maxsize=16)  # a paper's title is asked for twice in a row
def title_digest(title: str, also: str = "") -> bytes:
    """What two titles share that are the same but for case, accents, spacing and punctuation, in hex digits."""
    return hashlib.sha256(f"{fold_title(title)}{also}".encode()).hexdigest().encode()


def _slug(title: str) -> str:
    words = "-".join(re.findall(r"[a-z0-9]+", ascii_letters(title.casefold())))
    if len(words) <= _SLUG_LENGTH:
        return words
    return words[: _SLUG_LENGTH + 1].rpartition("-")[0] or words[:_SLUG_LENGTH]


def merge(papers: Iterable[Paper]) -> list[Paper]:
    """Make one paper of all that are the same, with all their sources; sorted by id, however they came."""
    return [found.paper for found in gather(papers)]


def gather(papers: Iterable[Paper]) -> list[Gathered]:
    """Put together all that are the same paper; sorted by id, however they came."""
    by_title: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_title[fold_title(paper.title)].append(paper)
    found = (found for same_title in by_title.values() for found in distinct(same_title))
    return sorted(found, key=lambda found: found.paper.id)


def distinct(same_title: list[Paper]) -> Iterator[Gathered]:
    """Part papers of one folded title into those that are the same."""
    groups = _groups_by_abstract(same_title)
    for group in groups:
        # The most complete text wins; the rest of the key only makes the choice the same every time.
        best = max(group, key=lambda paper: (len(paper.abstract), paper.abstract, paper.title))
        sources = tuple(sorted({source for paper in group for source in paper.source}))
        also = fold_title(best.abstract) if len(groups) > 1 else ""
        whole = msgspec.structs.replace(best, id=paper_id(best.title, also), source=sources)
        yield Gathered(whole, tuple(group))


def _groups_by_abstract(same_title: list[Paper]) -> list[list[Paper]]:
    """Part papers under one title by their abstracts; groups that a paper links become one, in any order."""
    groups: list[dict[str, list[Paper]]] = []  # each: abstract -> the papers that have it
    for paper in same_title:
        linked = [group for group in groups if any(_alike(paper.abstract, other) for other in group)]
        merged: dict[str, list[Paper]] = defaultdict(list)
        for group in linked:
            merged |= group
        merged[paper.abstract].append(paper)
        groups = [group for group in groups if not any(group is one for one in linked)] + [merged]
    return [[paper for papers in group.values() for paper in papers] for group in groups]


def _alike(abstract: str, other: str) -> bool:
    if abstract == other:
        return True
    pairs, other_pairs = _word_pairs(abstract), _word_pairs(other)
    return len(pairs & other_pairs) >= _SHARED_WORD_PAIRS * min(len(pairs), len(other_pairs))


@lru_cache(maxsize=1024)
def _word_pairs(abstract: str) -> frozenset[tuple[str, str]]:
    words = re.findall(r"\w+", abstract.casefold())
    return frozenset(pairwise(["", *words]))
