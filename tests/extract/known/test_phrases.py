"""Phrases are found exactly where spaCy's PhraseMatcher finds them, which is the oracle here."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.extract.known.forms import is_caseless, spellings
from kg.extract.known.phrases import PackedPhrases, PhraseFinder
from kg.extract.known.terms import TermFinder
from kg.extract.parsed import Parsed
from kg.ruleset import TermRule, load_ruleset
from kg.sources import read_papers
from kg.text.tokens import tokenize

ROOT = Path(__file__).resolve().parents[3]

Found = set[tuple[str, int, int]]


class Oracle:
    """spaCy's matcher over words as they are, and over the same in lower case."""

    def __init__(self) -> None:
        self.vocab = Vocab()
        self._matchers = {caseless: PhraseMatcher(self.vocab, attr="ORTH") for caseless in (True, False)}

    def add(self, rule: str, phrases: Iterable[str], caseless: bool) -> None:
        docs = [self._doc(tokenize(phrase.lower() if caseless else phrase)[0]) for phrase in phrases]
        if docs:
            self._matchers[caseless].add(rule, docs)

    def find(self, words: Sequence[str], lower: Sequence[str]) -> Found:
        return {
            (self.vocab.strings[rule], first, after)
            for caseless, read in ((True, lower), (False, words))
            for rule, first, after in self._matchers[caseless](self._doc(read))
        }

    def _doc(self, words: Sequence[str]) -> Doc:
        return Doc(self.vocab, words=list(words))


@cache
def shipped() -> Mapping[str, TermRule]:
    return load_ruleset().terms


@cache
def shipped_pair() -> tuple[PhraseFinder, Oracle]:
    """Every phrase of every shipped rule in both."""
    ours, oracle = PhraseFinder(), Oracle()
    for rule in shipped().values():
        for caseless in (True, False):
            spelled = [text for form in rule.phrases if is_caseless(form) is caseless for text in spellings(form)]
            ours.add(rule.id, spelled, caseless)
            oracle.add(rule.id, spelled, caseless)
    return ours, oracle


def assert_same(words: Sequence[str], pair: tuple[PhraseFinder, Oracle] | None = None) -> Found:
    ours, oracle = pair or shipped_pair()
    lower = [word.lower() for word in words]
    found = ours.find(words, lower)
    assert set(found) == oracle.find(words, lower)
    return set(found)


def inner_words(parsed: Parsed) -> list[str]:
    return [parsed.words[i] for i in parsed.inner]


def test_every_shipped_phrase_is_found_where_spacy_finds_it() -> None:
    """All phrases in one long text, side by side, so that they also overlap in ways that nobody wrote."""
    spelled = [text for rule in shipped().values() for form in rule.phrases for text in spellings(form)]
    Random(7).shuffle(spelled)
    found = assert_same([word for text in spelled for word in tokenize(text)[0]])
    assert {rule for rule, _, _ in found} == {rule.id for rule in shipped().values() if rule.phrases}


def test_every_example_of_a_shipped_rule_is_read_as_spacy_reads_it() -> None:
    texts = [text for rule in shipped().values() for text in (*rule.examples.match, *rule.examples.no_match)]
    bare = " . ".join(text.replace("[", "").replace("]", "") for text in texts)
    assert len(assert_same(tokenize(bare)[0])) > 15_000
    assert len(assert_same([word for word in tokenize(bare)[0] if word != "-"])) > 15_000


def test_examples_with_words_moved_dropped_and_recased_are_read_as_spacy_reads_them() -> None:
    random = Random(11)
    examples = [text for rule in shipped().values() for text in rule.examples.match]
    for _ in range(20):
        words = tokenize(" ".join(random.sample(examples, 300)).replace("[", "").replace("]", ""))[0]
        for at in random.sample(range(len(words) - 1), len(words) // 5):
            change = random.randrange(4)
            if change == 0:
                words[at], words[at + 1] = words[at + 1], words[at]
            else:
                words[at] = (words[at].upper(), words[at].lower(), random.choice(words))[change - 1]
        assert_same(words)


def test_the_sample_is_read_as_spacy_reads_it() -> None:
    papers = read_papers(list((ROOT / "kg" / "sample").glob("*.txt")))
    assert all(assert_same(inner_words(Parsed(paper))) for paper in papers)


@pytest.mark.slow
def test_the_corpus_is_read_as_spacy_reads_it(shared: Path) -> None:
    files = [*(shared / "corpus").glob("*.txt"), *(shared / "corpus").glob("*.jsonl")]
    found = [match for paper in read_papers(files) for match in assert_same(inner_words(Parsed(paper)))]
    assert len({rule for rule, _, _ in found}) > 1000


WORDS = st.sampled_from(["a", "b", "A", "B", "ab", "-", "1", " "]) | st.text(min_size=1, max_size=3)
PHRASES = st.lists(st.lists(st.sampled_from("abAB-1"), min_size=1, max_size=4).map(" ".join), max_size=4)


@given(st.lists(st.tuples(st.sampled_from(["one", "two", "three"]), PHRASES, st.booleans())), st.lists(WORDS))
@example([("one", ["a", "a b", "a b a"], True), ("two", ["a b", "b a"], True)], ["a", "b", "a", "b", "a"])
@example([("one", ["a b", "a b"], False), ("one", ["a b"], True), ("one", ["a b"], True)], ["a", "b"])
@example([("one", ["A"], False), ("one", ["a"], True)], ["A", "a"])
def test_any_phrases_are_found_where_spacy_finds_them(
    entered: list[tuple[str, list[str], bool]], words: list[str]
) -> None:
    ours, oracle = PhraseFinder(), Oracle()
    for rule, phrases, caseless in entered:
        ours.add(rule, phrases, caseless)
        oracle.add(rule, phrases, caseless)
    found = assert_same(words, (ours, oracle))
    assert found == set(packed_and_back(ours).find(words, [word.lower() for word in words]))


def packed_and_back(finder: PhraseFinder) -> PhraseFinder:
    data = msgspec.msgpack.encode(finder.packed())
    return PhraseFinder(msgspec.msgpack.decode(data, type=PackedPhrases))


def test_a_match_is_told_once_for_each_rule() -> None:
    finder = PhraseFinder()
    for rule in ("one", "two", "one"):
        finder.add(rule, ["a b", "a b", "a"], caseless=False)
    assert finder.find(["a", "b"], ["a", "b"]) == [("one", 0, 1), ("two", 0, 1), ("one", 0, 2), ("two", 0, 2)]


def test_what_was_packed_finds_the_same_and_takes_more() -> None:
    first, words = PhraseFinder(), ["deep", "Kelp", "net"]
    first.add("one", ["deep kelp", "net"], caseless=True)
    first.add("two", ["Kelp"], caseless=False)
    again = packed_and_back(first)
    again.add("three", ["deep kelp net"], caseless=True)
    lower = [word.lower() for word in words]

    expected = {("one", 0, 2), ("one", 2, 3), ("two", 1, 2), ("three", 0, 3)}
    assert set(again.find(words, lower)) == expected
    for copied in (packed_and_back(again), pickle.loads(pickle.dumps(again))):
        assert set(copied.find(words, lower)) == expected


def test_only_what_a_text_asks_for_is_decoded() -> None:
    finder = packed_and_back(shipped_pair()[0])
    finder.find(["Kelp", "vLLM"], ["kelp", "vllm"])
    branches = [*finder._caseless._branches.values(), *finder._cased._branches.values()]
    assert sum(not isinstance(branch, bytes) for branch in branches) <= 2
    assert len(branches) > 5000


def test_all_forms_come_back_from_their_packed_form() -> None:
    rules = load_ruleset()
    finder = TermFinder(rules)
    again = TermFinder(rules, finder.packed())
    for paper in read_papers(list((ROOT / "kg" / "sample").glob("*.txt"))):
        parsed = Parsed(paper)
        assert list(finder.find(parsed)) == list(again.find(parsed)) != []
