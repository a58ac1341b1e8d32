"""Word lists of the rule files, gathered over all files and folders: a later file only adds."""

from __future__ import annotations

from collections import defaultdict

from kg.model import ENTITY_TYPES, EntityType
from kg.ruleset.entry import Entry
from kg.ruleset.schema import Words
from kg.text.inflect import verb_forms

__all__ = ["WordLists"]

_LISTS = ("stops", "vague", "participles", "not_names", "verbs")


class WordLists:
    """The lists as they grow; `words` is what the grammars share."""

    def __init__(self) -> None:
        self._lists: dict[str, set[str]] = defaultdict(set)
        self._nouns: dict[str, EntityType] = {}

    def add(self, entry: Entry) -> None:
        """Enter what stands under `words:` in one file."""
        entry.only((*_LISTS, "nouns"))
        for name in _LISTS:
            self._lists[name].update(entry.texts(name))
        nouns = entry.part("nouns")
        nouns.only(ENTITY_TYPES)
        for type_ in ENTITY_TYPES:
            self._nouns.update(dict.fromkeys(nouns.texts(type_), type_))

    def words(self) -> Words:
        inflected = {form for verb in self._lists["verbs"] for form in verb_forms(verb)}
        participles = frozenset(self._lists["participles"])
        return Words(
            stops=frozenset(self._lists["stops"]) | (inflected - participles),
            vague=frozenset(self._lists["vague"]),
            participles=participles,
            not_names=frozenset(self._lists["not_names"]),
            nouns=self._nouns,
        )
