"""How well records say what an annotator read: precision, recall and F1 of entities, coined names and results.

Things are compared, not spans: a found entity is a gold one of its type if any of its mentions is any of the gold
names after folding. Pairs are one to one, so that a thing found in two pieces costs precision, and two found as one
cost recall. A result is the gold one if value, range, unit and metric key agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.model import ENTITY_TYPES, Entity, EntityType, Extraction
from kg.workbench.alike import fold, free_words, title_key
from kg.workbench.differences import Difference, of_entities, of_names, of_results
from kg.workbench.gold import GoldPaper, check_against_text
from kg.workbench.judge_results import NO_RESULTS, ResultFigures, judge_results
from kg.workbench.tally import NONE, Pairing, Tally, pair_names

__all__ = ["Evaluation", "Figures", "evaluate"]

_MAIN_TYPES = ENTITY_TYPES[:4]
_MUST_BE_EXACT: tuple[EntityType, ...] = ("Dataset", "Hardware", "Metric", "Model")

Tallies = Mapping[EntityType, Tally]


@dataclass(frozen=True)
class Figures:
    """The counts of one paper or of many; `partial` takes a name that stands within another for the same."""

    entities: Tallies = field(default_factory=lambda: dict.fromkeys(ENTITY_TYPES, NONE))
    partial: Tallies = field(default_factory=lambda: dict.fromkeys(ENTITY_TYPES, NONE))
    introduces: Tally = NONE
    results: ResultFigures = NO_RESULTS
    papers_right: int = 0  # datasets, devices, metrics, models, coined names and results without a fault

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            {type_: tally + other.entities[type_] for type_, tally in self.entities.items()},
            {type_: tally + other.partial[type_] for type_, tally in self.partial.items()},
            self.introduces + other.introduces,
            self.results + other.results,
            self.papers_right + other.papers_right,
        )

    @property
    def main_types(self) -> Tally:
        """Methods, models, hardware and metrics together."""
        return sum((self.entities[type_] for type_ in _MAIN_TYPES), NONE)

    @property
    def all_types(self) -> Tally:
        """Entities of every type together."""
        return sum(self.entities.values(), NONE)


@dataclass(frozen=True)
class Evaluation:
    """The figures over all gold papers, what differs in the order of the gold, and the papers without a record."""

    papers: int
    unmatched: tuple[GoldPaper, ...]
    figures: Figures
    differences: tuple[Difference, ...]


def evaluate(gold: Iterable[GoldPaper], records: Iterable[Extraction]) -> Evaluation:
    """Compare each gold paper with the record of its title; one without a record counts as missed in all it has.

    Records without a gold paper are passed over. Raises InputError where the gold names what the text does not hold.
    """
    by_title = {title_key(record.title): record for record in records}
    figures = Figures()
    differences: list[Difference] = []
    unmatched = []
    count = 0
    for count, paper in enumerate(gold, 1):  # noqa: B007 - the count is returned
        record = by_title.get(title_key(paper.title))
        if record is None:
            unmatched.append(paper)
        else:
            check_against_text(paper, record)
        judged, differing = _judge(paper, record or Extraction("", paper.title, "", (), (), (), ()))
        figures += judged
        differences += differing
    return Evaluation(count, tuple(unmatched), figures, tuple(differences))


def _judge(paper: GoldPaper, record: Extraction) -> tuple[Figures, list[Difference]]:
    strict: dict[EntityType, Tally] = {}
    partial: dict[EntityType, Tally] = {}
    differences: list[Difference] = []
    for type_ in ENTITY_TYPES:
        strict[type_], partial[type_], differing = _judge_type(type_, paper, record)
        differences += differing
    introduces, differing = _judge_introduced(paper, record)
    results, missing, extra = judge_results(paper.results, record.results)
    differences += [*differing, *of_results(paper.title, missing, extra)]
    right = (
        all(strict[type_].exact for type_ in _MUST_BE_EXACT)
        and introduces.hits == introduces.gold
        and results.strict.exact
    )
    return Figures(strict, partial, introduces, results, int(right)), differences


def _judge_type(type_: EntityType, paper: GoldPaper, record: Extraction) -> tuple[Tally, Tally, list[Difference]]:
    wanted = [entity.names for entity in paper.entities if entity.type == type_]
    found = [entity for entity in record.entities if entity.type == type_]
    gold_names, found_names, free = [_folded(names) for names in wanted], [_names(e) for e in found], free_words(type_)
    strict = pair_names(gold_names, found_names, free=free)
    partial = pair_names(gold_names, found_names, free=free, partial=True)
    return strict.tally, partial.tally, _differing(type_, paper, wanted, found, strict)


def _judge_introduced(paper: GoldPaper, record: Extraction) -> tuple[Tally, list[Difference]]:
    by_key = {entity.key: entity for entity in record.entities}
    found = [by_key[key] for key in record.introduces if key in by_key]
    pairing = pair_names([_folded(names) for names in paper.introduces], [_names(entity) for entity in found])
    tally = Tally(pairing.tally.hits, len(paper.introduces), len(record.introduces))
    return tally, _differing("introduces", paper, paper.introduces, found, pairing)


def _differing(
    kind: str, paper: GoldPaper, wanted: Iterable[tuple[str, ...]], found: list[Entity], pairing: Pairing
) -> list[Difference]:
    gold = list(wanted)
    return [
        *of_names(kind, paper.title, (gold[position] for position in pairing.missing)),
        *of_entities(kind, paper.title, (found[position] for position in pairing.extra)),
    ]


def _names(entity: Entity) -> frozenset[str]:
    return _folded([mention.text for mention in entity.mentions] or [entity.name])


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, names)) - {""}
