"""What a name itself says of its thing: the size and version of a model, the memory and class of a device."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Facts

__all__ = ["described_facts", "model_facts"]

_SIZE = re.compile(r"(?<![\w.])(?<!\d[xX])(\d+(?:\.\d+)?) ?([MBT])(?![A-Za-z])(?! ?(?:tokens|context))", re.IGNORECASE)
_GLUED_SIZE = re.compile(r"(?<=[a-z])[-_]?(\d+(?:\.\d+)?)([BM])(?![A-Za-z])")
_ACTIVE = re.compile(r"\bA(\d+(?:\.\d+)?)B\b")
_EXPERTS = re.compile(r"\b\d+ ?[x×] ?\d+(?:\.\d+)?[BM]\b", re.IGNORECASE)
_SCALE = {"M": 1e6, "B": 1e9, "T": 1e12}
_VERSION = re.compile(r"^[ -]?v?(\d+(?:\.\d+)?[a-z]?)(?=$|[ -])", re.IGNORECASE)
# Under these, a number in a name is a version; elsewhere it may be a depth (ResNet-50) or a width.
_VERSIONED = frozenset(
    ("language model", "large language model", "vision-language model", "multimodal model", "generative model",
     "code language model", "text-to-image model", "text-to-video model", "speech model", "foundation model",
     "object detection model")
)  # fmt: skip
_WORDS = re.compile(
    r"\b(instruct|chat|base|thinking|coder|math|turbo|lite|flash|mini|nano|pro|max|plus|opus|sonnet|haiku|fp8|fp4|int8"
    r"|int4|gptq|awq|distill|preview|vision|small|medium|large|xl|xxl|tiny|huge)\b",
    re.IGNORECASE,
)
_MEMORY = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[ -]?G(?:i?B)?\b")
_CLASSES = {
    "consumer": "consumer GPU", "gaming": "consumer GPU", "desktop": "consumer GPU", "workstation": "workstation GPU",
    "professional": "workstation GPU", "data": "data-centre GPU", "datacenter": "data-centre GPU",
    "server": "data-centre GPU", "laptop": "laptop GPU", "mobile": "mobile GPU",
}  # fmt: skip


def model_facts(name: str, wider: Sequence[str]) -> Facts | None:
    """Return the parameters, version and variant that a model's name states, or None where it states none.

    `wider` has the labels of its families, the nearest first: a version is what a name adds to the name of one of them.
    Of a mixture of experts ("8x7B") the number of parameters is left out, for experts share some.
    """
    if name == name.lower() and not re.search(r"\d", name):  # a class: the large language model
        return None
    size = None if _EXPERTS.search(name) else _SIZE.search(_ACTIVE.sub(" ", name)) or _GLUED_SIZE.search(name)
    active = _ACTIVE.search(name)
    variant = " ".join(dict.fromkeys(word[0] for word in _WORDS.finditer(name)))
    facts = Facts(
        parameters=float(size[1]) * _SCALE[size[2].upper()] if size else None,
        active_parameters=float(active[1]) * 1e9 if active else None,
        version=_version(name, wider), variant=variant or None,
    )  # fmt: skip
    return None if facts == Facts() else facts


def _version(name: str, wider: Sequence[str]) -> str | None:
    if not _VERSIONED.intersection(wider):
        return None
    for family in sorted(wider, key=len):
        if name.casefold().startswith(family.casefold()):
            rest = name[len(family) :]
            found = _VERSION.match(rest)
            if found and not _SIZE.match(rest.lstrip(" -")):
                return found[1]
    return None


def described_facts(name: str) -> Facts | None:
    """Return the memory and the class that a device without a name of its own is described by: `24GB consumer GPU`."""
    words = re.findall(r"[a-z]+", name.casefold())
    if not {"gpu", "gpus"}.intersection(words):
        return None
    memory = _MEMORY.search(name)
    device_class = next((_CLASSES[word] for word in words if word in _CLASSES), None)
    facts = Facts(memory_gb=float(memory[1]) if memory else None, device_class=device_class)
    return None if facts == Facts() else facts
