"""One `Extractor` from one `Ruleset`: papers in, records out, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.extract.finder import Finder, Findings
from kg.extract.parsed import Parsed
from kg.extract.results import Named, ResultGrammar, find_results
from kg.identity.resolve import Resolved, Resolver
from kg.model import Extraction, Paper
from kg.record.compiled import Compiled, decode_compiled, encode_compiled
from kg.ruleset import Ruleset, pack_rules, unpack_rules

__all__ = ["Extractor"]


class Extractor:
    """Reads papers by rules; using one is pure, so any worker gives the same record.

    `ruleset` is what `kg.ruleset.load_ruleset` returns; by default the shipped rules. To make one takes seconds, for
    every rule is checked; `kg.record.load_extractor` has it ready.
    """

    def __init__(self, ruleset: Ruleset | None = None) -> None:
        if ruleset is None:
            from kg.ruleset import load_ruleset  # reads YAML, which most runs do without

            ruleset = load_ruleset()
        from kg.extract.results import load_grammar  # as above

        self.ruleset = ruleset
        self.grammar: ResultGrammar = load_grammar(*map(Path, ruleset.folders))
        self._finder = Finder(ruleset)
        self._resolver = Resolver(ruleset)

    @classmethod
    def from_compiled(cls, data: bytes) -> Extractor:
        """The extractor that `compiled` was asked of.

        Raises msgspec.MsgspecError or ValueError for bytes that are nothing such.
        """
        parts = decode_compiled(data)
        made = cls.__new__(cls)
        made.ruleset = unpack_rules(parts.rules)
        made.grammar = parts.grammar
        made._finder = Finder(made.ruleset, parts.forms)
        made._resolver = Resolver(made.ruleset, parts.families)
        return made

    def compiled(self) -> bytes:
        """All this extractor is made of, as data that `from_compiled` takes in any process."""
        forms, families = self._finder.packed_forms(), self._resolver.packed_families()
        return encode_compiled(Compiled(pack_rules(self.ruleset), forms, families, self.grammar))

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """One record a paper, in the order of the papers."""
        return map(self.extract_one, papers)

    def extract_one(self, paper: Paper) -> Extraction:
        """The record of one paper."""
        parsed, _, resolved = self.read(paper)
        spans = {(c.start, c.end): key for c, key in resolved.keys.items()}
        types = {entity.key: entity.type for entity in resolved.entities}
        introduced = frozenset(resolved.introduced)
        text = parsed.text
        named = [
            Named(start, end, text[start:end], types[key], key, key in introduced)
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
