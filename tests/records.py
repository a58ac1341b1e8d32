"""Records made by hand, with offsets computed from the text, for every test that starts from records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from kg.model import (
    Bond,
    BoundBy,
    Concept,
    Entity,
    EntityType,
    Extraction,
    Facts,
    JoinedBy,
    Mention,
    Normal,
    Result,
    Section,
    Source,
)

GPU = Concept("hardware-gpu", "GPU")
AMPERE = Concept("hardware-ampere-gpu", "Ampere GPU")
A100_FACTS = Facts(
    "NVIDIA", "data-centre GPU", "Ampere", 2020, 40, 80, "HBM2e", 1555, 312, 400, "NVIDIA A100 datasheet"
)
A100 = Concept("hardware-nvidia-a100", "NVIDIA A100", A100_FACTS)
A100_80GB_FACTS = msgspec.structs.replace(A100_FACTS, memory_gb=80, memory_gb_high=None, bandwidth_gb_s=2039.5)
LLAMA_3 = Concept("model-llama-3", "Llama 3", Facts(version="3"))
LLAMA_3_8B_FACTS = Facts(parameters=8e9, version="3")
THROUGHPUT_FACTS, ACCURACY_FACTS = Facts(better="higher", unit="tokens/s"), Facts(better="higher", unit="%")
LLM = Concept("model-large-language-model", "large language model")
QUANTIZATION = Concept("method-quantization", "quantization")

ENGINE = Concept("software-serving-engine", "serving engine")

Bound = tuple[BoundBy, str, int] | tuple[BoundBy, str, int, float] | tuple[BoundBy, str, int, float, str | None]


def find(title: str, abstract: str, text: str, nth: int = 0) -> tuple[Section, int, int]:
    """Return section and offsets of the nth place of `text`, title first; fail when there is none."""
    places: list[tuple[Section, int, int]] = []
    sections: tuple[tuple[Section, str], ...] = (("title", title), ("abstract", abstract))
    for section, whole in sections:
        start = whole.find(text)
        while start >= 0:
            places.append((section, start, start + len(text)))
            start = whole.find(text, start + 1)
    if nth >= len(places):
        raise ValueError(f"{text!r} stands fewer than {nth + 1} times in {title!r}")
    return places[nth]


class PaperBuilder:
    """Makes one Extraction step by step: `.entity(...)`, `.result(...)`, then `.record()`."""

    def __init__(self, title: str, abstract: str, *sources: Source) -> None:
        self.title, self.abstract, self.sources = title, abstract, sources
        self.entities: list[Entity] = []
        self.results: list[Result] = []
        self.introduces: list[str] = []

    def entity(
        self, type_: EntityType, key: str, name: str, forms: Sequence[str | tuple[str, int]], *,
        broader: tuple[Concept, ...] = (), rule: str | None = None, introduced: bool = False,
        facts: Facts | None = None, joined: JoinedBy | None = None, decision: str | None = None,
    ) -> PaperBuilder:  # fmt: skip
        """Add an entity; a form is a text (its first place) or a text with the number of its place.

        All its mentions are taken for it for the reason `joined`.
        """
        spots = [form if isinstance(form, tuple) else (form, 0) for form in forms]
        mentions = tuple(
            Mention(text, *find(self.title, self.abstract, text, nth), rule or key, joined, decision)
            for text, nth in spots
        )
        self.entities.append(Entity(key, type_, name, mentions, broader, facts))
        if introduced:
            self.introduces.append(key)
        return self

    def result(self, quote: str, metric: str, value: float, unit: str | None, sense: Any, **slots: Any) -> PaperBuilder:
        """Add a result found at `quote`; `slots` are further fields of `Result`, `bound` as `bonds` takes it."""
        section, start, end = find(self.title, self.abstract, quote)
        fields: dict[str, Any] = {"high": None, "rule": "result-factor", **slots}
        fields["bound"] = self.bonds(fields.get("bound", {}))
        self.results.append(
            Result(quote, section, start, end, metric=metric, value=value, unit=unit, sense=sense, **fields)
        )
        return self

    def bonds(self, bound: Mapping[str, Bound | Sequence[Bound]]) -> tuple[Bond, ...]:
        """Bonds from what bound each slot: by what, the name that fills it, the number of its place, and perhaps a
        confidence and the key of an entity; several of them for a slot that holds several names."""
        return tuple(
            Bond(slot, by, *find(self.title, self.abstract, text, nth), *more)
            for slot, bonds in bound.items()
            for by, text, nth, *more in (bonds if isinstance(bonds, list) else [bonds])
        )

    def record(self) -> Extraction:
        slug = "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())
        return Extraction(
            f"paper-{slug}", self.title, self.abstract, self.sources,
            tuple(self.introduces), tuple(self.entities), tuple(self.results),
        )  # fmt: skip


def _pagepool() -> Extraction:
    return (
        PaperBuilder(
            "PagePool: Sharing KV Cache Pages across Requests",
            "Serving large language models wastes memory. We present PagePool, a cache that shares pages. "
            "On one NVIDIA A100 80GB GPU it gives up to 4.1x higher throughput than vLLM for Llama-3-8B. "
            "Peak memory falls by 30% to 45%, and accuracy on GSM8K drops by only 0.4%.",
            Source("july.txt", 3), Source("august.txt", 41),
        )
        .entity("Method", "method-pagepool", "PagePool", ["PagePool", ("PagePool", 1)],
                rule="name-title-colon", introduced=True)
        .entity("Model", LLM.key, "large language model", ["large language models"])
        .entity("Hardware", "hardware-nvidia-a100-80gb", "NVIDIA A100 80GB", ["NVIDIA A100 80GB GPU"],
                broader=(A100, AMPERE, GPU), rule="shape-nvidia-gpu", facts=A100_80GB_FACTS, joined="variant")
        .entity("Metric", "metric-throughput", "throughput", ["throughput"], facts=THROUGHPUT_FACTS)
        .entity("Metric", "metric-peak-memory", "peak memory", ["Peak memory"])
        .entity("Metric", "metric-accuracy", "accuracy", ["accuracy"], facts=ACCURACY_FACTS)
        .entity("Software", "software-vllm", "vLLM", ["vLLM"])
        .entity("Model", "model-llama-3-8b", "Llama 3 8B", ["Llama-3-8B"], rule="shape-model-size",
                broader=(LLAMA_3, Concept("model-llama", "Llama"), LLM), facts=LLAMA_3_8B_FACTS, joined="spelling")
        .entity("Dataset", "dataset-gsm8k", "GSM8K", ["GSM8K"])
        .result("up to 4.1x higher throughput than vLLM", "throughput", 4.1, "x", "gain", qualifier="up to",
                subject="PagePool", subject_key="method-pagepool", baseline="vLLM", baseline_key="software-vllm",
                hardware="NVIDIA A100 80GB GPU", hardware_key="hardware-nvidia-a100-80gb",
                model="Llama-3-8B", model_key="model-llama-3-8b", metric_entity_key="metric-throughput",
                normal=Normal(4.1, None, "x"), metric_by="named", confidence=0.92,
                bound={"subject": ("paper", "PagePool", 1, 0.81), "baseline": ("clause", "vLLM", 0, 0.88),
                       "hardware": ("sentence", "NVIDIA A100 80GB GPU", 0), "model": ("clause", "Llama-3-8B", 0)})
        .result("Peak memory falls by 30% to 45%", "memory", 30, "%", "cut", high=45,
                subject="PagePool", subject_key="method-pagepool", metric_entity_key="metric-peak-memory",
                rule="result-range", better="lower", normal=Normal(1.4286, 1.8182, "x"),
                metric_by="nearby", confidence=0.8,
                bound={"subject": ("paper", "PagePool", 0)})
        .result("accuracy on GSM8K drops by only 0.4%", "accuracy", 0.4, "%", "loss", rule="result-percent",
                dataset="GSM8K", dataset_key="dataset-gsm8k", metric_entity_key="metric-accuracy", confidence=0.5,
                bound={"dataset": ("clause", "GSM8K", 0)})
        .record()
    )  # fmt: skip


def _nibble() -> Extraction:
    return (
        PaperBuilder(
            "Nibble: Four-Bit Weights without Calibration",
            "Weight quantization shrinks LLMs. Nibble is a calibration-free INT4 scheme; unlike GPTQ, it needs no "
            "data. Nibble runs Llama-3-8B at 71 tokens/s on an A100 and at 12.5 tokens/s on a Raspberry Pi 5, "
            "which is 2 times faster than llama.cpp. GSM8K accuracy stays at 78.3%.",
            Source("august.txt", 7),
        )
        .entity("Method", "method-nibble", "Nibble", ["Nibble", ("Nibble", 1), ("Nibble", 2)],
                rule="name-title-colon", introduced=True)
        .entity("Method", "method-weight-quantization", "weight quantization", ["Weight quantization"],
                broader=(QUANTIZATION,))
        .entity("Method", "method-gptq", "GPTQ", ["GPTQ"], broader=(QUANTIZATION,))
        .entity("Model", LLM.key, "large language model", ["LLMs"], joined="abbreviation")
        .entity("Model", "model-llama-3-8b", "Llama 3 8B", ["Llama-3-8B"], rule="shape-model-size",
                broader=(LLAMA_3, Concept("model-llama", "Llama"), LLM), facts=LLAMA_3_8B_FACTS, joined="spelling")
        .entity("Hardware", A100.key, A100.name, ["A100"], broader=(AMPERE, GPU), facts=A100.facts, joined="rule")
        .entity("Hardware", "hardware-raspberry-pi-5", "Raspberry Pi 5", ["Raspberry Pi 5"])
        .entity("Software", "software-llama-cpp", "llama.cpp", ["llama.cpp"])
        .entity("Dataset", "dataset-gsm8k", "GSM8K", ["GSM8K"])
        .entity("Metric", "metric-accuracy", "accuracy", ["accuracy"], facts=ACCURACY_FACTS)
        .result("71 tokens/s on an A100", "throughput", 71, "tokens/s", "value", rule="result-rate",
                subject="Nibble", subject_key="method-nibble", hardware="A100", hardware_key=A100.key,
                model="Llama-3-8B", model_key="model-llama-3-8b", normal=Normal(71, None, "tokens/s"), metric_by="unit",
                confidence=0.95, bound={"subject": ("clause", "Nibble", 2), "hardware": ("list", "A100", 0, 0.65)})
        .result("12.5 tokens/s on a Raspberry Pi 5", "throughput", 12.5, "tokens/s", "value", rule="result-rate",
                subject="Nibble", subject_key="method-nibble", hardware="Raspberry Pi 5",
                hardware_key="hardware-raspberry-pi-5", model="Llama-3-8B", model_key="model-llama-3-8b",
                normal=Normal(12.5, None, "tokens/s"), metric_by="listed", confidence=0.95)
        .result("2 times faster than llama.cpp", "speedup", 2, "x", "gain", subject="Nibble",
                subject_key="method-nibble", baseline="llama.cpp", baseline_key="software-llama-cpp",
                hardware="Raspberry Pi 5", hardware_key="hardware-raspberry-pi-5", normal=Normal(2, None, "x"),
                metric_by="told", confidence=1, bound={"subject": ("neighbour", "Nibble", 1, 1)})
        .result("GSM8K accuracy stays at 78.3%", "accuracy", 78.3, "%", "value", rule="result-percent",
                dataset="GSM8K", dataset_key="dataset-gsm8k", metric_entity_key="metric-accuracy")
        .record()
    )  # fmt: skip


def _edgeseg() -> Extraction:
    return (
        PaperBuilder(
            "Segmenting Street Scenes on an FPGA",
            "We map a ResNet-50 encoder onto a Xilinx ZCU104 FPGA for semantic segmentation. "
            "On Cityscapes the design reaches 76.1 mIoU at 38 FPS while drawing about 9.5 W, "
            "and existing GPU designs need 3x the energy.",
            Source("july.txt", 9),
        )
        .entity("Model", "model-resnet-50", "ResNet-50", ["ResNet-50"],
                broader=(Concept("model-resnet", "ResNet"),))
        .entity("Hardware", "hardware-xilinx-zcu104", "Xilinx ZCU104", ["Xilinx ZCU104 FPGA"],
                broader=(Concept("hardware-fpga", "FPGA"),), joined="decision", decision="zcu104-is-a-board")
        .entity("Hardware", "hardware-fpga", "FPGA", ["FPGA"])
        .entity("Hardware", GPU.key, "GPU", ["GPU"])
        .entity("Task", "task-semantic-segmentation", "semantic segmentation", ["semantic segmentation"])
        .entity("Dataset", "dataset-cityscapes", "Cityscapes", ["Cityscapes"])
        .entity("Metric", "metric-miou", "mIoU", ["mIoU"])
        .entity("Metric", "metric-energy", "energy", ["energy"])
        .result("76.1 mIoU", "miou", 76.1, None, "value", rule="result-score", model="ResNet-50",
                model_key="model-resnet-50", dataset="Cityscapes", dataset_key="dataset-cityscapes",
                task="semantic segmentation", task_key="task-semantic-segmentation",
                hardware="Xilinx ZCU104 FPGA", hardware_key="hardware-xilinx-zcu104",
                metric_entity_key="metric-miou")
        .result("38 FPS", "throughput", 38, "FPS", "value", rule="result-rate",
                hardware="Xilinx ZCU104 FPGA", hardware_key="hardware-xilinx-zcu104")
        .result("about 9.5 W", "power", 9.5, "W", "value", rule="result-unit", qualifier="about",
                better="lower", normal=Normal(9.5, None, "W"),
                hardware="Xilinx ZCU104 FPGA", hardware_key="hardware-xilinx-zcu104")
        .result("3x the energy", "energy", 3, "x", "gain", subject="existing GPU designs", better="lower",
                metric_entity_key="metric-energy", bound={"subject": ("clause", "existing GPU designs", 0)})
        .record()
    )  # fmt: skip


def _survey() -> Extraction:
    return (
        PaperBuilder(
            'What "Quantization" <Means> & How A\\B Tests of It Mislead – A Survey',
            "Quantization, KV cache compression and Mélange-style mixing are surveyed without numbers. "
            "We name no winner; see the list of LLMs & GPUs in the appendix.",
            Source("folder with space.txt", 1),
        )
        .entity("Method", "method-quantization", "Quantization", ["Quantization", ("Quantization", 1)])
        .entity("Method", "method-kv-cache-compression", "KV cache compression", ["KV cache compression"])
        .entity("Method", "method-mélange", "Mélange", ["Mélange"])
        .entity("Model", LLM.key, "large language model", ["LLMs"])
        .entity("Hardware", GPU.key, "GPU", ["GPUs"])
        .record()
    )  # fmt: skip


def _theory() -> Extraction:
    return PaperBuilder("On Nothing in Particular", "This abstract names no thing we know.").record()


def sample_records() -> list[Extraction]:
    """Five papers: shared hardware and baselines, families, ranges, odd characters, one without any entity.

    The label of `method-quantization` differs between papers, so that a vote is needed.
    """
    return [_pagepool(), _nibble(), _edgeseg(), _survey(), _theory()]


def _engine(builder: PaperBuilder, name: str) -> PaperBuilder:
    return builder.entity("Software", f"software-{name.lower()}", name, [name], broader=(ENGINE,))


def _kestrel() -> Extraction:
    builder = PaperBuilder(
        "Kestrel: Serving from the Edge of the Batch",
        "We present Kestrel. On one A100 it gives 2.4x higher throughput than Orca and vLLM, "
        "and its latency is 3x lower than that of Plover, vLLM and TGI.",
    )
    for name in ("Orca", "vLLM", "TGI"):
        _engine(builder, name)
    subject = {"subject": "Kestrel", "subject_key": "method-kestrel"}
    paper = ("paper", "Kestrel", 1, 0.8, "method-kestrel")
    return (
        builder.entity("Method", "method-kestrel", "Kestrel", ["Kestrel", ("Kestrel", 1)], introduced=True)
        .entity("Hardware", A100.key, A100.name, ["A100"], broader=(AMPERE, GPU), facts=A100.facts, joined="rule")
        .result("2.4x higher throughput than Orca and vLLM", "throughput", 2.4, "x", "gain", **subject,
                baseline="Orca and vLLM", baseline_key="software-orca", hardware="A100", hardware_key=A100.key,
                normal=Normal(2.4, None, "x"), confidence=0.9,
                bound={"subject": paper, "baseline": [("clause", "Orca", 0, 0.9, "software-orca"),
                                                      ("list", "vLLM", 0, 0.7, "software-vllm")],
                       "hardware": ("clause", "A100", 0, 0.6, A100.key)})
        .result("3x lower", "latency", 3, "x", "cut", **subject, better="lower", normal=Normal(3, None, "x"),
                baseline="Plover, vLLM and TGI", baseline_key="software-vllm",
                bound={"subject": paper, "baseline": [("clause", "Plover", 0),
                                                      ("list", "vLLM", 1, 0.5, "software-vllm"),
                                                      ("list", "TGI", 0, 0.5, "software-tgi")]})
        .record()
    )  # fmt: skip


def _wren(name: str, value: float, *rivals: str) -> Extraction:
    text = " and ".join(rivals)
    keys = [f"software-{rival.lower()}" for rival in rivals]
    number = f"{value:g}x higher throughput"
    builder = PaperBuilder(f"{name} at Work", f"{name} has {number} than {text} on one A100.")
    for rival in rivals:
        _engine(builder, rival)
    bonds = [("clause", rival, 0, 0.9, key) for rival, key in zip(rivals, keys, strict=True)]
    return builder.result(
        number, "throughput", value, "x", "gain", subject=name, subject_key=f"method-{name.lower()}", baseline=text,
        baseline_key=keys[0], hardware="A100", hardware_key=A100.key, normal=Normal(value, None, "x"),
        bound={"baseline": bonds},
    ).record()  # fmt: skip


def rival_records() -> list[Extraction]:
    """Three papers whose numbers are compared with one engine or with several, one of those without an entity."""
    return [_kestrel(), _wren("Wren", 1.8, "vLLM", "Orca"), _wren("Teal", 1.2, "Orca")]
