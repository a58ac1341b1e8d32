"""Files, folders, globs and standard input become papers; what cannot be read is said in one line."""

from __future__ import annotations

import io
import itertools
import json
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Source
from kg.sample import sample_path
from kg.sources import iter_papers, read_papers
from kg.sources.identity import paper_id

ABSTRACT = "We study how small models can learn from large ones, and find that patience is all that it takes."


def record(title: str, abstract: str = ABSTRACT) -> str:
    return json.dumps({"title": title, "abstract": abstract}) + "\n"


def test_the_corpus_holds_what_it_is_known_to_hold(shared: Path) -> None:
    corpus = shared / "corpus"
    files = sorted(corpus.glob("*.txt"))
    assert [len(read_papers([file])) for file in files] == [95, 115, 208]
    papers = read_papers(files)
    assert len(papers) == 392
    assert len({paper.id for paper in papers}) == 392
    assert sum(len(paper.source) for paper in papers) == 95 + 115 + 208
    assert all(read_papers(order) == papers for order in itertools.permutations(files))
    assert len(read_papers([corpus / "arxiv-2026.jsonl"])) == 400


def test_the_sample_is_read_whole() -> None:
    papers = read_papers([sample_path()])
    assert 36 <= len(papers) <= 40
    assert all(80 <= len(paper.abstract.split()) <= 140 for paper in papers)
    assert {source.file for paper in papers for source in paper.source} == {"trending.txt"}


def test_a_paper_in_several_files_is_one_paper_with_all_its_sources(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(record("Learning Slowly: A Study"))
    (tmp_path / "two.jsonl").write_text(
        record("Other") + record("LEARNING SLOWLY - a study", ABSTRACT + " Code is out.")
    )
    both = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    papers = read_papers(both)
    assert papers == read_papers(both[::-1])
    paper = next(paper for paper in papers if len(paper.source) == 2)
    assert paper.source == (Source("one.jsonl", 1), Source("two.jsonl", 2))
    assert (paper.title, paper.abstract) == ("LEARNING SLOWLY - a study", ABSTRACT + " Code is out.")


def test_different_papers_under_one_title_stay_apart(tmp_path: Path) -> None:
    other = "A robot arm learns to sort fruit by touch, without a camera, in under an hour of practice."
    records = [record("Untitled"), record("Untitled", other), record("Untitled", ABSTRACT + " Truly.")]
    results = []
    for number, order in enumerate(itertools.permutations(records)):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("".join(order))
        results.append([(paper.id, paper.abstract) for paper in read_papers([path])])
    assert all(result == results[0] for result in results)
    assert {abstract for _, abstract in results[0]} == {ABSTRACT + " Truly.", other}
    assert len({key for key, _ in results[0]}) == 2


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("LoRA: Low-Rank Adaptation", "paper-lora-low-rank-adaptation-[0-9a-f]{8}"),
        ("Mélange!", "paper-melange-[0-9a-f]{8}"),
        ("大模型", "paper-[0-9a-f]{8}"),
        ("?!", "paper-[0-9a-f]{8}"),
        ("A " * 200, "paper-(a-)+[0-9a-f]{8}"),
        ("Supercalifragilistic" * 9, "paper-[a-z]{40}-[0-9a-f]{8}"),
    ],
)
def test_keys_are_readable_and_bounded(title: str, key: str) -> None:
    assert re.fullmatch(key, paper_id(title))
    assert len(paper_id(title)) <= 56


def test_keys_are_the_same_on_every_machine() -> None:
    assert paper_id("Attention Is All You Need") == paper_id("attention is all you need.")
    assert paper_id("Attention Is All You Need") == "paper-attention-is-all-you-need-5563e10c"


def test_names_of_sources_tell_nothing_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "dumps"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.jsonl").write_text(record("A"))
    (folder / ".hidden.jsonl").write_text("broken")
    expected = [Source("dumps/deep/a.jsonl", 1)]
    assert [s for paper in read_papers([folder]) for s in paper.source] == expected
    monkeypatch.chdir(folder)
    assert [s for paper in read_papers(["."]) for s in paper.source] == expected
    assert [s for paper in read_papers(["deep/a.jsonl"]) for s in paper.source] == [Source("a.jsonl", 1)]
    assert [s for paper in read_papers(["**/*.jsonl"]) for s in paper.source] == [Source("a.jsonl", 1)]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(record("A"))
    for inputs in itertools.permutations([str(path), str(tmp_path), str(tmp_path / "*.jsonl")]):
        assert [paper.source for paper in read_papers(inputs)] == [(Source("a.jsonl", 1),)]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = record("From a Pipe").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert [paper.source for paper in read_papers(["-"])] == [(Source("stdin", 1),)]


def test_utf16_with_its_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.jsonl"
    path.write_text(record("Köln in 3D") + record("Zweites"), encoding="utf-16")
    assert [(paper.title, paper.source[0].line) for paper in iter_papers([path])] == [
        ("Köln in 3D", 1),
        ("Zweites", 2),
    ]


def test_files_of_a_folder_that_hold_no_papers_are_passed_over_and_reported(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(record("A"))
    (tmp_path / "README.md").write_text("# Read me\n")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    passed: list[InputError] = []
    assert [paper.title for paper in read_papers([tmp_path], on_skip=passed.append)] == ["A"]
    assert [Path(error.file).name for error in passed] == ["README.md", "empty.txt", "photo.png"]


@given(st.binary(max_size=200) | st.text(st.sampled_from('{}[]",:titleabstrc \n.'), max_size=80).map(str.encode))
def test_any_bytes_are_papers_or_one_clear_error(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(data)
        try:
            papers = read_papers([path])
        except InputError as error:
            message, papers = str(error), []
        else:
            message = ""
    assert "\n" not in message
    assert bool(message) != bool(papers)
    assert all(paper.title and paper.abstract for paper in papers)


def make_unreadable(path: Path) -> None:
    path.symlink_to(path)  # a loop: root may read any file, but nobody can follow this


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, "no such file or folder"),
        (make_unreadable, "cannot be read|no such file"),
        (lambda path: path.touch(), "the file is empty"),
        (lambda path: path.write_text(" \n\n"), "the file is empty"),
        (lambda path: path.write_bytes(b"\x7fELF\0\0\0"), "binary data"),
        (lambda path: path.write_text("hello\n"), "no paper recognised; kg reads: JSON Lines"),
        (lambda path: path.write_text("[]"), "no paper recognised"),
        (lambda path: path.write_bytes("Überall\n".encode("latin-1")), ":1: is not UTF-8"),
        (lambda path: path.write_bytes(b"T\n" + b"word \xe9t\xe9 " * 50 + b"\n"), ":2: is not UTF-8"),
        (lambda path: path.write_bytes(b"\xff\xfeab\x00"), "starts as UTF-16 but is not"),
        (lambda path: path.mkdir(), "the folder holds no file"),
    ],
)
def test_bad_input_is_said_in_one_line(tmp_path: Path, make: Callable[[Path], object], problem: str) -> None:
    path = tmp_path / "given"
    make(path)
    with pytest.raises(InputError, match=problem) as caught:
        read_papers([path])
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.jsonl"
    path.write_text(record("A"))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match=r"locked\.jsonl: cannot be read: Permission denied; check"):
        read_papers([path])


def test_a_folder_with_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    papers, nothing = tmp_path / "papers", tmp_path / "nothing"
    papers.mkdir()
    nothing.mkdir()
    (papers / "a.jsonl").write_text(record("A"))
    (nothing / "notes.md").write_text("# Notes\n")
    with pytest.raises(InputError, match="nothing: no file in the folder holds papers"):
        read_papers([papers, nothing])
    with pytest.raises(InputError, match="nothing: no paper could be read"):
        read_papers([nothing])


def test_a_pattern_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="matches no file"):
        read_papers([str(tmp_path / "*.txt")])


def test_skipping_goes_on_past_a_bad_file_but_not_to_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text(record("A"))
    (tmp_path / "bad.txt").write_text("hello\n")
    skipped: list[InputError] = []
    inputs = [tmp_path / "bad.txt", tmp_path / "good.jsonl"]
    assert [paper.title for paper in read_papers(inputs, skip_bad=True, on_skip=skipped.append)] == ["A"]
    assert len(skipped) == 1
    with pytest.raises(InputError, match="no paper could be read"):
        read_papers(inputs[:1], skip_bad=True)


def test_papers_stream_from_a_long_file(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_text("".join(record(f"Paper {number}") for number in range(2_000)) + "broken\n")
    papers = iter_papers([path])
    assert [paper.title for paper in itertools.islice(papers, 1_999)][-1] == "Paper 1998"
    assert next(papers).source == (Source("long.jsonl", 2_000),)
    with pytest.raises(InputError, match=r"long\.jsonl:2001: broken JSON"):
        next(papers)
