"""The rule files: their examples hold, and what is wrong in them is said with file and line."""

from __future__ import annotations

import pickle
import re
import shutil
from pathlib import Path

import pytest
from extract.results.reading import RULES, grammar, read, row

from kg.errors import RuleError
from kg.extract.results import check_grammar, load_grammar
from kg.model import METRIC_KEYS


@pytest.fixture
def rules_copy(tmp_path: Path) -> Path:
    for name in ("units.yaml", "results.yaml"):
        shutil.copy(RULES / name, tmp_path / name)
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_example_holds() -> None:
    assert check_grammar(grammar()) == []


def test_every_metric_key_has_words() -> None:
    assert set(grammar().metric_cues) == METRIC_KEYS


def test_an_example_that_fails_is_told(rules_copy: Path) -> None:
    edit(rules_copy / "results.yaml", "raises the rendering speed by [39%]", "sings for [39%] of it")
    (problem,) = check_grammar(load_grammar(rules_copy))
    assert "metric-speed" in problem


def test_an_example_with_the_wrong_metric_is_told(rules_copy: Path) -> None:
    edit(rules_copy / "results.yaml", "raises the rendering speed by [39%]", "cuts memory by [39%]")
    (problem,) = check_grammar(load_grammar(rules_copy))
    assert "memory" in problem


def test_survives_pickling() -> None:
    loaded = pickle.loads(pickle.dumps(grammar()))
    text = "We cut memory by 3x."
    assert [row(r) for r in read(text, loaded)] == [row(r) for r in read(text, grammar())] == ["memory 3 x cut"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("results.yaml", "key: throughput", "key: thruput", r"results\.yaml:\d+: rule metric-throughput: field 'key'"),
        ("results.yaml", "better: higher", "bettr: higher", r"metric-throughput: unknown field 'bettr'"),
        ("results.yaml", "id: metric-latency", "id: metric-throughput", r"already at results\.yaml:\d+$"),
        ("results.yaml", "quantity gap:3 faster", "quantity hop:3 faster", r"result-faster: field 'form'.*hop"),
        ("results.yaml", "is [14x] faster", "is 14x faster", r"field 'match'"),
        ("results.yaml", "class: beat", "class: win", r"change-beat: field 'class'"),
        ("results.yaml", "qualifiers:", "kwalifiers:", r"unknown field 'kwalifiers'"),
        ("units.yaml", "factor: 0.001", "factor: little", r"units\.yaml:\d+: rule unit-millisecond: field 'factor'"),
        ("units.yaml", "forms: [ms,", "forms: [1,", r"unit-millisecond: field 'forms'"),
        ("results.yaml", "class: beat", "class: [beat]", r"change-beat: field 'class'"),
        ("results.yaml", "values: false", "values: no", r"rule metric-requests: field 'values' must be true or false"),
        ("units.yaml", "    factor: 0.001\n", "    factor: 1\n    factor: 2\n", r"yaml:\d+: .*'factor' stands twice"),
        ("units.yaml", "units:", "units: [", r"units\.yaml:\d+: is not valid YAML"),
    ],
)
def test_wrong_rules_are_told_with_their_place(file: str, old: str, new: str, said: str, rules_copy: Path) -> None:
    edit(rules_copy / file, old, new)
    with pytest.raises(RuleError) as told:
        load_grammar(rules_copy)
    assert re.search(said, str(told.value))
    assert "\n" not in str(told.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"units\.yaml"):
        load_grammar(tmp_path)


def test_a_missing_section_of_the_shipped_rules_is_told(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_text("units: []\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"units\.yaml:1: section 'fixed' is missing"):
        load_grammar(tmp_path)


OWN_UNIT = """
units:
  - {id: unit-lumen, kind: light, metric: other, forms: [lumens], match: ["draws [40 lumens] of light"]}
kinds:
  - {id: kind-light, kind: light, metrics: [other], alone: true}
"""


def test_a_folder_of_ones_own_adds_units(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_text(OWN_UNIT, encoding="utf-8")
    own = load_grammar(RULES, tmp_path)
    assert [row(r) for r in read("Our lamp draws 40 lumens.", own)] == ["other 40 lumens value"]
    assert [row(r) for r in read("Our lamp draws 40 lumens.", grammar())] == []
    assert check_grammar(own) == []


def test_a_folder_of_ones_own_replaces_by_id(tmp_path: Path) -> None:
    (tmp_path / "results.yaml").write_text(
        "changes:\n  - {id: change-cheaper, class: down, metric: cost, forms: [thriftier],"
        " match: ['is [5x] thriftier']}\n",
        encoding="utf-8",
    )
    own = load_grammar(RULES, tmp_path)
    assert [row(r) for r in read("It is 5x thriftier.", own)] == ["cost 5 x cut"]
    assert [row(r) for r in read("It is 5x cheaper.", grammar())] == ["cost 5 x cut"]
    assert "cost 5 x cut" not in [row(r) for r in read("It is 5x cheaper.", own)]
    assert [example.text for example in own.examples if example.rule == "change-cheaper"] == ["is [5x] thriftier"]


def test_the_last_of_several_folders_wins(tmp_path: Path) -> None:
    for folder, value in (("one", 7), ("two", 9)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "units.yaml").write_text(f"numerals: {{seventy: {value}}}\n", encoding="utf-8")
    assert load_grammar(RULES, tmp_path / "one", tmp_path / "two").numerals["seventy"] == 9
    assert load_grammar(RULES, tmp_path / "two", tmp_path / "one").numerals["seventy"] == 7


def test_a_wrong_entry_in_a_folder_of_ones_own_is_told(tmp_path: Path) -> None:
    text = "units:\n  - {id: unit-lumen, kind: light, form: [lumens]}\n"
    (tmp_path / "units.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"units\.yaml:2: rule unit-lumen: unknown field 'form'"):
        load_grammar(RULES, tmp_path)
