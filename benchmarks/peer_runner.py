"""Runs in a peer's environment, which has no kg: reads texts with one of its pipelines, turn by turn.

The first line of standard input is a JSON object: `pipeline` (one of PIPELINES), `texts`, `terms` (phrases by id) and
`patterns` (spaCy token patterns by id). It answers `{"package", "version", "spacy"}` when the pipeline stands. Then
each line `[first, after]` has it read those texts and answer `{"seconds", "hits"}`, seconds of the processor.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from typing import Any


def main() -> None:
    """Answer each line."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what a peer prints is no answer
    given = json.loads(sys.stdin.readline())
    package, make = PIPELINES[given["pipeline"]]
    pipeline = make(given["terms"], given["patterns"])
    versions = {"package": package, "version": version(package), "spacy": version("spacy")}
    print(json.dumps(versions), file=answers, flush=True)
    for line in sys.stdin:
        first, after = json.loads(line)
        texts = given["texts"][first:after]
        began = time.process_time()
        hits = sum(len(pipeline(text).ents) for text in texts)
        print(json.dumps({"seconds": time.process_time() - began, "hits": hits}), file=answers, flush=True)


def eds_terminology(terms: dict[str, list[str]], _: Any) -> Any:
    """EDS-NLP's matcher for large vocabularies, case folded."""
    return _eds("LOWER", terms)


def eds_normalised(terms: dict[str, list[str]], _: Any) -> Any:
    """The same over its normalised text, as its own vocabularies are matched."""
    return _eds("NORM", terms)


def _eds(attribute: str, terms: dict[str, list[str]]) -> Any:
    import edsnlp
    import edsnlp.pipes as eds

    pipeline = edsnlp.blank("eds")
    if attribute == "NORM":
        pipeline.add_pipe(eds.normalizer())
    pipeline.add_pipe(eds.terminology(label="term", terms=terms, attr=attribute))
    return pipeline


def medspacy_phrases(terms: dict[str, list[str]], _: Any) -> Any:
    """medspaCy's TargetMatcher, a rule for each phrase, case folded."""
    from medspacy.target_matcher import TargetRule

    return _medspacy([TargetRule(phrase, name) for name, phrases in terms.items() for phrase in phrases])


def medspacy_patterns(_: Any, patterns: dict[str, list[list[dict[str, Any]]]]) -> Any:
    """medspaCy's TargetMatcher, a rule for each token pattern."""
    from medspacy.target_matcher import TargetRule

    return _medspacy([TargetRule(name, name, pattern=one) for name, each in patterns.items() for one in each])


def _medspacy(rules: list[Any]) -> Any:
    import spacy

    pipeline = spacy.blank("en")
    matcher: Any = pipeline.add_pipe("medspacy_target_matcher")
    matcher.add(rules)
    return pipeline


PIPELINES = {
    "eds-terminology": ("edsnlp", eds_terminology),
    "eds-normalised": ("edsnlp", eds_normalised),
    "medspacy-phrases": ("medspacy", medspacy_phrases),
    "medspacy-patterns": ("medspacy", medspacy_patterns),
}

if __name__ == "__main__":
    main()
