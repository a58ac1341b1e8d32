"""The shipped rules keep their examples, and a rule that is wrong is refused where it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import RuleError
from kg.model import ENTITY_TYPES, METRIC_KEYS, Paper
from kg.record import Extractor
from kg.ruleset import TermRule, load_ruleset
from kg.workbench.check import Complaint, check_rules
from kg.workbench.examples import parse_example

GOOD = '{id: hardware-good, label: Good, forms: [Goodchip], match: ["a [Goodchip]"]}'


def _folder(tmp_path: Path, content: str, name: str = "mine.yaml") -> Path:
    (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def _refused(tmp_path: Path, content: str) -> RuleError:
    """The error of a folder whose one file holds `content`; a grammar's patterns are compiled by the extractor."""
    with pytest.raises(RuleError) as told:
        Extractor(load_ruleset(_folder(tmp_path, content)))
    return told.value


def _rule(**fields: str) -> str:
    """One rule of a Hardware file, on line 4, with some fields changed."""
    good = {"id": "hardware-x", "label": "X", "forms": "[Xchip]", "match": '["an [Xchip]"]'}
    lines = "\n    ".join(f"{name}: {value}" for name, value in {**good, **fields}.items())
    return f"# mine\ntype: Hardware\nrules:\n  - {lines}\n"


def test_every_example_of_every_shipped_rule_holds(extractor: Extractor) -> None:
    assert [str(complaint) for complaint in check_rules(extractor.ruleset)] == []


def test_every_shipped_rule_has_an_example_and_an_origin(extractor: Extractor) -> None:
    rules = extractor.ruleset.all_rules()

    assert len(rules) > 1000
    assert [rule.id for rule in rules if not rule.examples.match] == []
    assert [rule.id for rule in rules if not rule.origin.file.endswith(".yaml") or rule.origin.line < 1] == []


def test_every_type_has_shipped_terms(extractor: Extractor) -> None:
    assert {rule.type for rule in extractor.ruleset.terms.values()} == set(ENTITY_TYPES)


def test_shipped_metrics_use_known_keys(extractor: Extractor) -> None:
    keys = {rule.metric for rule in extractor.ruleset.terms.values() if rule.metric}
    assert keys
    assert keys <= METRIC_KEYS


def test_words_that_must_stand_near_can_be_seen(extractor: Extractor) -> None:
    """Context is compared token by token: a word in capitals would never be met."""
    assert [r.id for r in extractor.ruleset.terms.values() if any(w != w.lower() for w in r.near)] == []


# What is wrong, the file, and words of the complaint; the rule is hardware-x and starts on line 4.
WRONG_RULES = {
    "unknown field": (_rule(colour="red"), "unknown field 'colour'"),
    "no id": ("type: Hardware\nrules:\n  - label: X\n    forms: [X]\n", "'id'"),
    "id of another type": (_rule(id="model-x"), "hardware-"),
    "id that is no key": (_rule(id='"hardware-Big X"'), "'id'"),
    "no label": (_rule(label='""'), "'label'"),
    "no forms": (_rule(forms="[]"), "'forms'"),
    "a form that is a number": (_rule(forms="[4090]"), "4090"),
    "forms that are no list": (_rule(forms="Xchip"), "'forms'"),
    "no examples": (_rule(match="[]"), "'match'"),
    "example without brackets": (_rule(match='["an Xchip"]'), "bracket"),
    "example with an open bracket": (_rule(match='["an [Xchip"]'), "bracket"),
    "example with a stray bracket": (_rule(match='["an [Xchip] and [another"]'), "bracket"),
    "examples that are no texts": (_rule(match="[[an, Xchip]]"), "'match'"),
    "open is no flag": (_rule(open="sometimes"), "'open'"),
    "metric that is no key": (_rule(metric="niceness"), "'metric'"),
    "better that is no direction": (_rule(better="bigger"), "'better'"),
    "near is no list": (_rule(near="chip"), "'near'"),
    "facts that are no mapping": (_rule(facts="[24, GB]"), "'facts'"),
    "facts without a source": (_rule(facts="{memory_gb: 24}"), "'source'"),
    "facts of an unknown name": (_rule(facts="{colour: red, source: x}"), "unknown field 'colour'"),
    "facts of no class": (_rule(facts="{device_class: toaster, source: x}"), "'device_class' must be one of"),
    "facts of no year": (_rule(facts="{year: 24, source: x}"), "'year'"),
    "facts with nothing in a figure": (_rule(facts="{power_w: 0, source: x}"), "'power_w' must be above 0"),
    "facts with a figure in words": (_rule(facts="{power_w: much, source: x}"), "'power_w' must be a number"),
    "facts with a range upside down": (_rule(facts="{memory_gb: [80, 40], source: x}"), "'memory_gb'"),
    "facts with three sizes": (_rule(facts="{memory_gb: [20, 40, 80], source: x}"), "'memory_gb'"),
    "broader to nowhere": (_rule(broader="hardware-nowhere"), "'hardware-nowhere'"),
    "broader across types": (_rule(broader="model-llama"), "a Model, not a Hardware"),
    "broader to itself": (_rule(broader="hardware-x"), "leads back"),
    "pattern of an unknown attribute": (_rule(forms="[[{SHAPED: round}]]"), "spaCy"),
    "pattern of a wrong value": (_rule(forms="[[{LOWER: {WITHIN: [a]}}]]"), "spaCy"),
    "pattern of a wrong operator": (_rule(forms='[[{LOWER: a, OP: "many"}]]'), "spaCy"),
}


@pytest.mark.usefixtures("over_few")
@pytest.mark.parametrize("name", WRONG_RULES)
def test_a_wrong_rule_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    content, words = WRONG_RULES[name]
    error = _refused(tmp_path, content)

    assert error.file == "mine.yaml"
    assert words in error.problem
    if name == "no id":
        assert (error.line, error.rule) == (3, None)
    else:
        assert error.line == 4
        assert error.rule is not None
        assert error.rule in content
    assert "\n" not in str(error)


# A whole file that is wrong: its text, the line, words of the complaint.
WRONG_FILES = {
    "YAML syntax": ("type: Hardware\nrules:\n  - id: [a\n  - id: b\n", 4, "YAML"),
    "two documents": ("type: Task\n---\ntype: Task\n", 2, "YAML"),
    "a field twice": ("type: Hardware\nrules:\n  - id: hardware-x\n    label: X\n    label: Y\n", 5, "twice"),
    "a control character": ("type: Hardware\nrules: [\x07]\n", None, "YAML"),
    "nothing": ("", 1, "mapping"),
    "a list": ("- id: hardware-x\n", 1, "mapping"),
    "neither family": ("type: Hardware\n", 1, "must hold one of"),
    "a misspelt family": ("type: Hardware\nrulez: []\n", 1, "must hold one of"),
    "a family and more": (f"type: Hardware\nrules: [{GOOD}]\ncues: []\n", 1, "unknown field 'cues'"),
    "no type": (f"rules: [{GOOD}]\n", 1, "'type'"),
    "a type there is not": (f"type: Gadget\nrules: [{GOOD}]\n", 1, "'Gadget'"),
    "rules that are no list": ("type: Hardware\nrules: {id: hardware-x}\n", 1, "must be a list"),
    "a rule that is no mapping": ("type: Hardware\nrules: [hardware-x]\n", 1, "'hardware-x'"),
    "word lists that are none": ("words: [the, a]\n", 1, "'words'"),
    "a word list there is not": ("words:\n  verby: [go]\n", None, "unknown field 'verby'"),
    "words that are no texts": ("words:\n  stops: [1, 2]\n", None, "'stops'"),
    "nouns of no type": ("words:\n  nouns: {Gadget: [thing]}\n", None, "'Gadget'"),
}


@pytest.mark.usefixtures("over_few")
@pytest.mark.parametrize("name", WRONG_FILES)
def test_a_wrong_file_is_refused_with_its_line(name: str, tmp_path: Path) -> None:
    content, line, words = WRONG_FILES[name]
    error = _refused(tmp_path, content)

    assert error.file == "mine.yaml"
    assert words in error.problem
    if line is not None:
        assert error.line == line
    assert "\n" not in str(error)


WRONG_GRAMMARS = {
    "cue without a slot": (
        'cues:\n  - id: cue-x\n    pattern: "we like"\n    match: ["we like [X]"]\n',
        "cue-x",
        "{name}",
    ),
    "cue with two slots": (
        'cues:\n  - id: cue-x\n    pattern: "{name} and {name}"\n    match: ["[X] and Y"]\n',
        "cue-x",
        "{name}",
    ),
    "cue that is no regular expression": (
        'cues:\n  - id: cue-x\n    pattern: "(we like {name}"\n    match: ["we like [X]"]\n',
        "cue-x",
        "regular expression",
    ),
    "compose that is no regular expression": (
        'compose:\n  - id: compose-x\n    type: Task\n    after: "(?P<variant>["\n    match: ["a [thing]"]\n',
        "compose-x",
        "regular expression",
    ),
    "heads without a head": (
        'heads:\n  - id: head-x\n    type: Task\n    heads: []\n    match: ["a [big thing]"]\n',
        "head-x",
        "'heads'",
    ),
    "heads with a wrong count": (
        'heads:\n  - id: head-x\n    type: Task\n    heads: [thing]\n    most: many\n    match: ["a [big thing]"]\n',
        "head-x",
        "'most'",
    ),
    "introduces: no, which is a word": (
        'cues:\n  - id: cue-x\n    introduces: no\n    pattern: "we like {name}"\n    match: ["we like [X]"]\n',
        "cue-x",
        "true or false",
    ),
}


@pytest.mark.usefixtures("over_few")
@pytest.mark.parametrize("name", WRONG_GRAMMARS)
def test_a_wrong_grammar_rule_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    content, rule, words = WRONG_GRAMMARS[name]
    error = _refused(tmp_path, content)

    assert (error.file, error.line, error.rule) == ("mine.yaml", 2, rule)
    assert words in error.problem


@pytest.mark.usefixtures("over_few")
def test_an_id_stands_once_in_a_folder(tmp_path: Path) -> None:
    _folder(tmp_path, f"type: Hardware\nrules:\n  - {GOOD}\n", "a.yaml")
    with pytest.raises(RuleError) as told:
        load_ruleset(_folder(tmp_path, f"type: Hardware\nrules:\n  # again\n  - {GOOD}\n", "b.yaml"))

    assert (told.value.file, told.value.line, told.value.rule) == ("b.yaml", 4, "hardware-good")
    assert "a.yaml:3" in told.value.problem


@pytest.mark.usefixtures("over_few")
def test_broader_must_not_run_in_a_circle(tmp_path: Path) -> None:
    content = "\n".join(
        [
            "type: Task",
            "rules:",
            '  - {id: task-a, label: A, forms: [aaa], broader: task-b, match: ["[aaa]"]}',
            '  - {id: task-b, label: B, forms: [bbb], broader: task-c, match: ["[bbb]"]}',
            '  - {id: task-c, label: C, forms: [ccc], broader: task-a, match: ["[ccc]"]}',
        ]
    )
    error = _refused(tmp_path, content)

    assert error.rule in {"task-a", "task-b", "task-c"}
    assert error.line in {3, 4, 5}
    assert "leads back" in error.problem


@pytest.mark.usefixtures("over_few")
def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"\*\.yaml"):
        load_ruleset(tmp_path)
    with pytest.raises(RuleError, match=r"\*\.yaml"):
        load_ruleset(tmp_path / "nowhere")


@pytest.mark.usefixtures("over_few")
def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes("type: Hardware\n# für\n".encode("latin-1"))
    with pytest.raises(RuleError, match=r"mine\.yaml.*cannot be read"):
        load_ruleset(tmp_path)


@pytest.mark.usefixtures("over_few")
def test_english_words_that_old_yaml_takes_for_booleans_stay_words(tmp_path: Path) -> None:
    rule = '- {id: task-no, label: No, forms: [no, on, off, yes please], near: [on], match: ["[no] on"]}'
    rules = load_ruleset(_folder(tmp_path, f"type: Task\nrules:\n  {rule}\n"))

    assert rules.terms["task-no"].phrases == ("no", "on", "off", "yes please")
    assert rules.terms["task-no"].near == {"on"}


USER_FOLDER = """\
type: Hardware
rules:
  - id: hardware-nvidia-a100
    label: Our A100
    forms: [Aonehundred]
    match: ["one [Aonehundred]"]
  - id: hardware-caseless
    label: caseless
    forms: [[{LOWER: KELP}]]
    match: ["a [kelp] chip", "a [Kelp] chip"]
  - id: hardware-misses
    label: misses
    forms: [Fogchip]
    match: ["a [Mistchip] runs"]
  - id: hardware-oversees
    label: oversees
    forms: [Dewchip]
    match: ["a [Dewchip] runs"]
    no_match: ["no Dewchip here"]
"""


@pytest.fixture(scope="module")
def over(few_rules: Path, tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    """An extractor of few rules with a user's over them, some of whose examples are broken."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.ruleset.folders.rules_folder", lambda: few_rules)
        return Extractor(load_ruleset(_folder(tmp_path_factory.mktemp("rules"), USER_FOLDER)))


def test_a_users_rule_replaces_the_shipped_one_of_its_id(over: Extractor) -> None:
    record = over.extract_one(Paper("paper-x", "", "We move from an A100 to one Aonehundred."))
    found = {mention.text: entity for entity in record.entities for mention in entity.mentions}

    assert "A100" not in {text for text, entity in found.items() if entity.key == "hardware-nvidia-a100"}
    assert (found["Aonehundred"].key, found["Aonehundred"].name) == ("hardware-nvidia-a100", "Our A100")
    assert found["Aonehundred"].broader == ()


@pytest.mark.usefixtures("over_few")
def test_the_digest_tells_rulesets_apart(over: Extractor, extractor: Extractor) -> None:
    few = load_ruleset().digest
    assert re.fullmatch(r"[0-9a-f]{16}", few)
    assert load_ruleset().digest == few
    assert len({few, over.ruleset.digest, extractor.ruleset.digest}) == 3


def test_a_broken_example_is_a_complaint_with_its_place(over: Extractor) -> None:
    mine = [c for c in check_rules(over.ruleset) if c.file == "mine.yaml"]
    by_rule: dict[str, list[Complaint]] = {}
    for complaint in mine:
        by_rule.setdefault(complaint.rule, []).append(complaint)

    assert {rule: (len(told), told[0].line) for rule, told in by_rule.items()} == {
        "hardware-caseless": (3, 7),
        "hardware-misses": (1, 11),
        "hardware-oversees": (1, 15),
    }
    assert "does not find [Mistchip]" in by_rule["hardware-misses"][0].problem
    assert "must not match" in by_rule["hardware-oversees"][0].problem
    assert str(by_rule["hardware-misses"][0]).startswith("mine.yaml:11: rule hardware-misses: ")


def test_a_rule_is_found_by_its_id_in_every_family(extractor: Extractor) -> None:
    rules = extractor.ruleset
    assert all(rules.with_id(rule.id) is rule for rule in [*rules.composes, *rules.heads, *rules.cues])
    assert isinstance(rules.with_id("hardware-nvidia-a100"), TermRule)
    assert rules.with_id("hardware-nowhere") is None


def test_a_wider_chain_runs_from_near_to_far(extractor: Extractor) -> None:
    chain = extractor.ruleset.broader_ids("hardware-nvidia-a100")
    assert "hardware-gpu" in chain[1:]
    assert extractor.ruleset.broader_ids(chain[-1]) == ()


def test_brackets_of_examples_become_spans() -> None:
    assert parse_example("a [fast GPU] runs") == ("a fast GPU runs", ((2, 10),))
    assert parse_example("[A] and [B]") == ("A and B", ((0, 1), (6, 7)))
    assert parse_example("none") == ("none", ())
