"""Where a number was measured: its hardware, model, dataset and task."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.results.parts import Named
from kg.extract.results.slots.coined import UNKNOWN
from kg.extract.results.slots.line import Spot
from kg.extract.results.slots.scene import Case, Slot, slot
from kg.model import EntityType

__all__ = ["WEIGHTS", "setting"]

_REACH = 60
_TEXT_REACH = 600
_SHORT_CLASS = 5  # letters of "LLMs", "GPU"
# What speaks for a name as the setting of a number, and against it. The best sum above 0 wins.
WEIGHTS = {
    "in brackets right after": 9.0,  # "1.4x (GPT-2)"
    "after, by a preposition": 6.0,  # "2x on an A100"
    "after": 3.0,
    "before, in front": 4.5,  # "On an A100, it is 2x faster"
    "before, by a preposition": 4.0,
    "before": 4.0,
    "past the next number": -2.5,
    "past the number before": -0.25,
    "past a stop": -0.5,
    "past the next semicolon": -4.0,
    "past the semicolon before": -2.0,
    "opens another clause": -6.0,  # "2x, whereas on an A100 it is 3x"
    "a list goes on": -4.0,  # "8K, and ResNet-50 to 32K"
    "only a class": -1.0,  # "LLMs", "GPUs"
    "a very wide class": -3.0,  # "LLMs" again
    "hardware of a score": -1.0,
    "memory or a link": -4.0,  # "RAM", "Ethernet": part of a machine
    "hardware of a size": -5.0,  # parameters and operations are the same on any machine
    "each token between": -0.02,
}
_CONTRASTS = frozenset(("whereas", "while", "but"))
_SIZES = frozenset(("parameters", "flops"))
_MOST = 2  # numbers and stops that count
_PREPOSITIONS = ("i", "o", "h", "f")
_MACHINE_TIME = re.compile(
    r"(?<![\d.])\b((?:NVIDIA )?[A-Z]+[a-z]*\d\w*(?: [GT]PU)?)[ -](?:[GT]PU[ -])?(?:hours?|days?|weeks?|years?)\b"
)
_PLACED = re.compile(r"\b(?:[Oo]n|[Ff]or|[Uu]sing|[Ww]ith|[Ii]n|[Aa]cross|[Oo]ver|[Tt]o|[Oo]f)\s+(?:[\w-]+\s+){0,4}$")
_WORKED_ON = re.compile(
    r"(?<!ompared )(?<!comparison )\b(?:[Oo]n|[Ff]or|[Uu]sing|[Ww]ith|[Aa]cross"
    r"|(?:[Tt]rain|[Tt]un|[Pp]run|[Cc]ompress|[Qq]uantiz|[Ss]erv|[Ss]cal)\w+)"
    r"\s+(?:[\w-]+\s+){0,2}$"
)


def setting(case: Case, kind: EntityType) -> Slot | None:
    """The hardware, model, dataset or task of a number, by the first binder that knows one."""
    for binder in (in_unit, in_metric_name, kth_of_list, unknown_place, best_of_sentence, sentence_before, whole_paper):
        found = binder(case, kind)
        if found is not None:
            return found
    return None


def in_unit(case: Case, kind: EntityType) -> Slot | None:
    """ "199 A100 GPU days": the machine whose time is counted."""
    quantity = case.claim.quantity
    if kind != "Hardware" or quantity.kind == "factor":
        return None
    match = _MACHINE_TIME.search(case.scene.text, quantity.start, quantity.end)
    if match is None:
        return None
    known = case.scene.hardware.get(match.group(1))
    return Slot(match.group(1), known.key if known else UNKNOWN, match.start(1), match.end(1), "clause")


def in_metric_name(case: Case, kind: EntityType) -> Slot | None:
    """ "COCO mAP": a dataset of the paper that the name of the measure begins with."""
    word = case.claim.metric
    if kind != "Dataset" or word is None:
        return None
    known = case.scene.datasets.get(case.scene.text[word.start : word.end].partition(" ")[0])
    return Slot(known.text, known.key, word.start, word.start + len(known.text), "clause") if known else None


def kth_of_list(case: Case, kind: EntityType) -> Slot | None:
    """ "93%, 70% and 67% on A, B and C": as many names in a row as numbers, after them or before."""
    claim = case.claim
    if claim.count > 1:
        for run in (_run_after(case, kind), _run_before(case, kind)):
            if len(run) == claim.count:
                return slot(run[claim.index].name, "list")
    return None


def unknown_place(case: Case, kind: EntityType) -> Slot | None:
    """ "41.8% on GQA": right after a score, a name that no rule of entities knows is the dataset."""
    on = case.at + 1 + (case.line.tags[case.at + 1 : case.at + 2] == "M")
    is_score = _is_score(case) and case.claim.quantity.kind != "factor"
    if kind != "Dataset" or not is_score or case.word(on) != "on":
        return None
    spots = [spot for spot in case.line.between(on + 1, on + 3) if spot.governor == on]
    return slot(spots[0].name, "clause") if spots and spots[0].name.key == UNKNOWN else None


def best_of_sentence(case: Case, kind: EntityType) -> Slot | None:
    """The name of the sentence for which most speaks; of two the nearer."""
    spots = [s for s in case.line.between(max(0, case.at - _REACH), case.at + _REACH) if _fits(case, s, kind)]
    if not spots:
        return None
    sums = {spot: sum(weights(case, spot)) for spot in spots}
    best = max(spots, key=lambda spot: (sums[spot], -abs(spot.at - case.at)))
    if sums[best] <= 0:
        return None
    between = case.line.tags[min(best.at, case.at) : max(best.at, case.at)]
    return slot(best.name, "sentence" if ";" in between else "clause")


def sentence_before(case: Case, kind: EntityType) -> Slot | None:
    """ "We run it on one A100. It reaches 2x.": the one machine of a speed, the one dataset of a score."""
    before = case.scene.sentence_before(case.claim.start)
    if before is None or kind not in ("Model", "Dataset" if _is_score(case) else "Hardware"):
        return None
    names = case.scene.within(max(before[0], before[1] - _TEXT_REACH), before[1])
    names = [n for n in names if n.type == kind and not n.introduced and not _is_class(n)]
    if kind == "Model":
        if case.claim.sense != "value" and not _is_score(case):
            return None
        names = [
            n for n in names if any(c.isdigit() for c in n.text) and not case.words.glued.match(case.scene.text, n.end)
        ]
    placed = _WORKED_ON if kind == "Model" else _PLACED
    names = [n for n in names if placed.search(case.scene.text, max(before[0], n.start - 60), n.start)]
    return slot(names[-1], "neighbour") if len({n.key for n in names}) == 1 else None


def whole_paper(case: Case, kind: EntityType) -> Slot | None:
    """The dataset that a paper is about, or the only one it names, is what its scores were measured on."""
    if kind != "Dataset" or not _is_score(case):
        return None
    own = case.scene.own_dataset if case.claim.sense == "value" else None
    found = own or case.scene.only_dataset
    return slot(found, "paper") if found else None


def weights(case: Case, spot: Spot) -> Iterator[float]:
    """What speaks for and against a name, each by its weight."""
    at, is_after = case.at, spot.at > case.at
    first, last = min(at, spot.at) + 1, max(at, spot.at)
    between = case.line.tags[first:last]
    yield WEIGHTS[_place(case, spot)]
    yield WEIGHTS["past the next number" if is_after else "past the number before"] * min(between.count("Q"), _MOST)
    yield WEIGHTS["past a stop"] * min(between.count(";"), _MOST)
    if any(token.low == ";" for token in case.line.tokens[first:last]):
        yield WEIGHTS["past the next semicolon" if is_after else "past the semicolon before"]
    if is_after and case.word(spot.governor - 1) in _CONTRASTS:
        yield WEIGHTS["opens another clause"]
    if is_after and between.endswith("&") and "N" not in between:
        yield WEIGHTS["a list goes on"]
    if _is_class(spot.name):
        yield WEIGHTS["only a class"]
    if spot.name.text.lower() in case.words.wide_models:
        yield WEIGHTS["a very wide class"]
    if spot.name.type == "Hardware" and _is_score(case):
        yield WEIGHTS["hardware of a score"]
    if spot.name.type == "Hardware" and not case.words.parts.isdisjoint(
        spot.name.text.lower().replace("-", " ").split()
    ):
        yield WEIGHTS["memory or a link"]
    if spot.name.type == "Hardware" and case.claim.key in _SIZES:
        yield WEIGHTS["hardware of a size"]
    yield WEIGHTS["each token between"] * len(between)


def _place(case: Case, spot: Spot) -> str:
    is_placed = spot.letter in _PREPOSITIONS
    if spot.at < case.at:
        return ("before, in front" if spot.governor <= 2 else "before, by a preposition") if is_placed else "before"
    if case.line.tags[case.at + 1 : spot.at] == "(":
        return "in brackets right after"
    return "after, by a preposition" if is_placed else "after"


def _run_after(case: Case, kind: EntityType) -> list[Spot]:
    """The names of a kind from the number to the next one."""
    stop = case.line.tags.find("Q", case.at + 1, case.at + _REACH)
    spots = case.line.between(case.at, stop if stop >= 0 else case.at + _REACH)
    return [spot for spot in spots if _fits(case, spot, kind)]


def _run_before(case: Case, kind: EntityType) -> list[Spot]:
    """The last list of names of a kind before the number."""
    run: list[Spot] = []
    for spot in reversed(case.line.between(max(0, case.at - _REACH), case.at)):
        fits = _fits(case, spot, kind)
        if run and (not fits or case.line.tags[spot.at + 1 : run[-1].at].strip("&,w")):
            break
        run += [spot] if fits else []
    return run[::-1]


def _fits(case: Case, spot: Spot, kind: EntityType) -> bool:
    name = spot.name
    if name.type != kind or spot.is_rival or (name.introduced and kind != "Dataset"):
        return False
    if case.is_taken(name):
        return False
    return not case.words.glued.match(case.scene.text, name.end)


def _is_score(case: Case) -> bool:
    return case.claim.cue is not None and case.claim.cue.quality


def _is_class(name: Named) -> bool:
    """ "LLMs", "neural networks", "GPU memory": a class of things, not one."""
    words = name.text.split()
    if words and words[-1] in ("models", "networks", "Transformers") and not any(c.isdigit() for c in name.text):
        return True
    short = [word.rstrip("s") for word in words]
    return all(word.islower() or (word.isupper() and word.isalpha() and len(word) < _SHORT_CLASS) for word in short)
