"""The guard: what may be ranked with what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Bond, Normal
from kg.query.hits import Evidence, ResultHit
from kg.query.numbers.comparable import differences, heading, rank_key, setting_of
from kg.query.numbers.results import Results

KEYS = {"baseline": "software-vllm", "hardware": "hardware-nvidia-a100", "dataset": "dataset-gsm8k",
        "model": "model-llama-3-8b"}  # fmt: skip
NAMES = {"software-vllm": "vLLM", "hardware-nvidia-a100": "NVIDIA A100", "dataset-gsm8k": "GSM8K",
         "model-llama-3-8b": "Llama 3 8B", "hardware-nvidia-h100": "NVIDIA H100"}  # fmt: skip


def hit(metric: str = "speedup", value: float = 2.0, paper: str = "paper-one", **fields: Any) -> ResultHit:
    """A factor of improvement with everything stated, unless `fields` say otherwise."""
    evidence = Evidence(paper, "A Title", "abstract", 0, 5, "twice", "It is twice as fast.", "result-factor")
    full: dict[str, Any] = {
        "high": None, "unit": "x", "sense": "gain", "qualifier": None, "subject": "Ours", "baseline": "vLLM",
        "hardware": "A100", "model": "Llama-3-8B", "dataset": "GSM8K", "task": None,
        "normal": Normal(value, None, "x"), "keys": KEYS,
    }  # fmt: skip
    full |= fields
    return ResultHit(f"result-{metric}-{value}", "a label", metric, value, evidence=evidence, **full)


def absolute(metric: str, value: float, unit: str | None, **fields: Any) -> ResultHit:
    """A number as it is, with everything stated but a baseline."""
    keys = {slot: key for slot, key in KEYS.items() if slot != "baseline"} | fields.pop("keys", {})
    plain = {"normal": None, "sense": "value", "baseline": None, "keys": keys, **fields}
    return hit(metric, value, unit=unit, **plain)


def against(*keys: str, **fields: Any) -> ResultHit:
    """A result whose baseline slot names several entities, by keys that are their names as well."""
    bound = tuple(Bond("baseline", "clause", "abstract", 0, 5, None, key) for key in keys)
    names = {**KEYS, "baseline": keys[0]}
    return hit(baseline=" and ".join(keys), keys=names, bound=bound, bound_names=keys, **fields)


def without(found: ResultHit, slot: str) -> ResultHit:
    return replace(found, **{slot: None}, keys={name: key for name, key in found.keys.items() if name != slot})


def compare(*hits: ResultHit) -> bool:
    settings = {setting_of(found) for found in hits}
    return len(settings) == 1 and not any(setting.missing for setting in settings)


def test_speedup_latency_and_time_meet_as_improvement() -> None:
    halved = hit("latency", 50, unit="%", sense="cut", better="lower", normal=Normal(2.0, None, "x"))
    assert compare(hit("speedup", 3), halved, hit("time", 1.5, better="lower"))


@pytest.mark.parametrize("metric", ["throughput", "memory", "energy", "accuracy", "flops"])
def test_every_other_metric_meets_itself_alone(metric: str) -> None:
    assert compare(hit(metric, 3), hit(metric, 4))
    assert not compare(hit(metric, 3), hit("speedup", 3))


@pytest.mark.parametrize("slot", ["baseline", "hardware", "dataset", "model"])
def test_another_setting_does_not_compare(slot: str) -> None:
    other = hit(value=3, keys={**KEYS, slot: f"{slot}-other"})
    assert not compare(hit(), other)
    assert differences([setting_of(hit()), setting_of(other)]) == f"they differ in {slot}"


def test_all_baselines_must_be_the_same_in_any_order() -> None:
    both = against("software-orca", "software-vllm")
    assert compare(both, against("software-vllm", "software-orca", value=3))
    for other in (against("software-orca"), against("software-vllm"), against("software-orca", "software-tgi")):
        assert not compare(both, other)
        assert differences([setting_of(both), setting_of(other)]) == "they differ in baseline"


def test_a_baseline_without_an_entity_among_others_is_the_same_within_its_paper_only() -> None:
    both = against("software-orca", "rival")
    mixed = replace(both, bound=(both.bound[0], msgspec.structs.replace(both.bound[1], key=None)))
    assert compare(mixed, replace(mixed, value=3.0))
    other = replace(mixed, evidence=replace(mixed.evidence, paper="paper-two"))
    assert not compare(mixed, other)
    assert "vs Orca and rival in paper-one" in heading(setting_of(mixed), {"software-orca": "Orca"})


@pytest.mark.parametrize(
    ("found", "slot", "missing"),
    [
        (hit("speedup"), "baseline", "no baseline stated"),
        (hit("accuracy"), "baseline", "no baseline stated"),
        (hit("speedup"), "hardware", "no hardware stated"),
        (absolute("throughput", 71, "tokens/s"), "hardware", "no hardware stated"),
        (absolute("accuracy", 78, "%"), "dataset", "no dataset stated"),
    ],
)
def test_what_is_not_stated_is_never_the_same(found: ResultHit, slot: str, missing: str) -> None:
    lacking = without(found, slot)
    assert setting_of(lacking).missing == missing
    assert not compare(lacking, lacking)
    assert differences([setting_of(lacking)] * 2) == missing


def test_what_a_number_does_not_depend_on_need_not_be_stated() -> None:
    assert compare(without(hit("memory"), "hardware"), without(hit("memory", 3), "hardware"))
    assert compare(absolute("accuracy", 78, "%"), absolute("accuracy", 80, "%"))  # a value needs no baseline
    bare = without(without(without(hit("memory"), "hardware"), "dataset"), "model")
    assert setting_of(bare).missing == "no setting stated"


def test_a_change_without_a_sound_form_compares_with_nothing() -> None:
    assert setting_of(hit("accuracy", 2, unit="%", normal=None)).missing == "no form that compares"


def test_units_and_forms_stay_apart() -> None:
    seconds = absolute("latency", 20, "ms", normal=Normal(0.02, None, "s"), better="lower")
    assert compare(seconds, absolute("latency", 3, "s", normal=Normal(3.0, None, "s"), better="lower"))
    assert not compare(seconds, absolute("latency", 3, "cycles"))
    assert not compare(seconds, hit("latency"))
    tokens, frames, others = (
        absolute("throughput", 9, unit, normal=Normal(9.0, None, base))
        for unit, base in (("tokens/s", "tokens/s"), ("FPS", "frames/s"), ("frames/min", "frames/s"))
    )
    assert not compare(tokens, frames)
    assert compare(frames, others)


def test_a_metric_of_its_own_name_stays_apart() -> None:
    first_token = absolute("latency", 20, "ms", keys={"metric": "metric-time-to-first-token"})
    assert not compare(first_token, absolute("latency", 30, "ms"))
    assert compare(first_token, replace(first_token, value=30.0))
    assert compare(absolute("latency", 20, "ms", keys={"metric": "metric-latency"}), absolute("latency", 30, "ms"))
    assert setting_of(absolute("score", 3, None)).missing == "no metric named"
    assert setting_of(absolute("score", 3, None, keys={"metric": "metric-clip-score"})).missing is None


def test_a_name_without_an_entity_is_the_same_within_its_paper_only() -> None:
    keys = {slot: key for slot, key in KEYS.items() if slot != "baseline"}
    one = hit(baseline="the best rival", keys=keys)
    assert compare(one, replace(one, value=3.0, baseline="the best  Rival"))
    assert not compare(one, hit(baseline="the best rival", keys=keys, paper="paper-two"))


def test_a_class_is_the_same_within_its_paper_only() -> None:
    first, second = setting_of(hit(), KEYS.values()), setting_of(hit(paper="paper-two"), KEYS.values())
    assert first != second
    assert first == setting_of(hit(value=3), KEYS.values())


def test_the_best_comes_first() -> None:
    def order(*hits: ResultHit) -> list[float]:
        return [found.value for found in sorted(hits, key=rank_key)]

    assert order(hit(value=1.5), hit(value=3), hit(value=2)) == [3, 2, 1.5]
    assert order(*(absolute("accuracy", value, "%") for value in (70, 90))) == [90, 70]
    assert order(*(absolute("latency", value, "ms", better="lower") for value in (70, 20))) == [20, 70]
    assert order(*(hit("accuracy", value, sense="loss", normal=Normal(value, None, "%")) for value in (3, 1))) == [1, 3]
    worse = hit("latency", 10, unit="%", sense="loss", better="lower", normal=Normal(0.909, None, "x"))
    assert order(worse, hit("latency", 1.2)) == [1.2, 10]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (hit("latency"), "speed as a factor of improvement, vs vLLM, on NVIDIA A100, on GSM8K, with Llama 3 8B"),
        (
            absolute("model_size", 3, "GB", normal=Normal(3e9, None, "B"), dataset=None, hardware=None,
                     keys={"hardware": "", "dataset": ""}),
            "model size in B, with Llama 3 8B, hardware and dataset not stated",
        ),
        (without(hit("memory"), "dataset"),
         "memory as a factor of improvement, vs vLLM, on NVIDIA A100, with Llama 3 8B, dataset not stated"),
        (without(hit(), "baseline"), "no baseline stated"),
        (against("software-vllm", "software-orca", metric="memory"),
         "memory as a factor of improvement, vs software-orca and vLLM, on NVIDIA A100, on GSM8K, with Llama 3 8B"),
    ],
)  # fmt: skip
def test_a_heading_says_what_is_shared(found: ResultHit, said: str) -> None:
    assert heading(setting_of(found), NAMES) == said


SLOT = st.none() | st.sampled_from(["a-x", "a-y"])
METRICS = st.sampled_from(["speedup", "latency", "throughput", "memory", "accuracy", "score"])
HITS = st.builds(
    lambda slots, paper, metric, **fields: hit(
        metric, paper=paper, keys={slot: key for slot, key in slots.items() if key}, **{**slots, **fields}
    ),
    st.fixed_dictionaries(dict.fromkeys(("baseline", "hardware", "dataset", "model"), SLOT)),
    st.sampled_from(["paper-one", "paper-two"]), METRICS, value=st.sampled_from([0.5, 2.0, 3.0]),
    sense=st.sampled_from(["gain", "cut", "value", "loss"]), better=st.sampled_from(["higher", "lower"]),
    normal=st.none() | st.builds(Normal, st.sampled_from([0.5, 2.0, 3.0]), st.none(), st.sampled_from(["x", "s"])),
)  # fmt: skip


@given(st.lists(HITS, max_size=12), st.sampled_from(["value", "paper", "metric", "confidence"]))
def test_no_list_mixes_what_does_not_compare_and_nothing_is_lost(hits: list[ResultHit], sort: Any) -> None:
    numbered = [replace(found, key=f"result-{number}") for number, found in enumerate(hits)]
    found = Results(numbered, sort=sort)
    grouped = [member for group in found.groups() for member in group.hits]
    assert sorted(member.key for member in found) == sorted(member.key for member in grouped)
    assert len(grouped) == len(numbered)
    for group in found.groups():
        keys = [rank_key(member) for member in group.hits]
        if group.ranked:
            assert compare(*group.hits)
            assert keys == sorted(keys)
            assert len(group.hits) > 1
            for slot in ("baseline", "hardware", "dataset", "model"):
                assert len({member.keys.get(slot) for member in group.hits}) == 1
            forms = {member.normal.unit if member.normal else member.unit for member in group.hits}
            assert len(forms) == 1
