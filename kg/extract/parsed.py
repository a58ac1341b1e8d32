"""One paper, tokenized once: what every finder reads."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from kg.model import Paper
from kg.text.sentences import sentence_spans
from kg.text.tokens import tokenize

__all__ = ["Parsed"]

# Rules write `-`; a text may join words with a hyphen of another kind or a dash. One character for one: offsets stay.
_HYPHENS = str.maketrans("‐‑–", "---")


@dataclass
class Parsed:
    """A paper with its tokens; offsets are into `paper.text`, title first."""

    paper: Paper

    @cached_property
    def text(self) -> str:
        return self.paper.text

    @cached_property
    def _tokens(self) -> tuple[list[str], list[bool]]:
        return tokenize(self.text.translate(_HYPHENS))

    @cached_property
    def inner(self) -> list[int]:
        """Indices of the tokens that are no hyphen inside a compound: `fine-tuning` and `fine tuning` read alike."""
        words, spaces = self._tokens
        last = len(words) - 1
        return [
            i for i, word in enumerate(words)
            if word != "-" or i in (0, last) or spaces[i - 1] or spaces[i]
        ]  # fmt: skip

    @property
    def words(self) -> list[str]:
        return self._tokens[0]

    @property
    def spaces(self) -> list[bool]:
        """For each token, whether one space follows it."""
        return self._tokens[1]

    @cached_property
    def lower(self) -> list[str]:
        return [word.lower() for word in self.words]

    @cached_property
    def starts(self) -> list[int]:
        lengths = (len(word) + space for word, space in zip(*self._tokens, strict=True))
        return list(accumulate(lengths, initial=0))[:-1]

    @cached_property
    def ends(self) -> list[int]:
        return [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        return sentence_spans(self.text)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def lower_text(self) -> str:
        """The text in lower case, character for character: the few that grow in lower case stay as they are."""
        lower = self.text.lower()
        if len(lower) == len(self.text):
            return lower
        return "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in self.text)

    @cached_property
    def begins(self) -> frozenset[int]:
        """Where sentences begin: a capital there says nothing."""
        return frozenset(self._sentence_starts)

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds the character at `offset`."""
        return self.sentences[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    @cached_property
    def sentence_words(self) -> list[frozenset[str]]:
        """For each sentence its lower-case tokens, for tests of context."""
        bounds = [*self._sentence_starts, len(self.text) + 1]
        cuts = [bisect_left(self.starts, bound) for bound in bounds]
        return [frozenset(self.lower[a:b]) for a, b in pairwise(cuts)]

    def words_near(self, offset: int) -> frozenset[str]:
        """The lower-case tokens of the sentence at `offset`."""
        return self.sentence_words[max(0, bisect_right(self._sentence_starts, offset) - 1)]

    def token_at(self, offset: int) -> int:
        """Index of the token that holds the character at `offset`."""
        return bisect_right(self.starts, offset) - 1

    def ends_token(self, offset: int) -> bool:
        """Whether a token ends exactly at `offset`."""
        at = bisect_left(self.ends, offset)
        return at < len(self.ends) and self.ends[at] == offset

    def follows_number(self, at: int) -> bool:
        """Whether token `at` stands right behind a number, as the `D` of `3D`."""
        return at > 0 and self.ends[at - 1] == self.starts[at] and self.words[at - 1].isdigit()
