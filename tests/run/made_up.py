"""Made-up papers whose merging is not simple, and builds that share one loaded set of rules."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from kg.model import Extraction, Paper
from kg.record import Extractor

__all__ = ["EXTRA", "PAPERS", "Counting", "write"]

Text = tuple[str, str]

KELP = (
    "Kelp keeps the cache of long chats on flash and brings it back before it is asked for. On one A100 it serves "
    "Llama-2-7B with 2.4x higher throughput than vLLM."
)
HALF = "Moraine prunes heads by how often they are read, and does so once, after training, without any data at all."
OTHER_HALF = "It was tried on BERT and on GPT-2, where it cuts latency by 30% on an FPGA, and on nothing else so far."
ROBOT = "A robot arm learns to sort fruit by touch, without a camera, in under an hour of practice on a Jetson Orin."
POEM = "What is a title worth where there is none? We asked two hundred readers and let GPT-4 answer for the rest."

# Each paper that stands here more than once is one, but for those without a name, which are several.
PAPERS: tuple[Text, ...] = (
    ("Kelp: Serving Long Chats", KELP),
    ("KELP - serving long chats", KELP),
    ("Kelp: Serving Long Chats", f"{KELP} Code is out."),
    # The halves share no words: only the whole tells that they are of one paper.
    ("Moraine: Pruning Once", HALF),
    ("Moraine: Pruning Once", OTHER_HALF),
    ("Moraine: Pruning Once", f"{HALF} {OTHER_HALF}"),
    ("Untitled", ROBOT),
    ("Untitled", f"{ROBOT} Really."),
    ("untitled!", POEM),
    ("Eddy: Batching for Mobile Phones", "Eddy batches requests on a phone. It needs 40% less energy than TFLite."),
    ("Scree: A Dataset of Stones", "We present Scree, a dataset of 12,000 stones, and train ResNet-50 on it."),
    ("Firn: Snow in Four Bits", "Firn quantizes LLaMA-7B to four bits and is 1.8x faster than GPTQ on one A100."),
)
# None of them is one of the papers above, though one has the title of some.
EXTRA: tuple[Text, ...] = (
    ("Untitled", "Ships that pass at night see one light in three; a convolutional network on a TPU sees the others."),
    ("Gully: Routing for Free", "Gully routes tokens to experts by a hash. It is 1.3x faster than Kelp on one A100."),
    ("Gully: Routing for Free", "Gully routes tokens to experts by a hash. It is faster than Kelp on one A100."),
)


def write(file: Path, papers: Iterable[Text]) -> Path:
    """A file of JSON Lines."""
    lines = (json.dumps({"title": title, "abstract": abstract}) for title, abstract in papers)
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


class Counting:
    """An extractor that keeps count of what it reads; where it `remembers`, it reads each text but once."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self._records: dict[Text, Extraction] = {}
        self.read: list[str] = []
        self.remembers = False

    def extract_one(self, paper: Paper) -> Extraction:
        """The record of the paper."""
        self.read.append(paper.title)
        return self._remembered(paper) if self.remembers else self._extractor.extract_one(paper)

    def _remembered(self, paper: Paper) -> Extraction:
        text = paper.title, paper.abstract
        if text not in self._records:
            self._records[text] = self._extractor.extract_one(paper)
        return replace(self._records[text], id=paper.id, source=paper.source)
