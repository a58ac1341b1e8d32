"""What of one graph is what of another: papers, results and keys of entities, found again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from kg.model import SLOTS, Extraction
from kg.query.hits import ResultHit
from kg.text.spelling import squeezed

__all__ = ["KeyLinks", "ResultPairs", "pair_papers", "pair_results"]

T = TypeVar("T")
HitPair = tuple[ResultHit, ResultHit]


def pair_papers(old: Sequence[Extraction], new: Sequence[Extraction]) -> dict[str, tuple[Extraction, Extraction]]:
    """Return the papers that both have, old and new, by the new key: those of one text, then those of one key.

    The key alone does not tell: that of a paper changes when another paper of its title comes or goes.
    """
    pairs, new_left, old_left = _matched(old, new, lambda record: (record.title, record.abstract))
    more, _, _ = _matched(old_left, new_left, lambda record: record.id)
    return {after.id: (before, after) for before, after in (*pairs, *more)}


class ResultPairs:
    """The results that both graphs have, and those that only one has; each list in the order of its graph."""

    def __init__(self, pairs: Sequence[HitPair], gone: Sequence[ResultHit], new: Sequence[ResultHit]) -> None:
        self.gone, self.new = gone, new
        self.renumbered = [pair for pair in pairs if _number(pair[0]) != _number(pair[1])]
        self._before = {after.key: before for before, after in pairs}

    def before(self, hit: ResultHit) -> ResultHit | None:
        """What a result of the newer graph was in the older one; None where it is new."""
        return self._before.get(hit.key)

    def is_fresh(self, hit: ResultHit) -> bool:
        """Whether the number of a result of the newer graph is new itself."""
        before = self.before(hit)
        return before is None or _number(before) != _number(hit)


def pair_results(
    old: Iterable[ResultHit], new: Iterable[ResultHit], papers: Mapping[str, tuple[Extraction, Extraction]]
) -> ResultPairs:
    """Pair the results of papers that both graphs have.

    Equal numbers under equal words are one result; else, in one text, what stands at one place; and in a text that has
    changed, what alone measures one thing in one setting.
    """
    before, after = _by_paper(old), _by_paper(new)
    pairs: list[HitPair] = []
    gone = {hit.key: hit for hits in before.values() for hit in hits}
    fresh = {hit.key: hit for hits in after.values() for hit in hits}
    for earlier, later in papers.values():
        found = _pair_in_paper(before.get(earlier.id, []), after.get(later.id, []), _text(earlier) == _text(later))
        for one, other in found:
            pairs.append((one, other))
            del gone[one.key], fresh[other.key]
    return ResultPairs(pairs, list(gone.values()), list(fresh.values()))


def _pair_in_paper(old: Sequence[ResultHit], new: Sequence[ResultHit], same_text: bool) -> Iterator[HitPair]:
    pairs, new_left, old_left = _matched(old, new, lambda hit: (_measured(hit), _number(hit), hit.evidence.text))
    yield from pairs
    if same_text:
        pairs, _, _ = _matched(old_left, new_left, _place)
        yield from pairs
        return
    once = {key for key, count in (Counter(map(_measured, old)) & Counter(map(_measured, new))).items() if count == 1}
    twice = {key for hits in (old, new) for key, count in Counter(map(_measured, hits)).items() if count > 1}
    sure = once - twice
    pairs, _, _ = _matched(
        [hit for hit in old_left if _measured(hit) in sure], [hit for hit in new_left if _measured(hit) in sure],
        _measured,
    )  # fmt: skip
    yield from pairs


class KeyLinks:
    """Which keys the same characters of the same texts have in the one graph and in the other."""

    def __init__(self, papers: Iterable[tuple[Extraction, Extraction]]) -> None:
        self.after: dict[str, set[str]] = defaultdict(set)
        self.before: dict[str, set[str]] = defaultdict(set)
        for earlier, later in papers:
            if _text(earlier) == _text(later):
                self._link(_keys_by_place(earlier), _keys_by_place(later))

    def _link(self, old: Mapping[Hashable, str], new: Mapping[Hashable, str]) -> None:
        for place in old.keys() & new.keys():
            self.after[old[place]].add(new[place])
            self.before[new[place]].add(old[place])

    def now(self, key: str) -> str:
        """The key that an old one has become, or itself: what is split keeps its key."""
        found = self.after.get(key, {key})
        return next(iter(found)) if len(found) == 1 else key


def _matched(
    old: Iterable[T], new: Iterable[T], key: Callable[[T], Hashable]
) -> tuple[list[tuple[T, T]], list[T], list[T]]:
    """Pairs of an old and a new item with one key, in the order of both; then the new and the old that are left."""
    waiting: dict[Hashable, list[T]] = defaultdict(list)
    for item in old:
        waiting[key(item)].append(item)
    pairs, left = [], []
    for item in new:
        same = waiting.get(key(item))
        if same:
            pairs.append((same.pop(0), item))
        else:
            left.append(item)
    return pairs, left, [item for items in waiting.values() for item in items]


def _by_paper(hits: Iterable[ResultHit]) -> dict[str, list[ResultHit]]:
    found: dict[str, list[ResultHit]] = defaultdict(list)
    for hit in hits:
        found[hit.evidence.paper].append(hit)
    return found


def _text(record: Extraction) -> tuple[str, str]:
    return record.title, record.abstract


def _keys_by_place(record: Extraction) -> dict[Hashable, str]:
    return {
        (mention.section, mention.start, mention.end): entity.key
        for entity in record.entities
        for mention in entity.mentions
    }


def _number(hit: ResultHit) -> Hashable:
    return hit.value, hit.high, hit.unit


def _place(hit: ResultHit) -> Hashable:
    return hit.evidence.section, hit.evidence.start, hit.evidence.end


def _measured(hit: ResultHit) -> Hashable:
    """What was measured, of what and in which setting, as the paper writes it."""
    return hit.metric, hit.sense, *(squeezed(getattr(hit, slot) or "") for slot in SLOTS)
