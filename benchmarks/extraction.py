"""What extraction costs beside tokenization: `make bench`, or `python benchmarks/extraction.py [FILES...]`.

Times `Extractor.extract_one` over the papers of FILES (default: the dumps of ../shared/corpus where they are, else the
shipped sample), results included, against `spacy.blank("en").make_doc` over the same texts. The two take turns, paper
by paper in each round, so that a busy machine slows both; times are CPU times of one thread, and of the rounds the
median counts. Prints

* both times, in milliseconds a paper, and their ratio: `extraction / tokenization`, which is to stay below 4;
* how that time parts among the stages, and in the finder among its finders;
* the ratio with two and four times as many token rules (the shipped ones again, under other ids and with other words),
  which is to stay what it is.

The first round is not counted: in it both sides meet their words for the first time. `--cold` counts it alone.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import spacy

from kg.extract import finder
from kg.extract.finder import Finder
from kg.extract.known.compose import Composer
from kg.extract.known.heads import HeadFinder
from kg.extract.known.terms import TermFinder
from kg.extract.naming.coined import NameFinder
from kg.identity.resolve import Resolver
from kg.model import Paper
from kg.record import Extractor, extractor
from kg.ruleset import Ruleset, TermRule, load_ruleset
from kg.sources import read_papers

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 4.0
TURN = 20  # papers: long enough to measure, short enough for the machine to be the same for both


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("files", nargs="*", type=Path, help="files of papers")
    arguments.add_argument("--rounds", type=int, default=5, help="how often all papers are read (default 5)")
    arguments.add_argument("--cold", action="store_true", help="count the first round alone")
    given = arguments.parse_args()
    papers = list(read_papers(given.files or default_files()))
    rounds = 0 if given.cold else given.rounds
    rules = load_ruleset()
    made = Extractor(rules)
    ours, blank = timed(made, papers, rounds)
    print(f"{len(papers)} papers, {len(rules.terms):,} term rules, {token_rules(rules)} of them with token patterns\n")
    print(f"tokenization  {1000 * blank / len(papers):7.3f} ms a paper")
    print(f"extraction    {1000 * ours / len(papers):7.3f} ms a paper")
    print(f"ratio         {ours / blank:7.2f}    (limit {LIMIT:g})\n")
    for stage, share in shares(made, papers):
        print(f"{stage:34}{share:7.1%}")
    print()
    for times in (2, 4):
        more = with_token_rules(rules, times)
        ours, blank = timed(Extractor(more), papers, rounds)
        print(f"ratio with {token_rules(more):4} token rules {ours / blank:7.2f}")


def default_files() -> list[Path]:
    dumps = sorted((ROOT.parent / "shared" / "corpus").glob("*.txt"))
    return dumps or sorted((ROOT / "kg" / "sample").glob("*.txt"))


def timed(made: Extractor, papers: Sequence[Paper], rounds: int) -> tuple[float, float]:
    """Seconds to extract and to tokenize all papers: those of the round whose ratio is the median."""
    tokenize = spacy.blank("en").make_doc
    measured = [one_round(made.extract_one, tokenize, papers) for _ in range(rounds + 1)]
    counted = sorted(measured[1:] or measured, key=lambda pair: pair[0] / pair[1])
    return counted[len(counted) // 2]


def one_round(
    extract: Callable[[Paper], object], tokenize: Callable[[str], object], papers: Sequence[Paper]
) -> tuple[float, float]:
    ours = blank = 0.0
    for at in range(0, len(papers), TURN):
        turn = papers[at : at + TURN]
        began = time.thread_time()
        for paper in turn:
            tokenize(paper.text)
        between = time.thread_time()
        for paper in turn:
            extract(paper)
        blank += between - began
        ours += time.thread_time() - between
    return ours, blank


def shares(made: Extractor, papers: Sequence[Paper]) -> Iterator[tuple[str, float]]:
    """Each stage with its share of the time, what the finder calls indented under it."""
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as patches:
        for stage, (owner, name) in STAGES.items():
            patches.enter_context(patch.object(owner, name, watched(getattr(owner, name), stage, spent)))
        began = time.thread_time()
        for paper in papers:
            made.extract_one(paper)
        whole = time.thread_time() - began
    for stage in STAGES:
        yield stage, spent[stage] / whole


def watched(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The function, which now adds up what it takes, all that it yields included."""

    def run(*arguments: Any) -> Any:
        began = time.thread_time()
        returned = function(*arguments)
        returned = list(returned) if isinstance(returned, Iterator) else returned
        spent[stage] += time.thread_time() - began
        return returned

    return run


STAGES: dict[str, tuple[Any, str]] = {
    "finder": (Finder, "find"),
    "  known names (tokens, sentences)": (TermFinder, "find"),
    "  compositions": (Composer, "grow"),
    "  names by their wording": (NameFinder, "find"),
    "  head nouns": (HeadFinder, "find"),
    "  overlaps": (finder, "settle"),
    "identity": (Resolver, "resolve"),
    "results": (extractor, "find_results"),
}


def token_rules(rules: Ruleset) -> int:
    return sum(bool(rule.patterns) for rule in rules.terms.values())


def with_token_rules(rules: Ruleset, times: int) -> Ruleset:
    """The rules with each token rule so many times, each copy with an id and with words of its own."""
    copies = [copied(rule, number) for number in range(2, times + 1) for rule in rules.terms.values() if rule.patterns]
    return replace(rules, terms={**rules.terms, **{rule.id: rule for rule in copies}})


def copied(rule: TermRule, number: int) -> TermRule:
    patterns = tuple(tuple(renamed(token, number) for token in pattern) for pattern in rule.patterns)
    return replace(rule, id=f"{rule.id}-{number}", phrases=(), patterns=patterns)


def renamed(value: Any, number: int) -> Any:
    """The pattern, or part of one, with other words: `nvidia2` for `nvidia`, and `^RTX\\d$2` finds nothing either."""
    if isinstance(value, Mapping):
        return {key: part if key == "OP" else renamed(part, number) for key, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, number) for part in value]
    return f"{value}{number}" if isinstance(value, str) else value


if __name__ == "__main__":
    main()
