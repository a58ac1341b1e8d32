"""Where a number was measured: its hardware, model, dataset and task."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.results.parts import Claim, Named
from kg.extract.results.slots.coined import UNKNOWN
from kg.extract.results.slots.scene import Line, Scene, Slot, Spot
from kg.model import BoundBy, EntityType

__all__ = ["WEIGHTS", "setting"]

_REACH = 60
# What speaks for a name as the setting of a number, and against it. The best sum above 0 wins.
WEIGHTS = {
    "in brackets right after": 9.0,  # "1.4x (GPT-2)"
    "in the number's own unit": 9.0,  # "12 A100 hours"
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
    "a list goes on": -4.0,  # "8K, and ResNet-50 to 32K"
    "only a class": -1.0,  # "LLMs", "GPUs"
    "hardware of a score": -1.0,
    "each token between": -0.02,
}
_PREPOSITIONS = "iohf"
_LINKED = re.compile(
    r"-(?:based|like|style|only|accelerated|friendly|aware|specific|free)\b|[ -](?:evaluat\w+|judge\w*|tokenizer)\b"
)
_MACHINE_TIME = re.compile(
    r"(?<![\d.])\b((?:NVIDIA )?[A-Z]+[a-z]*\d\w*(?: [GT]PU)?)[ -](?:[GT]PU[ -])?(?:hours?|days?|weeks?|years?)\b"
)
_NEIGHBOUR = re.compile(
    r"\b(?:[Oo]n|[Ff]or|[Uu]sing|[Ww]ith|[Ii]n|[Aa]cross|[Oo]ver|[Tt]o|[Oo]f)\s+(?:[\w-]+\s+){0,4}$"
)


def setting(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> Slot | None:
    """The hardware, model, dataset or task of a number, by the first binder that knows one."""
    for binder in (in_unit, in_metric_name, kth_of_list, best_of_sentence, sentence_before, whole_paper):
        found = binder(scene, line, claim, kind)
        if found is not None:
            return found
    return None


def in_unit(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> Slot | None:
    """ "199 A100 GPU days": the machine whose time is counted."""
    if kind != "Hardware" or claim.quantity.kind == "factor":
        return None
    match = _MACHINE_TIME.search(scene.text, claim.quantity.start, claim.quantity.end)
    if match is None:
        return None
    name = match.group(1)
    key = next((n.key for n in scene.names if n.type == "Hardware" and n.text == name), UNKNOWN)
    return Slot(name, key, match.start(1), match.end(1), "clause")


def in_metric_name(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> Slot | None:
    """ "COCO mAP": a dataset of the paper that the name of the measure begins with."""
    word = claim.metric
    if kind != "Dataset" or word is None:
        return None
    known = scene.datasets.get(scene.text[word.start : word.end].split(" ")[0])
    return Slot(known.text, known.key, word.start, word.start + len(known.text), "clause") if known else None


def kth_of_list(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> Slot | None:
    """ "93%, 70% and 67% on A, B and C": as many names in a row as numbers, after them or before."""
    if claim.count < 2:
        return None
    for run in (_run_after(scene, line, claim, kind), _run_before(scene, line, claim, kind)):
        if len(run) == claim.count:
            return _slot(run[claim.index].name, "list")
    return None


def _run_after(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> list[Spot]:
    names = (s for s in line.between(claim.token, claim.token + _REACH) if _fits(scene, s, kind))
    return [s for s in names if "Q" not in line.tags[claim.token + 1 : s.at]]


def _run_before(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> list[Spot]:
    run: list[Spot] = []
    for spot in reversed(line.between(max(0, claim.token - _REACH), claim.token)):
        if run and line.tags[spot.at + 1 : run[-1].at].strip("&,w"):
            break
        if _fits(scene, spot, kind):
            run.append(spot)
        elif run:
            break
    return run[::-1]


def best_of_sentence(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> Slot | None:
    """The name of the sentence for which most speaks."""
    first, last = max(0, claim.token - _REACH), claim.token + _REACH
    spots = [s for s in line.between(first, last) if _fits(scene, s, kind)]
    scored = [(sum(weights(line, claim, spot)), -abs(spot.at - claim.token), spot) for spot in spots]
    best = max(scored, key=lambda row: row[:2], default=None)
    if best is None or best[0] <= 0:
        return None
    spot = best[2]
    between = line.tags[min(spot.at, claim.token) : max(spot.at, claim.token)]
    return _slot(spot.name, "sentence" if ";" in between else "clause")


def weights(line: Line, claim: Claim, spot: Spot) -> Iterator[float]:
    """What speaks for and against a name, each by its weight."""
    at = claim.token
    between = line.tags[min(at, spot.at) + 1 : max(at, spot.at)]
    yield WEIGHTS[_place(line, claim, spot)]
    yield WEIGHTS["past the next number" if spot.at > at else "past the number before"] * min(between.count("Q"), 2)
    stops = [t for t in line.tokens[min(at, spot.at) + 1 : max(at, spot.at)] if t.tag == ";"]
    yield WEIGHTS["past a stop"] * min(len(stops), 2)
    semicolon = WEIGHTS["past the next semicolon" if spot.at > at else "past the semicolon before"]
    yield semicolon * any(t.low == ";" for t in stops)
    if between[-1:] == "&" and "N" not in between and spot.at > at:
        yield WEIGHTS["a list goes on"]
    if _is_class(spot.name):
        yield WEIGHTS["only a class"]
    if spot.name.type == "Hardware" and claim.cue is not None and claim.cue.quality:
        yield WEIGHTS["hardware of a score"]
    yield WEIGHTS["each token between"] * len(between)


def _place(line: Line, claim: Claim, spot: Spot) -> str:
    at = claim.token
    if claim.quantity.start <= spot.name.start < claim.quantity.end:
        return "in the number's own unit"
    if spot.at > at:
        if line.tags[at + 1 : spot.at] == "(":
            return "in brackets right after"
        return "after, by a preposition" if spot.letter and spot.letter in _PREPOSITIONS else "after"
    if spot.letter and spot.letter in _PREPOSITIONS:
        return "before, in front" if spot.governor <= 2 else "before, by a preposition"
    return "before"


def sentence_before(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> Slot | None:
    """ "We run it on one A100. It reaches 2x." """
    before = scene.sentence_before(claim.start)
    quality = claim.cue is not None and claim.cue.quality
    if (
        before is None
        or kind not in ("Hardware", "Dataset")
        or (kind == "Hardware" and quality)
        or (kind == "Dataset" and not quality)
    ):
        return None
    names = [n for n in scene.within(*before) if n.type == kind and not n.introduced and not _is_class(n)]
    names = [n for n in names if _NEIGHBOUR.search(scene.text, max(before[0], n.start - 60), n.start)]
    if len({n.key for n in names}) != 1:
        return None
    return _slot(names[-1], "neighbour")


def whole_paper(scene: Scene, line: Line, claim: Claim, kind: EntityType) -> Slot | None:
    """The dataset that a paper is about, or the one it names, is what its scores were measured on."""
    if kind != "Dataset" or claim.cue is None or not claim.cue.quality:
        return None
    names = [n for n in scene.names if n.type == "Dataset"]
    own = [n for n in names if claim.sense == "value" and n.key in scene.introduced[:1]]
    return _slot((own or names)[0], "paper") if own or len({n.key for n in names}) == 1 else None


def _fits(scene: Scene, spot: Spot, kind: EntityType) -> bool:
    name = spot.name
    if name.type != kind or spot.is_rival or (name.introduced and kind != "Dataset"):
        return False
    return not _LINKED.match(scene.text, name.end)


def _is_class(name: Named) -> bool:
    """ "LLMs", "neural networks", "GPU memory": a class of things, not one."""
    words = name.text.split()
    return all(word.islower() or (word.rstrip("s").isupper() and len(word) <= 5) for word in words) or (
        words[-1] in ("models", "networks", "Transformers") and not any(c.isdigit() for c in name.text)
    )


def _slot(name: Named, by: BoundBy) -> Slot:
    return Slot(name.text, name.key, name.start, name.end, by)
