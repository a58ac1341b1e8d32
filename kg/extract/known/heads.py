"""Terms by their head noun: `block-wise quantization`, `land cover classification`, `decoding latency`."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.candidate import Candidate, Rank
from kg.extract.known.forms import plural
from kg.extract.parsed import Parsed
from kg.ruleset import HeadRule, Ruleset

__all__ = ["HeadFinder"]

_HYPHENS = frozenset("-–‐‑")


class HeadFinder:
    """Grows head nouns to the left over the words that may modify them."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._words = ruleset.words
        self._heads: dict[str, list[tuple[tuple[str, ...], HeadRule]]] = {}
        for rule in ruleset.heads:
            for head in rule.heads:
                for form in (head, plural(head)):
                    if form:
                        words = tuple(form.replace("-", " - ").split())
                        self._heads.setdefault(words[-1], []).append((words, rule))
        for forms in self._heads.values():
            forms.sort(key=lambda entry: -len(entry[0]))

    def find(self, parsed: Parsed) -> Iterator[Candidate]:
        """One candidate for each head that has the modifiers it needs; the longest head wins at each place."""
        lower, heads = parsed.lower, self._heads
        for i in [i for i, word in enumerate(lower) if word in heads]:
            for words, rule in heads[lower[i]]:
                first = i - len(words) + 1
                if first >= 0 and tuple(lower[first : i + 1]) == words:
                    start = self._start(parsed, first, rule)
                    if start is not None:
                        yield Candidate(parsed.starts[start], parsed.ends[i], rule.type, rule.id, Rank.HEAD)
                    break

    def _start(self, parsed: Parsed, head: int, rule: HeadRule) -> int | None:
        """Index of the phrase's first token, or None where too few modifiers stand before the head."""
        starts = [head]
        while len(starts) <= rule.most:
            before = self._modifier(parsed, starts[-1])
            if before is None:
                break
            starts.append(before)
        while len(starts) > 1 and self._is_vague(parsed, starts[-1]):
            starts.pop()
        return starts[-1] if len(starts) > rule.least else None

    def _modifier(self, parsed: Parsed, at: int) -> int | None:
        """Where the modifier that ends just before token `at` begins: a word, or words joined by hyphens."""
        first = at - 1
        if first >= 0 and parsed.lower[first] in _HYPHENS:
            first -= 1
        if first < 0 or not self._may_modify(parsed, first):
            return None
        if parsed.follows_number(first):
            first -= 1  # `3D` and `4K` are two tokens
            if first and parsed.ends[first - 1] == parsed.starts[first]:
                return None  # the end of something longer: `ADE-20k`, `2.4x`
        while first >= 2 and parsed.lower[first - 1] in _HYPHENS and parsed.ends[first - 2] == parsed.starts[first - 1]:
            if not parsed.words[first - 2].isalnum():
                break
            first -= 2
        return first

    def _may_modify(self, parsed: Parsed, at: int) -> bool:
        word = parsed.lower[at]
        if word in self._words.participles:
            return True
        joined = at > 0 and parsed.lower[at - 1] in _HYPHENS
        if not word[0].isalpha() or (word in self._words.stops and not joined):
            return False
        if len(word) == 1 and not joined and not parsed.follows_number(at):
            return False
        return joined or not word.endswith(("ly", "ed", "ing"))

    def _is_vague(self, parsed: Parsed, at: int) -> bool:
        end = at
        while end + 2 < len(parsed.lower) and parsed.lower[end + 1] in _HYPHENS:
            end += 2
        return "".join(parsed.lower[at : end + 1]) in self._words.vague
