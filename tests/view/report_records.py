"""Records for the tests of figures and of the report: of every figure something, and of nothing too much."""

from __future__ import annotations

import msgspec
from records import A100, AMPERE, GPU, PaperBuilder, rival_records, sample_records
from view.graphs import HOSTILE

from kg.model import Extraction, Normal, Source

ON_A_PAGE = 15
HOSTILE_PAGES = range(-(-len(HOSTILE) // ON_A_PAGE))

KV_CACHE = ("Method", "method-kv-cache", "KV cache", ["KV cache"])


def _serving(name: str, factor: float, qualifier: str | None = None) -> PaperBuilder:
    """A paper that compares its throughput with vLLM on one A100, so that such papers compare with each other."""
    number = f"{qualifier or ''} {factor:g}x higher throughput".strip()
    builder = PaperBuilder(f"{name}: A KV cache on One Device", f"{name} has {number} than vLLM on an A100.")
    return (
        builder.entity(*KV_CACHE)
        .entity("Hardware", A100.key, A100.name, ["A100"], broader=(AMPERE, GPU), facts=A100.facts)
        .entity("Software", "software-vllm", "vLLM", ["vLLM"])
        .result(number, "throughput", factor, "x", "gain", qualifier=qualifier, subject=name,
                baseline="vLLM", baseline_key="software-vllm", hardware="A100", hardware_key=A100.key,
                normal=Normal(factor, None, "x"), confidence=0.94)
    )  # fmt: skip


def tradeoff() -> Extraction:
    """Speed and quality: in one sentence, in two, of another system, and read too doubtfully."""
    text = (
        "Sparrow is 3x faster at a loss of 1.5% accuracy. It needs 40% less memory. "
        "Accuracy rises by 2 points elsewhere. Falcon loses 9% accuracy. Its F1 falls by 7%. It is 20% slower on disk."
    )
    subject = {"subject": "Sparrow", "subject_key": "method-sparrow"}
    return (
        PaperBuilder("Sparrow: Fast and Nearly Right", text)
        .entity("Method", "method-sparrow", "Sparrow", ["Sparrow", ("Sparrow", 1)], introduced=True)
        .result("3x faster", "speedup", 3, "x", "gain", **subject, normal=Normal(3, None, "x"), confidence=0.96)
        .result("1.5% accuracy", "accuracy", 1.5, "%", "loss", **subject, confidence=0.96)
        .result("40% less memory", "memory", 40, "%", "cut", **subject, better="lower",
                normal=Normal(1.666666667, None, "x"), confidence=0.9)
        .result("Accuracy rises by 2 points", "accuracy", 2, "points", "gain", **subject, confidence=0.9)
        .result("loses 9% accuracy", "accuracy", 9, "%", "loss", subject="Falcon", confidence=0.96)
        .result("F1 falls by 7%", "f1", 7, "%", "loss", confidence=0.68)
        .result("20% slower", "speedup", 20, "%", "loss", **subject, normal=Normal(0.8, None, "x"), confidence=0.9)
        .record()
    )  # fmt: skip


def figure_records() -> list[Extraction]:
    """Papers with something for every figure: comparable results, ranges, bounds, doubts, gaps, families."""
    doubtful = _with_confidence(_serving("Shrike", 90).record(), 0.4)
    many = [
        PaperBuilder(f"Note {number} on Pruning", "Pruning is looked at once more.")
        .entity("Method", "method-pruning", "pruning", ["Pruning"])
        .record()
        for number in range(4)
    ]
    serving = [_serving("Heron", 2.5, "up to").record(), _serving("Egret", 1.4).record(), doubtful]
    return [*sample_records(), *rival_records(), *serving, tradeoff(), *many]


def _with_confidence(record: Extraction, confidence: float) -> Extraction:
    results = tuple(msgspec.structs.replace(result, confidence=confidence) for result in record.results)
    return msgspec.structs.replace(record, results=results)


def hostile_records(page: int = 0) -> list[Extraction]:
    """Titles, texts, names, keys and slots that try to be more than text; each also as hardware and as a baseline.

    So many as a figure shows; the others stand on further pages.
    """
    return [_hostile(number, HOSTILE[number]) for number in range(len(HOSTILE))[page * ON_A_PAGE :][:ON_A_PAGE]]


def key_of_hostile(number: int) -> str:
    """The key of the hardware that is called by a hostile string."""
    return f"hardware-{number}-{HOSTILE[number]}"[:300]


def _hostile(number: int, text: str) -> Extraction:
    key = key_of_hostile(number)
    builder = PaperBuilder(
        f"{text} {number}", f"Before. Here {text} is 2x faster with pruning. After.", Source(text, 1)
    )
    builder.entity("Hardware", key, text, [(text, 0)], rule=text)
    builder.entity("Method", "method-pruning", "pruning", ["pruning"])
    return builder.result(
        "2x faster", "speedup", 2 + number, "x", "gain", subject=text, baseline=text, baseline_key=key, hardware=text,
        hardware_key=key, model=text, dataset=text, task=text, normal=Normal(2 + number, None, "x"), rule=text,
    ).record()  # fmt: skip
