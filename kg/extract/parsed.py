"""One paper, tokenized once: what every finder reads."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from kg.model import Paper
from kg.text.sentences import sentence_spans
from kg.text.tokens import tokenize

__all__ = ["Parsed"]

# Rules write `-`; a text may join words with a hyphen of another kind or a dash. One character for one: offsets stay.
_HYPHENS = "‐‑–"


class Parsed:
    """A paper with its tokens; offsets are into `paper.text`, title first.

    What every finder asks for is worked out at once, the rest when first asked for.
    """

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.text = text = paper.text
        for hyphen in _HYPHENS:
            text = text.replace(hyphen, "-")
        words, spaces = tokenize(text)
        self.words = words
        self.spaces = spaces  # for each token, whether one space follows it
        self.lower = [word.lower() for word in words]
        self.starts: list[int] = []
        self.ends: list[int] = []
        end = 0
        for word, space in zip(words, spaces, strict=True):
            self.starts.append(end)
            end += len(word)
            self.ends.append(end)
            end += space
        self.sentences = sentence_spans(self.text)
        self._words_near: dict[int, frozenset[str]] = {}  # by sentence

    @cached_property
    def inner(self) -> list[int]:
        """Indices of the tokens that are no hyphen inside a compound: `fine-tuning` and `fine tuning` read alike."""
        last = len(self.words) - 1
        return [
            i for i, word in enumerate(self.words)
            if word != "-" or i in (0, last) or self.spaces[i - 1] or self.spaces[i]
        ]  # fmt: skip

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

    def words_near(self, offset: int) -> frozenset[str]:
        """The lower-case tokens of the sentence at `offset`, for tests of context."""
        starts = self._sentence_starts
        after = max(1, bisect_right(starts, offset))  # the sentence behind it
        if after not in self._words_near:
            first = bisect_left(self.starts, starts[after - 1])
            last = bisect_left(self.starts, starts[after]) if after < len(starts) else len(self.starts)
            self._words_near[after] = frozenset(self.lower[first:last])
        return self._words_near[after]

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
