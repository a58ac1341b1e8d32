"""Slots: who a result is about, what it is compared with, and where it was measured.

In the texts <S:…> is what the paper introduces, <B:…> another method, M model, H hardware, D dataset, W software, Q a
metric.
A row is what one number's slots must hold, in the order of the text; slots that it does not name are not looked at.
"""

from __future__ import annotations

import pickle
import re

import pytest
from extract.results.reading import RULES as SHIPPED
from extract.results.reading import TITLE, grammar, read, unname
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import RuleError
from kg.extract.results import Named, ResultGrammar, find_results
from kg.extract.results.find import read_claims
from kg.extract.results.slots import Scene, fill
from kg.extract.results.slots.words import slot_words
from kg.model import SLOTS, Paper, Result
from kg.ruleset.entry import Entry
from kg.ruleset.files import read_yaml

Row = dict[str, str | None]
Cases = list[tuple[str, list[Row]]]

SUBJECTS: Cases = [
    # the name before the number that acts
    ("The plain <B:Zero> baseline uses 45 GB and reaches 91% accuracy.", [{"subject": "Zero", "baseline": None}] * 2),
    ("<S:Swift> is 2x faster than <W:vLLM> on an <H:A100>.", [{"subject": "Swift"}]),
    ("We use <S:Swift> and reach 156 TFLOPS while <B:Zero> only achieves 45 TFLOPS.",
     [{"subject": "Swift", "baseline": "Zero"}, {"subject": "Zero", "baseline": None}]),
    ("With <S:Swift>, <B:PowerSGD> with 92% less communication is 2x faster.", [{"subject": "Swift"}] * 2),
    # what goes with the paper's own name is a part of it, and how much of it is no result
    ("<S:Swift> with 20% <S:hollow bones> improves the throughput over <B:Orca> by 3x.",
     [{"subject": "Swift", "baseline": "Orca"}]),
    # the level that both reach is no result
    ("<S:Swift> is 2x faster than <B:Orca> to reach the same recall of 90%.",
     [{"subject": "Swift", "baseline": "Orca"}]),
    # a model under the paper's method is a setting
    ("Under <S:Swift>, our pruned <M:BERT> reaches 91% accuracy.", [{"subject": "Swift", "model": "BERT"}]),
    # the paper's own name is where it was measured
    ("On <S:SwiftBench>, <M:GPT-4> reaches 81% accuracy.", [{"subject": "GPT-4", "model": None}]),
    # the paper's own name after the number
    ("A latency of 3 ms was measured under <S:Swift>.", [{"subject": "Swift"}]),
    ("<S:Swift> is ours. A latency of 3 ms was measured under <S:Swallow>.", [{"subject": "Swallow"}]),
    ("<S:Swift> is ours. Under <S:SwiftEval>, our engine reaches 91% accuracy.", [{"subject": "Swift"}]),
    # a method in front, where nothing is introduced
    ("Using <B:LARS>, we cut the training time by 3x.", [{"subject": "LARS"}]),
    ("Using <B:LARS>, we are 2x faster than <B:LARS>.", [{"subject": None, "baseline": "LARS"}]),
    ("We cut the training time by 3x.", [{"subject": None}]),
    # past an apposition, and right before the number
    ("<M:Gemini 1.5>, the best of 16 models, gets 51% accuracy, <M:InternVL2> 43%.",
     [{"subject": "Gemini 1.5"}, {"subject": "InternVL2"}]),
    # our own instance of a known model is a setting
    ("Our binary <M:ResNet-18> has 91% accuracy.", [{"subject": None, "model": "ResNet-18"}]),
]  # fmt: skip

PAIRS: Cases = [
    ("<S:Swift> reaches a higher accuracy than <B:GPTQ> (78.5% vs. 75.9%).",
     [{"subject": "Swift", "baseline": "GPTQ"}, {"subject": "GPTQ", "baseline": None}]),
    ("<S:Swift> cuts the latency from 44 ms with <B:Orca> to 12 ms.",
     [{"subject": "Orca", "baseline": None}, {"subject": "Swift", "baseline": "Orca"}]),
    ("<S:Swift> cuts the latency from 44 ms to 12 ms.", [{"subject": None}, {"subject": "Swift", "baseline": None}]),
    ("<S:Swift> runs at 40 tokens/s (<B:Varuna>: 9 tokens/s).",
     [{"subject": "Swift"}, {"subject": "Varuna", "baseline": None}]),
    ("<S:Swift> has an FID of 5.1, outperforming <M:StyleGAN> (FID of 13.9).",
     [{"subject": "Swift", "baseline": "StyleGAN"}, {"subject": "StyleGAN", "baseline": None}]),
    ("<S:Swift> reaches 51% accuracy, as opposed to 46% for <M:Contriever> and 42% for <B:BM25>.",
     [{"subject": "Swift", "baseline": "Contriever"}, {"subject": "Contriever"}, {"subject": "BM25"}]),
    ("<S:Swift> takes 1.8 GB of memory rather than 44 GB (<B:FedAvg>).",
     [{"subject": "Swift", "baseline": "FedAvg"}, {"subject": "FedAvg", "baseline": None}]),
    ("<S:Swift> reaches 83% accuracy and outperforms <B:LoRA> at 80% accuracy.",
     [{"subject": "Swift", "baseline": "LoRA"}, {"subject": "LoRA", "baseline": None}]),
    ("Energy falls with <S:Swift> to 1.7 J, from 6.9 J for <B:Orca>.",
     [{"subject": "Swift", "baseline": "Orca"}, {}]),
    ("In contrast with <B:GPTQ>, which takes 4 hours, <S:Swift> is 3x faster.",
     [{"subject": "GPTQ", "baseline": None}, {"subject": "Swift", "baseline": "GPTQ"}]),
]  # fmt: skip

BASELINES: Cases = [
    ("Compared to <B:Orca>, <S:Swift> raises throughput by 3x.", [{"subject": "Swift", "baseline": "Orca"}]),
    ("<S:Swift> outperforms <B:GPTQ> and <B:AWQ> by 2.1% in accuracy.", [{"baseline": "GPTQ and AWQ"}]),
    ("<S:Swift> is 2x and 3x faster than <B:GPTQ> and <B:AWQ>.", [{"baseline": "GPTQ"}, {"baseline": "AWQ"}]),
    ("<S:Swift> has 1.5x higher throughput and 30% lower latency than <W:Ray>.", [{"baseline": "Ray"}] * 2),
    ("<S:Swift> is 8x faster than a <H:Jetson Nano> on a <H:ZCU104>.",
     [{"baseline": "Jetson Nano", "hardware": "ZCU104"}]),
    ("<S:Swift> is 2x faster than 16-bit <B:LoRA>.", [{"baseline": "LoRA"}]),
    ("<S:Swift> runs three times as fast as <W:vLLM>.", [{"baseline": "vLLM"}]),
    ("<S:Swift> is 2x faster than existing systems such as <W:Ray>.", [{"baseline": "Ray"}]),
    ("<S:Swift> is 2x faster than the implementation in <W:Ray>.", [{"baseline": "Ray"}]),
    ("<S:Swift> cuts the memory of <B:Adam> by 50%.", [{"subject": "Swift", "baseline": "Adam"}]),
    ("<S:Swift> is on par with <B:GQA> while cutting memory by 2x.", [{"subject": "Swift", "baseline": "GQA"}]),
    ("With respect to (w.r.t.) local search, <S:Swift> cuts energy by 3x.", [{"baseline": "local search"}]),
    ("<S:Swift> improves a strong <B:Orca> baseline, which gives 84% accuracy.", [{"baseline": "Orca"}]),
    ("<S:Swift> cuts latency from 8 ms with <B:Orca> to 2 ms, and is 4x faster.",
     [{"baseline": None}, {"baseline": "Orca"}, {"baseline": "Orca"}]),
    ("<S:Swift> is 2x faster than regular decoding.", [{"baseline": "regular decoding"}]),
    ("<S:Swift> needs half the memory of <B:Orca>.", [{"baseline": "Orca"}]),
    ("<S:Swift> needs less than half the <Q:memory> storage of <B:Orca>.", [{"baseline": "Orca"}]),
    ("Our throughput is 2.2 times that of <W:Ray>.", [{"baseline": "Ray"}]),
    ("<S:Swift> reaches 99% of the accuracy that it had.", [{"baseline": None}]),
    ("<S:Swift> reaches 99% of what <M:GPT-4> gives in accuracy.", [{"baseline": "GPT-4"}]),
    ("<S:Swift> stays within 0.3% accuracy of <M:ResNet-34>.", [{"baseline": "ResNet-34"}]),
    ("<S:Swift> takes 8 minutes on one <H:A100> (<B:Zero>: 13 minutes).", [{"baseline": "Zero"}, {}]),
    ("<S:Swift> reaches 58% accuracy; the best method before it, <B:Orca>, stands at 52% accuracy.",
     [{"baseline": "Orca"}, {"subject": "Orca", "baseline": None}]),
    ("Where <B:Orca> wastes 31% of the memory, <S:Swift> wastes 4% of the memory.",
     [{}, {"subject": "Swift", "baseline": "Orca"}]),
    ("<S:Swift> improves on <B:Orca> by 9.9% in accuracy.", [{"baseline": "Orca"}]),
    ("<S:Swift> is 2x faster than the same network under <B:Orca>.", [{"baseline": "Orca"}]),
    ("<S:Swift> is 2x faster than that of <B:Orca>.", [{"baseline": "Orca"}]),
    ("<S:Swift> is 2x faster than uniform grids.", [{"baseline": "uniform grids"}]),
    ("<S:Swift> is 2x faster than the uniform grids.", [{"baseline": None}]),
    # nobody is named
    ("<S:Swift> outperforms existing <B:offloading> systems by 2x.", [{"subject": "Swift", "baseline": None}]),
    ("Compared to alternatives, <S:Swift> with <B:GPTQ> is 2x faster.", [{"baseline": None}]),
    ("<S:Swift> is 2x faster than the best baseline, and unlike <B:Orca> it is open.", [{"baseline": None}]),
    # the plain value is not what is compared
    ("<S:Swift> draws 38 W, 5x less power than a <H:T4>.", [{"baseline": None}, {"baseline": "T4"}]),
]  # fmt: skip

SETTINGS: Cases = [
    # a device that opens the other clause of a contrast is that clause's
    ("<S:Swift> cuts latency by 2x, whereas on an <H:A100>, it cuts latency by 3x.",
     [{"hardware": None}, {"hardware": "A100"}]),
    ("<S:Swift> is 2x faster than <W:vLLM> on an <H:A100> for <M:Llama-3-8B>.",
     [{"hardware": "A100", "model": "Llama-3-8B"}]),
    ("<S:Swift> cuts energy by 2.4x on the <H:RTX 3060> and 2x on the <H:RTX 4090>.",
     [{"hardware": "RTX 3060"}, {"hardware": "RTX 4090"}]),
    ("<S:Swift> reaches 93%, 70% and 67% accuracy on <D:CIFAR-10>, <D:CIFAR-100> and <D:ImageNet>, respectively.",
     [{"dataset": "CIFAR-10"}, {"dataset": "CIFAR-100"}, {"dataset": "ImageNet"}]),
    ("On <H:A100>, <H:H100> and <H:MI300>, <S:Swift> is 1.4x, 1.7x and 2.2x faster.",
     [{"hardware": "A100"}, {"hardware": "H100"}, {"hardware": "MI300"}]),
    ("<S:Swift> gives speedups of 1.9x (<M:GPT-2>) and 1.6x (<M:BERT>).", [{"model": "GPT-2"}, {"model": "BERT"}]),
    ("On <D:ImageNet>, <S:Swift> reaches 81% accuracy and is 2x faster.", [{"dataset": "ImageNet"}] * 2),
    ("<S:Swift> cuts memory by 2x on 128 <H:GPUs>.", [{"hardware": "GPUs"}]),
    ("<S:Swift> trains in 199 A100 GPU days.", [{"hardware": "A100 GPU"}]),
    ("For <M:LLMs> such as <M:OPT-13B>, <S:Swift> is 2x faster.", [{"model": "OPT-13B"}]),
    ("<S:Swift> is 2x faster on a 13B model.", [{"model": "13B model"}]),
    ("<S:Swift> is 2x faster on the <M:Llama 13B model>.", [{"model": "Llama 13B model"}]),
    ("<S:Swift> is 2x faster than <H:GPU>-based search on an <H:A100>.", [{"hardware": "A100"}]),
    ("<S:Swift> scaled <M:AlexNet> to a latency of 8 ms, and <M:ResNet> to a latency of 32 ms.",
     [{"model": "AlexNet"}, {"model": "ResNet"}]),
    ("<S:Swift> is 3x faster on an <H:A100>; <B:Orca> needs an <H:H100>.", [{"hardware": "A100"}]),
    # a part of a machine is none; operations are the same on any
    ("On an <H:M7>, <S:Swift> needs a latency of 18 ms with little <H:flash storage>.", [{"hardware": "M7"}]),
    ("Our search on an <H:A100> cuts the number of parameters by 3x.", [{"hardware": None}]),
    ("On an <H:FPGA> we reach 3.3x the throughput of a <H:Jetson Nano>.",
     [{"hardware": "FPGA", "baseline": "Jetson Nano"}]),
]  # fmt: skip

# Names that no entity has fill slots by their surface; plain words in title case do not.
UNLINKED: Cases = [
    ("With Dormouse, decoding is 2x faster than with FlexGen.", [{"subject": "Dormouse", "baseline": "FlexGen"}]),
    ("Our scheduler, Ibis, cuts latency by 47%.", [{"subject": "Ibis"}]),
    ("We present a sparse cache (Wicket). We cut latency by 47%.", [{"subject": "Wicket"}]),
    ("Caches are slow. WicketCache groups them. We cut latency by 47%.", [{"subject": "WicketCache"}]),
    ("Caches are slow. In our study the MOS was good. We cut latency by 47%.", [{"subject": None}]),
    ("Voting errs. Cyclops nests a small model. We cut latency by 47%.", [{"subject": "Cyclops"}]),
    ("We cut latency by 47% with text produced by Burnish from keywords.", [{"subject": "Burnish"}]),
    ("We cut latency by 47% once Grebe distills the sampling.", [{"subject": "Grebe"}]),
    ("The resulting navigator, Wherever, cuts latency by 47%.", [{"subject": "Wherever"}]),
    ("The previous method, Wherever, is slow. We cut latency by 47%.", [{"subject": None}]),
    ("Experimental results show it. We cut latency by 47%.", [{"subject": None}]),
    ("Remarkably, Training is 2x faster.", [{"subject": None}]),
    ("<S:Swift> is 2x faster than SOTA.", [{"baseline": None}]),
]

NEIGHBOURS: Cases = [
    ("<S:Swift> was run on one <H:A100>. It is 2x faster.", [{"hardware": "A100"}]),
    ("<S:Swift> was run on one <H:A100>. It reaches 91% accuracy.", [{"hardware": None}]),
    ("<S:Swift> was run on <H:GPUs>. It is 2x faster.", [{"hardware": None}]),
    ("<S:Swift> was run on an <H:A100> and on an <H:H100>. It is 2x faster.", [{"hardware": None}]),
    ("We test it on <D:CIFAR-10>. We gain 2% in accuracy.", [{"dataset": "CIFAR-10"}]),
    ("We compare <S:Swift> with <B:Ginex> and <B:Marius>. It is 8x faster than the baselines.",
     [{"baseline": "Ginex and Marius"}]),
    ("We compare <S:Swift> with <B:Ginex>. It is 8x faster.", [{"baseline": "Ginex"}]),
    ("We compare <S:Swift> with <B:Ginex>. Decoding is 8x faster.", [{"baseline": None}]),
    ("<S:Swift> is 2x faster than <B:Orca>. It also cuts memory by 3x.",
     [{"baseline": "Orca"}, {"baseline": "Orca"}]),
    ("<S:Swift> was run with <M:GPT-2>. It reaches 91% accuracy.", [{"model": "GPT-2"}]),
    ("<S:Swift> was run with <M:GPT-2>. It is 2x faster.", [{"model": None}]),
    ("<S:Swift> was compared with <M:GPT-2>. It reaches 91% accuracy.", [{"model": None}]),
    ("<D:SwiftBench> is ours. We think. <M:GPT-4> reaches 81% accuracy.", [{"dataset": "SwiftBench"}]),
]  # fmt: skip


@pytest.fixture(scope="module")
def rules() -> ResultGrammar:
    return grammar()


def read_all(marked: str, rules: ResultGrammar) -> tuple[Result, ...]:
    """Results of an abstract of several sentences, each of which ends in a full stop and a space."""
    text, names, introduced = unname(marked) if "<" in marked else (marked, (), ())
    shift = len(TITLE) + 1
    moved = [Named(n.start + shift, n.end + shift, n.text, n.type, n.key, n.introduced) for n in names]
    sentences = [(m.start() + shift, m.end() + shift) for m in re.finditer(r"\S.*?(?:\.(?= [A-Z])|$)", text)]
    return find_results(Paper("paper-test", TITLE, text), [(0, len(TITLE)), *sentences], moved, rules, introduced)


def slots(result: Result, wanted: Row) -> Row:
    return {slot: getattr(result, slot) for slot in wanted}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [case for cases in (SUBJECTS, PAIRS, BASELINES, SETTINGS, UNLINKED, NEIGHBOURS) for case in cases],
)
def test_slots(marked: str, expected: list[Row], rules: ResultGrammar) -> None:
    found = read_all(marked, rules)
    assert [slots(r, wanted) for r, wanted in zip(found, expected, strict=True)] == expected


BONDS = [
    ("<S:Swift> is 2x faster than <W:vLLM>.", "baseline", "clause", "vLLM"),
    ("<S:Swift> is 2x faster, while it needs no <H:A100>.", "hardware", "sentence", "A100"),
    ("<S:Swift> gives 2x and 3x speedups on <D:CIFAR-10> and <D:ImageNet>.", "dataset", "list", "CIFAR-10"),
    ("It was run on one <H:A100>. It is 2x faster.", "hardware", "neighbour", "A100"),
    ("We propose <S:Swift>. We cut latency by 2x.", "subject", "paper", "Swift"),
]


@pytest.mark.parametrize(("marked", "slot", "by", "name"), BONDS)
def test_a_bond_says_what_bound_a_name_and_where_it_stands(
    marked: str, slot: str, by: str, name: str, rules: ResultGrammar
) -> None:
    text = unname(marked)[0]
    bond = next(bond for bond in read_all(marked, rules)[0].bound if bond.slot == slot)
    assert (bond.by, bond.section, text[bond.start : bond.end]) == (by, "abstract", name)


def test_bonds_stand_in_the_order_of_slots_for_all_that_is_filled(rules: ResultGrammar) -> None:
    (result,) = read_all("On <D:MMLU>, <S:Swift> is 2x faster than <W:vLLM> on an <H:A100> for <M:Llama-3-8B>.", rules)
    assert [bond.slot for bond in result.bound] == [slot for slot in SLOTS if getattr(result, slot)]
    assert len(result.bound) == 5


def test_each_of_several_rivals_has_a_bond_of_its_own(rules: ResultGrammar) -> None:
    (result,) = read_all("<S:Swift> is 2x faster than <W:vLLM>, <W:Orca> and <W:TGI> on an <H:A100>.", rules)
    rivals = [bond for bond in result.bound if bond.slot == "baseline"]
    assert [bond.key for bond in rivals] == ["w-vllm", "w-orca", "w-tgi"]
    assert [result.quote] == ["2x faster"]
    assert (result.baseline, result.baseline_key) == ("vLLM, Orca and TGI", "w-vllm")
    assert [bond.end - bond.start for bond in rivals] == [4, 4, 3]


def test_slots_hold_keys_of_their_mentions(rules: ResultGrammar) -> None:
    (result,) = read_all("<S:Swift> is 2x faster than <W:vLLM> on an <H:A100>.", rules)
    assert (result.subject_key, result.baseline_key, result.hardware_key) == ("s-swift", "w-vllm", "h-a100")
    assert result.model_key is None


def test_an_unknown_name_right_after_a_score_is_its_dataset(rules: ResultGrammar) -> None:
    told = "<S:Swift> reaches 91% accuracy on <D:CLEVR>, 77% accuracy on WrenBench3 and 75% on Dunlin2."
    found = read_all(told, rules)
    assert [result.dataset for result in found] == ["CLEVR", "WrenBench3", "Dunlin2"]
    assert [result.dataset_key for result in found] == ["d-clevr", None, None]


def test_a_name_without_an_entity_has_no_key(rules: ResultGrammar) -> None:
    (result,) = read_all("<S:Swift> is 2x faster than FlexGen.", rules)
    assert (result.baseline, result.baseline_key) == ("FlexGen", None)


def test_a_model_that_is_the_subject_is_not_its_own_model(rules: ResultGrammar) -> None:
    (result,) = read_all("We see that <M:GPT-4> achieves 81% accuracy on <D:GSM8K>.", rules)
    assert (result.subject, result.model, result.dataset) == ("GPT-4", None, "GSM8K")


def test_metric_mentions_are_linked(rules: ResultGrammar) -> None:
    text = "We cut tail latency by 30%."
    start = text.index("tail latency")
    mention = Named(start, start + 12, "tail latency", "Metric", "metric-tail-latency")
    (result,) = read(text, rules, (mention,))
    assert (result.metric, result.metric_entity_key) == ("latency", "metric-tail-latency")


def test_the_name_of_a_measure_may_begin_with_its_dataset(rules: ResultGrammar) -> None:
    text = "COCO and LVIS are hard. We reach 41% COCO mAP."
    shift = len(TITLE) + 1
    named = [("COCO", "Dataset", 0), ("LVIS", "Dataset", 9), ("COCO mAP", "Metric", text.index("COCO mAP"))]
    names = [Named(at + shift, at + shift + len(n), n, kind, f"d-{n}") for n, kind, at in named]
    sentences = [(0, len(TITLE)), (shift, shift + 23), (shift + 24, shift + len(text))]
    (result,) = find_results(Paper("paper-test", TITLE, text), sentences, names, rules, ())
    (bond,) = (bond for bond in result.bound if bond.slot == "dataset")
    assert (result.dataset, result.dataset_key, bond.start) == ("COCO", "d-COCO", text.index("COCO mAP"))


def slot_entries(**changed: list[str]) -> list[Entry]:
    """The entries of the shipped section, with other forms where they are given, by ids with `_` for `-`."""
    rows = read_yaml(SHIPPED / "results.yaml")["slots"]
    for row in rows:
        row["forms"] = changed.get(row["id"].replace("-", "_"), row["forms"])
    return list(Entry("results.yaml", {"slots": rows}).entries("slots"))


def test_the_words_of_the_rules_are_those_that_are_used() -> None:
    assert slot_words(slot_entries()) == grammar().slot_words
    assert pickle.loads(pickle.dumps(grammar().slot_words)) == grammar().slot_words


def test_other_words_fill_other_slots() -> None:
    text = "It runs in 2 s, heronlike Orca."
    names = (Named(text.index("Orca"), len(text) - 1, "Orca", "Method", "b-orca"),)
    tokens, claim = next(read_claims(text, [(0, len(text))], names, grammar()))
    others = slot_words(slot_entries(slot_comparing=["heronlike"]))
    for words, baseline in ((grammar().slot_words, None), (others, "Orca")):
        scene = Scene(Paper("paper-test", "", text), text, names, (), ((0, len(text)),), words)
        assert fill(scene, tokens, claim).baseline == baseline


def test_wrong_words_are_told() -> None:
    entries = slot_entries()
    with pytest.raises(RuleError, match=r"section slots: entry 'slot-parts' is missing"):
        slot_words(entry for entry in entries if entry.text("id") != "slot-parts")
    entries.append(Entry("results.yaml", {"slots": [{"id": "slot-herons", "forms": ["heron"]}]}).entries("slots")[0])
    with pytest.raises(RuleError, match=r"slot-herons"):
        slot_words(entries)


WORDS = st.sampled_from(
    "2x 30% 3 ms 0.9 faster latency accuracy by of in on than over vs. from to ( ) , ; : while outperforms compared the"
    " baselines Swift vLLM A100 GPT-2 GPUs days 13B model Orca our and It 's instead below using".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40).map(" ".join), st.booleans())
def test_every_filled_slot_is_the_text_that_its_bond_cuts_out(text: str, introduced: bool) -> None:
    types = {"Swift": "Method", "vLLM": "Software", "A100": "Hardware", "GPT-2": "Model", "GPUs": "Hardware"}
    names = tuple(
        Named(m.start(), m.end(), m.group(), types[m.group()], m.group(), introduced and m.group() == "Swift")
        for m in re.finditer("|".join(types), text)
    )
    for result in read(text, RULES, names, ("Swift",) if introduced else ()):
        starts = {bond.slot: bond.start for bond in reversed(result.bound)}
        cut = {bond.slot: text[starts[bond.slot] : bond.end] for bond in result.bound}
        assert cut == {slot: getattr(result, slot) for slot in SLOTS if getattr(result, slot) is not None}


RULES = grammar()
