"""The engine of token patterns finds exactly what spaCy's Matcher finds, which is its oracle here."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher

from kg.extract.known import engine
from kg.extract.known.engine import PackedPatterns, PatternEngine
from kg.extract.known.lexical import FLAGS
from kg.extract.known.predicates import Lexical, predicate_of
from kg.extract.parsed import Parsed
from kg.ruleset import TermRule, load_ruleset
from kg.sources import read_papers
from kg.text.tokens import blank_vocab, doc_of, tokenize

ROOT = Path(__file__).resolve().parents[3]

Pattern = list[dict[str, Any]]
Rules = dict[str, list[Pattern]]
Found = set[tuple[str, int, int]]


@cache
def shipped() -> dict[str, TermRule]:
    return {rule.id: rule for rule in load_ruleset().terms.values() if rule.patterns}


def engine_of(rules: Rules) -> PatternEngine:
    made = PatternEngine()
    for rule, patterns in rules.items():
        made.add(rule, patterns)
    return made


def oracle_of(rules: Rules) -> Matcher:
    made = Matcher(blank_vocab(), validate=True)
    for rule, patterns in rules.items():
        made.add(rule, patterns)
    return made


def packed_and_back(made: PatternEngine) -> PatternEngine:
    return PatternEngine(msgspec.msgpack.decode(msgspec.msgpack.encode(made.packed()), type=PackedPatterns))


@cache
def shipped_pair() -> tuple[PatternEngine, Matcher]:
    """The shipped patterns, ours as they come out of a cache."""
    rules: Rules = {
        name: [[dict(token) for token in form] for form in rule.patterns] for name, rule in shipped().items()
    }
    return packed_and_back(engine_of(rules)), oracle_of(rules)


def found_by(matcher: Matcher, words: list[str], spaces: list[bool]) -> Found:
    return {(blank_vocab().strings[key], first, after) for key, first, after in matcher(doc_of(words, spaces))}


def assert_same(pair: tuple[PatternEngine, Matcher], words: list[str], spaces: list[bool] | None = None) -> Found:
    found = pair[0].find(words, spaces or [True] * len(words))
    assert set(found) == found_by(pair[1], words, spaces or [True] * len(words))
    assert len(found) == len(set(found))
    return set(found)


def assert_same_in(files: Iterable[Path]) -> Found:
    papers = [Parsed(paper) for paper in read_papers(list(files))]
    return {match for parsed in papers for match in assert_same(shipped_pair(), parsed.words, parsed.spaces)}


def test_the_sample_is_read_as_spacy_reads_it() -> None:
    assert assert_same_in((ROOT / "kg" / "sample").glob("*.txt"))


@pytest.mark.slow
def test_the_corpus_is_read_as_spacy_reads_it(shared: Path) -> None:
    files = sorted(file for kind in ("*.txt", "*.jsonl") for file in (shared / "corpus").glob(kind))
    assert len({rule for rule, _, _ in assert_same_in(files)}) > 30


def test_every_example_of_a_shipped_rule_is_read_as_spacy_reads_it() -> None:
    for rule in shipped().values():
        for text in (*rule.examples.match, *rule.examples.no_match):
            assert_same(shipped_pair(), *tokenize(text.replace("[", "").replace("]", "")))


def test_examples_with_words_moved_dropped_and_recased_are_read_as_spacy_reads_them() -> None:
    """Woven of the rules' own sentences, so that patterns nearly match, and match across what was never written."""
    random = Random(13)
    examples = [text.replace("[", "").replace("]", "") for rule in shipped().values() for text in rule.examples.match]
    found: Found = set()
    for _ in range(120):
        words, spaces = tokenize(" ".join(random.sample(examples, 12)))
        for at in random.sample(range(len(words) - 1), len(words) // 6):
            change = random.randrange(5)
            if change == 0:
                words[at], words[at + 1] = words[at + 1], words[at]
            else:
                word = words[at]
                words[at] = (word.upper(), word.lower(), random.choice(words), word[:-1] or "7")[change - 1]
        found |= assert_same(shipped_pair(), words, spaces)
    assert len({rule for rule, _, _ in found}) > len(shipped()) * 0.9


def test_no_shipped_pattern_needs_spacy_to_be_loaded() -> None:
    tokens = [token for rule in shipped().values() for pattern in rule.patterns for token in pattern]
    assert not [token for token in tokens if isinstance(predicate_of(token), Lexical | None)]


NUMBERS = "7 -7 +1,000.5 1/2 1/2/3 / 7th Th TWELVE millionth ² ½ ~3 dozen ١٢".split()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NUMBERS) | st.text(min_size=1, max_size=5), st.booleans())
def test_what_is_said_of_a_word_is_what_spacy_says(word: str, value: bool) -> None:
    for attribute in FLAGS:
        token = {attribute: value}
        predicate = predicate_of(token)
        assert predicate is not None
        assert predicate.holds(word) is Lexical(json.dumps(token)).holds(word), (attribute, word)


WORDS = """
    NVIDIA nvidia GeForce RTX GTX - ' A100 H100 V2 MI300X TPU TPUs TPUv4 v5e 7B 7 80 80.5 2024 GB G consumer GPU gpus
    Apple M2 Pro Max iPhone Xilinx Zynq VCU190 Raspberry Pi Zero Snapdragon X Elite Gen Jetson AGX Orin Llama v2 B M
    OpalBERT TinyNet WMT WMT31 IWSLT Bench QA BeachQA large language models ( LLM ) inference serving speed ups
""".split()


@given(st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=4), max_size=30))
def test_any_row_of_words_is_read_as_spacy_reads_it(words: list[str]) -> None:
    assert_same(shipped_pair(), words)


# Few words and few predicates, so that random patterns often match.
TOKENS: list[dict[str, Any]] = [
    {"LOWER": "a"}, {"ORTH": "A"}, {"TEXT": "b"}, {"LOWER": {"IN": ["a", "b"]}}, {"TEXT": {"REGEX": "^[AB]"}},
    {"TEXT": {"REGEX": "(a|b)$"}}, {"TEXT": {"REGEX": "(?i)^b"}}, {"LOWER": {"REGEX": "a"}},
    {"ORTH": {"NOT_IN": ["a"]}}, {"IS_UPPER": True}, {"LIKE_NUM": True}, {"LENGTH": {">=": 2}}, {"SHAPE": "X"},
    {"LOWER": "b", "IS_LOWER": True}, {"LOWER": {"FUZZY1": "ab"}}, {"TEXT": "-"}, {"orth": "1"}, {},
    {"SPACY": True}, {"LOWER": {"IN": []}},
]  # fmt: skip
OPERATORS = ["?", "*", "+", "!", "{2}", "{1,2}", "{,2}", "{2,}", "{0,1}"]


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    tokens = draw(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=4))
    operators = st.none() | st.sampled_from(OPERATORS)
    return [token if (op := draw(operators)) is None else {**token, "OP": op} for token in tokens]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.lists(patterns(), min_size=1, max_size=2), min_size=1, max_size=3),
    st.lists(st.sampled_from(["a", "A", "b", "B", "ab", "-", "1"]), max_size=9),
    st.booleans(),
)
@example([[[{"LOWER": "a", "OP": "?"}, {"LOWER": "b"}, {"OP": "*"}]]], ["a", "b", "A", "B"], True)
@example([[[{"LOWER": "a", "OP": "*"}]], [[{"LOWER": "a", "OP": "+"}, {"OP": "!"}]]], ["a", "a", "b"], True)
def test_any_patterns_are_read_as_spacy_reads_them(rules: list[list[Pattern]], words: list[str], space: bool) -> None:
    named = {f"rule-{i}": rule for i, rule in enumerate(rules)}
    made, oracle = engine_of(named), oracle_of(named)
    assert_same((made, oracle), words, [space] * len(words))
    assert_same((packed_and_back(made), oracle), words, [space] * len(words))


def test_rules_that_share_a_pattern_all_match() -> None:
    made = engine_of({"one": [[{"LOWER": "a"}]], "two": [[{"LOWER": "a"}], [{"ORTH": "A"}]]})
    assert made.find(["A"], [True]) == [("one", 0, 1), ("two", 0, 1)]


def test_shipped_rules_need_no_other_matcher() -> None:
    assert shipped_pair()[0]._others is None


@pytest.mark.parametrize(
    "pattern",
    [
        [{"LOWER": "a", "OP": "many"}],
        [{"NO_SUCH": "a"}],
        [{"LOWER": ["a"]}],
        [{"TEXT": {"REGEX": "("}}],
        [{"TEXT": {"REGEX": 5}}],
        [],
    ],
)
def test_what_spacy_refuses_is_a_value_error(pattern: Pattern) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        PatternEngine().add("rule", [pattern])


def test_a_rule_may_be_added_after_a_search() -> None:
    made = engine_of({"one": [[{"LOWER": "a"}]]})
    made.find(["a", "b1"], [True, True])
    made.add("two", [[{"TEXT": {"REGEX": r"^b\d$"}}], [{"LOWER": "b1"}]])
    assert made.find(["a", "b1"], [True, True]) == [("one", 0, 1), ("two", 1, 2)]


def test_it_travels_to_another_worker() -> None:
    rules: Rules = {"one": [[{"LOWER": "a"}, {"LIKE_NUM": True}]], "two": [[{"SPACY": True}]]}
    made = engine_of(rules)
    words, spaces = ["a", "7"], [True, False]
    before = made.find(words, spaces)
    assert pickle.loads(pickle.dumps(made)).find(words, spaces) == before == [("two", 0, 1), ("one", 0, 2)]


def test_it_keeps_only_so_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_KEPT_WORDS", 10)
    made = engine_of({"one": [[{"LOWER": "w7"}]]})
    words = [f"w{i}" for i in range(95)]
    assert made.find(words, [True] * 95) == [("one", 7, 8)]
    assert len(made._index) <= 10


def test_more_rules_make_no_more_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thousand patterns only those are read whose anchor stands in the text."""
    read: list[object] = []
    spans = engine._Anchored.spans
    monkeypatch.setattr(engine._Anchored, "spans", lambda *arguments: read.append(0) or spans(*arguments))
    made = engine_of({f"rule-{i}": [[{"LOWER": "our"}, {"LOWER": f"word{i}"}]] for i in range(1000)})
    assert made.find(["our", "word5", "and", "our", "words"], [True] * 5) == [("rule-5", 0, 2)]
    assert len(read) == 1
