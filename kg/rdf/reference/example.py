"""One paper small enough to be shown whole: the record that the page of terms writes out in Turtle."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse, serialize

from kg.model import Bond, Concept, Entity, Extraction, Mention, Normal, Result, Source
from kg.rdf.iris import encode
from kg.rdf.prefixes import DEFAULT_BASE, PREFIXES
from kg.rdf.statements import statements

__all__ = ["EXAMPLE_TEXT", "example_turtle"]

EXAMPLE_TEXT = "Driftwood is 2.5x faster than vLLM on one A100."
_KEY = "paper-driftwood"
_SHOWN = (
    _KEY, f"{_KEY}_abstract", "hardware-nvidia-a100", f"{_KEY}_mention-3", f"{_KEY}_mention-3_target",
    f"{_KEY}_mention-3_target_position", f"{_KEY}_mention-3_target_quote", "result-driftwood-1",
    "result-driftwood-1_quantity", "result-driftwood-1_bond-2",
)  # fmt: skip


def example_turtle() -> str:
    """Return the paper, a concept, a mention and a result with one of its bonds, prefixes left out."""
    lines = list(statements([_record()]))
    shown = [line for name in _SHOWN for line in lines if line.startswith(f"<{DEFAULT_BASE}{_local(name)}> ")]
    triples = (quad.triple for quad in parse("".join(shown), format=RdfFormat.N_TRIPLES))
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    assert written is not None  # as no output file was given
    body = [line for line in written.decode().splitlines() if not line.startswith("@prefix")]
    return "\n".join(f"{line}\n" if line.endswith(" .") else line for line in body).strip().replace("\t", "    ")


def _local(name: str) -> str:
    key, line, part = name.partition("_")
    return encode(key) + line + part


def _record() -> Extraction:
    return Extraction(
        _KEY, "Driftwood", EXAMPLE_TEXT, (Source("july.txt", 3),), ("method-driftwood",),
        (
            Entity("method-driftwood", "Method", "Driftwood", (_mention("Driftwood", "cue-title"),)),
            Entity("software-vllm", "Software", "vLLM", (_mention("vLLM", "software-vllm"),)),
            Entity("hardware-nvidia-a100", "Hardware", "NVIDIA A100", (_mention("A100", "shape-nvidia-gpu"),),
                   (Concept("hardware-gpu", "GPU"),)),
        ),
        (_result(),),
    )  # fmt: skip


def _mention(text: str, rule: str) -> Mention:
    return Mention(text, "abstract", *_place(text), rule, "rule" if text == "A100" else None)


def _result() -> Result:
    quote = "2.5x faster than vLLM"
    return Result(
        quote, "abstract", *_place(quote), "speedup", 2.5, None, "x", "gain", "result-factor",
        subject="Driftwood", subject_key="method-driftwood", baseline="vLLM", baseline_key="software-vllm",
        hardware="A100", hardware_key="hardware-nvidia-a100", normal=Normal(2.5, None, "x"), metric_by="told",
        confidence=0.95,
        bound=(_bond("subject", "Driftwood", "method-driftwood"), _bond("baseline", "vLLM", "software-vllm"),
               _bond("hardware", "A100", "hardware-nvidia-a100")),
    )  # fmt: skip


def _bond(slot: str, text: str, key: str) -> Bond:
    return Bond(slot, "clause", "abstract", *_place(text), 0.9, key)


def _place(text: str) -> tuple[int, int]:
    start = EXAMPLE_TEXT.index(text)
    return start, start + len(text)
