"""Papers repeated to as many as are wanted, with words that grow in number as those of real papers do.

Of the words that one paper alone has (names are mostly such), a share is made up anew in each copy: as long as they
were, vowels for vowels and consonants for consonants, case and digits kept. So the lengths of texts, sentences and
words stay what they are, but no copy has the words of another, which what is kept from word to word would profit from.
Every copy has a title of its own: no two papers merge. The same papers and seed give the same copies.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.model import Paper
from kg.sources.identity import fold_title

__all__ = ["Perturbed", "perturbed", "write_papers"]

SHARE = 0.5  # of the words that one paper alone has
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{3,}")
_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnpqrstvwxz"


class Perturbed(NamedTuple):
    """A paper as a line of JSON holds it."""

    id: str
    title: str
    abstract: str


def write_papers(papers: Sequence[Paper], number: int, file: Path, seed: int = 1) -> None:
    """So many papers as JSON Lines."""
    with file.open("w", encoding="utf-8") as out:
        for paper in perturbed(papers, number, seed):
            out.write(json.dumps(paper._asdict(), ensure_ascii=False) + "\n")


def perturbed(papers: Sequence[Paper], number: int, seed: int = 1) -> Iterator[Perturbed]:
    """So many papers: those given first, as they are, then copies of them in turn."""
    rare = _words_of_one(papers)
    titles: set[str] = set()
    for at in range(number):
        paper = papers[at % len(papers)]
        chance = random.Random(f"{seed}-{at}")  # noqa: S311 - no secret
        changed = _Copy(rare, chance) if at >= len(papers) else None
        title = changed.text(paper.title) if changed else paper.title
        while fold_title(title) in titles:
            title = _with_a_new_word(title, chance)
        titles.add(fold_title(title))
        yield Perturbed(f"perturbed-{at:07}", title, changed.text(paper.abstract) if changed else paper.abstract)


def _words_of_one(papers: Sequence[Paper]) -> frozenset[str]:
    """The words, in lower case, that one paper alone has."""
    count = Counter(word for paper in papers for word in {found.lower() for found in _WORD.findall(paper.text)})
    return frozenset(word for word, papers_with_it in count.items() if papers_with_it == 1)


class _Copy:
    """Made-up words of one copy: the same word for the same one throughout it."""

    def __init__(self, rare: frozenset[str], chance: random.Random) -> None:
        self._rare, self._chance = rare, chance
        self._chosen: dict[str, str] = {}

    def text(self, original: str) -> str:
        """The text with its rare words changed, character for character."""
        return _WORD.sub(lambda found: self._word(found[0]), original)

    def _word(self, word: str) -> str:
        lower = word.lower()
        if lower not in self._rare:
            return word
        if lower not in self._chosen:
            self._chosen[lower] = _made_up(lower, self._chance) if self._chance.random() < SHARE else lower
        return _in_case_of(word, self._chosen[lower])


def _with_a_new_word(title: str, chance: random.Random) -> str:
    """The title with another word for its longest, or behind it where it has none that is long enough."""
    words = list(_WORD.finditer(title))
    if not words:
        return f"{title} {_made_up('method', chance)}"
    longest = max(words, key=lambda found: (len(found[0]), found.start()))
    made_up = _in_case_of(longest[0], _made_up(longest[0].lower(), chance))
    return title[: longest.start()] + made_up + title[longest.end() :]


def _made_up(word: str, chance: random.Random) -> str:
    return "".join(_another(letter, chance) for letter in word)


def _another(letter: str, chance: random.Random) -> str:
    if not letter.isalpha():
        return letter
    return chance.choice(_VOWELS if letter in _VOWELS else _CONSONANTS)


def _in_case_of(word: str, lower: str) -> str:
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, lower, strict=True))
