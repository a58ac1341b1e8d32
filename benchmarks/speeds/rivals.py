"""EDS-NLP and medspaCy over the same texts with the same terms, each in a process and an environment of its own."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

import peers

from kg.model import Paper
from kg.record import Extractor
from kg.ruleset import Ruleset
from speeds.more_rules import patterns_of, token_rules, with_token_rules
from speeds.table import Section, at_least, times
from speeds.turns import measured, over

__all__ = ["rivals"]

LIMIT = 2.0
TOKEN_RULES = 200
_WHOLE = "kg"
_RUNNER = Path(__file__).resolve().parents[1] / "peer_runner.py"
# By peer: the pipelines of peer_runner.py, what they are, and whether the limit is for them.
_PIPELINES = {
    "edsnlp": [
        ("eds-terminology", "eds.terminology, LOWER", True),
        ("eds-normalised", "eds.normalizer, eds.terminology, NORM", True),
    ],
    "medspacy": [
        ("medspacy-phrases", "TargetMatcher, phrases", False),
        ("medspacy-patterns", f"TargetMatcher, {TOKEN_RULES} token rules", False),
    ],
}


def rivals(rules: Ruleset, papers: Sequence[Paper], rounds: int) -> Section:
    """The section of the table."""
    terms = {rule.id: list(rule.phrases) for rule in rules.terms.values() if rule.phrases}
    section = Section(
        f"c. Our {sum(map(len, terms.values())):,} phrases in others, µs of one processor an abstract "
        f"({len(papers):,} abstracts; ratio to our whole extraction)"
    )
    more = with_token_rules(rules, TOKEN_RULES)
    patterns = {rule.id: patterns_of(rule) for rule in token_rules(more)}
    given = {"texts": [paper.text for paper in papers], "terms": terms, "patterns": patterns}
    for peer, pipelines in _PIPELINES.items():
        python = peers.python_of(peer)
        if python is None:
            section.add(peers.hint(peer), "")
            continue
        extract = over(Extractor(rules).extract_one, papers)
        with ExitStack() as running:
            sides = {name: running.enter_context(_Peer(python, {**given, "pipeline": name})) for name, *_ in pipelines}
            found = measured({**sides, _WHOLE: extract}, len(papers), rounds)
            package = next(iter(sides.values())).told
            section.add(f"kg: whole extraction, beside {package}", f"{found.micros(_WHOLE):,.0f}")
            for name, what, limited in pipelines:
                hits, ratio = sides[name].hits / (rounds + 1) / len(papers), found.ratio(name, _WHOLE)
                told = f"  {peer}: {what} ({hits:.0f} hits)"
                limit = at_least(ratio, LIMIT) if limited else ""
                section.add(told, f"{found.micros(name):,.0f}", times(ratio), limit)
    return section


class _Peer:
    """A pipeline in a process of its own, as a side of `measured`."""

    def __init__(self, python: Path, given: dict[str, Any]) -> None:
        self._complaints = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed on leaving
        self._process = subprocess.Popen(  # noqa: S603 - our own runner
            [str(python), str(_RUNNER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints,
            encoding="utf-8", bufsize=1,
        )  # fmt: skip
        self.told = "{package} {version} on spaCy {spacy}".format(**self._ask(given))
        self.hits = 0

    def __call__(self, first: int, after: int) -> float:
        answer = self._ask([first, after])
        self.hits += answer["hits"]
        return float(answer["seconds"])

    def _ask(self, message: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        line = self._process.stdout.readline()
        if not line:
            self._complaints.seek(0)
            raise SystemExit(f"{_RUNNER.name} ended:\n{self._complaints.read()[-2000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> _Peer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()
        self._complaints.close()
