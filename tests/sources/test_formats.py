"""Each format is known by its content, and gives titles, abstracts and lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.sources import iter_papers
from kg.sources.formats import format_of

SLOW = "Slow Cache: Why Keys Should Be Kept on Disk"
SLOW_ABSTRACT = "We keep the keys of long chats on disk. Decoding loses 4% of its speed and saves 80% of memory."
TINY = "Tiny Nets at the Edge?"
TINY_ABSTRACT = "We train very small networks for sensors, and they run on a coin cell for a month."
LONG = "Large models answer slowly, and their users wait. " * 8 + "We make them answer fast."
HEADER = "new\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nbyAK and the research community\n\nMar 12\n\n"

BLOCKS = f"{HEADER}{SLOW}\n\n{SLOW_ABSTRACT}\n\n{TINY}\n\n{TINY_ABSTRACT}\n"
LINES = (
    "Get trending papers in your email inbox once a day!\nGet trending papers in your email inbox!\n"
    f"Subscribe{SLOW}\n{SLOW_ABSTRACT}\n{TINY}\n{TINY_ABSTRACT}"
)
JSON_LINES = (
    json.dumps({"id": 7, "title": SLOW, "abstract": SLOW_ABSTRACT, "tags": ["x"]})
    + "\n\n"
    + json.dumps({"title": TINY, "abstract": TINY_ABSTRACT})
)
ARRAY = json.dumps([{"title": SLOW, "abstract": SLOW_ABSTRACT}, {"title": TINY, "abstract": TINY_ABSTRACT}], indent=1)


def papers_of(folder: Path, text: str, name: str = "input.dat") -> list[tuple[str, str, int]]:
    path = folder / name
    path.write_bytes(text.encode())
    return [(paper.title, paper.abstract, paper.source[0].line) for paper in iter_papers([path])]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(BLOCKS, (11, 15), id="blocks"),
        pytest.param(BLOCKS.removeprefix(HEADER), (1, 5), id="blocks without header"),
        pytest.param(LINES, (3, 5), id="lines"),
        pytest.param(LINES.partition("Subscribe")[2], (1, 3), id="lines without header"),
        pytest.param(LINES.replace("\nTiny", "\n\nTiny"), (3, 6), id="lines, papers apart"),
        pytest.param(JSON_LINES, (1, 3), id="JSON Lines"),
        pytest.param(ARRAY, (2, 6), id="JSON array"),
        pytest.param(BLOCKS.replace("\n", "\r\n"), (11, 15), id="CRLF"),
        pytest.param(LINES.replace("\n", "\r"), (3, 5), id="CR"),
        pytest.param("\ufeff" + JSON_LINES, (1, 3), id="byte order mark"),
        pytest.param(BLOCKS.replace(TINY, HEADER + TINY), (11, 25), id="two headers"),
        pytest.param(LINES + "\nPrevious\n1\n2\nNext\n", (3, 5), id="page numbers below"),
    ],
)  # fmt: skip
def test_every_layout_gives_the_same_papers(tmp_path: Path, text: str, lines: tuple[int, int]) -> None:
    assert papers_of(tmp_path, text) == [(SLOW, SLOW_ABSTRACT, lines[0]), (TINY, TINY_ABSTRACT, lines[1])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (BLOCKS, "trending dump in blocks"),
        (LINES, "trending dump in lines"),
        (JSON_LINES, "JSON Lines or a JSON array"),
        (ARRAY, "JSON Lines or a JSON array"),
        ('oops\n{"title": "a", "abstract": "b"}\n', "JSON Lines or a JSON array"),
    ],
)
def test_the_format_is_recognised_from_content(text: str, name: str) -> None:
    found = format_of(text)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "just a line",
        "id,title,abstract\n1,Fast Nets,We make nets fast and small and cheap and easy to use.\n",
        "# A Heading\n\nSome words of advice on how to install this program on your machine.\n",
        "import os\n\ndef main() -> None:\n    print(os.name)\n",
        "<html>\n<body>We make nets fast and small and cheap and easy to use.</body>\n</html>\n",
        "@article{x,\n  title = {Fast Nets},\n  abstract = {We make nets fast, small and easy to use.}\n}\n",
        f"{LONG}\n\n{LONG}\n\n{LONG}\n",
    ],
)
def test_other_texts_are_not_taken_for_papers(text: str) -> None:
    assert format_of(text) is None


def test_a_block_may_hold_several_lines(tmp_path: Path) -> None:
    wrapped = f"{HEADER}{SLOW.replace(': ', ':' + chr(10))}\n\n{SLOW_ABSTRACT.replace('. ', '.' + chr(10))}\n"
    assert papers_of(tmp_path, wrapped) == [(SLOW, SLOW_ABSTRACT, 11)]


def test_a_title_that_wraps_and_an_abstract_in_two_paragraphs(tmp_path: Path) -> None:
    second = "The code is at https://example.org/fast and may be used by all."
    wrapped = f"Fast Answers: A Study of\nLarge Models\n{LONG}\n{second}\n"
    text = f"{wrapped}{TINY}\n{LONG}\n{LONG}\n{SLOW}\n{SLOW_ABSTRACT}\n"
    assert papers_of(tmp_path, HEADER.replace("\n\n", "\n") + text) == [
        ("Fast Answers: A Study of Large Models", f"{LONG} {second}", 6),
        (TINY, f"{LONG} {LONG}", 10),
        (SLOW, SLOW_ABSTRACT, 13),
    ]


def test_a_title_may_begin_with_a_word_of_the_header(tmp_path: Path) -> None:
    text = f"{LINES}\nSubscribeNet\n{LONG}\nMay 5 Models Be Enough?\n{LONG}\n"
    assert [title for title, *_ in papers_of(tmp_path, text)][2:] == [
        "SubscribeNet",
        "May 5 Models Be Enough?",
    ]


def test_a_header_in_one_line_is_peeled_off(tmp_path: Path) -> None:
    glued = "newGet trending papers in your email inbox!SubscribebyAK and the research communityMar 12"
    assert papers_of(tmp_path, f"{glued}{SLOW}\n{SLOW_ABSTRACT}\n") == [(SLOW, SLOW_ABSTRACT, 1)]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (f"{BLOCKS}\nA Last Title\n", 19, "the title 'A Last Title' has no abstract"),
        (f"{LINES}\nNo Abstract Here\n{SLOW}\n{LONG}\n", 7, "the title 'No Abstract Here' has no abstract"),
        (f"{HEADER}{LONG}\n\n{SLOW}\n\n{SLOW_ABSTRACT}\n", 11, "a long text without a title"),
    ],
)
def test_a_dump_loses_nothing_in_silence(tmp_path: Path, text: str, line: int, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        papers_of(tmp_path, text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"title": "a", "abstr', "broken JSON"),
        ("not JSON at all", "broken JSON"),
        ('{"title": "a"}', "without 'abstract'"),
        ('{"abstract": "a"}', "without 'title'"),
        ('{"title": "  ", "abstract": "a"}', "without 'title'"),
        ('{"title": 7, "abstract": "a"}', "without 'title'"),
        ('{"title": "\\u200b", "abstract": "a"}', "the title is empty once cleaned up"),
        ('["title", "abstract"]', "not an object"),
        ("[" * 100_000, "broken JSON"),
        ("\0", "binary"),
    ],
)
def test_a_bad_json_line_is_named_or_skipped(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "some.jsonl"
    filler = (json.dumps({"title": SLOW, "abstract": LONG}) + "\n") * 200  # so that the format is known before
    path.write_text(f"{filler}{line}\n{json.dumps({'title': TINY, 'abstract': TINY_ABSTRACT})}\n")
    with pytest.raises(InputError, match=problem) as caught:
        list(iter_papers([path]))
    assert caught.value.line == 201
    skipped: list[InputError] = []
    papers = list(iter_papers([path], skip_bad=True, on_skip=skipped.append))
    assert [paper.title for paper in papers] == [SLOW] * 200 + [TINY]
    assert [error.line for error in skipped] == [201]


def test_a_bad_first_line_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"input.dat:1: broken JSON"):
        papers_of(tmp_path, f'{{"title": "a", \n{JSON_LINES}\n')


def test_a_broken_array_is_named_by_the_line_of_the_element(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"input.dat:6: broken JSON"):
        papers_of(tmp_path, ARRAY.replace('"title": "Tiny', '"title" "Tiny'))
    with pytest.raises(InputError, match=r"input.dat:6: a record without 'abstract'"):
        papers_of(tmp_path, ARRAY.replace(f',\n  "abstract": "{TINY_ABSTRACT}"', ""))


def test_lone_surrogates_and_control_characters_of_json_are_harmless(tmp_path: Path) -> None:
    title, abstract, _ = papers_of(tmp_path, '{"title": "A\\ud800B\\u0000C", "abstract": "two\\nlines"}')[0]
    assert (title, abstract) == ("A\ufffdBC", "two lines")
