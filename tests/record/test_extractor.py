"""Whatever the text, a record keeps its promises: offsets cut out the text, keys are its own, nothing is remembered."""

from __future__ import annotations

import pickle
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import ENTITY_TYPES, METRIC_KEYS, SLOTS, Extraction, Paper
from kg.record import Extractor, read_records, write_records
from kg.record.store import encode_record
from kg.text.clean import clean

# Stretches of what abstracts are made of, and of what breaks readers of abstracts.
PIECES = (
    "We propose FogStore, a cache",
    "we call leftover packing",
    "lattice fog folding (LFF)",
    "LFF",
    "KD (knowledge distillation)",
    "an NVIDIA A100-80GB",
    "RTX 2080 Ti",
    "8×H100",
    "Llama-2-7B",
    "Llama",
    "GPT-4o",
    "vLLM",
    "ImageNet",
    "object detection",
    "is 2.1x faster than",
    "reduces latency by 30%",
    "up to 4.2×",
    "from 84.9% to 91.5%",
    "12 hours on one V100 GPU",
    "block-wise quantization",
    "fine\u2011tuning",
    r"\textbf{LoRA}",
    "$\\times$",
    "10^{-3}",
    "(",
    ")",
    "[",
    "e.g.",
    ".",
    ". ",
    ",",
    ": ",
    "-",
    "–",
    "\n",
    " ",
    "s",
    "'s",
    '"',
    "3",
    "1,000",
    "%",
    "GB",
    "é",
    "模型",
    "https://example.org/A100",
    "\u0130stanbul",
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=10).map("".join),
)
PAPERS = st.builds(lambda title, abstract: Paper("paper-any", clean(title), clean(abstract)), TEXTS, TEXTS)


def _check(paper: Paper, record: Extraction) -> None:
    sections = {"title": paper.title, "abstract": paper.abstract}
    keys = [entity.key for entity in record.entities]
    assert (record.id, record.title, record.abstract) == (paper.id, paper.title, paper.abstract)
    assert len(keys) == len(set(keys))
    assert set(record.introduces) <= set(keys)
    places: list[tuple[str, int, int, str]] = []
    for entity in record.entities:
        assert entity.type in ENTITY_TYPES
        assert entity.name
        assert entity.mentions
        for mention in entity.mentions:
            assert mention.text == sections[mention.section][mention.start : mention.end]
            assert mention.text == mention.text.strip() != ""
            places.append((mention.section, mention.start, -mention.end, entity.type))
    for (section, start, end, type_), (other, begin, stop, inner) in combinations(sorted(places), 2):
        if section == other and begin < -end:  # a task that begins with a dataset's name tells of both
            assert (start, inner, type_) in {(begin, "Dataset", "Task"), (begin, "Hardware", "Metric")}
            assert -stop < -end
    for result in record.results:
        assert result.quote == sections[result.section][result.start : result.end] != ""
        assert result.metric in METRIC_KEYS
        linked = [getattr(result, f"{slot}_key") for slot in SLOTS]
        assert {key for key in linked if key is not None} <= set(keys)
        assert result.metric_entity_key is None or result.metric_entity_key in keys
        for slot in SLOTS:
            surface = getattr(result, slot)
            assert surface is None or surface in paper.text


@settings(deadline=None)
@given(PAPERS)
def test_any_text_gives_a_record_that_holds(extractor: Extractor, paper: Paper) -> None:
    _check(paper, extractor.extract_one(paper))


@settings(deadline=None, max_examples=50)
@given(PAPERS)
def test_a_record_comes_back_from_its_line(
    extractor: Extractor, tmp_path_factory: pytest.TempPathFactory, paper: Paper
) -> None:
    record = extractor.extract_one(paper)
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    with path.open("wb") as out:
        assert write_records([record, record], out) == 2

    assert list(read_records(path)) == [record, record]
    assert path.read_bytes() == encode_record(record) * 2
    assert encode_record(record).count(b"\n") == 1


@settings(deadline=None, max_examples=50)
@given(PAPERS, PAPERS)
def test_a_record_does_not_depend_on_the_papers_before(extractor: Extractor, before: Paper, paper: Paper) -> None:
    alone = extractor.extract_one(paper)

    assert list(extractor.extract([before, paper, before, paper]))[1::2] == [alone, alone]


DEFINING = Paper("paper-1", "FogStore: Mist in Bottles", "We present FogStore, a store for lattice fog folding (LFF).")
USING = Paper("paper-2", "On Stores", "FogStore and LFF are 2.1x faster than vLLM on an A100 with Llama-2-7B.")


def test_what_one_paper_coins_the_next_does_not_know(extractor: Extractor) -> None:
    fresh = extractor.extract_one(USING)
    extractor.extract_one(DEFINING)

    assert extractor.extract_one(USING) == fresh
    assert "LFF" not in {m.text for entity in fresh.entities for m in entity.mentions}
    assert fresh.introduces == ()


def test_papers_come_out_in_the_order_they_went_in(extractor: Extractor) -> None:
    assert [record.id for record in extractor.extract([USING, DEFINING, USING])] == ["paper-2", "paper-1", "paper-2"]
    assert list(extractor.extract([])) == []


def test_extraction_reads_lazily(extractor: Extractor) -> None:
    def papers() -> object:
        yield USING
        raise AssertionError("read ahead")

    assert next(extractor.extract(papers())).id == "paper-2"  # type: ignore[arg-type]  # a generator of papers


def test_an_empty_paper_has_an_empty_record(extractor: Extractor) -> None:
    record = extractor.extract_one(Paper("paper-0", "", ""))
    assert (record.introduces, record.entities, record.results) == ((), (), ())


def test_a_result_is_linked_to_the_entities_of_its_sentence(extractor: Extractor) -> None:
    (result,) = extractor.extract_one(USING).results

    assert (result.metric, result.value, result.unit, result.sense) == ("speedup", 2.1, "x", "gain")
    assert (result.baseline_key, result.hardware_key, result.model_key) == (
        "software-vllm",
        "hardware-nvidia-a100",
        "model-llama-2-7b",
    )


def test_ruleset_and_extractor_travel_to_another_process(extractor: Extractor) -> None:
    rules = pickle.loads(pickle.dumps(extractor.ruleset))
    assert rules.digest == extractor.ruleset.digest
    assert rules.terms.keys() == extractor.ruleset.terms.keys()
    assert rules.broader_ids("hardware-nvidia-a100") == extractor.ruleset.broader_ids("hardware-nvidia-a100")


def test_an_extractor_that_travelled_reads_the_same(extractor: Extractor) -> None:
    travelled = pickle.loads(pickle.dumps(extractor))

    assert list(travelled.extract([DEFINING, USING])) == list(extractor.extract([DEFINING, USING]))
