"""Folders of one's own over the shipped rules: what they may replace, what they add, what stands for them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.model import Paper
from kg.record import Extractor
from kg.ruleset import load_ruleset, rules_folder

SHORT = ("abbreviations", "compose", "cues", "dataset_shapes", "heads", "results", "units", "words")
NUMERALS = "numerals: {{dozen: {value}}}\n"


@pytest.fixture(autouse=True)
def _few_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped rules without the long lists of names, which take seconds to read."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    for name in SHORT:
        shutil.copy(rules_folder() / f"{name}.yaml", shipped)
    monkeypatch.setattr("kg.ruleset.folders.rules_folder", lambda: shipped)


def folder(place: Path, **files: str) -> Path:
    place.mkdir()
    for name, content in files.items():
        (place / f"{name}.yaml").write_text(content, encoding="utf-8")
    return place


def task(label: str) -> str:
    return f'type: Task\nrules:\n  - {{id: task-mine, label: {label}, forms: [mine], match: ["[mine]"]}}\n'


def test_of_several_folders_the_last_wins(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "one", tasks=task("One")), folder(tmp_path / "two", others=task("Two"))

    assert load_ruleset(one, two).terms["task-mine"].label == "Two"
    assert load_ruleset(two, one).terms["task-mine"].label == "One"


def test_units_of_ones_own_are_read_by_the_extractor(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", units=NUMERALS.format(value=12))
    paper = Paper("paper-x", "", "We show that it is dozen times faster.")

    assert Extractor(load_ruleset()).extract_one(paper).results == ()
    (result,) = Extractor(load_ruleset(own)).extract_one(paper).results
    assert (result.metric, result.value, result.unit) == ("speedup", 12, "x")


def test_the_digest_stands_for_every_file_of_every_folder(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", units=NUMERALS.format(value=12))
    digests = [load_ruleset().digest, load_ruleset(own).digest]
    (own / "units.yaml").write_text(NUMERALS.format(value=13), encoding="utf-8")
    digests.append(load_ruleset(own).digest)
    moved = shutil.copytree(own, tmp_path / "moved")

    assert len(set(digests)) == 3
    assert load_ruleset(moved).digest == digests[2], "where a folder stands is no part of what it says"


def test_words_of_ones_own_are_added(tmp_path: Path) -> None:
    own = folder(tmp_path / "own", words="words: {vague: [splendid], verbs: [ship], nouns: {Task: [errand]}}\n")
    before, after = load_ruleset().words, load_ruleset(own).words

    assert after.vague == before.vague | {"splendid"}
    assert after.stops == before.stops | {"ship", "ships", "shipped", "shipping"}
    assert after.nouns == {**before.nouns, "errand": "Task"}


def test_there_is_one_rule_of_abbreviations(tmp_path: Path) -> None:
    rule = 'abbreviations:\n  - {{id: {name}, match: ["tide pool atlas ([TPA])"]}}\n'
    other = folder(tmp_path / "other", more=rule.format(name="abbreviation-other"))
    with pytest.raises(RuleError, match=r"more\.yaml:2: rule abbreviation-other: there is but one"):
        load_ruleset(other)

    same = folder(tmp_path / "same", more=rule.format(name="abbreviation-in-brackets"))
    assert load_ruleset(same).abbreviation.examples.match == ("tide pool atlas ([TPA])",)


def test_a_field_that_stands_twice_is_named_with_its_line(tmp_path: Path) -> None:
    content = "type: Task\nrules:\n  - id: task-x\n    label: X\n    label: Y\n"
    with pytest.raises(RuleError, match=r"tasks\.yaml:5: .*'label' stands twice"):
        load_ruleset(folder(tmp_path / "own", tasks=content))


def term(type_: str, forms: str) -> str:
    id_ = f"{type_.lower()}-gull"
    return f'type: {type_}\nrules:\n  - {{id: {id_}, label: Gull, forms: [{forms}], match: ["[x]"]}}\n'


def test_a_phrase_of_ones_own_is_taken_from_the_rules_before(tmp_path: Path) -> None:
    first = folder(tmp_path / "first", software=term("Software", "Gull DB, gull-store"))
    own = folder(tmp_path / "own", tasks=term("Task", "gull store"))

    assert load_ruleset(first).terms["software-gull"].phrases == ("Gull DB", "gull-store")
    both = load_ruleset(first, own)
    assert (both.terms["software-gull"].phrases, both.terms["task-gull"].phrases) == (("Gull DB",), ("gull store",))
