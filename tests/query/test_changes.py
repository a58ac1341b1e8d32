"""What has changed between two graphs: each kind of change in words, as JSON, and nothing where nothing has."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from msgspec.structs import replace
from records import A100, GPU, PaperBuilder, rival_records, sample_records

from kg.model import Concept, Extraction, Normal, Source
from kg.query import Changes, KnowledgeGraph, changes_between

HOPPER = Concept("hardware-hopper-gpu", "Hopper GPU")
FPGA = Concept("hardware-fpga", "FPGA")
DEVICES = {
    "A100": (A100.key, A100.name, (GPU,)),
    "H200": ("hardware-nvidia-h200", "NVIDIA H200", (HOPPER, GPU)),
    "ZCU104": ("hardware-xilinx-zcu104", "Xilinx ZCU104", (FPGA,)),
}


def engine(name: str, factor: float, rival: str = "vLLM", device: str = "A100", text: str = "") -> Extraction:
    """A paper that introduces `name`, which is `factor` times as fast as `rival` on a device."""
    number = f"{factor:g}x faster"
    key, label, broader = DEVICES[device]
    return (
        PaperBuilder(f"{name} at Sea", f"{name} is {number} than {rival} on one {device}.{text}", Source("a.txt", 1))
        .entity("Method", f"method-{name.lower()}", name, [name, (name, 1)], introduced=True)
        .entity("Software", f"software-{rival.lower()}", rival, [rival])
        .entity("Hardware", key, label, [device], broader=broader)
        .result(number, "speedup", factor, "x", "gain", subject=name, subject_key=f"method-{name.lower()}",
                baseline=rival, baseline_key=f"software-{rival.lower()}", hardware=device, hardware_key=key,
                normal=Normal(factor, None, "x"))
        .record()
    )  # fmt: skip


def between(old: list[Extraction], new: list[Extraction]) -> Changes:
    return changes_between(KnowledgeGraph(old), KnowledgeGraph(new))


def said(found: Any) -> list[str]:
    return [change.said for change in found]


KELP, WREN = engine("Kelp", 2.0), engine("Wren", 1.5)


@pytest.mark.parametrize("records", [[], sample_records(), [KELP, WREN]], ids=["nothing", "sample", "two"])
def test_no_difference(records: list[Extraction]) -> None:
    found = between(records, records[::-1])
    assert not found
    assert found.text() == "no difference"
    assert repr(found) == "<Changes: no difference>"
    assert not any(json.loads(found.json()).values())


def test_papers_come_go_and_change() -> None:
    longer = engine("Kelp", 2.0, text=" Code is out.")
    moved = replace(WREN, source=(Source("b.txt", 9),))
    found = between([KELP, WREN], [longer, moved, engine("Teal", 3.0)])
    assert said(found.papers_new) == ["Teal at Sea"]
    assert said(found.papers_changed) == ["Kelp at Sea: another abstract", "Wren at Sea: other sources"]
    back = between([KELP, WREN, engine("Teal", 3.0)], [KELP, WREN])
    assert said(back.papers_gone) == ["Teal at Sea"]
    assert back.counts == "1 paper gone; 1 entity gone; 1 result gone"
    assert (back.papers_new, back.introduced, back.best, back.first) == ((), (), (), ())


def test_a_paper_whose_key_alone_changed_is_the_same_paper() -> None:
    found = between([KELP], [replace(KELP, id="paper-kelp-2")])
    assert said(found.papers_changed) == ["Kelp at Sea: another key"]
    assert (found.papers_new, found.papers_gone, found.results_new, found.results_gone) == ((), (), (), ())


def test_papers_that_are_read_differently_are_told_from_those_with_another_text() -> None:
    found = between([KELP], [replace(KELP, results=())])
    assert said(found.papers_changed) == ["Kelp at Sea: the same text, read differently"]
    assert [hit.amount for hit in found.results_gone] == ["2x"]


def test_what_is_introduced_and_what_is_new() -> None:
    found = between([KELP], [KELP, engine("Teal", 1.1, rival="TGI")])
    assert said(found.introduced) == ["Teal (method), in Teal at Sea"]
    assert said(found.entities_new) == ["Teal (method)", "TGI (software)"]  # that of most mentions first
    gone = between([KELP, engine("Teal", 1.1, rival="TGI")], [KELP]).entities_gone
    assert said(gone) == ["Teal (method)", "TGI (software)"]


def test_a_new_best_result_is_one_that_may_be_ranked_with_what_it_beats() -> None:
    faster, slower = engine("Teal", 2.5), engine("Skua", 1.2)
    (best,) = between([KELP, WREN], [KELP, WREN, faster, slower]).best
    assert best.said == (
        "speed as a factor of improvement, vs vLLM, on NVIDIA A100, dataset and model not stated: "
        "2.5x speedup gain of Teal (Teal at Sea), before it 2x speedup gain of Kelp (Kelp at Sea)"
    )
    assert between([KELP, WREN], [KELP, WREN, slower]).best == ()
    assert between([KELP], [KELP, engine("Teal", 9.0, device="H200")]).best == ()
    assert between([KELP], [KELP, engine("Teal", 9.0, rival="TGI")]).best == ()
    assert between([KELP], [KELP, engine("Teal", 2.0)]).best == ()  # as good is not better
    assert between([], [KELP, WREN]).best == ()  # there was nothing to beat


def test_a_number_that_grew_is_a_new_best_too() -> None:
    (best,) = between([KELP, WREN], [KELP, engine("Wren", 2.5)]).best
    assert (best.now.amount, best.before.amount) == ("2.5x", "2x")
    (best,) = between([KELP], [engine("Kelp", 2.2), engine("Teal", 2.5)]).best
    assert (best.now.amount, best.before.amount) == ("2.5x", "2x")
    assert between([KELP], [engine("Kelp", 1.2), engine("Teal", 1.5)]).best == ()


def test_the_first_results_on_a_device_and_its_family() -> None:
    found = between([KELP], [KELP, engine("Teal", 2.5, device="H200"), engine("Skua", 3.0, device="H200")]).first
    assert said(found) == [
        "first result on NVIDIA H200, and so on Hopper GPU: 3x speedup gain of Skua (Skua at Sea), and 1 more"
    ]
    assert [one.said.partition(":")[0] for one in between([KELP], [KELP, engine("Teal", 1.5, rival="TGI")]).first] == [
        "first result compared with TGI"
    ]


def test_a_device_that_was_mentioned_without_a_result_is_no_news_but_its_first_result_is() -> None:
    named = replace(engine("Teal", 2.5, device="H200"), results=())
    found = between([KELP, named], [KELP, named, engine("Skua", 3.0, device="H200")])
    assert [one.entity.label for one in found.first] == ["NVIDIA H200"]
    assert said(found.entities_new) == ["Skua (method)"]


def test_how_many_papers_compare_with_and_mention_something() -> None:
    boards = [engine("Teal", 2.5, device="ZCU104"), engine("Skua", 3.0, device="ZCU104")]
    found = between([KELP, WREN, boards[0]], [KELP, WREN, *boards])
    assert said(found.uptake) == [
        "1 paper more compares with vLLM (4, before 3)",
        "1 paper more mentions Xilinx ZCU104 (2, before 1)",  # and so FPGA, which is not said
        "1 paper more mentions vLLM (4, before 3)",
    ]
    assert [one.more for one in found.uptake] == [("paper-skua-at-sea",)] * 3
    back = between([KELP, WREN, *boards], [KELP, WREN])
    assert said(back.uptake)[:2] == [
        "2 papers fewer compare with vLLM (2, before 4)", "2 papers fewer mention vLLM (2, before 4)",
    ]  # fmt: skip


def test_a_family_grows_by_what_its_members_gain_together() -> None:
    old = [engine("Teal", 2.5, device="H200"), KELP]
    found = between(old, [*old, WREN, engine("Skua", 3.0, device="H200")])
    hardware = [one.said for one in found.uptake if one.entity.kind == "hardware"]
    assert hardware == [
        "2 papers more mention GPU (4, before 2)",
        "1 paper more mentions NVIDIA A100 (2, before 1)",
        "1 paper more mentions NVIDIA H200 (2, before 1)",
    ]


@pytest.mark.parametrize("text", ["", " Code is out."], ids=["read differently", "another abstract"])
def test_a_number_that_changed(text: str) -> None:
    other = engine("Kelp", 2.5, text=text)
    if not text:  # the same characters, with another number read from them
        other = replace(KELP, results=(replace(KELP.results[0], value=2.5, normal=Normal(2.5, None, "x")),))
    found = between([KELP], [other])
    assert said(found.numbers) == ["speedup gain of Kelp: 2.5x, before 2x, in Kelp at Sea"]
    assert (found.results_new, found.results_gone) == ((), ())
    assert found.counts == "1 paper changed; 1 result with another number"


def renamed(record: Extraction, old: str, new: str, name: str) -> Extraction:
    entities = tuple(replace(one, key=new, name=name) if one.key == old else one for one in record.entities)
    results = tuple(replace(one, baseline_key=new if one.baseline_key == old else one.baseline_key)
                    for one in record.results)  # fmt: skip
    return replace(record, entities=entities, results=results)


def test_names_that_merge_split_or_move() -> None:
    tgi = engine("Teal", 1.2, rival="TGI")
    merged = between([KELP, tgi], [KELP, renamed(tgi, "software-tgi", "software-vllm", "vLLM")])
    assert said(merged.names) == ["TGI (software) and vLLM (software) are one now: vLLM (software)"]
    split = between([KELP, WREN], [KELP, renamed(WREN, "software-vllm", "software-vllm-1", "vLLM 1")])
    assert said(split.names) == ["vLLM (software) is several now: vLLM (software) and vLLM 1 (software)"]
    moved = between([KELP, tgi], [KELP, renamed(tgi, "software-tgi", "software-hf-tgi", "HF TGI")])
    assert said(moved.names) == ["TGI (software) is now HF TGI (software)"]
    for found in (merged, split, moved):
        assert (found.entities_new, found.entities_gone) == ((), ())
    assert moved.first == ()  # what is called otherwise has had its results
    assert moved.uptake == ()


def test_a_name_that_one_paper_no_longer_holds_is_no_split() -> None:
    fewer = replace(KELP, entities=KELP.entities[:-1])
    assert between([KELP], [fewer]).names == ()


def test_a_new_contradiction() -> None:
    other = engine("VLLM", 1.5, rival="Kelp")
    keys = {"subject_key": "software-vllm", "baseline_key": "method-kelp"}
    other = replace(other, results=(replace(other.results[0], **keys),))
    (conflict,) = between([KELP, WREN], [KELP, WREN, other]).contradictions
    assert conflict.said.count(" faster than ") == 2
    assert "Kelp 2x faster than vLLM (Kelp at Sea)" in conflict.said
    assert conflict.said.endswith("; settings unknown: model, dataset")
    assert between([KELP, other], [KELP, other, WREN]).contradictions == ()


def test_lists_are_cut_and_say_so() -> None:
    news = [engine(name, 1.5) for name in ("Auk", "Bream", "Cod", "Dab", "Eel", "Fulmar", "Gull", "Hake", "Ide")]
    found = between([KELP], [KELP, *news])
    lines = found.text().splitlines()
    assert lines[:3] == ["9 papers new; 9 entities new; 9 results new", "", "new papers"]
    assert lines[3:10] == [*(f"  {name} at Sea" for name in ("Auk", "Bream", "Cod", "Dab", "Eel", "Fulmar")),
                           "  … and 3 more"]  # fmt: skip
    assert "…" not in found.text(limit=None)
    assert found.text(limit=None).count("Ide at Sea") == 2  # as a paper and as what it introduces
    assert repr(found).startswith("<Changes: 9 papers new")


def test_json_has_all_with_keys() -> None:
    rows = json.loads(between([KELP, WREN], [KELP, WREN, engine("Teal", 2.5, device="H200", rival="vLLM")]).json())
    assert rows["papers_new"] == [{"key": "paper-teal-at-sea", "title": "Teal at Sea"}]
    assert rows["introduced"] == [
        {"key": "method-teal", "kind": "method", "label": "Teal",
         "paper": {"key": "paper-teal-at-sea", "title": "Teal at Sea"}},
    ]  # fmt: skip
    (first,) = (row for row in rows["first"] if row["slot"] == "hardware")
    assert (first["key"], [family["key"] for family in first["wider"]]) == (
        "hardware-nvidia-h200", [HOPPER.key],
    )  # fmt: skip
    assert [result["key"] for result in first["results"]] == ["result-teal-at-sea-1"]
    assert rows["uptake"][0]["more"] == ["paper-teal-at-sea"]
    assert all(isinstance(rows[kind], list) for kind in rows)


def test_each_change_shows_itself_in_a_line() -> None:
    found = between([KELP, WREN], [KELP, engine("Teal", 2.5)])
    assert repr(found.papers_new[0]) == "<PaperChange Teal at Sea>"
    assert repr(found.best[0]).startswith("<NewBest speed as a factor")


def test_the_order_of_records_is_no_matter() -> None:
    old, new = [*sample_records(), KELP], [*sample_records()[1:], *rival_records(), WREN, engine("Kelp", 3.0)]
    expected = between(old, new).json()
    for seed in range(3):
        shuffled = [random.Random(seed).sample(records, len(records)) for records in (old, new)]
        assert between(*shuffled).json() == expected
