"""Two papers that coin one name mean two things."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest

from kg.errors import InputError
from kg.graph.namesakes import without_namesakes
from kg.graph.ordered import in_order
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
    assert list(without_namesakes(records)) == records


def test_a_thing_that_a_rule_stands_for_is_one() -> None:
    records = [coining("a", "KELP", rule="method-kelp"), coining("b", "KELP")]
    assert list(without_namesakes(records)) == records


def test_names_that_are_spelled_out_alike_are_one() -> None:
    records = [coining("a", "KELP", "keyed logit pruning"), coining("b", "KELP", "Keyed Logit Pruning")]
    assert list(without_namesakes(records)) == records


def test_telling_apart_twice_changes_nothing_more() -> None:
    once = list(without_namesakes([coining("a", "KELP"), coining("b", "KELP")]))
    assert list(without_namesakes(once)) == once


class Anew:
    """Records that begin anew with each `iter`, as a file of them does; counts how often."""

    def __init__(self, records: list[Extraction]) -> None:
        self.records, self.times = records, 0

    def __iter__(self) -> Iterator[Extraction]:
        self.times += 1
        return (copy.copy(record) for record in self.records)


@pytest.mark.parametrize("order", [1, -1], ids=["sorted", "backwards"])
@pytest.mark.parametrize("source", [list, iter, Anew])
def test_records_come_by_id_whatever_they_come_from(source: Callable[[list[Extraction]], Any], order: int) -> None:
    papers = [coining("a", "KELP"), coining("b", "KELP"), coining("c", "KELP", introduces=False)]
    apart = without_namesakes(source(papers[::order]))

    assert [record.id for record in apart] == [record.id for record in apart] == ["paper-a", "paper-b", "paper-c"]
    assert [keys(record)[0] for record in apart] == ["method-kelp--a", "method-kelp--b", "method-kelp"]


def test_sorted_records_are_read_anew_and_not_held() -> None:
    papers = Anew([coining("a", "KELP"), coining("b", "KELP")])
    apart = without_namesakes(papers)
    assert papers.times == 1

    assert in_order(apart) is apart
    assert (list(apart), list(apart)) == (list(apart), list(apart))
    assert papers.times == 5


def test_numbers_are_floats_whenever_records_are_read() -> None:
    first = coining("a", "KELP")
    whole = msgspec.structs.replace(first, results=(msgspec.structs.replace(first.results[0], value=2),))
    for record in in_order(Anew([whole])):
        assert type(record.results[0].value) is float


def test_records_of_one_id_are_refused_before_any_is_used() -> None:
    with pytest.raises(InputError, match="two records"):
        in_order(Anew([coining("a", "KELP"), coining("b", "KELP"), coining("a", "KELP")]))
