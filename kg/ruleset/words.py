"""Word lists of the rule files, gathered over all files and folders: a later file only adds."""

from __future__ import annotations

from collections import defaultdict

from kg.model import ENTITY_TYPES, EntityType
from kg.ruleset.entry import Entry
from kg.ruleset.schema import Words
from kg.text.inflect import verb_forms

__all__ = ["WordLists"]

_LISTS = ("stops", "vague", "participles", "not_names", "verbs")
_TYPED = ("nouns", "endings")  # words by the type that they tell


class WordLists:
    """The lists as they grow; `words` is what the grammars share."""

    def __init__(self) -> None:
        self._lists: dict[str, set[str]] = defaultdict(set)
        self._typed: dict[str, dict[str, EntityType]] = {name: {} for name in _TYPED}

    def add(self, entry: Entry) -> None:
        """Enter what stands under `words:` in one file."""
        entry.only((*_LISTS, *_TYPED))
        for name in _LISTS:
            self._lists[name].update(entry.texts(name))
        for name, typed in self._typed.items():
            by_type = entry.part(name)
            by_type.only(ENTITY_TYPES)
            for type_ in ENTITY_TYPES:
                typed.update(dict.fromkeys(by_type.texts(type_), type_))

    def words(self) -> Words:
        inflected = {form for verb in self._lists["verbs"] for form in verb_forms(verb)}
        participles = frozenset(self._lists["participles"])
        return Words(
            stops=frozenset(self._lists["stops"]) | (inflected - participles),
            vague=frozenset(self._lists["vague"]),
            participles=participles,
            not_names=frozenset(self._lists["not_names"]),
            nouns=self._typed["nouns"],
            endings=self._typed["endings"],
        )
