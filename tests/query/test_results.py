"""Questions for numbers: filters, order, groups, and what the answer is given on as."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
import pytest
from records import PaperBuilder, sample_records

import kg
from kg.errors import InputError, KgError, QueryError, UnknownNameError
from kg.model import Extraction, Normal
from kg.query import KnowledgeGraph, ResultFilters, ResultHit, Results
from kg.record.store import encode_record, read_records, write_records


def rival(title: str, subject: str, value: float, hardware: str = "A100", **fields: Any) -> Extraction:
    """A paper whose one result says how much faster than vLLM its subject is."""
    number = f"{value:g}x faster"
    slots = {
        "subject": subject, "subject_key": f"method-{subject.lower()}", "baseline": "vLLM",
        "baseline_key": "software-vllm", "hardware": hardware, "hardware_key": f"hardware-nvidia-{hardware.lower()}",
        "normal": Normal(value, None, "x"), "confidence": 0.7, **fields,
    }  # fmt: skip
    builder = PaperBuilder(title, f"On one {hardware}, {subject} is {number} than vLLM.")
    builder.entity("Software", "software-vllm", "vLLM", ["vLLM"])
    return builder.result(number, "speedup", value, "x", "gain", **slots).record()


RIVALS = [rival("First", "Alder", 1.5), rival("Second", "Birch", 2.5, qualifier="up to"), rival("Third", "Cedar", 2.0)]


@pytest.fixture(scope="module")
def g() -> KnowledgeGraph:
    return KnowledgeGraph(sample_records())


@pytest.fixture(scope="module")
def beside() -> KnowledgeGraph:
    """The sample beside papers that compare with each other."""
    return KnowledgeGraph([*sample_records(), *RIVALS])


def said(found: Results) -> list[str]:
    return [f"{hit.amount} {hit.measure}" for hit in found]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"hardware": "Ampere GPU"}, ["71 tokens/s throughput", "up to 4.1x throughput gain"]),
        ({"hardware": "NVIDIA A100 80GB"}, ["up to 4.1x throughput gain"]),
        ({"model": "Llama", "sense": "gain"}, ["up to 4.1x throughput gain"]),
        ({"model": "LLMs", "sense": ["gain", "cut"]}, ["up to 4.1x throughput gain"]),
        ({"task": "Semantic Segmentation"}, ["76.1 miou"]),
        ({"metric": ["miou", "power"]}, ["76.1 miou", "about 9.5 W power"]),
        ({"metric": "Peak Memory"}, ["30-45% memory cut"]),
        ({"metric": "Memory"}, ["30-45% memory cut"]),
        ({"sense": "loss"}, ["0.4% accuracy loss"]),
        ({"least": 2, "sense": ["gain", "cut"]}, ["2x speedup gain", "up to 4.1x throughput gain", "3x energy gain"]),
        ({"least": 70}, ["71 tokens/s throughput", "78.3% accuracy", "76.1 miou"]),
        ({"least": 1.4, "metric": "memory"}, ["30-45% memory cut"]),  # by the factor 1.43, not by the 30 of 30%
        ({"least": 1.5, "metric": "memory"}, []),
        ({"least_confidence": 0.95}, ["71 tokens/s throughput", "12.5 tokens/s throughput", "2x speedup gain"]),
        ({"subject": "Nibble", "hardware": "FPGA"}, []),
    ],
)
def test_filters(g: KnowledgeGraph, filters: Any, expected: list[str]) -> None:
    assert said(g.results(**filters)) == expected


def test_least_reads_a_measured_amount_in_its_stated_unit() -> None:
    record = PaperBuilder("T", "It needs 3 GB.").result(
        "3 GB", "memory", 3, "GB", "value", normal=Normal(3e9, None, "B"), better="lower"
    )
    g = KnowledgeGraph([record.record()])
    assert (len(g.results(least=3)), len(g.results(least=4))) == (1, 0)


def test_a_model_that_a_result_is_about_is_its_model() -> None:
    record = PaperBuilder("T", "Kelp-7B is 2x faster.").entity("Model", "model-kelp-7b", "Kelp-7B", ["Kelp-7B"])
    record.result("2x faster", "speedup", 2, "x", "gain", subject="Kelp-7B", subject_key="model-kelp-7b")
    assert len(KnowledgeGraph([record.record()]).results(model="kelp 7b")) == 1


def test_what_is_unknown_is_told_in_one_line(g: KnowledgeGraph) -> None:
    with pytest.raises(UnknownNameError, match="nearest: vLLM"):
        g.results(baseline="vLMM")
    with pytest.raises(UnknownNameError, match=r"metric keys: .*speedup.*throughput") as caught:
        g.results(metric=["speedup", "acuracy"])
    assert "accuracy" in caught.value.nearest


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"least": "fast"}, "least must be a number, and 'fast' is none"),
        ({"least": float("nan")}, "least must be a number"),
        ({"least_confidence": 95}, "runs from 0 to 1; 95 is outside"),
        ({"sense": ["gain", "win"]}, "'win'; the senses are gain, cut, value, loss"),
        ({"sort": "name"}, "sorted by 'name'; they can by value, metric, paper, confidence"),
        ({"sort": "paper", "across": True}, "cannot sort by paper"),
    ],
)
def test_what_cannot_be_meant_is_told_in_one_line(g: KnowledgeGraph, filters: Any, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)) as caught:
        g.results(**filters)
    assert len(str(caught.value).splitlines()) == 1


def test_orders(g: KnowledgeGraph) -> None:
    by_paper = g.results()
    assert list(by_paper) == list(g.results(sort="paper"))
    assert [hit.key for hit in by_paper] == sorted(hit.key for hit in by_paper)
    metrics = [hit.metric for hit in g.results(sort="metric")]
    assert metrics == sorted(metrics)
    sure = [hit.confidence for hit in g.results(sort="confidence")]
    assert sure == [1.0, 0.95, 0.95, 0.92, 0.8, 0.5, None, None, None, None, None]
    assert {hit.key for hit in g.results(sort="value")} == {hit.key for hit in by_paper}


def test_only_what_compares_is_ranked(beside: KnowledgeGraph) -> None:
    found = beside.results(baseline="vLLM", sort="value")
    ranked, alone = found.groups()
    assert (ranked.heading, ranked.ranked) == (
        "speed as a factor of improvement, vs vLLM, on NVIDIA A100, dataset and model not stated", True,
    )  # fmt: skip
    assert [(hit.subject, hit.amount) for hit in ranked.hits] == [
        ("Birch", "up to 2.5x"), ("Cedar", "2x"), ("Alder", "1.5x"),
    ]  # fmt: skip
    assert (alone.heading, alone.ranked, len(alone.hits)) == ("not ranked: no other result here compares", False, 1)
    assert list(found) == [*ranked.hits, *alone.hits]


def test_a_result_on_other_hardware_joins_no_rank() -> None:
    g = KnowledgeGraph([*RIVALS[:2], rival("Fourth", "Dogwood", 9, hardware="H100")])
    ranked, alone = g.results(sort="value").groups()
    assert [hit.subject for hit in ranked.hits] == ["Birch", "Alder"]
    assert [hit.subject for hit in alone.hits] == ["Dogwood"]


def test_results_without_a_baseline_are_listed_and_not_ranked() -> None:
    none = {"baseline": None, "baseline_key": None}
    g = KnowledgeGraph([rival("First", "Alder", 1.5, **none), rival("Second", "Birch", 2.5, **none)])
    (group,) = g.results(sort="value").groups()
    assert (group.heading, group.ranked) == ("not ranked: no baseline stated", False)
    assert [hit.subject for hit in group.hits] == ["Alder", "Birch"]


def test_a_gpu_of_two_papers_is_not_the_same_gpu() -> None:
    gpu = {"hardware": "GPU", "hardware_key": "hardware-gpu"}
    papers = [rival("First", "Alder", 1.5, **gpu), rival("Second", "Birch", 2.5, **gpu)]
    assert KnowledgeGraph(papers).results(sort="value").groups()[0].ranked
    (group,) = (
        KnowledgeGraph([*papers, *sample_records()]).results(hardware="GPU", metric="speedup", sort="value").groups()
    )
    assert not group.ranked  # now that the graph knows kinds of it


def test_across_ranks_all_and_says_what_it_does(beside: KnowledgeGraph) -> None:
    found = beside.results(baseline="vLLM", across=True)
    (group,) = found.groups()
    assert group.heading == (
        "all in one list, best first; these do not compare: they differ in metric, hardware and model"
    )
    assert [hit.subject for hit in found] == ["PagePool", "Birch", "Cedar", "Alder"]
    everything = beside.results(across=True, sort="value").groups()[0]
    assert everything.heading.startswith("all in one list, largest first; these do not compare: ")
    same = KnowledgeGraph(RIVALS).results(across=True).groups()[0]
    assert same.heading == "all in one list, best first"
    assert KnowledgeGraph([]).results(across=True).groups() == ()


def test_no_ranked_group_mixes_settings(beside: KnowledgeGraph) -> None:
    ranked = [group for group in beside.results().groups() if group.ranked]
    assert ranked
    for group in ranked:
        for slot in ("baseline", "hardware", "dataset", "model"):
            assert len({hit.keys.get(slot) for hit in group.hits}) == 1


def test_results_are_a_plain_sequence(g: KnowledgeGraph) -> None:
    found = g.results()
    assert len(found) == 11
    assert isinstance(found[0], ResultHit)
    assert found[-1] in found
    assert found[1:3] == (found[1], found[2])
    assert not g.results(metric="area")


def test_a_hit_has_all_that_its_record_says(g: KnowledgeGraph) -> None:
    (hit,) = g.results(baseline="vLLM")
    assert (hit.better, hit.normal, hit.confidence) == ("higher", Normal(4.1, None, "x"), 0.92)
    assert hit.metric_by == "named"
    assert [(bond.slot, bond.by, bond.confidence) for bond in hit.bound] == [
        ("subject", "paper", 0.81), ("baseline", "clause", 0.88), ("hardware", "sentence", None),
        ("model", "clause", None),
    ]  # fmt: skip
    assert hit.keys["hardware"] == "hardware-nvidia-a100-80gb"
    assert repr(hit) == (
        "<Result up to 4.1x throughput gain: PagePool, vs vLLM, on NVIDIA A100 80GB GPU, for Llama-3-8B "
        "('PagePool: Sharing KV Cache Pages across Requests'), confidence 0.92>"
    )
    assert isinstance(hash(hit), int)


def test_repr_counts_lists_and_stops(beside: KnowledgeGraph) -> None:
    head, *lines = repr(beside.results(baseline="vLLM", sort="value")).splitlines()
    assert head == "<Results: 4 results of 4 papers>"
    assert lines[0].startswith("speed as a factor of improvement, vs vLLM")
    assert "up to 2.5x speedup gain: Birch" in lines[1]
    many = KnowledgeGraph([rival(f"Paper {number}", "Alder", 2) for number in range(30)])
    assert repr(many.results()).splitlines()[-1] == "  … 10 more lines"
    assert repr(beside.results(metric="area")) == "<Results: 0 results of 0 papers>"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        self.texts += [str(value) for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_html_escapes_whatever_a_paper_holds() -> None:
    hostile = '<b onclick="x">&amp;</b>'
    record = PaperBuilder(f"Title {hostile}", f"It is 2x faster than {hostile} on 'it'.")
    record.result("2x faster", "speedup", 2, "x", "gain", subject=hostile, baseline=hostile)
    html = KnowledgeGraph([record.record()]).results(sort="value")._repr_html_()
    parser = _Tags()
    parser.feed(html)
    assert parser.tags == {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert parser.texts.count(hostile) == 2
    assert f"It is 2x faster than {hostile} on 'it'." in parser.texts
    assert KnowledgeGraph([]).results()._repr_html_() == "<p>no results</p>"


def test_json_has_everything(beside: KnowledgeGraph) -> None:
    rows = json.loads(beside.results(baseline="vLLM", sort="value").json())
    assert [(row["slots"]["subject"]["name"], row["rank"]) for row in rows] == [
        ("Birch", 1), ("Cedar", 2), ("Alder", 3), ("PagePool", None),
    ]  # fmt: skip
    last = rows[-1]
    assert last["group"] == "not ranked: no other result here compares"
    assert last["slots"]["model"] == {
        "name": "Llama-3-8B", "key": "model-llama-3-8b", "by": "clause", "confidence": None,
    }  # fmt: skip
    assert last["slots"]["baseline"]["confidence"] == 0.88
    assert [bond["confidence"] for bond in last["bound"]] == [0.81, 0.88, None, None]
    assert [row["metric_by"] for row in rows] == [None, None, None, "named"]
    assert "dataset" not in last["slots"]
    assert last["normal"] == {"value": 4.1, "high": None, "unit": "x"}
    assert (last["amount"], last["value"], last["qualifier"], last["confidence"]) == ("up to 4.1x", 4.1, "up to", 0.92)
    abstract = sample_records()[0].abstract
    assert abstract[last["evidence"]["start"] : last["evidence"]["end"]] == last["evidence"]["quote"]
    assert [abstract[bond["start"] : bond["end"]] for bond in last["bound"]][1] == "vLLM"


def test_a_frame_has_one_row_a_result(beside: KnowledgeGraph) -> None:
    pandas = pytest.importorskip("pandas")
    found = beside.results(sort="value")
    frame = found.frame()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["key"]) == [hit.key for hit in found]
    first = frame.iloc[0]
    assert (first["amount"], first["subject"], first["normal"], first["rank"]) == ("up to 2.5x", "Birch", 2.5, 1)
    assert frame.loc[frame["subject"] == "PagePool", "baseline_by"].dropna().tolist() == ["clause"]
    assert frame["baseline_confidence"].dropna().tolist() == [0.88]
    assert "named" in set(frame["metric_by"])
    empty = beside.results(metric="area").frame()
    assert (len(empty), list(empty.columns)) == (0, list(frame.columns))


def test_a_frame_without_pandas_says_what_to_install(g: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(KgError, match=r"pip install 'kg-abstracts\[pandas\]'"):
        g.results().frame()


def test_pandas_is_loaded_for_a_frame_alone() -> None:
    code = "import sys, kg.query; kg.query.KnowledgeGraph([]).results().json(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_asks_a_folder(tmp_path: Path) -> None:
    with (tmp_path / "records.jsonl").open("wb") as out:
        write_records(RIVALS, out)
    found = kg.results(tmp_path, hardware="A100", sort="value")
    assert [hit.subject for hit in found] == ["Birch", "Cedar", "Alder"]
    with pytest.raises(InputError, match="kg build"):
        kg.results(tmp_path / "nowhere")


def test_who_is_faster_is_asked_with_the_same_filters(beside: KnowledgeGraph) -> None:
    assert len(beside.faster_than(baseline="vLLM").beats("vLLM")) == 4
    assert {step.winner_name for step in beside.faster_than(hardware="A100", least=2).beats("vLLM")} == {
        "PagePool", "Birch", "Cedar",
    }  # fmt: skip


def test_both_ways_to_ask_take_the_same_filters() -> None:
    assert set(get_type_hints(ResultFilters)) == set(KnowledgeGraph.results.__kwdefaults__ or ())


def test_records_from_before_these_fields_still_load(tmp_path: Path) -> None:
    new = ("better", "normal", "metric_by", "confidence", "bound")
    path = tmp_path / "records.jsonl"
    lines = []
    for record in sample_records():
        plain = json.loads(encode_record(record))
        plain["results"] = [{k: v for k, v in result.items() if k not in new} for result in plain["results"]]
        lines.append(json.dumps(plain))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    old = list(read_records(path))
    assert [msgspec.structs.replace(record, results=()) for record in old] == [
        msgspec.structs.replace(record, results=()) for record in sample_records()
    ]
    found = KnowledgeGraph(old).results()
    assert len(found) == 11
    assert {(hit.better, hit.normal, hit.metric_by, hit.confidence, hit.bound) for hit in found} == {
        ("higher", None, None, None, ())
    }
    assert len(json.loads(found.json())) == 11
