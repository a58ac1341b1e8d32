"""Gold against records: who is paired with whom, what counts, and what is told of the rest."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from records import PaperBuilder

from kg.errors import InputError
from kg.model import ENTITY_TYPES, Extraction
from kg.record import Extractor, write_records
from kg.sources import read_papers
from kg.workbench.alike import fold, same_family, title_key, unit_sign
from kg.workbench.evaluate import Evaluation, Figures, evaluate
from kg.workbench.gold import GoldEntity, GoldPaper, GoldResult, read_gold
from kg.workbench.judge_results import SCORED_SLOTS
from kg.workbench.tally import Tally, match_up, pair_names

TITLE = "Mudflat: Sorting Shells on Two Boards"
ABSTRACT = (
    "Mudflat sorts shells with tidal sort, a kind of sorting, on a Heron-3 board and a Heron-3 Plus board. "
    "It is 3.5x faster than Dune on Heron-3 and 3.5x faster than Reed on Heron-3 Plus, and it needs 20% to 30% less "
    "memory. Shell accuracy is 91.2% on ShellBench."
)


def names(*each: str) -> list[frozenset[str]]:
    """Things by their names, a bar between two names of one thing."""
    return [frozenset(map(fold, thing.split("|"))) for thing in each]


def gold_paper(
    *entities: tuple[str, Sequence[str]], introduces: Sequence[Sequence[str]] = (), results: Sequence[GoldResult] = ()
) -> GoldPaper:
    things = tuple(GoldEntity(type_, tuple(called)) for type_, called in entities)
    return GoldPaper("gold.jsonl", 1, TITLE, things, tuple(map(tuple, introduces)), tuple(results))


def shells() -> PaperBuilder:
    return PaperBuilder(TITLE, ABSTRACT)


def compare(gold: GoldPaper, record: Extraction | PaperBuilder) -> Evaluation:
    return evaluate([gold], [record.record() if isinstance(record, PaperBuilder) else record])


def differing(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    return [(found.kind, found.side, found.text) for found in evaluation.differences]


# Names


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Heron Boards", "heron board"),
        ("fine-tuning", "fine tuning"),
        ("tidal\u2013sort", "tidal/sort"),
        ("The Sorting", "our sorting"),
        ("$\\mathbf{Heron}$", "Heron"),
        ("policies", "policy"),
        ("losses", "loss"),
        ("boxes", "box"),
        ("searches", "search"),
        ("GPUs", "GPU"),
        ("LMs", "LM"),
        ("Heron (v3)", "Heron v3"),
        ("Mudflat.", "Mudflat"),
    ],
)
def test_spellings_of_one_name_fold_to_one(name: str, other: str) -> None:
    assert fold(name) == fold(other) != ""


@pytest.mark.parametrize(
    ("name", "other"),
    [("C", "C++"), ("C", "C#"), ("Heron-3", "Heron-4"), ("loss", "los"), ("1.5B", "15B"), ("as", "a s")],
)
def test_what_tells_names_apart_stays(name: str, other: str) -> None:
    assert fold(name) != fold(other)


@pytest.mark.parametrize(
    ("unit", "sign"),
    [
        ("seconds", "s"), ("sec", "s"), ("hours", "h"), ("percent", "%"), ("-fold", "x"), ("×", "x"), (None, ""),
        ("points", ""), ("percentage points", "%"), ("tokens/s", "tokens/"), ("GB", "gb"), ("ms", "ms"), ("FPS", "fp"),
    ],
)  # fmt: skip
def test_units_are_compared_by_their_sign(unit: str | None, sign: str) -> None:
    assert unit_sign(unit) == sign


def test_families_of_metrics() -> None:
    assert same_family("latency", "speedup")
    assert same_family("utilization", "utilization")
    assert not same_family("latency", "accuracy")


def test_titles_are_joined_whatever_their_signs() -> None:
    assert title_key("Mudflat:  Sorting—Shells!") == title_key("mudflat sorting shells")
    assert title_key("Mudflat 2") != title_key("Mudflat 3")


# Pairing


def test_a_shared_name_is_enough_and_a_thing_is_paired_once() -> None:
    pairing = pair_names(names("tidal sort|TS", "Reed"), names("TS", "tidal sorts", "Dune"))
    assert pairing.tally == Tally(hits=1, gold=2, found=3)
    assert (pairing.missing, pairing.extra) == ((1,), (1, 2))


def test_two_things_found_as_one_cost_recall() -> None:
    assert pair_names(names("Dune", "Reed"), names("Dune|Reed")).tally == Tally(1, 2, 1)


def test_spaces_do_not_part_names() -> None:
    assert pair_names(names("speed-up"), names("speedup")).tally == Tally(1, 1, 1)


def test_partial_takes_whole_words_within_a_name_after_the_same_names() -> None:
    gold, found = names("Heron-3 board", "Heron-3"), names("Heron-3", "the big Heron-3 board")
    assert pair_names(gold, found).tally == Tally(1, 2, 2)
    assert pair_names(gold, found, partial=True).tally == Tally(2, 2, 2)
    assert pair_names(names("Heron-3"), names("Heron-33"), partial=True).tally == Tally(0, 1, 1)


def test_free_words_are_right_where_both_have_them_and_cost_nothing_elsewhere() -> None:
    free = frozenset(("memory",))
    assert pair_names(names("memory"), names("memory"), free=free).tally == Tally(1, 1, 1)
    assert pair_names(names("memory"), [], free=free).tally == Tally(0, 0, 0)
    assert pair_names([], names("memory"), free=free).tally == Tally(0, 0, 0)
    # One free name frees a gold thing; a found one only if it has no other.
    assert pair_names(names("memory|peak memory"), [], free=free).tally == Tally(0, 0, 0)
    assert pair_names([], names("memory|peak memory"), free=free).tally == Tally(0, 0, 1)


def test_matching_up_is_in_order_one_to_one_and_takes_the_best_fit() -> None:
    same_tens = lambda a, b: a // 10 == b // 10  # noqa: E731 - short, and used twice
    assert match_up([11, 12, 30], [15, 12, 13], same_tens) == [(0, 0), (1, 1)]
    assert match_up([11, 12], [15, 12, 11], same_tens, lambda a, b: a == b) == [(0, 2), (1, 1)]


def test_figures_of_a_tally() -> None:
    tally = Tally(hits=3, gold=6, found=4)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.5, pytest.approx(0.6))
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)


# Papers


def test_types_are_kept_apart_and_what_differs_is_told_with_paper_and_rule() -> None:
    gold = gold_paper(("Method", ["tidal sort"]), ("Hardware", ["Heron-3"]), ("Hardware", ["Heron-3 Plus"]))
    record = (
        shells()
        .entity("Model", "model-tidal-sort", "tidal sort", ["tidal sort"], rule="head-sort")
        .entity("Hardware", "hardware-heron-3", "Heron-3", ["Heron-3 board", ("Heron-3", 2)], rule="shape-board")
        .entity("Hardware", "hardware-board", "board", ["board"], rule="hardware-board")
    )
    evaluation = compare(gold, record)
    figures = evaluation.figures
    assert figures.entities["Method"] == Tally(0, 1, 0)
    assert figures.entities["Model"] == Tally(0, 0, 1)
    assert figures.entities["Hardware"] == Tally(1, 2, 2)
    assert figures.main_types == figures.all_types == Tally(1, 3, 3)
    assert differing(evaluation) == [
        ("Method", "missing", "tidal sort"),
        ("Model", "extra", "tidal sort"),
        ("Hardware", "missing", "Heron-3 Plus"),
        ("Hardware", "extra", "board"),
    ]
    assert str(evaluation.differences[1]) == f"extra    tidal sort, in {TITLE!r}, by head-sort"
    assert evaluation.differences[2].rules == ()


def test_all_types_counts_what_the_first_four_do_not() -> None:
    gold = gold_paper(("Dataset", ["ShellBench"]), ("Metric", ["accuracy"]))
    figures = compare(gold, shells().entity("Metric", "metric-accuracy", "accuracy", ["accuracy"])).figures
    assert figures.main_types == Tally(1, 1, 1)
    assert figures.all_types == Tally(1, 2, 1)


def test_free_words_are_those_of_the_type() -> None:
    gold = gold_paper(("Metric", ["memory"]), ("Hardware", ["memory"]))
    figures = compare(gold, shells()).figures
    assert (figures.entities["Metric"], figures.entities["Hardware"]) == (Tally(), Tally(0, 1, 0))


def test_coined_names_are_compared_by_all_names_of_their_entity() -> None:
    record = shells().entity("Method", "method-mudflat", "Mudflat", ["Mudflat"], introduced=True)
    assert compare(gold_paper(introduces=[["Mudflat", "tidal sort"]]), record).figures.introduces == Tally(1, 1, 1)
    evaluation = compare(gold_paper(introduces=[["tidal sort"]]), record)
    assert evaluation.figures.introduces == Tally(0, 1, 1)
    told = [found for found in differing(evaluation) if found[0] == "introduces"]
    assert told == [("introduces", "missing", "tidal sort"), ("introduces", "extra", "Mudflat")]


def faster(**fields: Any) -> GoldResult:
    usual = {"quote": "3.5x faster than Dune", "metric": "speedup", "value": 3.5, "unit": "x", "sense": "gain"}
    return GoldResult(**{**usual, **fields})


def judged(gold: GoldResult, **fields: Any) -> Figures:
    """The figures of one gold result against one found at the same place with some fields changed."""
    usual = {"metric": "speedup", "value": 3.5, "unit": "x", "sense": "gain"}
    return compare(gold_paper(results=[gold]), shells().result("3.5x faster than Dune", **{**usual, **fields})).figures


def test_a_result_is_the_same_by_value_range_unit_and_metric() -> None:
    assert judged(faster()).results.strict == Tally(1, 1, 1)
    assert judged(faster(unit="fold")).results.strict == Tally(1, 1, 1)
    for other in ({"value": 3.6}, {"high": 4.0}, {"unit": "%"}, {"metric": "latency"}):
        assert judged(faster(), **other).results.strict == Tally(0, 1, 1), other


def test_family_takes_a_kindred_metric_and_values_take_any() -> None:
    kindred, other = judged(faster(), metric="latency").results, judged(faster(), metric="accuracy").results
    assert (kindred.family.hits, kindred.values.hits) == (1, 1)
    assert (other.family.hits, other.values.hits) == (0, 1)


def test_sense_and_slots_are_judged_on_the_same_results_only() -> None:
    gold = faster(subject="Mudflat", baseline="Dune", hardware="Heron-3 board")
    same = judged(gold, sense="cut", subject="Mudflat", baseline="Reed", hardware="Heron-3", dataset="ShellBench")
    assert same.results.sense == Tally(0, 1, 1)
    hits = {slot: (tally.hits, tally.gold, tally.found) for slot, tally in same.results.slots.items()}
    assert hits == {"subject": (1, 1, 1), "baseline": (0, 1, 1), "hardware": (1, 1, 1), "model": (0, 0, 0),
                    "dataset": (0, 0, 1)}  # fmt: skip
    other = judged(gold, value=9, subject="Mudflat")
    assert (other.results.sense, other.results.slots["subject"]) == (Tally(), Tally())


def test_of_equal_numbers_the_one_with_the_same_setting_is_taken() -> None:
    gold = gold_paper(results=[faster(baseline="Reed", quote="3.5x faster than Reed"), faster(baseline="Dune")])
    record = (
        shells()
        .result("3.5x faster than Dune", "speedup", 3.5, "x", "gain", baseline="Dune", subject="Mudflat")
        .result("3.5x faster than Reed", "speedup", 3.5, "x", "gain", baseline="Reed")
    )
    figures = compare(gold, record).figures.results
    assert (figures.strict, figures.slots["baseline"]) == (Tally(1, 1, 2), Tally(1, 1, 1))
    both = gold_paper(results=[faster(baseline="Reed", subject="Reed"), faster(baseline="Dune", subject="Mudflat")])
    assert compare(both, record).figures.results.slots["baseline"] == Tally(2, 2, 2)


def test_a_number_said_twice_counts_once() -> None:
    twice = compare(gold_paper(results=[faster(), faster(quote="3.5x faster than Reed")]), shells()).figures
    assert twice.results.strict == Tally(0, 1, 0)
    apart = compare(gold_paper(results=[faster(), faster(subject="Mudflat")]), shells()).figures
    assert apart.results.strict == Tally(0, 2, 0)


def test_a_result_that_differs_is_told_with_its_quote() -> None:
    gold = gold_paper(
        results=[GoldResult("20% to 30% less memory", "memory", 20, "cut", high=30, unit="%")],
    )
    record = shells().result("91.2%", "accuracy", 91.2, "%", "value", rule="result-percent")
    assert [str(found) for found in compare(gold, record).differences] == [
        f"missing  memory 20 to 30 % ('20% to 30% less memory'), in {TITLE!r}",
        f"extra    accuracy 91.2 % ('91.2%'), in {TITLE!r}, by result-percent",
    ]


def test_a_paper_is_right_if_nothing_of_weight_differs() -> None:
    record = shells().entity("Hardware", "hardware-heron-3", "Heron-3", ["Heron-3"])
    missed_method = gold_paper(("Hardware", ["Heron-3"]), ("Method", ["tidal sort"]))
    assert compare(missed_method, record).figures.papers_right == 1
    for gold in (
        gold_paper(),
        gold_paper(("Hardware", ["Heron-3"]), ("Dataset", ["ShellBench"])),
        gold_paper(("Hardware", ["Heron-3"]), introduces=[["Mudflat"]]),
        gold_paper(("Hardware", ["Heron-3"]), results=[faster()]),
    ):
        assert compare(gold, record).figures.papers_right == 0


def test_a_paper_without_a_record_is_missed_in_all_it_holds() -> None:
    gold = gold_paper(("Hardware", ["Heron-3"]), introduces=[["Mudflat"]], results=[faster()])
    evaluation = evaluate([gold], [PaperBuilder("Another paper", "A Heron-3.").record()])
    assert (evaluation.papers, evaluation.unmatched) == (1, (gold,))
    figures = evaluation.figures
    assert (figures.all_types, figures.introduces, figures.results.strict) == (Tally(0, 1, 0),) * 3


# Gold files

LINE: dict[str, Any] = {
    "title": TITLE,
    "introduces": [["Mudflat"]],
    "entities": [{"type": "Hardware", "names": ["Heron-3"]}],
    "results": [
        {"quote": "3.5x faster", "metric": "speedup", "value": 3.5, "unit": "x", "sense": "gain", "baseline": "Dune"}
    ],
}
RESULT = LINE["results"][0]


def written(tmp_path: Path, *lines: object) -> Path:
    file = tmp_path / "gold.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")
    return file


def test_a_gold_file_is_read_line_by_line(tmp_path: Path) -> None:
    first, second = read_gold(written(tmp_path, LINE, "", {**LINE, "id": "x2", "title": "Marsh"}))
    assert (first.title, first.line, first.introduces) == (TITLE, 1, (("Mudflat",),))
    assert first.entities == (GoldEntity("Hardware", ("Heron-3",)),)
    assert (first.results[0].value, first.results[0].high, first.results[0].baseline) == (3.5, None, "Dune")
    assert (second.title, second.line) == ("Marsh", 3)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{broken", "is not JSON: "),
        ("[]", "is no annotated paper: "),
        ({**LINE, "title": "…"}, "holds no letter or digit"),
        ({key: value for key, value in LINE.items() if key != "title"}, "missing required field `title`"),
        ({key: value for key, value in LINE.items() if key != "results"}, "missing required field `results`"),
        ({**LINE, "entities": [{"type": "Gadget", "names": ["Heron-3"]}]}, "type 'Gadget'"),
        ({**LINE, "entities": [{"type": "Hardware", "names": "Heron-3"}]}, r"$.entities[0].names"),
        ({**LINE, "entities": [{"type": "Hardware", "names": []}]}, "without a name"),
        ({**LINE, "introduces": [[" "]]}, "without a name"),
        ({**LINE, "results": [{**RESULT, "metric": "beauty"}]}, "metric 'beauty'"),
        ({**LINE, "results": [{**RESULT, "sense": "up"}]}, r"$.results[0].sense"),
        ({**LINE, "results": [{**RESULT, "value": "3.5"}]}, r"$.results[0].value"),
        (LINE, "stands already in line 1"),
    ],
)
def test_a_mistake_in_the_gold_is_named_by_file_and_line(line: object, says: str, tmp_path: Path) -> None:
    file = written(tmp_path, LINE, "", line)
    with pytest.raises(InputError) as told:
        read_gold(file)
    message = str(told.value)
    assert message.startswith(f"{file}:3: ")
    assert says in message
    assert message.endswith(("; mend the annotation", "; mend the line"))


def test_a_file_without_papers_or_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no annotated paper"):
        read_gold(written(tmp_path, ""))
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_gold(tmp_path / "nowhere.jsonl")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"entities": [{"type": "Hardware", "names": ["Heron-3", "Heron-9"]}]}, "the Hardware 'Heron-9'"),
        ({"introduces": [["Sandflat"]]}, "what it introduces, 'Sandflat'"),
        ({"results": [{**RESULT, "quote": "4.5x faster"}]}, "the quote '4.5x faster'"),
        ({"results": [{**RESULT, "hardware": "Stork"}]}, "the hardware 'Stork'"),
    ],
)
def test_a_name_that_the_text_does_not_hold_is_a_mistake(changed: dict[str, Any], says: str, tmp_path: Path) -> None:
    gold = read_gold(written(tmp_path, "", {**LINE, **changed}))
    with pytest.raises(InputError, match="does not stand in the text") as told:
        evaluate(gold, [shells().record()])
    assert str(told.value).startswith(f"{tmp_path / 'gold.jsonl'}:2: {says} ")


def test_names_copied_from_the_text_before_its_clean_up_are_no_mistake(tmp_path: Path) -> None:
    results = [{**RESULT, "quote": "$3.5\\times$ faster"}, {**RESULT, "quote": "20\\% to 30\\% less memory"}]
    record = PaperBuilder(TITLE, "It is 3.5× faster and needs 20% to 30% less memory than Dune. Mudflat, Heron-3.")
    gold = read_gold(written(tmp_path, {**LINE, "results": results}))
    assert evaluate(gold, [record.record()]).papers == 1


# Against the annotated papers beside the checkout


@pytest.fixture(scope="module")
def corpus_records(shared: Path, extractor: Extractor) -> list[Extraction]:
    """Records of all annotated papers but each seventh, so that some are missing."""
    gold = [paper for name in ("dev", "later") for paper in read_gold(shared / "gold" / f"{name}.jsonl")]
    wanted = {title_key(paper.title) for number, paper in enumerate(gold) if number % 7}
    papers = read_papers([shared / "corpus"])
    return list(extractor.extract(paper for paper in papers if title_key(paper.title) in wanted))


def figures_of(tally: Tally) -> dict[str, float]:
    shares = {"P": tally.precision, "R": tally.recall, "F1": tally.f1}
    return {**{name: round(share, 3) for name, share in shares.items()}, "gold": tally.gold, "pred": tally.found}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["dev", "later"])
def test_every_figure_is_that_of_the_reference(
    name: str, shared: Path, corpus_records: list[Extraction], tmp_path: Path
) -> None:
    gold, records = shared / "gold" / f"{name}.jsonl", tmp_path / "records.jsonl"
    with records.open("wb") as out:
        write_records(corpus_records, out)
    command = [sys.executable, "-B", str(shared / "gold" / "score.py"), str(gold), str(records), "--json"]
    said = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    evaluation = evaluate(read_gold(gold), corpus_records)
    figures = evaluation.figures
    assert 0 < len(evaluation.unmatched) == said["papers_missing"] < evaluation.papers == said["papers"]
    assert set(said["entities"]) == {*ENTITY_TYPES, "card types", "all types"}
    for type_ in ENTITY_TYPES:
        assert figures_of(figures.entities[type_]) == said["entities"][type_], type_
        assert figures_of(figures.partial[type_]) == said["entities_partial"][type_], type_
    assert figures_of(figures.main_types) == said["entities"]["card types"]
    assert figures_of(figures.all_types) == said["entities"]["all types"]
    assert figures_of(figures.introduces) == said["introduces"]
    assert figures_of(figures.results.strict) == said["results"]
    assert figures_of(figures.results.family) == said["results_family"]
    assert round(figures.results.values.recall, 3) == said["results_value_recall"]
    assert round(figures.results.sense.recall, 3) == said["results_sense"]
    assert {slot: figures_of(figures.results.slots[slot]) for slot in SCORED_SLOTS} == said["result_slots"]
    assert figures.papers_right == said["papers_right"]["count"]
