"""What a number is compared with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.results.parts import Claim, Named
from kg.extract.results.slots.coined import UNKNOWN
from kg.extract.results.slots.pairs import Contest
from kg.extract.results.slots.scene import RIVALS, Line, Scene, Slot, Spot
from kg.model import BoundBy

__all__ = ["baseline"]

_REACH = 60  # tokens looked at on each side of a number: what stands farther off is not about it
_NAME_REACH = 12
_PHRASE_REACH = 6
_ANYONES = ("existing", "state-of-the-art", "state-of-art", "prior", "previous", "sota", "soa", "current", "widely")
_DETERMINERS = frozenset("the a an its their our any all each both those that these this one".split())
_VAGUE_KINDS = frozenset(
    "existing previous prior current recent other best strong stronger strongest original same most leading popular "
    "representative competitive comparable state-of-the-art state-of-art sota soa widely used known reported several "
    "many two three four five various respective corresponding latest earlier similar alternative only".split()
)
_TECHNIQUE = re.compile(r"(?:ing|tion|sion|compute|precision|cache|search|attention)$")
_VAGUE_HEADS = frozenset(
    "baseline baselines method methods approach approaches system systems solution solutions technique techniques work "
    "works model models counterpart counterparts version versions implementation implementations setup setting settings "
    "algorithm algorithms framework frameworks ones others that those it them alternative alternatives competitor "
    "competitors result results practice design designs scheme schemes strategy strategies variant variants network "
    "networks kernel kernels architecture architectures training inference performance researchers scores engine engines".split()
)
_NO_RIVALS = frozenset(
    "time course years months days hours period epochs iterations steps seconds minutes length range number all what "
    "when expected previously thought random it tasks datasets benchmarks samples matrices cases".split()
)
_HEADS = re.compile(
    r"\W+(?:\w+[ -]){0,2}?(?:baselines|solutions|systems|methods|approaches|techniques|frameworks|algorithms|works|counterparts)\b"
)
_THE_BASELINES = re.compile(
    r"\b(?:the|these|those|all|both) (?:\w+ )?(?:baselines?|competitors|others|former|latter)\b"
)
_COMPARED_BEFORE = re.compile(
    r"\b(?:[Cc]ompare[ds]?\b.*?\b(?:with|to|against)|[Uu]nlike|[Rr]elative to|[Vv]ersus|[Oo]utperform\w*|[Bb]aselines?\b.*?(?:namely|such as|including))\s"
)


def baseline(scene: Scene, line: Line, claim: Claim, pair: Contest | None) -> Slot | None:
    """What a number is compared with, by the first binder that names one."""
    if pair and pair.is_others:
        return None
    if pair and pair.other:
        return _stretch(scene, [pair.other.name], "clause")
    for binder in (after_number, before_number, bettered, other_clause, sentence_before):
        found = binder(scene, line, claim)
        if found is not None:
            return found if found.text else None
    return None


_NOBODY = Slot("", "", 0, 0, "clause")  # a comparison with nobody named: the search ends


def after_number(scene: Scene, line: Line, claim: Claim) -> Slot | None:
    """ "2x faster than vLLM": the first word of comparison after the number."""
    tags = line.tags
    by: BoundBy = "clause"
    for i in range(claim.token + 1, min(claim.token + _REACH, len(tags))):
        if tags[i] == ";":
            if line.tokens[i].cue is None:
                return None
            by = "sentence"
        elif tags[i] in "cvB" and not (tags[i] == "B" and by == "sentence"):
            found = compared(scene, line, i)
            if found is not None:
                return _NOBODY if _is_anothers(line, claim, i) else _listed(scene, claim, found, by)
    return None


def _is_anothers(line: Line, claim: Claim, word: int) -> bool:
    """ "draws 38 W, 5.6x less than a T4": the plain value is not what is compared."""
    if claim.sense != "value" or claim.quantity.kind == "factor":
        return False
    later = [t for t in line.tokens[claim.token + 1 : word] if t.tag == "Q"]
    return any(t.quantities[0].kind == "factor" for t in later)


def before_number(scene: Scene, line: Line, claim: Claim) -> Slot | None:
    """ "outperforms Orca by 2x", "compared to Orca, it is 2x faster"."""
    tags = line.tags
    by: BoundBy = "clause"
    for i in range(claim.token - 1, max(claim.token - _REACH, -1), -1):
        if tags[i] == ";":
            if line.tokens[i].cue is None:
                return None
            by = "sentence"
        elif tags[i] in "cvB":
            found = compared(scene, line, i)
            if found is not None:
                return _listed(scene, claim, [name for name in found if name.end <= claim.quantity.start], by)
    return None


def bettered(scene: Scene, line: Line, claim: Claim) -> Slot | None:
    """ "cuts Adam's memory by 50%", "lowers the footprint of self-forcing by 10x": what is bettered is the rival."""
    at, tags = claim.token, line.tags
    if claim.change is None or tags[at - 1 : at] != "b":
        return None
    first = next((i for i in range(at - 1, max(at - 12, -1), -1) if line.tokens[i] is claim.change), -1)
    for spot in line.between(first + 1, at) if first >= 0 else ():
        own = scene.text[spot.name.end : spot.name.end + 2] in ("'s", "\u2019s") or tags[spot.at - 1] == "o"
        own = own or (spot.at == first + 1 and tags[first] in "UVF")
        if own and spot.name.type in ("Method", "Software") and not spot.name.introduced and spot.linked:
            return _stretch(scene, [spot.name], "clause")
    return None


def other_clause(scene: Scene, line: Line, claim: Claim) -> Slot | None:
    """ "A reaches 156 TFLOPS, while B reaches 45": the one that acts in the other clause has a number of this kind."""
    if claim.sense != "value":
        return None
    at, tags = claim.token, line.tags
    stop = tags.find(";", at + 1, at + _REACH)
    if stop < 0:
        return None
    second = tags.find("Q", stop)
    if second < 0 or line.tokens[second].quantities[0].kind != claim.quantity.kind:
        return None
    rivals = [s for s in line.between(stop + 1, min(second, stop + 4)) if _can_be(scene, s)]
    return _stretch(scene, [rivals[0].name], "sentence") if rivals else None


def sentence_before(scene: Scene, line: Line, claim: Claim) -> Slot | None:
    """ "We compare it with Orca. It is 2x faster than the baselines." """
    before = scene.sentence_before(claim.start)
    here = scene.text[line.tokens[0].start : line.tokens[-1].end]
    if before is None or not _THE_BASELINES.search(here):
        return None
    match = None
    for match in _COMPARED_BEFORE.finditer(scene.text, *before):
        pass
    if match is None:
        return None
    names = [n for n in scene.within(match.end(), before[1]) if n.type in RIVALS and not n.introduced]
    names = [n for n in names[:1] if n.start - match.end() < 40] and _joined(scene.text, names)
    return _stretch(scene, names, "neighbour") if names else None


def _joined(text: str, names: Sequence[Named]) -> list[Named]:
    """The names that follow the first in one list."""
    kept = list(names[:1])
    for name in names[1:]:
        if not re.fullmatch(r"[\s,/]*(?:and|or)?[\s,/]*", text[kept[-1].end : name.start]):
            break
        kept.append(name)
    return kept


def compared(scene: Scene, line: Line, word: int) -> list[Named] | None:
    """The rivals after a word of comparison: one, or several in a list; none where it compares with anyone's work.

    None where the word compares with nothing ("over time")."""
    spots = _spots_after(scene, line, word)
    if spots:
        return [] if any(_is_anyones(scene.text, spot.name) for spot in spots[:1]) else [s.name for s in spots]
    return phrase_after(scene.text, line, word)


def _spots_after(scene: Scene, line: Line, word: int) -> list[Spot]:
    found: list[Spot] = []
    for spot in line.between(word + 1, word + 1 + _NAME_REACH):
        if not (spot.governor == word or _near(scene.text, line, word, spot)) or _parted(line, found, spot):
            break
        if found and spot.name.introduced:
            break  # "compared to Orca, our Swift is faster"
        if spot.name.type in RIVALS and (spot.governor == word or spot.name.type != "Hardware"):
            found.append(spot)
    return found


def phrase_after(text: str, line: Line, word: int) -> list[Named] | None:
    """ "over regular decoding", "than the FP model": a plain phrase that names a technique; [] for "existing methods"."""
    last = word
    while last + 1 < min(word + 1 + _PHRASE_REACH, len(line.tags)) and line.tags[last + 1] in "wN":
        last += 1
    words = [token for token in line.tokens[word + 1 : last + 1] if token.low not in _DETERMINERS]
    lows = [text[token.start : token.end].lower() for token in words]
    if not words or any(low in _NO_RIVALS for low in lows):
        return None
    if lows[-1] in _VAGUE_HEADS or any(low in _VAGUE_KINDS for low in lows):
        return []
    if len(words) == 1 or not _TECHNIQUE.search(lows[-1]):
        return None
    start, end = words[0].start, words[-1].end
    return [Named(start, end, text[start:end], "Method", UNKNOWN)]


def _near(text: str, line: Line, word: int, spot: Spot) -> bool:
    """Does nothing but words and prepositions stand between the two?"""
    between = line.tags[word + 1 : spot.at]
    if len(between) >= _PHRASE_REACH or any(letter in "Q;cbMB,&" for letter in between):
        return False
    if "i" not in between:
        return True
    link = line.tokens[word + 1 + between.index("i")]
    return not spot.name.text.islower() and text[link.start : link.end].lower() in ("in", "using", "via")


def _parted(line: Line, found: Sequence[Spot], spot: Spot) -> bool:
    """Does more than a comma, an "and" or a bracket part a name from the list so far?"""
    return bool(found) and any(letter not in "&,()w" for letter in line.tags[found[-1].at + 1 : spot.at])


def _can_be(scene: Scene, spot: Spot) -> bool:
    return spot.name.type in RIVALS and not _is_anyones(scene.text, spot.name)


def _is_anyones(text: str, name: Named) -> bool:
    """ "existing offloading systems", "state-of-the-art LLMs" name no rival."""
    before = text[max(0, name.start - 24) : name.start].lower()
    is_class = name.text.islower() or (name.text.endswith("s") and not name.text[1:2].islower())
    is_class = is_class or (name.text.isupper() and name.text.isalpha() and len(name.text) <= 4)
    of_anyone, many = any(word in before for word in _ANYONES), bool(_HEADS.match(text, name.end))
    return (of_anyone and many) or (is_class and (of_anyone or many))


def _listed(scene: Scene, claim: Claim, found: Sequence[Named], by: BoundBy) -> Slot:
    """The k-th rival of as many as there are numbers, else all of them as one stretch."""
    if claim.count > 1 and len(found) == claim.count:
        return _stretch(scene, [found[claim.index]], "list")
    return _stretch(scene, found, by) if found else _NOBODY


def _stretch(scene: Scene, names: Sequence[Named], by: BoundBy) -> Slot:
    start, end = names[0].start, names[-1].end
    return Slot(scene.text[start:end], names[0].key, start, end, by)
