"""A folder that papers are put into and taken out of is what one build of the same papers gives, byte for byte."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from cli.command import FILES, contents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from run.made_up import EXTRA, PAPERS, Counting, write
from run.test_build import kill_when

import kg
import kg.rdf
import kg.record
import kg.ruleset
import kg.view
from kg.errors import InputError, KgError, OutputError, QueryError, UnknownNameError
from kg.model import Paper
from kg.record import Extractor, read_records
from kg.run import Update


@pytest.fixture(scope="module")
def reader(extractor: Extractor) -> Iterator[Counting]:
    """The shipped rules, loaded once, for all runs of this file."""
    counting = Counting(extractor)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.record, "load_extractor", lambda *_: counting)
        yield counting


@pytest.fixture
def read(reader: Counting) -> list[str]:
    """The titles of the papers that are read from now on."""
    reader.read.clear()
    return reader.read


@pytest.fixture(scope="module")
def built(reader: Counting, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the inputs `all.jsonl`, `first.jsonl` and `second.jsonl`, and what is built of each."""
    place = tmp_path_factory.mktemp("built")
    for name, papers in {"first": PAPERS[:7], "second": PAPERS[7:]}.items():
        kg.build([write(place / f"{name}.jsonl", papers)], place / name)
    kg.build([place / "first.jsonl", place / "second.jsonl"], place / "all")
    return place


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A folder built of the first half of the papers."""
    shutil.copytree(built / "first", tmp_path / "folder")
    return tmp_path / "folder"


def manifest_of(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "build.json").read_bytes())
    return content


# What a folder holds afterwards


def test_adding_gives_what_one_build_gives(built: Path, folder: Path, read: list[str]) -> None:
    graph = kg.add(folder, [built / "second.jsonl"])
    assert contents(folder) == contents(built / "all")
    assert sorted(contents(folder)) == sorted(FILES)
    assert len(graph.papers()) == 7
    assert sorted(read) == sorted(
        ["Untitled", "untitled!", *(title for title, _ in PAPERS if re.match("Eddy|Scree|Firn", title))]
    )


def test_adding_what_is_there_changes_nothing_and_reads_nothing(built: Path, folder: Path, read: list[str]) -> None:
    for inputs in ([built / "first.jsonl"], [built / "first.jsonl"] * 2):
        kg.add(folder, inputs)
        assert contents(folder) == contents(built / "first")
    assert read == []


def test_a_source_more_is_all_that_a_known_text_brings(folder: Path, tmp_path: Path, read: list[str]) -> None:
    again = write(tmp_path / "again.jsonl", PAPERS[2:3])
    (paper,) = (hit for hit in kg.add(folder, [again]).papers() if hit.title.startswith("Kelp"))
    assert paper.sources == ("again.jsonl:1", "first.jsonl:1", "first.jsonl:2", "first.jsonl:3")
    assert read == []


def test_removing_gives_what_one_build_of_the_others_gives(built: Path, tmp_path: Path, read: list[str]) -> None:
    extra = write(tmp_path / "extra.jsonl", EXTRA)
    folder = tmp_path / "folder"
    kg.build([built / "first.jsonl", built / "second.jsonl", extra], folder)
    read.clear()
    ships = next(record.id for record in read_records(folder / "records.jsonl") if "Ships" in record.abstract)
    kg.remove(folder, ["gully: ROUTING-for free", ships, ships])
    assert contents(folder) == contents(built / "all")
    assert read == []


def test_of_two_papers_of_one_title_the_one_left_gets_its_plain_key(built: Path, tmp_path: Path) -> None:
    kg.build([write(tmp_path / "both.jsonl", [PAPERS[6], PAPERS[8]])], tmp_path / "folder")
    (poem,) = (record for record in read_records(tmp_path / "folder/records.jsonl") if "title worth" in record.abstract)
    kg.remove(tmp_path / "folder", [poem.id])
    kg.build([write(tmp_path / "both.jsonl", [PAPERS[6]])], tmp_path / "alone")
    assert contents(tmp_path / "folder") == contents(tmp_path / "alone")


def test_the_other_versions_of_a_text_are_not_forgotten(tmp_path: Path, reader: Counting) -> None:
    """The last half is known to be of the paper by the whole, which is no longer anyone's text when it comes."""
    title, half, other = PAPERS[3][0], PAPERS[3][1], PAPERS[4][1]
    longer = f"{half} {'Snow lay on the pass for nine weeks, so we stayed and wrote down all that we had seen. ' * 3}"
    texts = [(title, f"{half} {other}"), (title, longer), (title, other)]
    files = [write(tmp_path / f"{number}.jsonl", [text]) for number, text in enumerate(texts)]
    kg.build(files[:2], tmp_path / "folder")
    assert [*manifest_of(tmp_path / "folder")["versions"].values()] == [[f"{half} {other}"]]
    kg.add(tmp_path / "folder", files[2:])
    kg.build(files, tmp_path / "whole")
    assert contents(tmp_path / "folder") == contents(tmp_path / "whole")
    assert manifest_of(tmp_path / "whole")["papers"] == 1


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[list[int]], list[int], int]:
    """Papers over files (by number, some in several files), the order in which files come, how many come at first."""
    count = draw(st.integers(2, 4))
    files: list[list[int]] = [[] for _ in range(count)]
    for paper in range(len(PAPERS)):
        for file in draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=2)):
            files[file].append(paper)
    files = [file or [0] for file in files]
    return files, draw(st.permutations(range(count))), draw(st.integers(1, count))


def follow(history: tuple[list[list[int]], list[int], int], extra_at: int, place: Path) -> tuple[Path, Path]:
    """A folder that was built, added to and removed from; and one built of the same papers at once."""
    papers, order, at_first = history
    files = [write(place / f"{n}.jsonl", [PAPERS[paper] for paper in held]) for n, held in enumerate(papers)]
    coming: list[Path] = [files[number] for number in order]
    extra = write(place / "extra.jsonl", EXTRA)
    coming.insert(extra_at % (len(coming) + 1), extra)
    grown, whole = place / "grown", place / "whole"
    kg.build(coming[:at_first], grown)
    for file in coming[at_first:]:
        kg.add(grown, [file])
    kg.remove(grown, [hit.key for hit in kg.load(grown).papers() if hit.sources[0].startswith("extra")])
    kg.build(files, whole)
    return grown, whole


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), extra_at=st.integers(0, 4))
def test_any_history_gives_the_records_of_one_build(
    reader: Counting, history: tuple[list[list[int]], list[int], int], extra_at: int
) -> None:
    """The records and the manifest; all other files are made of the records alone."""
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.rdf, "write_rdf", lambda *_, **__: None)
        patch.setattr(kg.view, "write_page", lambda *_: None)
        patch.setattr(reader, "remembers", True)
        grown, whole = follow(history, extra_at, Path(place))
        assert contents(grown) == contents(whole)


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), extra_at=st.integers(0, 4))
def test_any_history_gives_all_files_of_one_build(
    reader: Counting, history: tuple[list[list[int]], list[int], int], extra_at: int
) -> None:
    with tempfile.TemporaryDirectory() as place:
        grown, whole = follow(history, extra_at, Path(place))
        assert contents(grown) == contents(whole)
        assert sorted(contents(grown)) == sorted(FILES)


# What is read again, and who is told


def told(folder: Path, inputs: Sequence[Path]) -> Update:
    said: list[Update] = []
    kg.add(folder, inputs, on_update=said.append)
    return said[0]


def test_the_caller_is_told_what_is_about_to_happen(built: Path, folder: Path, read: list[str]) -> None:
    assert told(folder, [built / "second.jsonl"]) == Update(new=4, changed=1, kept=2, gone=0, read=5, again=None)
    assert told(folder, [built / "second.jsonl"]) == Update(new=0, changed=0, kept=7, gone=0, read=0, again=None)


def test_two_papers_that_turn_out_to_be_one_are_counted_as_one(tmp_path: Path, reader: Counting) -> None:
    kg.build([write(tmp_path / "halves.jsonl", PAPERS[3:5])], tmp_path / "folder")
    whole = write(tmp_path / "whole.jsonl", PAPERS[5:6])
    assert told(tmp_path / "folder", [whole]) == Update(new=0, changed=1, kept=0, gone=1, read=1, again=None)


def as_without_manifest(folder: Path) -> None:
    (folder / "build.json").unlink()


def as_with_a_broken_manifest(folder: Path) -> None:
    (folder / "build.json").write_text("{}")


def as_with_records_of_another_run(folder: Path) -> None:
    lines = (folder / "records.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "records.jsonl").write_bytes(b"".join(reversed(lines)))


def as_of_another_version(folder: Path) -> None:
    change(folder, kg="0.0.9")


def as_of_other_code(folder: Path) -> None:
    change(folder, reader="0123456789abcdef")


def as_of_other_rules(folder: Path) -> None:
    change(folder, rules="0123456789abcdef")


def change(folder: Path, **fields: str) -> None:
    (folder / "build.json").write_text(json.dumps({**manifest_of(folder), **fields}))


@pytest.mark.parametrize(
    ("age", "why"),
    [
        (as_without_manifest, "no build.json says what made its records"),
        (as_with_a_broken_manifest, "no build.json says what made its records"),
        (as_with_records_of_another_run, "no build.json says what made its records"),
        (as_of_another_version, "it was built by another version of kg"),
        (as_of_other_code, "it was built by another version of kg"),
        (as_of_other_rules, "it was built with other rules"),
    ],
)
def test_records_of_unknown_or_other_origin_are_all_read_again(
    age: Any, why: str, built: Path, folder: Path, read: list[str]
) -> None:
    age(folder)
    said = told(folder, [built / "second.jsonl"])
    assert (said.again, said.read) == (why, 7)
    assert len(read) == 7
    grown, whole = contents(folder), contents(built / "all")
    if "no build.json" in why:  # with it the other versions of these papers are forgotten
        assert len(grown.pop("build.json")) < len(whole.pop("build.json"))
    assert grown == whole


# The manifest


def test_the_manifest_names_what_made_the_records_and_nothing_of_time_or_place(built: Path) -> None:
    said = manifest_of(built / "all")
    assert list(said) == ["kg", "reader", "rules", "papers", "records", "versions", "base"]
    assert (said["kg"], said["papers"]) == (kg.__version__, 7)
    assert said["rules"] == kg.ruleset.rules_digest()
    assert {key: len(texts) for key, texts in said["versions"].items()} == {
        record.id: count
        for record in read_records(built / "all" / "records.jsonl")
        for title, count in {"Kelp": 1, "Moraine": 2, "Untitled": 1}.items()
        if record.title.startswith(title)
    }


def test_the_digest_of_rules_is_that_of_the_ruleset(extractor: Extractor) -> None:
    assert kg.ruleset.rules_digest() == extractor.ruleset.digest


# What goes wrong


def test_a_paper_that_is_not_there_is_named_with_the_nearest(folder: Path) -> None:
    before = contents(folder)
    with pytest.raises(UnknownNameError, match=r"called 'Kelp: Serving Long Cats'; nearest: (KELP|Kelp)"):
        kg.remove(folder, ["Moraine: Pruning Once", "Kelp: Serving Long Cats"])
    assert contents(folder) == before


def test_a_title_of_two_papers_is_not_enough(tmp_path: Path, reader: Counting) -> None:
    kg.build([write(tmp_path / "both.jsonl", [PAPERS[6], EXTRA[0]])], tmp_path / "folder")
    before = contents(tmp_path / "folder")
    with pytest.raises(QueryError, match=r"title of several papers; give the key of one: paper-untitled-.*, paper-unt"):
        kg.remove(tmp_path / "folder", ["Untitled"])
    assert contents(tmp_path / "folder") == before


def test_a_graph_without_papers_is_none(folder: Path) -> None:
    with pytest.raises(KgError, match="no paper would be left"):
        kg.remove(folder, [hit.key for hit in kg.load(folder).papers()])


@pytest.mark.parametrize(("name", "says"), [("nowhere", "is no folder"), ("empty", "holds no records.jsonl")])
def test_only_a_built_folder_can_be_added_to(name: str, says: str, built: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=says):
        kg.add(tmp_path / name, [built / "second.jsonl"])
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "empty"]


def test_a_mistake_in_the_inputs_changes_nothing(folder: Path, tmp_path: Path, read: list[str]) -> None:
    before = contents(folder)
    (tmp_path / "bad.jsonl").write_text('{"title": "Kelp", "abstract": "Kelp grows."}\n{broken\n')
    with pytest.raises(InputError, match=r"bad\.jsonl:2: broken JSON"):
        kg.add(folder, [tmp_path / "bad.jsonl"])
    assert contents(folder) == before
    assert read == []


@pytest.mark.parametrize("moment", ["reading", "drawing"])
def test_an_add_that_is_stopped_leaves_the_folder_as_it_was(
    moment: str, built: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, reader: Counting
) -> None:
    before = contents(folder)

    def stop(*_: Any) -> Any:
        raise KeyboardInterrupt

    if moment == "drawing":
        monkeypatch.setattr(kg.view, "write_page", stop)
    with pytest.raises(KeyboardInterrupt):
        kg.add(folder, [built / "second.jsonl"], watch=stop if moment == "reading" else iter)
    assert contents(folder) == before


@pytest.mark.slow
def test_an_add_that_is_killed_leaves_the_folder_as_it_was(built: Path, folder: Path, reader: Counting) -> None:
    before = contents(folder)
    kill_when("graph.ttl", folder, "add", folder, built / "second.jsonl")
    assert {name: (folder / name).read_bytes() for name in FILES} == before
    kg.add(folder, [built / "second.jsonl"])
    assert contents(folder) == contents(built / "all")


def test_of_two_adds_at_once_the_later_one_loses_nothing_of_the_earlier(
    built: Path, folder: Path, tmp_path: Path, reader: Counting
) -> None:
    extra = write(tmp_path / "extra.jsonl", EXTRA)

    def meanwhile(papers: Sequence[Paper]) -> Sequence[Paper]:
        kg.add(folder, [built / "second.jsonl"])
        return papers

    with pytest.raises(OutputError, match=r"another run has written it meanwhile; run this once more$"):
        kg.add(folder, [extra], watch=meanwhile)
    assert contents(folder) == contents(built / "all")
