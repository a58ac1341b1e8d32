"""Two papers that coin one name mean two things."""

from __future__ import annotations

from kg.graph.namesakes import without_namesakes
from kg.model import Bond, Entity, Extraction, Mention, Result

TITLE = "KELP at work"


def coining(paper: str, *forms: str, rule: str = "cue-present", introduces: bool = True) -> Extraction:
    mentions = tuple(Mention(form, "abstract", 9 * i, 9 * i + len(form), rule) for i, form in enumerate(forms))
    bond = Bond("subject", "clause", "abstract", 0, 4, None, "method-kelp")
    result = Result(
        "2x", "abstract", 5, 7, "speedup", 2.0, None, "x", "gain", "pattern-1", subject="KELP",
        subject_key="method-kelp", baseline_key="method-adam", bound=(bond,),
    )  # fmt: skip
    entities = (
        Entity("method-kelp", "Method", "KELP", mentions),
        Entity("method-adam", "Method", "Adam", (Mention("Adam", "abstract", 90, 94, "method-adam"),)),
    )
    return Extraction(
        f"paper-{paper}", TITLE, " " * 100, (), ("method-kelp",) if introduces else (), entities, (result,)
    )


def keys(record: Extraction) -> list[str]:
    return [entity.key for entity in record.entities]


def test_each_coiner_has_a_thing_of_its_own() -> None:
    papers = [coining("a", "KELP"), coining("b", "KELP"), coining("c", "KELP", introduces=False)]
    one, two, other = without_namesakes(papers)

    assert keys(one) == ["method-kelp--a", "method-adam"]
    assert keys(two) == ["method-kelp--b", "method-adam"]
    assert keys(other) == ["method-kelp", "method-adam"]


def test_introductions_results_and_bonds_follow() -> None:
    one, _ = without_namesakes([coining("a", "KELP"), coining("b", "KELP")])

    assert one.introduces == ("method-kelp--a",)
    assert (one.results[0].subject_key, one.results[0].baseline_key) == ("method-kelp--a", "method-adam")
    assert one.results[0].bound[0].key == "method-kelp--a"


def test_one_coiner_keeps_the_plain_key() -> None:
    records = [coining("a", "KELP"), coining("b", "KELP", introduces=False)]
    assert without_namesakes(records) == records


def test_a_thing_that_a_rule_stands_for_is_one() -> None:
    records = [coining("a", "KELP", rule="method-kelp"), coining("b", "KELP")]
    assert without_namesakes(records) == records


def test_names_that_are_spelled_out_alike_are_one() -> None:
    records = [coining("a", "KELP", "keyed logit pruning"), coining("b", "KELP", "Keyed Logit Pruning")]
    assert without_namesakes(records) == records


def test_telling_apart_twice_changes_nothing_more() -> None:
    once = without_namesakes([coining("a", "KELP"), coining("b", "KELP")])
    assert without_namesakes(once) == once
