"""Drawings of rows: each mark by its number, the same bytes each time, nothing of pyplot, and any text as text."""

from __future__ import annotations

import subprocess
import sys
import warnings
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from view.graphs import HOSTILE

from kg.plot import Amount, Bar, Bars, Basis, Cell, Dot, DotRow, Dots, Grid, Heading, Pair, Rows, Scatter
from kg.plot.draw import draw, rendered
from kg.plot.lettering import fitted, shown, text_width
from kg.plot.palette import PALETTE, heat_step, shades_for
from kg.plot.scale import ticks_of

HEADING = Heading("name", "Name", "A title", "A caption.", "Nothing of that is here.")
NOTHING = Basis()


def bars(*labels: str) -> Bars:
    rows = tuple(Bar(label, label, 9 - place, NOTHING, place % 2, place % 2) for place, label in enumerate(labels))
    return Bars(HEADING, rows, "hardware")


def grid(*labels: str) -> Grid:
    cells = [
        Cell(row, column, one, other, f"{row} {column}", row * column, 0.7 * (row + column), 3, 4, NOTHING)
        for row, one in enumerate(labels)
        for column, other in enumerate(labels)
    ]
    return Grid(HEADING, labels, labels, tuple(cells))


def dots(*labels: str) -> Dots:
    amounts = (Amount(1), Amount(2, None, "up to"), Amount(3, 9, "at least"), Amount(4, None, "about"))
    rows = [
        DotRow(label, not place, tuple(Dot(f"{label} {x}", label, x, not place, NOTHING) for x in amounts))
        for place, label in enumerate(labels)
    ]
    return Dots(HEADING, tuple(rows), "factor", "speed")


def scatter(*labels: str) -> Scatter:
    speeds = [Amount(1.5 + place, 40 if place == 1 else None) for place in range(len(labels))]
    pairs = [
        Pair(label, label, label, speeds[place], Amount(place * 3 - 4), place > 0, NOTHING)
        for place, label in enumerate(labels)
    ]
    return Scatter(HEADING, tuple(pairs))


KINDS = (bars, grid, dots, scatter)
each_kind = pytest.mark.parametrize(
    "rows", [make("GPU", "A100", "KV cache") for make in KINDS], ids=lambda rows: type(rows).__name__
)


def texts(drawing: bytes) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(drawing).iter() if element.tag.endswith("}text")]


@each_kind
@pytest.mark.parametrize("width", [336, 720])
def test_each_mark_has_its_number(rows: Rows, width: int) -> None:
    root = ElementTree.fromstring(rendered(draw(rows, width), "svg"))
    groups = {
        element.get("id", "").split("-")[1] for element in root.iter() if element.get("id", "").startswith("mark-")
    }
    assert groups == {str(number) for number in range(len(rows.marks))}


@each_kind
def test_the_same_rows_give_the_same_bytes_whatever_a_user_has_set(rows: Rows) -> None:
    import matplotlib

    first = {form: rendered(draw(rows), form) for form in ("svg", "png", "pdf")}
    with matplotlib.rc_context(
        {"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path", "text.usetex": False}
    ):
        assert {form: rendered(draw(rows), form) for form in first} == first


@each_kind
def test_the_title_stands_over_it_or_is_left_to_others(rows: Rows) -> None:
    assert texts(rendered(draw(rows), "svg")).count("A title") == 1
    assert "A title" not in texts(rendered(draw(rows, titled=False), "svg"))


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_without_rows_it_says_so(make) -> None:
    assert texts(rendered(draw(make()), "svg")) == ["Nothing of that is here."]


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_hostile_names_are_shown_as_text_without_a_warning(make) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawing = rendered(draw(make(*HOSTILE, r"$\frac{1}{", "多模态模型", "")), "svg")
        rendered(draw(make(*HOSTILE)), "png")
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawing).iter()}
    assert tags <= {
        "svg",
        "g",
        "path",
        "text",
        "defs",
        "style",
        "clipPath",
        "rect",
        "metadata",
        "RDF",
        "Work",
        "type",
        "format",
    }
    assert any(text.startswith("<script>") for text in texts(drawing))


def test_drawing_leaves_no_trace_in_pyplot() -> None:
    told = (
        "import sys; from kg.plot import Bar, Bars, Basis, Heading; from kg.plot.draw import draw, rendered;"
        "rendered(draw(Bars(Heading('a', 'b', 'c', 'd', 'e'), (Bar('k', 'l', 2, Basis()),), 'hardware')), 'svg');"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_rows_alone_load_no_matplotlib() -> None:
    told = "import sys, kg.plot, kg.query; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_no_dot_covers_another() -> None:
    row = DotRow("all", False, tuple(Dot(str(n), str(n), Amount(1 + n % 7 / 10), False, NOTHING) for n in range(40)))
    figure = draw(Dots(HEADING, (row,), "factor", "speed"))
    marks = [artist for artist in figure.axes[0].get_children() if (artist.get_gid() or "").startswith("mark-")]
    boxes = [artist.get_window_extent() for artist in marks]
    assert len(boxes) == 40
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = abs(one.x0 - other.x0) >= one.width - 2 or abs(one.y0 - other.y0) >= one.height - 2
            assert apart


@pytest.mark.parametrize(
    "text", ["NVIDIA A100 80GB", "mixture of experts", "GEMV-optimized PIM", "Llama-3.1-70B (FP8)", "WWW mmm"]
)
def test_text_is_measured_no_narrower_than_it_is(text: str) -> None:
    width, *_ = text_to_path.get_text_width_height_descent(text, FontProperties(family="DejaVu Sans", size=12), False)
    assert width <= text_width(text, 12) <= 1.2 * width


@pytest.mark.parametrize("text", [*HOSTILE, "a short one"], ids=range(len(HOSTILE) + 1))
def test_text_is_cut_to_its_room(text: str) -> None:
    cut = fitted(text, 90, 12)
    assert text_width(cut, 12) <= 90 + 12
    assert cut == shown(text) or cut.endswith("…")
    cut.encode("utf-8")


def test_what_turns_the_direction_of_text_is_not_shown() -> None:
    assert shown("a \u202eb\u2066 c\x00\u2028d \ud83d e\ufeff") == "a b c d e"


def test_accents_do_not_tower() -> None:
    assert shown("a" + "\u0301" * 300 + "b") == "a\u0301\u0301\u0301b"


def test_each_colour_has_one_name() -> None:
    assert len(set(PALETTE.values())) == len(PALETTE)


def test_shades_grow_with_counts() -> None:
    few = shades_for(20)
    assert few == (1, 2, 4, 8, 16)
    assert [heat_step(count, few) for count in (0, 1, 2, 3, 4, 8, 16, 20)] == [0, 1, 2, 2, 3, 4, 5, 5]
    many = shades_for(5000)
    assert heat_step(5000, many) == len(many) == sum(name.startswith("heat-") for name in PALETTE)


@pytest.mark.parametrize("most", [2, 3, 9, 10, 47, 1000, 9e5, 1e12])
@pytest.mark.parametrize("width", [290, 700])
def test_ticks_are_round_and_have_room(most: float, width: float) -> None:
    from math import log10

    ticks = ticks_of(most, width)
    assert ticks[0] == 1
    assert ticks[-1] <= most
    assert all((log10(after) - log10(before)) / log10(most * 1.1) * width >= 40 for before, after in pairwise(ticks))
