"""Five papers on a shore: devices of which facts are known, engines that beat each other, families, a lone paper."""

from __future__ import annotations

from typing import Any

from records import GPU, LLM, QUANTIZATION, PaperBuilder

from kg.model import Concept, Extraction, Facts, Normal

AMPERE_CARD = Facts("NVIDIA", "consumer GPU", "Ampere", 2020, 24, None, "GDDR6X", 936, 71, 350, "RTX 3090 page")
LOVELACE_CARD = Facts(
    "NVIDIA", "consumer GPU", "Ada Lovelace", 2022, 24, None, "GDDR6X", 1008, 165, 450, "RTX 4090 page"
)
A100_ANY = Facts("NVIDIA", "data-centre GPU", "Ampere", 2020, 40, 80, "HBM2e", 1555, 312, 400, "A100 datasheet")
A100_LARGE = Facts("NVIDIA", "data-centre GPU", "Ampere", 2020, 80, None, "HBM2e", 2039, 312, 400, "A100 datasheet")
H100_FACTS = Facts("NVIDIA", "data-centre GPU", "Hopper", 2022, 80, None, "HBM3", 3350, 989, 700, "H100 datasheet")
H200_FACTS = Facts("NVIDIA", "data-centre GPU", "Hopper", 2024, 141, None, "HBM3e", 4800, 989, 700, "H200 datasheet")
TPU_FACTS = Facts("Google", "TPU", None, 2021, 32, None, "HBM2", 1200, 275, None, "TPU v4 page")
ORIN_FACTS = Facts("NVIDIA", "edge board", "Ampere", None, 32, 64, "LPDDR5", 204.8, None, 60, "Orin datasheet")

A100 = Concept("hardware-nvidia-a100", "NVIDIA A100", A100_ANY)
H100 = Concept("hardware-nvidia-h100", "NVIDIA H100", H100_FACTS)
SERVING = Concept("method-serving-engine", "serving engine")
LLAMA = {"model": "Llama-3-8B", "model_key": "model-llama-3-8b"}


def _device(builder: PaperBuilder, key: str, name: str, form: str, facts: Facts, *broader: Concept) -> PaperBuilder:
    return builder.entity("Hardware", f"hardware-{key}", name, [form], broader=(*broader, GPU), facts=facts)


def _engine(builder: PaperBuilder, name: str, introduced: bool = False, *broader: Concept) -> PaperBuilder:
    wider = broader or (SERVING,)
    return builder.entity("Method", f"method-{name.lower()}", name, [name], broader=wider, introduced=introduced)


def _llama(builder: PaperBuilder) -> PaperBuilder:
    return builder.entity("Model", "model-llama-3-8b", "Llama 3 8B", ["Llama-3-8B"], broader=(LLM,))


def _factor(builder: PaperBuilder, quote: str, value: float, subject: str, baseline: str, **more: Any) -> PaperBuilder:
    fields = {
        "subject": subject, "subject_key": f"method-{subject.lower()}", "baseline": baseline,
        "baseline_key": f"method-{baseline.lower()}", "normal": Normal(value, None, "x"), "confidence": 0.9, **more,
    }  # fmt: skip
    return builder.result(quote, fields.pop("metric", "throughput"), value, "x", fields.pop("sense", "gain"), **fields)


def _kelp() -> Extraction:
    builder = PaperBuilder(
        "Kelp: Batching by the Tide",
        "Kelp batches requests as they drift in. With Llama-3-8B it has 2x higher throughput than Barge and 3x higher "
        "throughput than Orca on one A100 80GB. It answers 120 tokens/s with Llama-3-8B on an H100.",
    )
    _engine(_engine(_engine(builder, "Kelp", True), "Barge"), "Orca")
    _device(builder, "nvidia-a100-80gb", "NVIDIA A100 80GB", "A100 80GB", A100_LARGE, A100)
    _device(builder, "nvidia-h100-sxm", "NVIDIA H100 SXM", "H100", H100_FACTS, H100)
    large = {"hardware": "A100 80GB", "hardware_key": "hardware-nvidia-a100-80gb", **LLAMA}
    _factor(_llama(builder), "2x higher throughput than Barge", 2, "Kelp", "Barge", **large)
    _factor(builder, "3x higher throughput than Orca", 3, "Kelp", "Orca", **large)
    return builder.result(
        "120 tokens/s", "throughput", 120, "tokens/s", "value", subject="Kelp", subject_key="method-kelp",
        hardware="H100", hardware_key="hardware-nvidia-h100-sxm", normal=Normal(120, None, "tokens/s"), **LLAMA,
    ).record()  # fmt: skip


def _driftwood() -> Extraction:
    builder = PaperBuilder(
        "Driftwood: Four Bits Ashore",
        "Driftwood quantizes weights. On one A100 80GB with Llama-3-8B it has 4x higher throughput than Barge. It is "
        "1.5x faster than Kelp on an RTX 3090, and answers 150 tokens/s with Llama-3-8B on an H100.",
    )
    _engine(builder, "Driftwood", True, Concept("method-weight-quantization", "weight quantization"), QUANTIZATION)
    _engine(_engine(builder, "Barge"), "Kelp")
    _device(builder, "nvidia-a100-80gb", "NVIDIA A100 80GB", "A100 80GB", A100_LARGE, A100)
    _device(builder, "nvidia-rtx-3090", "NVIDIA RTX 3090", "RTX 3090", AMPERE_CARD)
    _device(builder, "nvidia-h100-sxm", "NVIDIA H100 SXM", "H100", H100_FACTS, H100)
    large = {"hardware": "A100 80GB", "hardware_key": "hardware-nvidia-a100-80gb", **LLAMA}
    _factor(_llama(builder), "4x higher throughput than Barge", 4, "Driftwood", "Barge", **large)
    _factor(builder, "1.5x faster than Kelp", 1.5, "Driftwood", "Kelp", metric="speedup", hardware="RTX 3090",
            hardware_key="hardware-nvidia-rtx-3090")  # fmt: skip
    return builder.result(
        "150 tokens/s", "throughput", 150, "tokens/s", "value", subject="Driftwood", subject_key="method-driftwood",
        hardware="H100", hardware_key="hardware-nvidia-h100-sxm", normal=Normal(150, None, "tokens/s"), **LLAMA,
    ).record()  # fmt: skip


def _limpet() -> Extraction:
    builder = PaperBuilder(
        "Limpet: Holding On in TPUs",
        "Limpet runs on TPU v4. It is 0.8x as fast as Kelp, loses 2 points of accuracy against Barge on GSM8K, and "
        "beats a raft of sticks by 3 points.",
    )
    _engine(_engine(_engine(builder, "Limpet", True), "Kelp"), "Barge")
    builder.entity("Hardware", "hardware-tpu-v4", "TPU v4", ["TPU v4"], facts=TPU_FACTS)
    builder.entity("Dataset", "dataset-gsm8k", "GSM8K", ["GSM8K"])
    _factor(builder, "0.8x as fast as Kelp", 0.8, "Limpet", "Kelp", metric="speedup", sense="loss")
    subject = {"subject": "Limpet", "subject_key": "method-limpet"}
    builder.result("loses 2 points", "accuracy", 2, "points", "loss", **subject, baseline="Barge",
                   baseline_key="method-barge", dataset="GSM8K", dataset_key="dataset-gsm8k")  # fmt: skip
    return builder.result("by 3 points", "accuracy", 3, "points", "gain", **subject, baseline="raft of sticks").record()


def _survey() -> Extraction:
    builder = PaperBuilder(
        "Shore <Engines> & Their Boards",
        "We read on Kelp and on weight quantization, on Orin, an RTX 4090 and an H200.",
    )
    _engine(builder, "Kelp")
    builder.entity("Method", "method-weight-quantization", "weight quantization", ["weight quantization"],
                   broader=(QUANTIZATION,))  # fmt: skip
    builder.entity("Hardware", "hardware-jetson-orin", "Jetson Orin", ["Orin"], facts=ORIN_FACTS)
    _device(builder, "nvidia-rtx-4090", "NVIDIA RTX 4090", "RTX 4090", LOVELACE_CARD)
    return _device(builder, "nvidia-h200", "NVIDIA H200", "H200", H200_FACTS).record()


def _island() -> Extraction:
    return PaperBuilder("Island", "Nothing but a lighthouse.").entity(
        "Method", "method-lighthouse", "Lighthouse", ["lighthouse"]
    ).record()  # fmt: skip


def shore_records() -> list[Extraction]:
    """Kelp and Driftwood, which meet Barge in one setting; Limpet, which loses; a survey; and a paper on its own."""
    return [_kelp(), _driftwood(), _limpet(), _survey(), _island()]
