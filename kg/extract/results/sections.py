"""units.yaml and results.yaml section by section, read from the folders of rules, one over the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.ruleset.entry import Entry
from kg.ruleset.files import read_yaml
from kg.ruleset.layers import ById

__all__ = ["Sections", "read_sections"]


@dataclass(frozen=True, slots=True)
class Sections:
    """One rule file as each folder has it, the shipped one first."""

    file: str
    layers: tuple[Entry, ...]

    def entries(self, section: str, fields: Collection[str]) -> tuple[Entry, ...]:
        """The entries of a section, with no other fields; a later folder's replace those of the same id."""
        rules: ById[Entry] = ById()
        for layer in self.layers:
            for entry in layer.entries(section) if section in layer else ():
                entry.only(fields)
                rules.add(entry, entry)
            rules.close_folder()
        return tuple(rules.found.values())

    def words(self, section: str) -> tuple[str, ...]:
        """The `forms` of a section that is one list, to which later folders add."""
        return tuple(form for layer in self.layers for form in layer.part(section).texts("forms"))

    def numbers(self, section: str) -> dict[str, float]:
        """A section that maps words to numbers."""
        parts = [layer.part(section) for layer in self.layers]
        return {str(word): part.number(word) for part in parts for word in part.plain()}


def read_sections(file: str, folders: Sequence[Path], sections: Collection[str]) -> Sections:
    """Read `file` in the first folder, with all of `sections`, and in each later folder that has it, with any of them.

    Raises RuleError where one cannot be read so.
    """
    paths = [folder / file for folder in folders]
    layers = [Entry(file, read_yaml(path)) for path in paths[:1] + [path for path in paths[1:] if path.is_file()]]
    for layer in layers:
        layer.only(sections)
    missing = sorted(section for section in sections if section not in layers[0])
    if missing:
        raise layers[0].wrong(f"section {missing[0]!r} is missing")
    return Sections(file, tuple(layers))
