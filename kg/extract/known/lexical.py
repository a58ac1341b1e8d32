"""What spaCy says of single words, said without spaCy: loading it takes longer than reading a paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = ["FLAGS"]

_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion"
    " quadrillion quintillion sextillion septillion octillion nonillion decillion gajillion bazillion"
    " first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth"
    " ninetieth hundredth thousandth millionth billionth trillionth quadrillionth quintillionth sextillionth"
    " septillionth octillionth nonillionth decillionth gajillionth bazillionth".split()
)


def _like_num(word: str) -> bool:
    """Digits with signs, commas and points, a fraction, or an English number in words or as `7th`."""
    plain = word[1:] if word.startswith(("+", "-", "±", "~")) else word
    plain = plain.replace(",", "").replace(".", "")
    over, slash, under = plain.partition("/")
    lower = plain.lower()
    return (
        plain.isdigit()
        or (bool(slash) and over.isdigit() and under.isdigit())
        or lower in _NUMBERS
        or (lower.endswith(("st", "nd", "rd", "th")) and lower[:-2].isdigit())
    )


FLAGS: Mapping[str, Callable[[str], bool]] = {
    "IS_ALPHA": str.isalpha,
    "IS_ASCII": str.isascii,
    "IS_DIGIT": str.isdigit,
    "IS_LOWER": str.islower,
    "IS_TITLE": str.istitle,
    "IS_UPPER": str.isupper,
    "LIKE_NUM": _like_num,
}
