"""One `Extractor` from one `Ruleset`: papers in, records out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.extract.finder import Finder, Findings
from kg.extract.parsed import Parsed
from kg.extract.results import Named, ResultGrammar, find_results, load_grammar
from kg.identity.resolve import Resolved, Resolver
from kg.model import Extraction, Paper
from kg.ruleset import Ruleset, load_ruleset

__all__ = ["Extractor"]


class Extractor:
    """Reads papers by rules. Building one takes about a second; using it is pure, so any worker gives the same record.

    `ruleset` is what `kg.ruleset.load_ruleset` returns; by default the shipped rules.
    """

    def __init__(self, ruleset: Ruleset | None = None) -> None:
        self.ruleset = ruleset or load_ruleset()
        self.grammar: ResultGrammar = load_grammar(*map(Path, self.ruleset.folders))
        self._finder = Finder(self.ruleset)
        self._resolver = Resolver(self.ruleset)

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One record a paper, in the order of the papers."""
        return map(self.extract_one, papers)

    def extract_one(self, paper: Paper) -> Extraction:
        """The record of one paper."""
        parsed, _, resolved = self.read(paper)
        spans = {(c.start, c.end): key for c, key in resolved.keys.items()}
        types = {entity.key: entity.type for entity in resolved.entities}
        introduced = frozenset(resolved.introduced)
        named = [
            Named(start, end, paper.text[start:end], types[key], key, key in introduced)
            for (start, end), key in sorted(spans.items())
        ]
        results = find_results(paper, parsed.sentences, named, self.grammar, resolved.introduced)
        return Extraction(
            paper.id, paper.title, paper.abstract, paper.source, resolved.introduced, resolved.entities, results
        )

    def read(self, paper: Paper) -> tuple[Parsed, Findings, Resolved]:
        """What each stage saw: for `explain` and the workbench."""
        parsed = Parsed(paper)
        findings = self._finder.find(parsed)
        return parsed, findings, self._resolver.resolve(paper, findings)

    @classmethod
    def from_compiled(cls, data: bytes) -> Extractor:
        return load_extractor(*data.decode().split("\0")[1:])


def load_extractor(*folders: str | Path) -> Extractor:
    return Extractor(load_ruleset(*folders))


def compiled_rules(*folders: str | Path) -> bytes:
    return "\0".join(["", *map(str, folders)]).encode()
